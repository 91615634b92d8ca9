"""What can be said of the packages without a network: each is wanted by somebody, pinned, and under a known licence."""

import re
import tomllib
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
# What every environment has of its own.
TOOLS = {"otklik", "pip", "setuptools", "wheel", "uv"}
PERMISSIVE = re.compile(
    r"\b(MIT|BSD|Apache|Python Software Foundation|PSF|ISC|0BSD|Unlicense|HPND|MPL|Mozilla|CC0|Zlib|LGPL|MIT-CMU)\b",
    re.IGNORECASE,
)
FORBIDDEN = re.compile(r"\b(AGPL|Affero|SSPL|Commons Clause|Proprietary|BUSL)\b", re.IGNORECASE)


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def bare(requirement: str) -> str:
    return plain(re.split(r"[\s\[;<>=!~(@]", requirement, maxsplit=1)[0])


def licence(one: Distribution) -> str:
    told = one.metadata
    kinds = [kind for kind in told.get_all("Classifier") or () if kind.startswith("License")]
    files = [file for file in one.files or () if re.search(r"(?i)licen[cs]e|copying", file.name)]
    texts = [Path(str(file.locate())).read_text("utf-8", "replace")[:400] for file in files[:2]]
    return " ".join([told.get("License-Expression") or "", (told.get("License") or "")[:400], *kinds, *texts])


INSTALLED = {plain(one.metadata["Name"]): one for one in distributions() if one.metadata["Name"]}
GIVEN_UP = {"aiolimiter"}
# Looked at by hand: what they say of themselves is not enough, or wrong.
READ = {
    "vkbottle": "the text of the MIT licence stands in it, beside a classifier that says otherwise",
    "xstatic-leaflet": "«same as Leaflet»: BSD-2-Clause",
}

PINS = dict(one.split("==") for one in PROJECT["tool"]["uv"]["constraint-dependencies"])
PINNED = {plain(name): version for name, version in PINS.items()}


def wanted() -> set[str]:
    """Whatever pyproject names, and whatever is required by one that is wanted."""
    project = PROJECT["project"]
    groups = (*project["optional-dependencies"].values(), *PROJECT["dependency-groups"].values())
    found = {bare(one) for one in (*project["dependencies"], *(name for group in groups for name in group))}
    todo = list(found)
    while todo:
        one = INSTALLED.get(todo.pop())
        new = {bare(required) for required in (one.requires or () if one else ())} - found
        found |= new
        todo += new
    return found


def test_every_package_is_pinned_and_has_its_reason() -> None:
    # A package that was given up stays in an environment that is older than the change, but nobody imports it.
    known = wanted() | GIVEN_UP
    assert [name for name in INSTALLED if name not in known | TOOLS] == []
    wrong = {name: one.version for name, one in INSTALLED.items() if PINNED.get(name) != one.version}
    assert {name: version for name, version in wrong.items() if name not in TOOLS | GIVEN_UP} == {}


def test_no_pin_is_of_a_test_version() -> None:
    assert [name for name, version in PINS.items() if re.search(r"\d(a|b|rc|dev)\d*$", version)] == []


@pytest.mark.parametrize("name", sorted(set(INSTALLED) & set(PINNED) - set(READ)))
def test_every_licence_lets_a_municipality_use_and_pass_it_on(name: str) -> None:
    told = licence(INSTALLED[name])
    assert PERMISSIVE.search(told), told[:300]
    assert not FORBIDDEN.search(told), told[:300]


def test_nothing_is_fetched_from_elsewhere() -> None:
    names = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    assert [one for one in names if "@" in one or "://" in one] == []
