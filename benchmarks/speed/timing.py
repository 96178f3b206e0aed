"""Times that can be compared: taken in turns, in one process, as medians with their spread."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any


@dataclass(frozen=True)
class Timed:
    """Seconds for the whole of the inputs, one for each round."""

    rounds: tuple[float, ...]
    items: int
    size: int
    """Bytes of all inputs."""

    @property
    def milliseconds(self) -> float:
        """Median, for one input."""
        return 1000 * median(self.rounds) / self.items

    @property
    def spread(self) -> tuple[float, float]:
        """Quartiles in milliseconds for one input."""
        if len(self.rounds) < 2:
            return self.milliseconds, self.milliseconds
        low, _, high = quantiles(self.rounds, n=4, method="inclusive")
        return 1000 * low / self.items, 1000 * high / self.items

    @property
    def rate(self) -> float:
        """Megabytes a second."""
        return self.size / 1e6 / median(self.rounds)


def in_turns(
    ways: Mapping[str, Callable[[Any], object]], inputs: Sequence[Any], size: int, rounds: int
) -> dict[str, Timed]:
    """Every way over every input, input by input in turns, so that what else the machine does falls on all alike.

    Process time, and one round before that is not counted: caches are filled and expressions compiled.
    """
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        sums = dict.fromkeys(ways, 0.0)
        for one in inputs:
            for name, way in ways.items():
                began = time.process_time()
                way(one)
                sums[name] += time.process_time() - began
        if number:
            for name, seconds in sums.items():
                taken[name].append(seconds)
    return {name: Timed(tuple(rounds_), len(inputs), size) for name, rounds_ in taken.items()}
