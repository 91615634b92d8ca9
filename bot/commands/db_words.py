"""What `otklik db` says of counts, of refusals, and of the line for .env."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.settings import PREFIX

if TYPE_CHECKING:
    from storage.troubles import Trouble

TROUBLES: "Mapping[Trouble, str]" = {
    "unreachable": "сервер не отвечает. Проверьте адрес и порт, и что PostgreSQL запущен.",
    "absent": "такой базы на сервере нет. Создайте её: sudo -u postgres createdb -O ИМЯ БАЗА.",
    "password": "имя или пароль не подошли. Знаки @ : / # в пароле пишутся как %40 %3A %2F %23.",
    "rights": "не хватает прав. Файл и папка должны быть доступны этому пользователю,"
    " а база PostgreSQL — принадлежать тому имени, под которым вы входите.",
    "full": "на диске кончилось место. Освободите его и повторите.",
    "busy": "её держит другая программа. Остановите службу, закройте другие программы и повторите.",
    "limits": "не все данные в неё помещаются. Сохраните этот текст и напишите разработчикам.",
    "broken": "файл испорчен или это не база данных. Переименуйте его и восстановите из копии: otklik db restore ФАЙЛ.",
}
_NAMED = (("appeals", "сообщений"), ("residents", "жителей"), ("letters", "писем"))


def held(counts: Mapping[str, int], photos: int | None = None) -> str:
    """What people know of, and all rows."""
    known = [f"{words} {_spaced(counts.get(table, 0))}" for table, words in _NAMED]
    if photos is not None:
        known.append(f"фотографий {_spaced(photos)}")
    return f"{', '.join(known)}; всего строк {_spaced(sum(counts.values()))}"


def written_line(url: str) -> str:
    """The line for .env; a password is not shown again."""
    from sqlalchemy.engine import make_url

    target = make_url(url)
    hint = " (вместо *** впишите пароль)" if target.password else ""
    return f"{hint}:\n\n    {PREFIX}DATABASE_URL={target.render_as_string(hide_password=True)}\n"


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")
