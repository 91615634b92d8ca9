"""VK: each file only translates between the platform and the use-cases."""
