"""One service on one SQLite file: a second would send every letter twice."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url


class AlreadyRunning(Exception):
    """Another process serves this database."""


def is_one_file(database_url: str) -> bool:
    """Whether it is SQLite, which one process alone may serve."""
    return make_url(database_url).get_backend_name() == "sqlite"


@contextmanager
def only_service(database_url: str) -> Iterator[None]:
    """Holds the database's lock for the block; a killed process lets it go by itself. Raises AlreadyRunning."""
    name = make_url(database_url).database
    if not is_one_file(database_url) or not name:
        yield
        return
    path = Path(name + ".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(str(path)) from None
        yield
