"""How well dangers and kinds of messages are told on the tests' own messages, and how long one message takes."""

import csv
import time
from collections import Counter
from pathlib import Path

from bot.triage.alarm import Alarms
from bot.triage.kind import Kinds
from bot.triage.morphology import Pymorphy
from bot.triage.speech import Speech, heard

TESTS = Path(__file__).parents[1] / "tests" / "triage"


def main() -> None:
    morphology = Pymorphy()
    alarms, kinds = Alarms(morphology), Kinds(morphology)
    dangers, meant = read("alarms.csv", "alarm"), read("kinds.csv", "kind")
    found = [(bool(code), alarms.heard(speech) is not None) for speech, code in dangers]
    table = Counter(found)
    print(f"dangers heard: {table[True, True]} of {table[True, True] + table[True, False]}")
    print(f"false alarms: {table[False, True]} of {table[False, True] + table[False, False]}")
    for (kind, told), count in sorted(Counter((kind, kinds.tell(speech)) for speech, kind in meant).items()):
        print(f"kind {kind} told as {told}: {count}")
    speeches = [speech for speech, _ in dangers + meant]
    started = time.process_time()
    for speech in speeches:
        alarms.heard(speech)
    between = time.process_time()
    for speech in speeches:
        kinds.tell(speech)
    ended = time.process_time()
    each = 1000 / len(speeches)
    print(f"CPU a message: danger {(between - started) * each:.2f} ms, kind {(ended - between) * each:.2f} ms")


def read(name: str, column: str) -> list[tuple[Speech, str]]:
    with (TESTS / name).open(encoding="utf-8", newline="") as file:
        return [(heard(row["text"]), row[column]) for row in csv.DictReader(file)]


if __name__ == "__main__":
    main()
