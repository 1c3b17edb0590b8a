"""Turns what pydantic refuses into sentences that an author can act on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from content.problems import Problem, Severity
from content.sources import Document

_SENTENCES = {
    "string_type": "Écrivez un texte ici ; mettez des guillemets autour d'un nombre ou d'un oui/non.",
    "int_type": "Écrivez un nombre entier.",
    "int_parsing": "Écrivez un nombre entier.",
    "int_from_float": "Écrivez un nombre entier, sans virgule.",
    "float_type": "Écrivez un nombre.",
    "float_parsing": "Écrivez un nombre, avec un point pour la décimale.",
    "bool_type": "Écrivez true ou false.",
    "bool_parsing": "Écrivez true ou false.",
    "tuple_type": "Écrivez une liste, entre crochets ou avec un tiret par ligne.",
    "dict_type": "Écrivez des correspondances « clé: valeur ».",
    "model_type": "Écrivez des clés et leurs valeurs, pas une valeur seule.",
    "date_type": "Écrivez une date au format AAAA-MM-JJ.",
    "date_parsing": "Écrivez une date au format AAAA-MM-JJ.",
    "date_from_datetime_parsing": "Écrivez une date au format AAAA-MM-JJ.",
    "date_from_datetime_inexact": "Écrivez une date au format AAAA-MM-JJ, sans heure.",
}
_WITH_LIMIT = {
    "greater_than_equal": ("Écrivez un nombre supérieur ou égal à {}.", "ge"),
    "less_than_equal": ("Écrivez un nombre inférieur ou égal à {}.", "le"),
    "enum": ("Écrivez l'une de ces valeurs : {}.", "expected"),
    "literal_error": ("Écrivez l'une de ces valeurs : {}.", "expected"),
    "too_short": ("Donnez au moins {} élément.", "min_length"),
    "string_pattern_mismatch": (
        "Écrivez cet identifiant en minuscules sans accent, avec des tirets (motif attendu : {}).",
        "pattern",
    ),
}


def problems_of(error: ValidationError, document: Document, model: type[BaseModel]) -> Iterator[Problem]:
    """One problem a key, even where pydantic tried several types and refused each."""
    tried: dict[str, list[ErrorDetails]] = {}
    for details in error.errors(include_url=False):
        tried.setdefault(_key_path(details, document), []).append(details)
    for key, several in tried.items():
        message = _several(several) if len(several) > 1 else _sentence(several[0], key, model)
        line = document.lines[_nearest(key, document.lines)]
        yield Problem(document.file, line, Severity.ERROR, message, _item_id(key, document), key)


def _key_path(details: ErrorDetails, document: Document) -> str:
    """The dotted path of YAML keys. Pydantic adds the names of the types that it tried: drop them."""
    parts = [str(part) for part in details["loc"]]
    if details["type"] in {"union_tag_invalid", "union_tag_not_found"}:
        return ".".join((*parts, "format"))
    missing = parts.pop() if details["type"] == "missing" else None
    path = ""
    for part in parts:
        below = f"{path}.{part}" if path else part
        if below not in document.lines:
            continue
        path = below
    return f"{path}.{missing}" if missing and path else missing or path


def _nearest(key: str, lines: Mapping[str, int]) -> str:
    while key not in lines:
        key = key.rpartition(".")[0]
    return key


def _several(several: list[ErrorDetails]) -> str:
    """One sentence for a value that several types refused: the one that it could have been."""
    told = [one for one in several if one["type"] not in {"string_pattern_mismatch", "string_type"}]
    if len(told) == 1 and (sentence := _SENTENCES.get(told[0]["type"])):
        return f'{sentence.removesuffix(".")}, ou un paramètre entre accolades : "{{{{nom}}}}".'
    return "Donnez un texte, un nombre, une liste ou des correspondances, selon le format de l'épreuve."


def _sentence(details: ErrorDetails, key: str, model: type[BaseModel]) -> str:
    kind, context = details["type"], details.get("ctx", {})
    name = key.rpartition(".")[2]
    if kind == "auteur":
        return str(context["sentence"])
    if kind == "union_tag_invalid":
        words = re.sub(r"<[^:]+: ('[^']+')>", r"\1", str(context["expected_tags"]))
        return f"Écrivez l'une de ces valeurs : {words}."
    if kind in {"missing", "union_tag_not_found"}:
        return f"Ajoutez la clé « {name} », qui est obligatoire."
    if kind == "extra_forbidden":
        if " " in name:  # a comma ended the text, inside braces
            return (
                f"« {name} » est lu comme une clé : mettez le texte qui contient la virgule entre guillemets."
            )
        close = get_close_matches(name, _known_keys(model), n=1)
        hint = f" ; vouliez-vous écrire « {close[0]} » ?" if close and close[0] != name else "."
        return f"La clé « {name} » n'existe pas ici : corrigez-la ou retirez-la{hint}"
    if kind in _WITH_LIMIT:
        sentence, limit = _WITH_LIMIT[kind]
        return sentence.format(str(context[limit]).replace(" or ", " ou "))
    return _SENTENCES.get(kind, f"Cette valeur est refusée : {details['msg']}.")


def _known_keys(model: type[BaseModel]) -> set[str]:
    """The YAML keys of a model and of the models inside it."""
    keys: set[str] = set()
    waiting: list[Any] = [model]
    while waiting:
        current = waiting.pop()
        if isinstance(current, type) and issubclass(current, BaseModel):
            for name, field in current.model_fields.items():
                keys.add(field.alias or name)
                waiting.append(field.annotation)
        else:
            waiting.extend(getattr(current, "__args__", ()))
    return keys


def _item_id(key: str, document: Document) -> str | None:
    """The id that the author gave to the item at fault, if it can be read."""
    parts = key.split(".")
    if parts[0] != "epreuves" or len(parts) < 2:
        return None
    item = document.values["epreuves"][int(parts[1])]
    found = item.get("id") if isinstance(item, dict) else None
    return found if isinstance(found, str) else None
