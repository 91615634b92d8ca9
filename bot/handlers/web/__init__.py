"""The browser channel: a page that chats like a messenger, for residents, officials and the demo."""
