"""Figures of masking and of several problems: on our own examples, and on a CSV with a column `text`, if given."""

import argparse
import csv
import gzip
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bot.triage.details import Details
from bot.triage.dispatcher import Dispatcher
from bot.triage.masking import Masking
from bot.triage.morphology import Pymorphy
from bot.triage.swearing import Swearing
from tests.triage.village_life import district

_READ = 500
EXAMPLES = Path(__file__).parent.parent / "tests" / "triage"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="messages in a column `text`, plain or .gz")
    parser.add_argument("--flagged", choices=["swearing", "details", "several"], help="print what was found there")
    options = parser.parse_args()
    morphology = Pymorphy()
    swearing, details, dispatcher = Swearing(), Details(morphology), Dispatcher(district(), morphology)

    def said(text: str, spans: Iterable[tuple[int, int]]) -> list[str]:
        return [text[start:end] for start, end in spans]

    finders: dict[str, Callable[[str], Sequence[str]]] = {
        "swearing": lambda text: said(text, swearing.spans(text)),
        "details": lambda text: said(text, ((one.start, one.end) for one in details.spans(text))),
        "several": lambda text: [one.topic for one in dispatcher(text).problems],
    }
    for (name, find), column in zip(finders.items(), ("obscene", "details", "topics"), strict=True):
        examples(name, find, [(row["text"], row[column]) for row in rows(EXAMPLES / f"{name}.csv")])
    if options.file:
        texts = [row["text"] for row in rows(options.file)]
        for name, find in finders.items():
            # A whole reading takes its time: the first messages must do.
            flagged(name, find, texts[:_READ] if name == "several" else texts, show=name == options.flagged)
        timed("masking", Masking(morphology), texts)


def rows(path: Path) -> list[dict[str, str]]:
    data = path.read_bytes()
    csv.field_size_limit(sys.maxsize)
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return list(csv.DictReader(text.splitlines(keepends=True)))


def examples(name: str, find: Callable[[str], Sequence[str]], pairs: Sequence[tuple[str, str]]) -> None:
    """Recall over what is to be found whole, false alarms over what is not to be touched."""
    found = [(list(find(text)), [one for one in wanted.split("|") if one]) for text, wanted in pairs]
    hits = sum(one == wanted for one, wanted in found if wanted)
    alarms = sum(bool(one) for one, wanted in found if not wanted)
    wanted = sum(bool(wanted) for _, wanted in found)
    print(f"{name}: own examples {hits}/{wanted} found, {alarms}/{len(found) - wanted} false alarms")


def flagged(name: str, find: Callable[[str], Sequence[str]], texts: Sequence[str], *, show: bool) -> None:
    found = [(text, words) for text in texts if (words := find(text))]
    print(f"{name}: {len(found)} of {len(texts)} texts, {len(found) / len(texts):.3%}")
    for text, words in found if show else ():
        print("  ", list(words), "|", " ".join(text.split())[:200])


def timed(name: str, work: Callable[[str], object], texts: Sequence[str]) -> None:
    times = []
    for text in texts:
        start = time.process_time()
        work(text)
        times.append((time.process_time() - start) * 1000)
    print(
        f"{name}: median {statistics.median(times):.2f} ms, 99 % under {statistics.quantiles(times, n=100)[98]:.2f} ms"
    )


if __name__ == "__main__":
    main()
