"""Whatever bytes come, a decoder understands them or refuses them in its own words, soon."""

import time

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.decoders import DECODERS, SEEDS

QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
bits = st.binary(max_size=400)
BROKEN = (b"", b"\x00", b"[" * 60_000, b'{"a":' * 20_000, b"\xff\xfe", "а\ud800".encode("utf-8", "surrogatepass"))
broken = st.sampled_from(BROKEN)


@pytest.mark.parametrize("name", sorted(DECODERS))
@given(data=st.data())
@QUICK
def test_no_decoder_is_surprised(name: str, data: st.DataObject) -> None:
    structlog.configure(processors=[], logger_factory=structlog.ReturnLoggerFactory())
    seed = data.draw(st.sampled_from(SEEDS[name]))
    cut, filler = data.draw(st.integers(0, len(seed))), data.draw(bits | broken)
    DECODERS[name](data.draw(st.sampled_from([seed[:cut] + filler + seed[cut:], filler, seed[:cut] + filler])))


@pytest.mark.parametrize("name", sorted(DECODERS))
def test_no_decoder_hangs(name: str) -> None:
    """64 KB of what is dear to parsers; a second is a hundred times what it takes."""
    began = time.process_time()
    for hostile in (b"[" * 65_536, b"a=" * 32_768, b"[[" * 32_768, b"\n" * 65_536, b"(" * 30_000 + b")" * 30_000):
        DECODERS[name](hostile)
    assert time.process_time() - began < 10
