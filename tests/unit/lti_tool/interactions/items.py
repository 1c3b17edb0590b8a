"""One item of each format, as the content would load it, and the templates as the page renders them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import lti_tool
from content.model import Item
from lti_tool.interactions import Presentation, interaction_for

ROOT = Path(lti_tool.__file__).parent
KEY = b"one key by attempt"


def item(format_: str, donnees: object, controle: object, *, indices: object = (), **more: object) -> Item:
    """An item whose interesting parts are given; the rest is the same for all."""
    return Item.model_validate(
        {
            "id": "mail-2-a",
            "acquis": "mail.2",
            "format": format_,
            "duree_s": 60,
            "titre": "Titre",
            "situation": "Une situation.",
            "consigne": "Répondez à la demande.",
            "donnees": donnees,
            "controle": controle,
            "retour": {"juste": "Oui.", "faux": "Non.", "indices": indices},
            "acces": "Champs natifs.",
            "a_revoir_le": "2027-11-23",
            **more,
        }
    )


def options(**texts: str) -> list[dict[str, str]]:
    """Options from `id=text`."""
    return [{"id": id_, "texte": text} for id_, text in texts.items()]


COLOURS = {"rouge": "Le rouge", "vert": "Le vert", "bleu": "Le bleu", "jaune": "Le jaune"}
STEPS = {"ouvrir": "Ouvrir", "lire": "Lire", "classer": "Classer", "fermer": "Fermer"}

CHOICE = item(
    "choix",
    {"options": options(**COLOURS)},
    {"attendu": "vert"},
    indices=[
        {"si_choisi": "rouge", "texte": "Le rouge arrête."},
        {"si_absent": "vert", "texte": "Pensez au vert."},
    ],
)
MULTIPLE = item(
    "choix-multiple",
    {"options": options(**COLOURS)},
    {"attendu": ["bleu", "vert"]},
    indices=[
        {"si_choisi": "rouge", "texte": "Le rouge arrête."},
        {"si_absent": "bleu", "texte": "Pensez au bleu."},
    ],
)
SEQUENCING = item(
    "ordonner",
    {"elements": options(**STEPS)},
    {"attendu": ["ouvrir", "lire", "classer", "fermer"]},
    indices=[
        {"si_choisi": "fermer", "texte": "Fermer vient plus tard."},
        {"si_absent": "ouvrir", "texte": "Où placer ouvrir ?"},
    ],
)
MATCHING = item(
    "apparier",
    {"elements": options(**STEPS), "cibles": options(**COLOURS)},
    {"attendu": {"ouvrir": "vert", "lire": "vert", "classer": "bleu", "fermer": "rouge"}},
    indices=[
        {"si_choisi": "jaune", "texte": "Le jaune ne sert pas."},
        {"si_absent": "lire", "texte": "Regardez lire."},
    ],
)
TEXT = item(
    "texte",
    {"aide": "Un seul mot."},
    {"attendu": "hameçonnage", "accepte": ["phishing"]},
    indices=[
        {"si_valeur": "harponnage", "texte": "Le harponnage vise une personne."},
        {"si_absent": "connage", "texte": "Le mot finit par connage."},
    ],
)
NUMBER = item(
    "nombre",
    {"aide": "En chiffres.", "unite": "heures"},
    {"attendu": 72, "tolerance": 0.5},
    indices=[{"si_valeur": "24", "texte": "24 heures, c'est pour autre chose."}],
)
SORTING = item(
    "tri",
    {"elements": options(**STEPS), "categories": options(avant="Avant", apres="Après")},
    {"attendu": {"ouvrir": "avant", "lire": "avant", "classer": "apres", "fermer": "apres"}},
    indices=[{"si": "reponse['fermer'] == 'avant'", "texte": "Fermer vient après."}],
)
ZONE = item(
    "zone",
    {"zones": options(**COLOURS), "plusieurs": True},
    {"attendu": ["bleu", "vert"]},
    indices=[{"si_choisi": "rouge", "texte": "Le rouge arrête."}],
)
BOX = {"forme": {"x": 10, "y": 10, "largeur": 30, "hauteur": 20}}
PICTURE = item(
    "zone",
    {
        "zones": [one | BOX for one in options(**COLOURS)],
        "image": {"alternative": "Quatre boîtes."},
    },
    {"attendu": "vert"},
)
DAY = item(
    "date",
    {"aide": "Jour, mois, année."},
    {"attendu": date(2026, 3, 1)},
    indices=[{"si_valeur": "2 mars 2026", "texte": "Le jour même ne compte pas."}],
)
SCENARIO = item(
    "scenario",
    {
        "etapes": [
            {
                "id": "debut",
                "texte": "Un message arrive.",
                "choix": [
                    {"id": "rouge", "texte": "Cliquer"},
                    {"id": "vert", "texte": "Vérifier", "suite": "apres", "consequence": "Il est faux."},
                ],
            },
            {
                "id": "apres",
                "texte": "Que faire ensuite ?",
                "choix": [{"id": "bleu", "texte": "Signaler"}, {"id": "jaune", "texte": "Supprimer"}],
            },
        ]
    },
    {"attendu": [["vert", "bleu"]]},
    indices=[{"si_choisi": "jaune", "texte": "Le message est une preuve."}],
)
BLOCKS = item(
    "blocs",
    {
        "blocs": [
            {"id": "rouge", "texte": "Si au moins 3", "fait": "si n >= 3"},
            {"id": "vert", "texte": "Afficher oui", "fait": "afficher 'oui'"},
            {"id": "bleu", "texte": "Fin du si", "fait": "fin"},
            {"id": "jaune", "texte": "Si plus de 3", "fait": "si n > 3"},
        ]
    },
    {"attendu": ["rouge", "vert", "bleu"], "essais": [{"entrees": {"n": n}} for n in (2, 3, 4)]},
    indices=[{"si": "'jaune' dans reponse", "texte": "Trois compte aussi."}],
)
FILE = item(
    "fichier",
    {
        "ressources": [
            {
                "noms": ["repas.csv", "repas.ods"],
                "titre": "Repas",
                "feuilles": [{"lignes": [{"Nom": "Inès", "Repas": 3}, {"Nom": "Malo", "Repas": 4}]}],
            }
        ],
        "reponse": {"type": "nombre", "aide": "En chiffres.", "unite": "repas"},
    },
    {"attendu": 7},
    indices=[{"si": "reponse == attendu - 3", "texte": "Il manque Inès."}],
)
NEWER = (SORTING, ZONE, PICTURE, DAY, SCENARIO, BLOCKS, FILE)
ALL = (CHOICE, MULTIPLE, SEQUENCING, MATCHING, TEXT, NUMBER)


def render(presentation: Presentation, **variables: object) -> str:
    """The part of the page, untranslated; a variable that the template forgets to default is an error."""
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # from the extension
    given = {"entered": {}, "refusal": None} | variables
    return environment.get_template(presentation.template).render(interaction=presentation.context, **given)


def shown_ids(item_: Item, name: str, key: bytes = KEY) -> dict[str, str]:
    """Text → opaque id, as a person matches them by reading the page."""
    shown = interaction_for(item_).present(item_, key).context[name]
    return {option.text: option.id for option in shown}  # type: ignore[attr-defined]  # a context is loose
