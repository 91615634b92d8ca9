"""Fuzz our decoders under the guidance of their coverage, and tell how far into their own lines it came.

`uv run --group fuzz python -m benchmarks.fuzz [TARGET …] --seconds 150 [--missed]` (atheris; without TARGET all of
them, one after another). What broke one is kept in `var/fuzz`, and then the exit is 1.
"""

import argparse
import logging
import re
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterable
from pathlib import Path

import structlog

from benchmarks.fuzzing.decoders import DECODERS, LONGEST
from benchmarks.fuzzing.reached import Lines, lines_of, reached, shown
from benchmarks.fuzzing.seeds import SEEDS

KEPT = Path("var/fuzz")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("targets", nargs="*", choices=[*sorted(DECODERS), []])
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--missed", action="store_true", help="write the lines that nothing reached")
    asked = options.parse_args()
    structlog.configure(processors=[], logger_factory=structlog.ReturnLoggerFactory())
    warnings.simplefilter("ignore")
    logging.disable()
    KEPT.mkdir(parents=True, exist_ok=True)
    print("| target | runs | seconds | corpus | own lines | by the seeds | in the end |\n|---|---|---|---|---|---|---|")
    broken = [name for name in asked.targets or DECODERS if _fuzz(name, asked.seconds, asked.missed)]
    for name in broken:
        print(f"{name}: see {KEPT}/{name}.log")
    sys.exit(1 if broken else 0)


def _fuzz(name: str, seconds: int, missed: bool) -> bool:
    """Whether something broke it."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus"
        corpus.mkdir()
        for at, seed in enumerate(SEEDS[name]):
            (corpus / str(at)).write_bytes(seed)
        words = Path(folder) / "words"
        words.write_text("".join(f'"{one}"\n' for one in _words(SEEDS[name])))
        ended = _engine(
            *(name, str(corpus), f"-dict={words}", f"-max_total_time={seconds}", f"-max_len={LONGEST}"),
            *("-timeout=10", "-rss_limit_mb=2048", f"-artifact_prefix={KEPT}/{name}-", "-print_final_stats=1"),
        )
        inputs = [one.read_bytes() for one in sorted(corpus.iterdir())]
    runs = max(map(int, re.findall(r"^#(\d+)", (KEPT / f"{name}.log").read_text("utf-8", "replace"), re.M)), default=0)
    own, begun, found = lines_of(DECODERS[name].own), _reached(name, SEEDS[name]), _reached(name, inputs)
    shares = f"{len(begun) / len(own):.0%} | {len(found) / len(own):.0%}"
    print(f"| {name} | {runs} | {seconds} | {len(inputs)} | {len(own)} | {shares} |", flush=True)
    if missed:
        print("\n".join(shown(own - found)))
    return ended != 0


def _engine(*options: str) -> int:
    """What it says goes to a file, as there is much of it."""
    with (KEPT / f"{options[0]}.log").open("wb") as log:
        command = [sys.executable, "-m", "benchmarks.fuzzing.engine", *options]
        return subprocess.run(command, stdout=log, stderr=log, check=False).returncode


def _reached(name: str, inputs: Iterable[bytes]) -> Lines:
    return reached(DECODERS[name].take, inputs, DECODERS[name].own)


def _words(seeds: Iterable[bytes]) -> list[str]:
    """The names that stand in the seeds."""
    return sorted({word.decode() for seed in seeds for word in re.findall(rb"[A-Za-z_][\w.-]{2,30}", seed)})


if __name__ == "__main__":
    main()
