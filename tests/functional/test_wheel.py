"""The wheel holds everything: an installation from it serves the content and makes the database."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built and unpacked away from the sources."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(unpacked: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(unpacked), **settings}
    return subprocess.run(
        [sys.executable, "-m", "lti_tool.cli", *arguments],
        cwd=unpacked,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_three_packages_and_nothing_else(unpacked: Path) -> None:
    names = {path.name for path in unpacked.iterdir() if not path.name.endswith(".dist-info")}

    assert names == {"lti_tool", "xapi", "content"}


def test_the_content_is_in_it(unpacked: Path) -> None:
    done = run(unpacked, "content", "check")

    assert (done.returncode, done.stderr) == (0, "")
    assert "0 erreur" in done.stdout


def test_the_migrations_and_the_pages_are_in_it(unpacked: Path, tmp_path: Path) -> None:
    done = run(
        unpacked,
        "db",
        "upgrade",
        PARCOURS_PUBLIC_URL="https://parcours.example",
        PARCOURS_SECRET_KEY="x" * 40,
        PARCOURS_DATABASE_URL=f"sqlite:///{tmp_path}/parcours.db",
    )

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "parcours.db").stat().st_size > 0
    assert (unpacked / "xapi" / "profile.jsonld").is_file()
    for name in ("templates/base.html", "static/css/parcours.css", "static/js/sequencing.js"):
        assert (unpacked / "lti_tool" / name).is_file()


def test_a_missing_setting_is_said_in_words(unpacked: Path) -> None:
    done = run(unpacked, "db", "upgrade")

    assert done.returncode == 2
    assert "PARCOURS_PUBLIC_URL : réglage obligatoire" in done.stderr
    assert "Traceback" not in done.stderr
