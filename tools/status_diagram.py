"""Write the state diagram of an appeal into docs/architecture.md, from the status table itself.

`uv run python -m tools.status_diagram`; a test fails when the document and the table differ.
"""

from collections import defaultdict
from pathlib import Path

from bot.appeals.status import TRANSITIONS, Action, Status

DOCUMENT = Path(__file__).parent.parent / "docs" / "architecture.md"
BEGIN, END = "<!-- status diagram: begin -->", "<!-- status diagram: end -->"


def diagram() -> str:
    """Mermaid, one arrow for each pair of statuses with all the actions that lead along it."""
    arrows: dict[tuple[Status, Status], list[str]] = defaultdict(list)
    for (before, action), after in TRANSITIONS.items():
        if action is not Action.NOTE:  # a note changes nothing, anywhere
            arrows[before, after].append(action.value)
    lines = [
        f"    {before.value} --> {after.value}: {', '.join(sorted(names))}"
        for (before, after), names in sorted(arrows.items())
    ]
    return "\n".join(["```mermaid", "stateDiagram-v2", "    [*] --> new: file", *lines, "```"])


def with_diagram(text: str) -> str:
    """The document with the diagram between its marks."""
    head, rest = text.split(BEGIN)
    return f"{head}{BEGIN}\n{diagram()}\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    DOCUMENT.write_text(with_diagram(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
