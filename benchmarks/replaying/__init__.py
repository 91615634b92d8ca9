"""The people of the replay: residents with real messages, officials who answer them, and the book of what happened."""
