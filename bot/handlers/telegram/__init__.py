"""Telegram: updates in, letters out, by the Bot API; aiogram serves as transport and types only."""
