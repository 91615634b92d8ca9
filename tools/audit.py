"""Ask the OSV database what is known against the versions that pyproject.toml pins: `uv run python -m tools.audit`.

It needs the network and is no part of CI: a vulnerability told tonight must not stop a change made yesterday.
"""

import json
import sys
import tomllib
import urllib.request
from pathlib import Path

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
ASKED = "https://api.osv.dev/v1/querybatch"


def pins() -> list[tuple[str, str]]:
    """Name and version of every package, indirect ones too."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))
    lines = project["tool"]["uv"]["constraint-dependencies"]
    return [(name, version) for name, _, version in (one.partition("==") for one in lines)]


def known(packages: list[tuple[str, str]]) -> dict[str, list[str]]:
    """The identifiers of what is known, by package. Raises OSError without network."""
    queries = [{"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in packages]
    body = json.dumps({"queries": queries}).encode()
    asked = urllib.request.Request(ASKED, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
        results = json.load(answer)["results"]
    found = {
        f"{name} {version}": [one["id"] for one in result.get("vulns", ())]
        for (name, version), result in zip(packages, results, strict=True)
    }
    return {package: ids for package, ids in found.items() if ids}


def main() -> int:
    packages = pins()
    try:
        found = known(packages)
    except OSError as error:
        print(f"The database cannot be asked: {error}", file=sys.stderr)
        return 2
    for package, ids in found.items():
        print(f"{package}: {', '.join(ids)}")
    print(f"{len(packages)} packages, {len(found)} with something known")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
