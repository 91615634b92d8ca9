"""Telegram: updates in, letters out; aiogram is transport and types only."""

# Before anything of aiogram is imported.
from bot.handlers.telegram import light_aiogram as light_aiogram
