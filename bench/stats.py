"""Median, spread, ratio: what is said of repeated measurements."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

__all__ = ["Spread", "geometric_mean", "paired_ratio", "percentile", "spread"]


@dataclass(frozen=True)
class Spread:
    """The middle of some measurements, and how far they lie apart."""

    median: float
    low: float
    high: float
    count: int

    @property
    def relative(self) -> float:
        """Half the range over the median: ±12 % is 0.12."""
        return (self.high - self.low) / 2 / self.median if self.median else 0.0


def spread(values: Sequence[float]) -> Spread:
    """Median and range of ``values``, of which there is at least one."""
    return Spread(median(values), min(values), max(values), len(values))


def paired_ratio(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """Ours over theirs, round by round: what slows a whole round down drops out of the ratio."""
    return spread([a / b for a, b in zip(ours, theirs, strict=True) if b > 0])


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that ``share`` (0 to 1) of all values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-len(ordered) * share // 1).__int__() - 1))]


def geometric_mean(values: Sequence[float]) -> float:
    """The mean for ratios: twice as fast here and half as fast there is no gain."""
    product = 1.0
    for value in values:
        product *= value ** (1 / len(values))
    return product
