"""The documents tell the truth: every setting, every command, every link, every picture."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from pydantic import SecretStr
from pydantic_core import PydanticUndefined

from lti_tool.cli import main
from lti_tool.config import Settings

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
ROW = re.compile(r"^\|(.+)\|$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")
EXIT_CODE = re.compile(r"(?:^| · )\d\b")
AUTHORS_GUIDE = ROOT / "content" / "AUTEURS.md"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), AUTHORS_GUIDE])


def rows(page: str) -> dict[str, list[str]]:
    """The table of a page: by the name in the first cell, the other cells."""
    found: dict[str, list[str]] = {}
    for line in ROW.findall((DOCS / page).read_text(encoding="utf-8")):
        name, *cells = (cell.strip() for cell in line.split("|"))
        if name.startswith("`"):
            assert name not in found, f"{name} is there twice"
            found[name.strip("`")] = cells
    return found


def commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name, child in command.commands.items():
        yield from commands(child, f"{path} {name}")


def shown_default(value: object) -> str:
    """A default as the page writes it."""
    if value is PydanticUndefined:
        return "obligatoire"
    if isinstance(value, bool):
        return f"`{int(value)}`"
    if isinstance(value, frozenset) and not value:
        return "vide"
    assert isinstance(value, str | int | float)
    return f"`{value}`"


SETTINGS = {f"PARCOURS_{name.upper()}": field for name, field in Settings.model_fields.items()}
COMMANDS = dict(commands(main, "parcours"))


def test_every_setting_is_documented_and_nothing_else() -> None:
    assert set(rows("reglages.md")) == set(SETTINGS)


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_has_a_purpose_its_default_and_an_example(name: str) -> None:
    purpose, default, example = rows("reglages.md")[name]

    assert len(purpose) > 20
    assert default == shown_default(SETTINGS[name].default)
    assert example


@pytest.mark.parametrize(
    "name", [name for name, field in SETTINGS.items() if field.annotation is not SecretStr]
)
def test_the_example_of_a_setting_is_accepted(name: str) -> None:
    required = {"public_url": "https://parcours.exemple.fr", "secret_key": "s" * 32}
    example = rows("reglages.md")[name][2].strip("`")

    Settings(**required | {name.removeprefix("PARCOURS_").lower(): example})


def test_every_command_is_documented_and_nothing_else() -> None:
    assert set(rows("commandes.md")) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_its_options_and_its_exit_codes(name: str) -> None:
    purpose, codes = rows("commandes.md")[name]
    options = {
        option
        for parameter in COMMANDS[name].params
        if isinstance(parameter, click.Option) and not parameter.hidden
        for option in parameter.opts
        if option.startswith("--")
    }

    assert {option for option in options if f"`{option}`" not in purpose} == set()
    assert set(re.findall(r"`(--[a-z-]+)`", purpose)) <= options
    assert EXIT_CODE.search(codes)


def test_the_commands_of_the_authors_guide_exist_with_their_options() -> None:
    quoted = re.findall(r"`(parcours content [^`]+)`", AUTHORS_GUIDE.read_text(encoding="utf-8"))
    named = {tuple(line.partition(" > ")[0].split()) for line in quoted}

    assert {" ".join(words[:3]) for words in named} == {
        n for n in COMMANDS if n.startswith("parcours content")
    }
    for words in named:
        known = {option for parameter in COMMANDS[" ".join(words[:3])].params for option in parameter.opts}
        assert set(words[3:]) <= known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_links_inside_the_repository_lead_somewhere(page: Path) -> None:
    targets = [first or second for first, second in LINK.findall(page.read_text(encoding="utf-8"))]
    inside = [target.partition("#")[0] for target in targets if "://" not in target]

    assert [target for target in inside if not (page.parent / target).exists()] == []


def test_every_picture_is_shown_and_loads_fast() -> None:
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    shown = {name for text in texts for name in re.findall(r"images/([\w.-]+)", text)}
    pictures = sorted((DOCS / "images").iterdir())

    assert shown == {picture.name for picture in pictures}
    assert {struct.unpack(">I", picture.read_bytes()[16:20])[0] for picture in pictures} == {1280, 375}
    assert max(picture.stat().st_size for picture in pictures) < 200_000


def test_decisions_are_numbered_without_a_gap_and_short() -> None:
    decisions = sorted((DOCS / "decisions").glob("*.md"))

    assert [path.name[:4] for path in decisions] == [f"{n:04}" for n in range(1, len(decisions) + 1)]
    for path in decisions:
        assert path.read_text(encoding="utf-8").startswith(f"# {path.name[:4]} · ")
    assert max(len(path.read_text(encoding="utf-8").splitlines()) for path in decisions) <= 25
