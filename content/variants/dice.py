"""Chance that depends on a seed and a name only, the same on every machine and Python version."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A stream of draws. One by parameter, so that adding a parameter does not change the others."""

    def __init__(self, seed: bytes, name: str) -> None:
        self._key = hashlib.sha256(seed + b"\0" + name.encode()).digest()
        self._count = 0

    def below(self, limit: int) -> int:
        """A whole number from 0 to `limit` - 1. 64 bits: the bias is far below what anyone could see.

        Raises `ValueError` when there is nothing to draw from.
        """
        if limit < 1:
            raise ValueError("il n'y a aucune valeur possible")
        self._count += 1
        block = hashlib.sha256(self._key + self._count.to_bytes(8, "big")).digest()
        return int.from_bytes(block[:8], "big") % limit

    def between(self, low: int, high: int, step: int = 1) -> int:
        """A whole number from `low` to `high` included, by steps."""
        return low + step * self.below((high - low) // step + 1)

    def choice(self, values: Sequence[T]) -> T:
        """One of the values."""
        return values[self.below(len(values))]

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """The values in another order (Fisher and Yates)."""
        rest, order = list(values), []
        while rest:
            order.append(rest.pop(self.below(len(rest))))
        return order
