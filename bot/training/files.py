"""Writes what was learned: the head of a model as one file, and its card beside it."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.training.scores import Scores
from bot.training.teaching import Head
from bot.triage.topic_model import VERSION

# A file depends on what is in it alone: the same model gives the same bytes.
_DAY = (2020, 1, 1, 0, 0, 0)


def card_of(head: Head, ground: str, ask: float, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What a model says of itself; `facts` are for people."""
    own = {"version": VERSION, "ground": ground, "codes": head.codes, "sharpness": head.sharpness}
    return {**own, "sure": head.sure, "ask": ask, "facts": dict(facts)}


def write_head(path: Path, head: Head, card: Mapping[str, Any]) -> None:
    words = json.dumps(card, ensure_ascii=False, sort_keys=True).encode()
    arrays: dict[str, NDArray[Any]] = {
        "card": np.frombuffer(words, np.uint8),
        "weights": head.weights.astype(np.float16),
        "bias": head.bias.astype(np.float32),
    }
    write_arrays(path, arrays)


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Whole or not at all: a reader never meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".part")
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(arrays):
            data = io.BytesIO()
            np.save(data, np.ascontiguousarray(arrays[name]), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", _DAY), data.getvalue(), zipfile.ZIP_DEFLATED, 9)
    half.replace(path)


def write_card(path: Path, title: str, data: str, scores: Mapping[str, Scores]) -> None:
    """Markdown for people: the data, the split, the figures and the limits."""
    lines = [f"# {title}", "", "## Данные", "", data, "", "## Показатели на отложенной части", ""]
    lines += [
        "| источник | сообщений | тема | macro F1 | первые три | категория | калибровка | уверен | категория тогда |"
    ]
    lines += ["|" + "---|" * 9]
    lines += [_row(name, one) for name, one in scores.items()]
    lines += ["", "## Пределы", "", _LIMITS, ""]
    path.write_text("\n".join(lines), encoding="utf-8")


def figures(scores: Mapping[str, Scores]) -> dict[str, Any]:
    return {name: asdict(one) for name, one in scores.items()}


def _row(name: str, one: Scores) -> str:
    shares = (one.topic, one.topic_f1, one.top3, one.category, one.calibration, one.sure, one.sure_category)
    return f"| {name} | {one.count} | " + " | ".join(f"{share:.3f}" for share in shares) + " |"


_LIMITS = (
    "Модель видела жалобы жителей городов и посёлков на русском языке. Темы, которых в данных мало, она узнаёт хуже; "
    "чего не знает, о том спрашивает. Кто прав в споре и что опасно, она не решает: это делают правила и люди."
)
