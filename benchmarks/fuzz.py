"""Fuzz a decoder under the guidance of its coverage.

`uv run --group fuzz python -m benchmarks.fuzz TARGET --seconds 60` (atheris; without TARGET their names).
"""

import argparse
import sys
import tempfile
from pathlib import Path

KEPT = Path("var/fuzz")


def main() -> None:
    import atheris

    # The code that is to guide is instrumented while it is imported.
    with atheris.instrument_imports(include=["bot", "starlette", "python_multipart"]):
        from benchmarks.decoders import DECODERS, LONGEST, SEEDS

    options = argparse.ArgumentParser()
    options.add_argument("target", choices=sorted(DECODERS))
    options.add_argument("--seconds", type=int, default=60)
    asked = options.parse_args()
    # What broke a decoder is kept; what only led there is not.
    KEPT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for at, seed in enumerate(SEEDS[asked.target]):
            (Path(corpus) / str(at)).write_bytes(seed)
        engine = [
            *(sys.argv[0], corpus, f"-max_total_time={asked.seconds}", f"-max_len={min(LONGEST, 4096)}"),
            *("-timeout=10", "-rss_limit_mb=2048", f"-artifact_prefix={KEPT}/{asked.target}-", "-print_final_stats=1"),
        ]
        atheris.Setup(engine, DECODERS[asked.target])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
