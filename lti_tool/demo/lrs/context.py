"""The parts of one LRS, reachable from the views of its application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app

from lti_tool.demo.lrs.config import LrsConfig
from lti_tool.demo.lrs.faults import FaultInjector
from lti_tool.demo.lrs.records import Records
from lti_tool.demo.storage import Storage


@dataclass(frozen=True)
class Lrs:
    """Everything that a view may need."""

    config: LrsConfig
    storage: Storage
    records: Records
    faults: FaultInjector


def current_lrs() -> Lrs:
    """The LRS of the application that answers this request."""
    return cast("Lrs", current_app.extensions["demo_lrs"])
