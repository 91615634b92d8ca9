"""aiogram is imported without building all of its types, and what the bot uses works all the same."""

import subprocess
import sys

LOOK = """
import bot.bootstrap
from aiogram.types import Chat, Gift, Update
assert not Gift.__pydantic_complete__, "everything was built at import"
message = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "яма"}
update = Update.model_validate({"update_id": 1, "message": message})
assert update.message.text == "яма"
from aiogram.methods import EditMessageText, SendMediaGroup, SendMessage
keyboard = {"inline_keyboard": [[{"text": "да", "callback_data": "yes"}]]}
assert SendMessage(chat_id=1, text="?", reply_markup=keyboard).reply_markup.inline_keyboard[0][0].callback_data == "yes"
from bot.handlers.telegram.ahead import build_ahead
from bot.handlers.telegram.asking import untyped
build_ahead()
assert untyped(SendMessage).__pydantic_complete__, "the first letter builds what it needs while everybody waits"
assert not untyped(SendMediaGroup).__pydantic_complete__, "what is rare was built too"
print("light")
"""


def test_the_service_starts_without_building_what_it_does_not_use() -> None:
    done = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "light", done.stderr
