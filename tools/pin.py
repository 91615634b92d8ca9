"""Write the versions of the installed environment into pyproject.toml as constraints.

A lock file would name the registry it was made with, so it is not kept; these lines pin every
package, the indirect ones too, by name and version only.  Run after changing a dependency:
`uv run python tools/pin.py` (remove a line first to let that package move).
"""

import re
import subprocess
from pathlib import Path

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
BLOCK = re.compile(r"constraint-dependencies = \[.*?\n\]\n", re.DOTALL)


def installed() -> list[str]:
    frozen = subprocess.run(["uv", "pip", "freeze", "--exclude-editable"], capture_output=True, text=True, check=True)
    return sorted(line for line in frozen.stdout.split() if "==" in line)


def main() -> None:
    lines = "".join(f'    "{pin}",\n' for pin in installed())
    text = BLOCK.sub(f"constraint-dependencies = [\n{lines}]\n", PROJECT.read_text(encoding="utf-8"))
    PROJECT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
