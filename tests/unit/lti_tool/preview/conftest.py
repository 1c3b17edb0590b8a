"""A content folder of one's own, and the preview that follows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from lti_tool.preview.app import create_preview
from tests.unit.content.bench import ITEM, ITEMS_HEAD, changed, write_content

DRAWN = changed(ITEM, "jardin-1-a", "jardin-1-b")
DRAWN = DRAWN[: DRAWN.index("    donnees:")] + (
    "    donnees: {aide: Un mot.}\n"
    '    controle: {attendu: "{{fleur}}"}\n'
    "    parametres: {fleur: {liste: [tulipe, jonquille, marguerite, pivoine]}}\n"
) + DRAWN[DRAWN.index("    retour:") :]  # fmt: skip
DRAWN = changed(changed(DRAWN, "format: choix", "format: texte"), "titre: Arroser", "titre: Nommer une fleur")
HINT = "de l'eau.\n      indices:\n        - {si_choisi: pelle, texte: La pelle creuse.}\n"
BANK = ITEMS_HEAD + changed(ITEM, "de l'eau.\n", HINT) + DRAWN


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_content(tmp_path, items=BANK)


@pytest.fixture
def client(root: Path) -> FlaskClient:
    app = create_preview(root)
    app.testing = True
    return app.test_client()
