"""Precision and recall of «the same problem?» on the pairs of tests/triage, and the time a pair takes."""

import csv
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.appeals.district_file import load_district
from bot.appeals.status import Status
from bot.triage.sameness import SAME
from bot.triage.sameness_judge import judge_for, status_said

ROOT = Path(__file__).parents[1]
FILES = ("pairs.csv", "pairs_blind.csv")


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of the file."""

    first: str
    second: str
    minutes: float
    metres: float | None
    status: str
    same: bool


def read_pairs(name: str) -> list[Pair]:
    with (ROOT / "tests" / "triage" / name).open(encoding="utf-8", newline="") as file:
        return [
            Pair(
                row["first"],
                row["second"],
                float(row["minutes_apart"]),
                float(row["metres_apart"]) if row["metres_apart"] else None,
                row["first_status"],
                row["same"] == "1",
            )
            for row in csv.DictReader(file)
        ]


def precision_and_recall(truth: Sequence[bool], said: Sequence[bool]) -> tuple[float, float]:
    right = sum(one and other for one, other in zip(truth, said, strict=True))
    return right / max(1, sum(said)), right / max(1, sum(truth))


def main() -> None:
    judge = judge_for(load_district(ROOT / "district.toml"))
    talkative = "--wrong" in sys.argv
    for name in FILES:
        pairs = read_pairs(name)
        scores = [judge.score(one.first, one.second, one.minutes, one.metres, status_said(one.status)) for one in pairs]
        precision, recall = precision_and_recall([one.same for one in pairs], [score >= SAME for score in scores])
        print(f"{name}: {len(pairs)} pairs, precision {precision:.3f}, recall {recall:.3f}")
        for pair, score in zip(pairs, scores, strict=True):
            if talkative and (score >= SAME) != pair.same:
                print(f"  {score:.2f}  {pair.first} | {pair.second} | {pair.minutes} {pair.metres} {pair.status}")
    pairs = [pair for name in FILES for pair in read_pairs(name)]
    told = [(judge.told(one.first), judge.told(one.second), one) for one in pairs]
    judge.sameness._listen.cache_clear()
    started = time.process_time()
    for first, second, one in told:
        judge.sameness.score(first, second, minutes_apart=one.minutes, metres_apart=one.metres, first_status=Status.NEW)
    print(f"{(time.process_time() - started) / len(told) * 1000:.2f} ms of CPU a pair beyond reading topic and place")


if __name__ == "__main__":
    main()
