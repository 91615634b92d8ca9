"""Time and memory of telling a message's topic: `uv run python -m benchmarks.triage_topic [DATA.csv]`."""

import csv
import gzip
import io
import resource
import sys
import time
from pathlib import Path
from statistics import median, quantiles

from bot.appeals.topics import product_topics

OWN = Path(__file__).parents[1] / "tests" / "triage" / "messages_topics.csv"
MOST = 300


def texts(path: Path) -> list[str]:
    data = path.read_bytes()
    words = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    rows = [row["text"] for row in csv.DictReader(io.StringIO(words, newline=""))]
    return rows[:: max(1, len(rows) // MOST)]


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(path: Path) -> None:
    before = megabytes()
    from bot.triage.morphology import Pymorphy
    from bot.triage.speech import heard
    from bot.triage.topic import TopicRanker
    from bot.triage.topic_installed import shipped_model
    from bot.triage.topic_reader import TopicReader

    started = time.perf_counter()
    model = shipped_model()
    loaded = time.perf_counter() - started
    topics = product_topics()
    reader = TopicReader(model, TopicRanker(Pymorphy(), topics), topics)
    found = []
    for text in texts(path):
        started = time.process_time()
        reader(heard(text))
        found.append((time.process_time() - started) * 1000)
    print(f"loaded in {loaded:.2f} s, {megabytes() - before:.0f} MB more than before, the dictionary included")
    print(
        f"{len(found)} messages: median {median(found):.1f} ms, 95 % under {quantiles(found, n=20)[-1]:.1f} ms of CPU"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else OWN)
