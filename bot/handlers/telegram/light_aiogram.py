"""Imports aiogram without building validators for its 900 types and methods: of those the bot uses thirty.

aiogram declares its types with pydantic's `defer_build` and then builds all of them at import all the same, only to
resolve names. Here each is told the names and is built when it is first used: 80 MB and most of the start time are
saved. Seen with aiogram 3.31 and pydantic 2.13; where aiogram was imported before, nothing is changed.
"""

import sys
from typing import Any

from pydantic import BaseModel, ConfigDict


def import_lightly() -> None:
    """Imports `aiogram.types` and `aiogram.methods`."""
    if "aiogram.types" in sys.modules:
        return
    build_now, config = BaseModel.__dict__["model_rebuild"], BaseModel.model_config
    names: dict[str, Any] = {}

    def build_later(cls: type[BaseModel], *, _types_namespace: dict[str, Any] | None = None, **options: Any) -> Any:
        if _types_namespace is None:
            return build_now.__get__(None, cls)(**options)
        names.update(_types_namespace)
        return None

    BaseModel.model_rebuild = classmethod(build_later)  # type: ignore[method-assign, assignment, arg-type]
    BaseModel.model_config = ConfigDict(defer_build=True)
    try:
        import aiogram.methods
        import aiogram.types
    finally:
        BaseModel.model_rebuild, BaseModel.model_config = build_now, config  # type: ignore[method-assign]
    for module in (aiogram.types, aiogram.methods):
        for one in vars(module).values():
            if isinstance(one, type) and issubclass(one, BaseModel):
                one.__pydantic_parent_namespace__ = names


import_lightly()
