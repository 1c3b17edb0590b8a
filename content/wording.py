"""Plain French, gender-neutral and fictional: what a program can see of it.

Limits are those of the authors' checklist. Reserved names: `.example` (RFC 2606), documentation addresses
(RFC 5737), French numbers set aside for fiction by the numbering plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import IPv4Address
from urllib.parse import urlsplit

from content.findings import Finding
from content.model import Item
from content.problems import Severity
from content.registers import possible_numbers
from content.solutions import LISTS

SITUATION_WORDS = 60
PROMPT_WORDS = 25
SENTENCE_WORDS = 20
FICTION_NUMBERS = ("019900", "026191", "035301", "046571", "053649", "063998")
OFFICIAL_HOSTS = frozenset(
    {
        "accessibilite.numerique.gouv.fr",
        "cyber.gouv.fr",
        "www.cnil.fr",
        "www.cybermalveillance.gouv.fr",
        "www.legifrance.gouv.fr",
        "www.service-public.fr",
    }
)
BRANDS = (
    "Pix", "Google", "Gmail", "Chrome", "Firefox", "Microsoft", "Windows", "Outlook", "Excel", "PowerPoint",
    "OneDrive", "SharePoint", "Apple", "iPhone", "iPad", "Android", "Facebook", "Instagram", "WhatsApp",
    "LinkedIn", "YouTube", "Dropbox", "ChatGPT", "Copilot", "KeePass", "LibreOffice", "Acrobat",
)  # fmt: skip

_ADDRESS = re.compile(r"(?:https?://|@)([\w.-]+)")
_REAL_DOMAIN = re.compile(
    r"(?<![\w@/.-])[\w-]+(?:\.[\w-]+)*\.(?:fr|com|org|net|eu|info|io|gouv)\b", re.IGNORECASE
)
_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])")
_PHONE = re.compile(r"(?<!\d)0[1-9](?:[ .\u00a0\u202f-]?\d{2}){4}(?!\d)")
_MIDDLE_DOT = re.compile(r"\w[·•‧]\w|\w\((?:e|ne|trice|se|es|s)\)")
_MASCULINE = re.compile(
    r"\b(?:l['’]|un |les |des |chaque )(?:agent|utilisateur|usager|citoyen|administré|formateur)s?\b",
    re.IGNORECASE,
)
_BELITTLING = re.compile(
    r"\bfacile(?:s|ment)?\b|\bil (?:vous )?suffit\b|\bsimplement\b|\bévidemment\b", re.IGNORECASE
)
_BRAND = re.compile(rf"\b(?:{'|'.join(BRANDS)})\b")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[»”]?\s+|\n+")


def count_words(text: str) -> int:
    """Words as a word processor counts them: signs standing alone are not words."""
    return sum(any(character.isalnum() for character in token) for token in text.split())


def wording_findings(item: Item) -> Iterator[Finding]:
    """Lengths, forbidden words and forms, names that could be real."""
    yield from _length_findings(item)
    for key, text in _texts(item):
        yield from _language_findings(key, text)
        yield from _fiction_findings(key, text)
    for key, text in _read_texts(item):
        yield from _sentence_findings(key, text)
    for key, text in _feedback_texts(item):
        if found := _BELITTLING.search(text):
            message = f"Retirez « {found[0]} » : ce qui semble aller de soi ne l'est pas pour tout le monde."
            yield Finding(key, message)
    for index, tutorial in enumerate(item.tutorials):
        yield from _source_findings(f"tutos.{index}", tutorial.kind, tutorial.source)


def _length_findings(item: Item) -> Iterator[Finding]:
    for key, text, limit in (
        ("situation", item.situation, SITUATION_WORDS),
        ("consigne", item.prompt, PROMPT_WORDS),
    ):
        words = count_words(text)
        if not words:
            yield Finding(key, "Écrivez ce texte : il est vide.")
        elif words > limit:
            yield Finding(key, f"Raccourcissez ce texte à {limit} mots au plus (ici {words}).")


def _sentence_findings(key: str, text: str) -> Iterator[Finding]:
    for sentence in _SENTENCE_END.split(text):
        words = count_words(sentence)
        if words > SENTENCE_WORDS:
            message = f"Coupez cette phrase de {words} mots ({SENTENCE_WORDS} au plus) : « {sentence[:40]}… »"
            yield Finding(key, message, Severity.WARNING)


def _language_findings(key: str, text: str) -> Iterator[Finding]:
    if found := _MIDDLE_DOT.search(text):
        message = f"Remplacez la forme « {found[0]} » par un mot épicène ou par un doublet."
        yield Finding(key, message)
    if found := _BRAND.search(text):
        yield Finding(key, f"Retirez la marque « {found[0]} » et nommez la fonction.")
    if found := _MASCULINE.search(text):
        message = (
            f"« {found[0]} » est au masculin seul : préférez « la personne », « le public » ou un doublet."
        )
        yield Finding(key, message, Severity.WARNING)


def _fiction_findings(key: str, text: str) -> Iterator[Finding]:
    hosts = [match[1].rstrip(".") for match in _ADDRESS.finditer(text)]
    unreserved = [host for host in hosts if not host.lower().endswith(".example")]
    unreserved += [match[0] for match in _REAL_DOMAIN.finditer(text)]
    for host in dict.fromkeys(unreserved):
        yield Finding(key, f"Le domaine « {host} » pourrait exister : utilisez un domaine en « .example ».")
    for match in _PHONE.finditer(text):
        if not re.sub(r"\D", "", match[0]).startswith(FICTION_NUMBERS):
            advice = "utilisez une tranche de fiction, comme 01 99 00"
            yield Finding(key, f"Le numéro « {match[0]} » pourrait exister : {advice}.")
    for number in possible_numbers(text):
        yield Finding(key, f"Le numéro « {number} » pourrait exister : sa clé est juste, changez un chiffre.")
    for match in _IPV4.finditer(text):
        if not _is_nobody(match[0]):
            message = f"L'adresse « {match[0]} » pourrait exister : utilisez par exemple 192.0.2.10."
            yield Finding(key, message)


def _is_nobody(text: str) -> bool:
    """Private ranges lead nowhere outside; Python counts those reserved for documentation among them."""
    try:
        return IPv4Address(text).is_private
    except ValueError:
        return True  # a version number, not an address


def _source_findings(key: str, kind: str, source: str | None) -> Iterator[Finding]:
    if source is None:
        if kind == "lien-officiel":
            yield Finding(key, "Ajoutez « source », l'adresse de la page officielle.")
        return
    address = urlsplit(source)
    if address.scheme != "https" or address.hostname not in OFFICIAL_HOSTS:
        allowed = ", ".join(sorted(OFFICIAL_HOSTS))
        yield Finding(f"{key}.source", f"Choisissez une adresse en https d'un de ces sites : {allowed}.")


def _read_texts(item: Item) -> Iterator[tuple[str, str]]:
    """What is read as sentences; a document imitates real life and may hold longer ones."""
    yield from (("situation", item.situation), ("consigne", item.prompt))
    yield from _feedback_texts(item)


def _feedback_texts(item: Item) -> Iterator[tuple[str, str]]:
    yield from (("retour.juste", item.feedback.correct), ("retour.faux", item.feedback.incorrect))
    for index, hint in enumerate(item.feedback.hints):
        yield f"retour.indices.{index}.texte", hint.text


def _texts(item: Item) -> Iterator[tuple[str, str]]:
    """Everything that a person may read, with its key."""
    yield from (("titre", item.title), ("acces", item.accessibility))
    yield from _read_texts(item)
    yield from (
        (key, text)
        for key, text in (
            ("document", item.document),
            ("donnees.aide", getattr(item.data, "help", None)),
            ("donnees.unite", getattr(item.data, "unit", None)),
        )
        if text is not None
    )
    for attribute, name in LISTS:
        for index, option in enumerate(getattr(item.data, attribute, ())):
            yield f"donnees.{name}.{index}.texte", option.text
    for index, tutorial in enumerate(item.tutorials):
        yield f"tutos.{index}.titre", tutorial.title
