"""Sends our letters by the Bot API and tells apart what may be tried again from what may not."""

from aiogram import Bot
from aiogram.methods import AnswerCallbackQuery, SendMediaGroup, SendMessage, SendPhoto
from aiogram.types import BufferedInputFile, ForceReply, InlineKeyboardMarkup, InputMediaPhoto, MediaUnion

from bot.handlers.telegram.address import Place
from bot.handlers.telegram.asking import ask
from bot.handlers.telegram.downloading import download
from bot.handlers.telegram.letters import NO_PREVIEW, answering, buttons, changed, recipient, worded
from bot.handlers.telegram.membership import is_member
from bot.usecases.platform import CannotEdit, Edit, Outgoing, Refused, Toast, TryLater

_ALERT = 60  # characters; a longer toast flies by before it is read
_PLACEHOLDER = 64  # characters that Telegram allows in an input field

# What Telegram says of a message that can be edited no more, lower case.
_LOST = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "in the message to edit",  # «there is no text …», «there is no caption …»
)
_TOO_LATE = ("query is too old", "query id is invalid", "query_id_invalid")


class TelegramMessenger:
    """The Messenger of one bot; `placeholder` stands in the input field of a person asked to answer."""

    platform = "telegram"

    def __init__(self, bot: Bot, placeholder: str) -> None:
        if len(placeholder) > _PLACEHOLDER:
            raise ValueError(f"a placeholder has at most {_PLACEHOLDER} characters: {placeholder}")
        self._bot = bot
        self._placeholder = placeholder

    async def send(self, letter: Outgoing) -> tuple[str, ...]:
        """Ids of the messages made: several for an album, else one."""
        where = recipient(letter.chat)
        if len(letter.photos) > 1:
            return _ids(await ask(self._bot, _album(letter, where)))
        one = await ask(self._bot, self._photo(letter, where) if letter.photos else self._text(letter, where))
        return _ids([one])

    async def edit(self, letter: Edit) -> None:
        try:
            await ask(self._bot, changed(letter))
        except Refused as refusal:
            said = refusal.why.lower()
            if "message is not modified" in said:
                return
            if any(part in said for part in _LOST):
                raise CannotEdit(refusal.why) from None
            raise

    async def toast(self, letter: Toast) -> None:
        alert = len(letter.text) > _ALERT
        answer = AnswerCallbackQuery(callback_query_id=letter.press, text=letter.text or None, show_alert=alert)
        try:
            await ask(self._bot, answer)
        except Refused as refusal:
            if not any(part in refusal.why.lower() for part in _TOO_LATE):
                raise

    async def fetch(self, ref: str) -> bytes:
        return await download(self._bot, ref)

    async def is_member(self, chat: str, person: str) -> bool:
        return await is_member(self._bot, chat, person)

    def _text(self, letter: Outgoing, where: Place) -> SendMessage:
        text, entities = worded(letter)
        return SendMessage(
            chat_id=where.chat,
            message_thread_id=where.thread,
            text=text,
            entities=entities,
            link_preview_options=NO_PREVIEW,
            reply_parameters=answering(letter),
            reply_markup=self._markup(letter),
        )

    def _photo(self, letter: Outgoing, where: Place) -> SendPhoto:
        text, entities = worded(letter)
        return SendPhoto(
            chat_id=where.chat,
            message_thread_id=where.thread,
            photo=BufferedInputFile(letter.photos[0], "photo.jpg"),
            caption=text or None,
            caption_entities=entities,
            reply_parameters=answering(letter),
            reply_markup=self._markup(letter),
        )

    def _markup(self, letter: Outgoing) -> InlineKeyboardMarkup | ForceReply | None:
        if letter.keyboard or letter.mention is None:
            return buttons(letter.keyboard)
        # «selective» opens the answer only for the person mentioned, the rest of the group is left alone.
        return ForceReply(selective=True, input_field_placeholder=self._placeholder or None)


def _ids(messages: object) -> tuple[str, ...]:
    found = messages if isinstance(messages, list) else []
    ids = tuple(str(one["message_id"]) for one in found if isinstance(one, dict) and "message_id" in one)
    if not ids:
        raise TryLater("server: the answer names no message")
    return ids


def _album(letter: Outgoing, where: Place) -> SendMediaGroup:
    text, entities = worded(letter)
    first, *rest = (BufferedInputFile(data, "photo.jpg") for data in letter.photos)
    media: list[MediaUnion] = [InputMediaPhoto(media=first, caption=text or None, caption_entities=entities)]
    media += [InputMediaPhoto(media=photo) for photo in rest]
    return SendMediaGroup(
        chat_id=where.chat, message_thread_id=where.thread, media=media, reply_parameters=answering(letter)
    )
