"""What a rule says about an item, before it is given a file and a line."""

from __future__ import annotations

from dataclasses import dataclass

from content.problems import Severity


@dataclass(frozen=True)
class Finding:
    """`key` is the dotted path of the YAML key inside the item."""

    key: str
    message: str
    severity: Severity = Severity.ERROR
