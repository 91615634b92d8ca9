"""The documents say what the code does: the status diagram, the commands and the words of the product."""

from pathlib import Path

from tools import digest_picture
from tools.status_diagram import DOCUMENT, with_diagram

ROOT = Path(__file__).parent.parent


def test_the_status_diagram_is_drawn_from_the_table() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text == with_diagram(text), "run: uv run python -m tools.status_diagram"


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in ("demo", "run", "check", "invite", "digest", "db backup", "db restore", "db move", "db upgrade"):
        assert f"otklik {command}" in readme


def test_every_dependency_has_its_reason() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    reasons = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    missing = [one for one in named if one.split("[")[0] not in reasons]
    assert missing == []


def test_the_heads_guide_shows_the_digest_as_it_is() -> None:
    guide = (ROOT / "docs" / "ru" / "главе.md").read_text(encoding="utf-8")
    assert digest_picture.text() in guide, "run: uv run python -m tools.digest_picture"
    assert digest_picture.PICTURE.exists()


def test_the_coordinators_guide_shows_the_district_as_it_is() -> None:
    guide = (ROOT / "docs" / "ru" / "координатору.md").read_text(encoding="utf-8")
    assert digest_picture.district_text() in guide, "run: uv run python -m tools.digest_picture"
    assert digest_picture.DISTRICT_PICTURE.exists()
