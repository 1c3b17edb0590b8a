"""From plain data to PDF bytes. What people typed is data for the template, never its source."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

import typst

FOLDER = Path(__file__).parent


def render_pdf(template: Literal["group", "result"], data: Mapping[str, object], now: datetime) -> bytes:
    """Lay `data` out by `<template>.typ`. The fonts are typst's own: the same page on every machine.

    Raises:
        RuntimeError: the template does not compile, or the page would break a rule of the standard.
    """
    return typst.compile(
        FOLDER / f"{template}.typ",
        root=FOLDER,
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards="ua-1",  # ISO 14289-1: tagged, titled, with a language and alternative texts
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(now.timestamp()),
    )
