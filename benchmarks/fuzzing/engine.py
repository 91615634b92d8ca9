"""One run of atheris in a process of its own, for it never comes back: `engine.py TARGET CORPUS LIBFUZZER-OPTIONS…`."""

import logging
import sys
import warnings
from random import Random

import atheris
import structlog

OURS = ["bot", "storage", "starlette", "python_multipart", "dotenv", "tomllib"]


def main() -> None:
    name, *engine = sys.argv[1:]
    # The code that is to guide is instrumented while it is imported.
    with atheris.instrument_imports(include=[*OURS, "PIL"] if name == "picture" else OURS):
        from benchmarks.fuzzing.decoders import DECODERS
        from benchmarks.fuzzing.mutating import Mutator
        from benchmarks.fuzzing.seeds import SEEDS

    decoder = DECODERS[name]
    mutator = Mutator(decoder.shape, SEEDS[name])

    def spoilt(data: bytes, most: int, number: int) -> bytes:
        dice = Random(number)
        if dice.random() < 0.2:
            return bytes(atheris.Mutate(data, most))
        made = mutator.spoilt(data, dice)
        return made if len(made) <= most else data[:most]

    structlog.configure(processors=[], logger_factory=structlog.ReturnLoggerFactory())
    warnings.simplefilter("ignore")
    logging.disable()
    atheris.Setup([sys.argv[0], *engine], decoder.take, custom_mutator=spoilt)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
