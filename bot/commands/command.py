"""What every command is made of: a function from options to the exit code, and how it refuses."""

import argparse
import errno
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

Command = Callable[[argparse.Namespace], Coroutine[Any, Any, int]]

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


_TROUBLES = {
    errno.ENOENT: "такого файла или папки нет",
    errno.EACCES: "нет прав",
    errno.EPERM: "нет прав",
    errno.EISDIR: "это папка",
    errno.ENOTDIR: "посреди пути стоит файл, а не папка",
    errno.ENOSPC: "на диске кончилось место",
    errno.EDQUOT: "вам отвели на диске меньше места",
    errno.EROFS: "диск доступен только для чтения",
    errno.EIO: "диск не отвечает или испорчен",
    errno.ENAMETOOLONG: "слишком длинное имя",
    errno.EEXIST: "такой файл уже есть",
    errno.EADDRINUSE: "порт занят другой программой",
    errno.EADDRNOTAVAIL: "такого адреса у этой машины нет",
    errno.ECONNREFUSED: "там никто не отвечает",
    errno.EMFILE: "открыто слишком много файлов",
}


def why(error: OSError) -> str:
    """What the system refused, for a person; what is rare is left in the system's own words."""
    return _TROUBLES.get(error.errno or 0) or error.strerror or str(error)


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
