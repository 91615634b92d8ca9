"""The officials' conversation in a group chat: cards, replies to them, previews, and nothing sent without a press."""
