"""From an item and values to a concrete item, which holds no placeholder and no parameter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from content.formats import read_item
from content.item import Format, Item
from content.variants.drawing import draw
from content.variants.placeholders import blanked, filled

REALISED = ("situation", "consigne", "document", "donnees", "controle", "retour")
_TEXT_KEYS = frozenset(
    {
        "situation", "consigne", "document", "texte", "aide", "unite", "juste", "faux", "consequence",
        "corps",
        "titre", "legende", "si_valeur", "description", "lieu", "nom", "objet",
    }
)  # fmt: skip
_LISTS = ("options", "elements")


def realise(item: Item, seed: bytes) -> Item:
    """The concrete item of a seed; the item itself when it has no parameter.

    Raises:
        ExpressionError: an expression of the author is wrong for the values drawn.
        pydantic.ValidationError: a value drawn does not suit its place.
    """
    return realise_with(item, draw(item, seed)) if item.parameters else item


def realise_with(item: Item, values: Mapping[str, Any]) -> Item:
    """The concrete item for given values. Raises as `realise`."""
    texts = set(_TEXT_KEYS)
    if item.format is Format.TEXT or (item.format is Format.FILE and item.data.answer.kind == "texte"):
        texts |= {"attendu", "accepte"}
    dumped = item.model_dump(by_alias=True, exclude_unset=True, exclude={"parameters", "rehearsals"})
    for key in REALISED:
        if key in dumped:
            dumped[key] = _mapped(dumped[key], key in texts, texts, values)
    _answer_conditions(dumped, values)
    return read_item(without_unkept(dumped))


def blank(item: Item) -> Item:
    """The item as every variant shares it: « … » where a parameter stands in what is shown."""
    if not item.parameters:
        return item
    dumped = item.model_dump(by_alias=True, exclude_unset=True)
    for key in ("situation", "consigne", "document"):
        if dumped.get(key):
            dumped[key] = blanked(dumped[key])
    for key in ("donnees", "controle"):
        dumped[key] = _texts(dumped[key], blanked)
    dumped["donnees"].pop("garder", None)
    return read_item(dumped)


def without_unkept(dumped: dict[str, Any]) -> dict[str, Any]:
    """The YAML keys of an item, without the options or elements that `garder` leaves out."""
    kept = dumped["donnees"].get("garder")
    if not isinstance(kept, list | tuple):
        return dumped
    data = {key: value for key, value in dumped["donnees"].items() if key != "garder"}
    left_out: set[str] = set()
    for key in _LISTS:
        if key in data:
            left_out |= {option["id"] for option in data[key]} - set(kept)
            data[key] = [option for option in data[key] if option["id"] in kept]
    check = dict(dumped["controle"])
    expected = check["attendu"]
    if isinstance(expected, Mapping):
        check["attendu"] = {id_: target for id_, target in expected.items() if id_ in kept}
    elif isinstance(expected, list | tuple):
        check["attendu"] = [id_ for id_ in expected if id_ in kept]
    return dumped | {"donnees": data, "controle": check, "retour": _about(dumped["retour"], left_out)}


def _about(feedback: dict[str, Any], left_out: set[str]) -> dict[str, Any]:
    """The feedback without the hints about what this variant does not show."""
    hints = [
        h for h in feedback.get("indices", ()) if not {h.get("si_choisi"), h.get("si_absent")} & left_out
    ]
    return {**feedback, "indices": hints}


def _mapped(node: Any, as_text: bool, texts: set[str], values: Mapping[str, Any]) -> Any:
    if isinstance(node, str):
        return filled(node, values, as_text=as_text)
    if isinstance(node, Mapping):
        return {
            _mapped(key, True, texts, values): _mapped(
                child, key in texts or (as_text and key not in ("lignes",)), texts, values
            )
            for key, child in node.items()
            if key != "si"
        } | ({"si": node["si"]} if "si" in node else {})
    if isinstance(node, list | tuple):
        return [_mapped(child, as_text, texts, values) for child in node]
    return node


def _texts(node: Any, change: Callable[[str], str], key: str = "") -> Any:
    """Only the texts that are shown change; what must keep a type keeps its placeholder."""
    if isinstance(node, str):
        return change(node) if key in _TEXT_KEYS else node
    if isinstance(node, Mapping):
        return {name: _texts(child, change, name) for name, child in node.items()}
    if isinstance(node, list | tuple):
        return [_texts(child, change, key) for child in node]
    return node


def _answer_conditions(dumped: dict[str, Any], values: Mapping[str, Any]) -> None:
    """A hint's `si` also reads the parameters: their values go with it, since the concrete item has none."""
    if any("si" in hint for hint in dumped["retour"].get("indices", ())):
        dumped["retour"]["valeurs"] = dict(values)
