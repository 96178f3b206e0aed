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


def in_turns(ways: Mapping[str, Callable[[Any], object]], rounds: Sequence[Sequence[Any]]) -> dict[str, Timed]:
    """Every way over every input, input by input in turns, so that what else the machine does falls on all alike.

    Process time. The first round is not counted: caches are filled and expressions compiled. Where something is
    remembered from one input to the next, the rounds must be of different inputs of equal number, as in use.
    """
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number, inputs in enumerate(rounds):
        sums = dict.fromkeys(ways, 0.0)
        for one in inputs:
            for name, way in ways.items():
                began = time.process_time()
                way(one)
                sums[name] += time.process_time() - began
        if number:
            for name, seconds in sums.items():
                taken[name].append(seconds)
    items, size = len(rounds[-1]), mean_size(rounds)
    return {name: Timed(tuple(rounds_), items, size) for name, rounds_ in taken.items()}


def mean_size(rounds: Sequence[Sequence[bytes]]) -> int:
    """Bytes of the inputs of one round."""
    return sum(len(one) for inputs in rounds[1:] for one in inputs) // max(1, len(rounds) - 1)
