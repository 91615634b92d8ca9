"""How well and how fast places are read out of messages: over the demo district, and over thousands of localities.

    uv run python -m benchmarks.triage_place [--localities FILE.csv.gz] [--wrong]

The file has the columns `city` («город Клин»), `settlement` («деревня Горки», empty for the city itself),
`latitude` and `longitude`. `--wrong` prints the messages that were read wrongly or asked about.
"""

import argparse
import statistics
import sys
import time
import tracemalloc
from pathlib import Path

from bot.appeals.district import District
from bot.appeals.district_file import load_district
from bot.triage.morphology import Pymorphy
from bot.triage.place import Gazetteer
from bot.triage.speech import heard
from tests.triage.places.evidence import DEMO_SETS, Said, Tally, said_in, tally

DEMO = Path(__file__).parents[1] / "district.toml"


def main() -> int:
    options = _options()
    morphology = Pymorphy()
    demo = load_district(DEMO)
    gazetteer = Gazetteer(demo, morphology)
    for name in DEMO_SETS:
        _report(name, said_in(name), gazetteer, wrong=options.wrong)
    if options.localities:
        from benchmarks.triage_place_at_scale import district_of, made_messages

        district = district_of(options.localities)
        _started(district)
        gazetteer = Gazetteer(district, morphology)
        for name, messages in made_messages(district, morphology).items():
            _report(name, messages, gazetteer, wrong=options.wrong)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.triage_place", description=__doc__)
    parser.add_argument("--localities", type=Path, help="a CSV of localities, .gz or plain")
    parser.add_argument("--wrong", action="store_true")
    return parser.parse_args()


def _started(district: District) -> None:
    """A fresh dictionary, so that nothing is remembered."""
    morphology = Pymorphy()
    began = time.process_time()
    Gazetteer(district, morphology)
    seconds = time.process_time() - began
    tracemalloc.start()
    kept = Gazetteer(district, morphology)
    megabytes = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    count = len(list(district.localities()))
    print(f"{count} localities: built in {seconds:.2f} s, {megabytes:.0f} MB ({type(kept).__name__})")


def _report(name: str, messages: list[Said], gazetteer: Gazetteer, *, wrong: bool) -> None:
    readings, times = [], []
    for one in messages:
        began = time.process_time()
        found = gazetteer.read(heard(one.text))
        times.append((time.process_time() - began) * 1000)
        readings.append((one, found))
    counted = tally(readings)
    print(_line(name, counted, times, addresses=any(one.street or one.house for one in messages)))
    if wrong:
        for text in counted.wrong_texts:
            print("   wrong:", text)
        for text in counted.asked_texts:
            print("   asked:", text)


def _line(name: str, counted: Tally, times: list[float], *, addresses: bool) -> str:
    p99 = sorted(times)[int(len(times) * 0.99)]
    return (
        f"{name}: {counted.messages} messages, precision {counted.precision:.3f}, recall {counted.recall:.3f},"
        f" wrong settlement {counted.wrong:.2%}, asked back {counted.asked:.1%},"
        + (f" street and house {counted.addresses:.1%}," if addresses else "")
        + f" median {statistics.median(times):.2f} ms of CPU, p99 {p99:.2f} ms"
    )


if __name__ == "__main__":
    sys.exit(main())
