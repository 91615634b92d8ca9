"""Whatever bytes come, a decoder understands them or refuses them in its own words, soon."""

import time
from collections.abc import Iterator
from random import Random

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.fuzzing.decoders import DECODERS
from benchmarks.fuzzing.mutating import Mutator, dumped, parsed, parts_of, zipped
from benchmarks.fuzzing.reached import lines_of, reached
from benchmarks.fuzzing.seeds import SEEDS
from bot.handlers.vk.incoming import decode
from bot.handlers.vk.shapes import Malformed

# Pillow remarks on damage by warnings and goes on; so do we.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::PIL.Image.DecompressionBombWarning")

QUICK = settings(max_examples=40, suppress_health_check=list(HealthCheck))
bits = st.binary(max_size=400)
BROKEN = (b"", b"\x00", b"[" * 60_000, b'{"a":' * 20_000, b"\xff\xfe", "а\ud800".encode("utf-8", "surrogatepass"))
broken = st.sampled_from(BROKEN)
COPY = SEEDS["backup"][0]
# What the fuzzer has found; each fell through a decoder once, and none does again.
SENT = (
    b'{"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "from": {"id": 5,'
    b' "is_bot": false, "first_name": "A"}, "media_group_id": "\\ud83d", "photo": [{"file_id": "\\ud83d",'
    b' "file_unique_id": "u", "width": 9, "height": 9}]}}'
)
PRESSED = (
    b'{"update_id": 1, "callback_query": {"id": "\\ud83d", "from": {"id": 5, "is_bot": false, "first_name": "A"},'
    b' "chat_instance": "1", "data": "x", "message": {"message_id": 1, "date": 0,'
    b' "chat": {"id": 5, "type": "private"}}}}'
)
FOUND = {
    "telegram": (
        SENT,
        PRESSED,
        b'{"update_id": %s, "message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"},'
        b' "from": {"id": 5, "is_bot": false, "first_name": "A"}, "text": "x"}}' % (b"9" * 400),
    ),
    "vk": (
        b'{"type": "message_allow", "event_id": "%s", "object": {"user_id": 5}}' % (b"e" * 400),
        b'{"type": "message_allow", "event_id": "e", "object": {"user_id": %s}}' % (b"9" * 400),
    ),
    "payload": (b"e:" + b"9" * 5000 + b":1",),
    "answer": (
        b'429 {"ok": false}',
        b'429 {"ok": false, "description": "x", "parameters": {"retry_after": -4}}',
        b'429 {"ok": false, "description": "x", "parameters": {"retry_after": %s}}' % (b"9" * 400),
    ),
    "web": (
        b"multipart/form-data; boundary=b; charset=undefined\n"
        b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xff\r\n--b--\r\n',
    ),
    "district": (b"a = " + b"[" * 3000 + b"]" * 3000, b"a = " + b"9" * 5000),
    "backup": (
        COPY[200:],
        zipped((name, part.replace(b'"2026-11-22T09:00:00.000000+00:00"', b"5")) for name, part in parts_of(COPY)),
    ),
    "table": (
        b"\x1f\x8bno archive",
        b'text,topic\n"' + b"x" * 200_000,
    ),
}


@pytest.fixture(autouse=True)
def _silence() -> Iterator[None]:
    structlog.configure(processors=[], logger_factory=structlog.ReturnLoggerFactory())
    yield
    structlog.reset_defaults()


@pytest.mark.parametrize("name", sorted(DECODERS))
@given(data=st.data())
@QUICK
def test_no_decoder_is_surprised(name: str, data: st.DataObject) -> None:
    seed = data.draw(st.sampled_from(SEEDS[name]))
    cut, filler = data.draw(st.integers(0, len(seed))), data.draw(bits | broken)
    DECODERS[name].take(data.draw(st.sampled_from([seed[:cut] + filler + seed[cut:], filler, seed[:cut] + filler])))


@pytest.mark.parametrize("name", sorted(DECODERS))
def test_what_is_nearly_right_surprises_nobody_either(name: str) -> None:
    mutator, dice = Mutator(DECODERS[name].shape, SEEDS[name]), Random(26)
    for _ in range(40):
        DECODERS[name].take(mutator.spoilt(dice.choice(SEEDS[name]), dice))


@pytest.mark.parametrize(("name", "data"), [(name, one) for name, several in FOUND.items() for one in several])
def test_what_was_found_once_is_refused_now(name: str, data: bytes) -> None:
    DECODERS[name].take(data)


def test_an_event_nested_without_end_is_malformed() -> None:
    """JSON let it in by a hair, and writing it again for its key takes a step more."""
    deep: list[object] = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(Malformed):
        decode({"type": "message_allow", "object": {"user_id": 5, "more": deep}}, 1)


@pytest.mark.parametrize("name", sorted(DECODERS))
def test_every_decoder_begins_with_what_it_understands(name: str) -> None:
    """A decoder that changes its form would leave the fuzzer at the door without a word."""
    own = DECODERS[name].own
    assert len(reached(DECODERS[name].take, SEEDS[name], own)) > len(lines_of(own)) / 2


def test_a_tree_is_spoilt_and_written_again_as_it_is() -> None:
    tree = '{"a":[1,{"b":null}],"a":"\\ud83d"}'
    assert dumped(parsed(tree)) == tree


@pytest.mark.parametrize("name", sorted(DECODERS))
def test_no_decoder_hangs(name: str) -> None:
    """64 KB of what is dear to parsers; a second is a hundred times what it takes."""
    began = time.process_time()
    for hostile in (b"[" * 65_536, b"a=" * 32_768, b"[[" * 32_768, b"\n" * 65_536, b"(" * 30_000 + b")" * 30_000):
        DECODERS[name].take(hostile)
    assert time.process_time() - began < 10
