"""The conversations, pure and synchronous: a step takes what was known and what happened, and says what to do."""
