"""Gives the settlements and the neighbours of the district file their borders out of the GeoJSON file it names."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bot.appeals.district import Area, Neighbour, Settlement
from bot.appeals.geojson import GeoJsonError, load_areas
from bot.appeals.toml_table import Table, alike

_EXAMPLE = '"areas.geojson"'


def read_areas(top: Table, folder: Path) -> Mapping[str, Area]:
    """Areas by settlement code or neighbour's name; `folder` is where the district file lies."""
    name = top.text("areas", example=_EXAMPLE, default="")
    if not name:
        return {}
    try:
        return load_areas(folder / name)
    except GeoJsonError as error:
        top.note(f"назван файл границ «{name}»: {error}", "areas")
        return {}


def with_areas(
    top: Table, areas: Mapping[str, Area], settlements: tuple[Settlement, ...], neighbours: tuple[Neighbour, ...]
) -> tuple[tuple[Settlement, ...], tuple[Neighbour, ...]]:
    known = {one.code for one in settlements} | {one.name for one in neighbours}
    for code in areas.keys() - known:
        hint = alike(code, known) or " Там пишут код поселения или название соседа из [[neighbour]]."
        top.note(f"в файле границ есть «{code}», а в этом файле такого нет.{hint}", "areas")
    return (
        tuple(replace(one, area=areas.get(one.code, ())) for one in settlements),
        tuple(replace(one, area=areas.get(one.name, ())) for one in neighbours),
    )
