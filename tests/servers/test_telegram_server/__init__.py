"""The Telegram of the tests, told as stories and played with a real aiogram bot."""
