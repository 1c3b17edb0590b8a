"""The English catalogue keeps up with the French of the code; the LMS chooses the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from flask import g, render_template_string
from flask_babel import ngettext

from lti_tool.app import create_app
from lti_tool.config import Settings

ROOT = Path(__file__).parents[3]
TRANSLATIONS = ROOT / "lti_tool" / "translations"
PO = TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po"
REFRESH = "run `make messages`, translate what is empty, run it again"
# %(name)s for gettext, {name} for the words that a script fills in.
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w+\}|%%")
NO_BREAK_SPACE = re.compile("[\u00a0\u202f]")
FRENCH_SPACING = re.compile(r"[«»]|[ \u00a0\u202f][:;?!]")


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return read_po(BytesIO(PO.read_bytes()), locale="en")


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def texts(words: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def messages_of_the_code() -> Iterator[str | tuple[str, ...]]:
    with (TRANSLATIONS / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    keywords = DEFAULT_KEYWORDS | {"_l": None}
    for _, _, words, _, _ in extract_from_dir(ROOT / "lti_tool", methods, options, keywords):
        yield words


def test_the_catalogue_has_every_message_of_the_code_and_no_other(catalogue: Catalog) -> None:
    needed = {texts(words) for words in messages_of_the_code()}
    known = {texts(message.id) for message in messages(catalogue)}

    assert len(needed) > 50  # the extraction itself found the pages and the error sentences
    assert needed - known == set(), REFRESH
    assert known - needed == set(), REFRESH


def test_every_message_is_translated_and_none_is_a_guess(catalogue: Catalog) -> None:
    untranslated = [message.id for message in messages(catalogue) if not all(texts(message.string))]

    assert untranslated == [], REFRESH
    assert [message.id for message in messages(catalogue) if message.fuzzy] == []
    assert catalogue.obsolete == {}


def test_a_translation_has_the_placeholders_of_its_message(catalogue: Catalog) -> None:
    different = [
        (original, translation)
        for message in messages(catalogue)
        for original in texts(message.id)
        for translation in texts(message.string)
        if sorted(PLACEHOLDER.findall(original)) != sorted(PLACEHOLDER.findall(translation))
    ]

    assert different == []


def test_both_languages_keep_their_typography(catalogue: Catalog) -> None:
    french = [text for message in messages(catalogue) for text in texts(message.id)]
    english = [text for message in messages(catalogue) for text in texts(message.string)]

    assert [text for text in french + english if "'" in text or '"' in text] == []
    # Pages add the no-break spaces; written here, they would be invisible to whoever corrects the text.
    assert [text for text in french if NO_BREAK_SPACE.search(text)] == []
    assert [text for text in english if FRENCH_SPACING.search(text)] == []


def test_the_compiled_catalogue_is_in_step(catalogue: Catalog) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    shipped = read_mo(BytesIO(PO.with_suffix(".mo").read_bytes()))

    def pairs(one: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
        return {texts(message.id): texts(message.string) for message in messages(one)}

    assert pairs(shipped) == pairs(read_mo(compiled)), REFRESH


@pytest.mark.parametrize(
    ("locale", "button", "count"),
    [
        ("en", "Start", "2 tasks done."),
        ("en_GB", "Start", "2 tasks done."),
        ("fr", "Commencer", "2 épreuves déjà faites."),
        ("de", "Commencer", "2 épreuves déjà faites."),
        (None, "Commencer", "2 épreuves déjà faites."),
    ],
)
def test_the_lms_chooses_the_language_and_the_browser_does_not(
    locale: str | None, button: str, count: str
) -> None:
    settings = Settings(
        public_url="http://localhost:8000", secret_key="s" * 32, database_url="sqlite:///:memory:"
    )
    app = create_app(settings)
    browser = "fr" if button == "Start" else "en"

    with app.test_request_context(headers={"Accept-Language": browser}):
        g.launch_locale = locale
        assert render_template_string("{{ _('Commencer') }}") == button
        assert ngettext("%(num)s épreuve déjà faite.", "%(num)s épreuves déjà faites.", 2) == count
