"""A small valid content tree to break in one place at a time."""

from __future__ import annotations

from pathlib import Path

FRAMEWORK = """\
licence: etalab-2.0
auteurs: [Équipe]
version: 1
langue: fr
echelle: {novice: [1, 2], independant: [3, 4], avance: [5, 6], expert: [7, 8]}
domaines:
  - {id: "4", titre: Protection}
competences:
  - {id: "4.1", titre: Sécuriser, digcomp: ["4.1"]}
digcomp:
  "4.1": {v22: Protecting devices, v30: Protecting devices, crcn: ["4.1"]}
sujets:
  - id: jardin
    competence: "4.1"
    titre: Entretenir le jardin
    description: Un sujet d'essai.
    niveaux:
      1: Arroser
      3: Tailler
"""
PATHWAY = """\
licence: etalab-2.0
auteurs: [Équipe]
parcours:
  id: essai
  type: socle
  titre: Essai
  public: Tout le monde
  duree_min: 5
  cibles:
    jardin: 1
"""
ITEM = """\
  - id: jardin-1-a
    acquis: jardin.1
    format: choix
    duree_s: 60
    titre: Arroser
    situation: Vous jardinez à Montrévan.
    consigne: Choisissez un outil.
    donnees:
      options:
        - {id: pelle, texte: La pelle}
        - {id: arrosoir, texte: L'arrosoir}
        - {id: rateau, texte: Le râteau}
    controle: {attendu: arrosoir}
    retour:
      juste: L'eau sort en pluie.
      faux: Cherchez ce qui contient de l'eau.
    tutos:
      - {type: fiche, titre: Les outils}
    acces: Boutons radio natifs.
    a_revoir_le: 2030-01-01
"""
ITEMS_HEAD = """\
licence: CC-BY-SA-4.0
auteurs: [Équipe]
epreuves:
"""
FIRST_ITEM_LINE = 4
HOME = "items/4.1/jardin.yaml"


def write_content(
    root: Path,
    *,
    framework: str = FRAMEWORK,
    pathway: str = PATHWAY,
    items: str = ITEMS_HEAD + ITEM,
    home: str = HOME,
    extra: dict[str, str] | None = None,
) -> Path:
    """Write a content folder, by default a valid one, and give it back."""
    written = {"referentiel.yaml": framework, "parcours/essai.yaml": pathway, home: items, **(extra or {})}
    for name, text in written.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def changed(text: str, before: str, after: str) -> str:
    """`text` with `before` replaced; refuses to change nothing, which would make a test lie."""
    assert before in text, f"{before!r} is not there"
    return text.replace(before, after)


def line_of(text: str, part: str) -> int:
    """The line (from 1) where `part` first appears."""
    return text[: text.index(part)].count("\n") + 1
