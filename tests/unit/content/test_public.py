"""The public face of the package."""

from __future__ import annotations

import content


def test_all_is_sorted_and_true() -> None:
    assert content.__all__ == sorted(content.__all__)
    assert all(hasattr(content, name) for name in content.__all__)
