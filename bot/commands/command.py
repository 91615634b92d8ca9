"""What every command is made of: a function from options to the exit code, and how it refuses."""

import argparse
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

Command = Callable[[argparse.Namespace], Coroutine[Any, Any, int]]

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


class Refusal(Exception):
    """Why a command cannot do its work, as a sentence for the person who gave it."""


@contextmanager
def database_in_words() -> Iterator[None]:
    """What a database refuses at the start, as a sentence."""
    from sqlalchemy.exc import SQLAlchemyError

    from storage.schema import DatabaseTooNew

    try:
        yield
    except DatabaseTooNew:
        raise Refusal("База создана более новой версией программы. Обновите программу: git pull.") from None
    except SQLAlchemyError as error:
        name = type(getattr(error, "orig", None) or error).__name__
        raise Refusal(f"База данных не открывается ({name}). Проверьте OTKLIK_DATABASE_URL.") from None
