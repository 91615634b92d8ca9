"""Pictures: bytes in, bytes out; pure functions that know neither chats nor files."""
