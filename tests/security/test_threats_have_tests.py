"""Each line of the threat model names a test that exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODEL = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
LINE = re.compile(
    r"^\| (?!threat |---)(?P<threat>.+?) (?<!\\)\| (?P<stops>.+?) \| `(?P<file>[\w/]+\.py)::(?P<test>\w+)` \|$"
)
ROWS = [line for line in MODEL.splitlines() if line.startswith("| ") and not line.startswith("| threat ")]
ABOUT = (
    *("webhook", "callback", "unbound", "invites", "bombs", "polyglots", "svg", "path", "telegram", "vk", "scripts"),
    *("formulas", "numbers", "links", "photos", "flood", "crowd", "tokens", "another desk", "forgotten"),
)


@pytest.mark.parametrize("row", ROWS)
def test_every_threat_has_its_test(row: str) -> None:
    found = LINE.match(row)
    assert found, f"threat, what stops it and `tests/…::test_name` are wanted: {row}"
    file = ROOT / found["file"]
    assert file.is_file(), found["file"]
    assert re.search(rf"^(async )?def {found['test']}\(", file.read_text(encoding="utf-8"), re.MULTILINE), row


def test_no_known_threat_is_left_out() -> None:
    assert len(ROWS) > 30
    text = "\n".join(ROWS).lower()
    assert [one for one in ABOUT if one not in text] == []
