"""The resident's conversation: from the first words to the vote."""
