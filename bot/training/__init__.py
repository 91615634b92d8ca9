"""Teaches the topic model from a table of messages, measures it, installs it; needs the extra `train`."""
