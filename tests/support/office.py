"""LibreOffice without a screen: opens a file as a person would, and says what it found."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

SECONDS = 120


def as_rows(path: Path, tmp_path: Path) -> list[list[str]]:
    """The first sheet of a spreadsheet, by LibreOffice: a file that needs a repair is not converted."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not on this machine (on Debian: apt install libreoffice-calc-nogui)")
    out = tmp_path / "converted"
    # Without a screen, LibreOffice does not look for the byte-order mark: it is told what a person's sees.
    reading = ["--infilter=Text - txt - csv (StarCalc):44,34,76,1"] if path.suffix == ".csv" else []
    done = subprocess.run(
        [
            office,
            f"-env:UserInstallation=file://{tmp_path / 'office'}",
            "--headless",
            *reading,
            "--convert-to",
            # Separator, quote, UTF-8, and numbers as they are stored rather than as they look.
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false",
            "--outdir",
            str(out),
            str(path),
        ],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    made = out / f"{path.stem}.csv"
    assert made.exists(), done.stdout + done.stderr
    with made.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))
