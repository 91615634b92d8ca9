"""How much room is left where photos and the database are kept."""

import shutil
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.settings import Settings
from storage.single import is_one_file


def free_space(settings: Settings) -> dict[str, int]:
    """Bytes by place; a PostgreSQL minds its own disk. A folder that cannot be asked is left out."""
    places = {"photos": settings.media_dir}
    if is_one_file(settings.database_url) and (file := make_url(settings.database_url).database):
        places["database"] = Path(file).parent
    found = {}
    for place, folder in places.items():
        try:
            found[place] = shutil.disk_usage(_existing(folder)).free
        except OSError:
            continue
    return found


def _existing(folder: Path) -> Path:
    """Before the first photo its folder is not there yet."""
    absolute = folder.absolute()
    return next((one for one in (absolute, *absolute.parents) if one.exists()), absolute)
