"""One desk with one chat and two officials in it: most stories of the officials' side begin so."""

import pytest

from tests.dialogs.desk_office import Office
from tests.dialogs.desk_talk import Chat, Official


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def chat(office: Office) -> Chat:
    return Chat(office, "rechnoe")


@pytest.fixture
def ivan(chat: Chat) -> Official:
    return chat.official("Иван")


@pytest.fixture
def olga(chat: Chat) -> Official:
    return chat.official("Ольга")
