"""The short run of the fuzzers: what was found before is read again, and some thousand inputs are made by chance.

`make fuzz MINUTES=5` runs them for long, guided by coverage (tests/hostile/fuzz.py).
"""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

import pytest

from tests.hostile.targets import SEEDS, TARGETS

_CRASHES = Path(__file__).parent / "crashes"
_SECONDS = 0.3
"""For each target."""
_FOUND = sorted(_CRASHES.glob("*/*.input"))


@pytest.mark.parametrize("found", _FOUND, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_what_was_found_is_mended(found: Path) -> None:
    assert TARGETS[found.parent.name](found.read_bytes()) is None


def _mutated(data: bytes, rng: Random) -> bytes:
    """The input with a few bytes changed, cut out, doubled, or put elsewhere."""
    made = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        at = rng.randrange(len(made) + 1)
        length = rng.choice((1, 2, 4, 16, 256))
        change = rng.randrange(5)
        if change == 0:
            made[at : at + 1] = bytes([rng.randrange(256)])
        elif change == 1:
            del made[at : at + length]
        elif change == 2:
            made[at:at] = made[at : at + length] * rng.choice((1, 3, 50))
        elif change == 3:
            other = rng.randrange(len(made) + 1)
            made[at:at] = made[other : other + length]
        else:
            made[at:at] = rng.choice(
                (b"<", b">", b"\0", b"9" * 30, b'rowspan="1000000000"', b"\xff", "万".encode(), b"-")
            )
    return bytes(made)


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_made_by_chance_is_read_or_refused(name: str) -> None:
    seeds, target = SEEDS[name](), TARGETS[name]
    rng, tried, end = Random(name), 0, time.monotonic() + _SECONDS
    while time.monotonic() < end or tried < 5:
        data = _mutated(rng.choice(seeds), rng)
        began = time.process_time()
        try:
            target(data)
        except Exception as error:
            error.add_note(f"{name}, input {tried}: {data[:2000]!r}")
            raise
        assert time.process_time() - began < 20, f"{name}, input {tried} took too long"
        tried += 1
