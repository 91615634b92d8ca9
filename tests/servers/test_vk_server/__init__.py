"""The fake VK is held against clients that know nothing of it, and against VK's own rules."""
