"""The JSON schema knows the French keys of each format."""

from __future__ import annotations

from content.formats import AnyItem
from content.item import Format
from content.schema import json_schema


def test_the_schema_has_one_shape_by_format_and_french_keys() -> None:
    schema = json_schema()
    assert schema["$schema"].startswith("http://json-schema.org/")
    assert set(schema["required"]) == {"licence", "auteurs", "epreuves"}
    shapes = schema["properties"]["epreuves"]["items"]["oneOf"]
    assert len(shapes) == len(AnyItem.__origin__.__args__)  # type: ignore[attr-defined]  # an Annotated union
    sorting = schema["$defs"]["SortingItem"]["properties"]
    assert {"acquis", "consigne", "donnees", "controle", "parametres", "a_revoir_le"} <= set(sorting)
    assert {"elements", "categories", "garder"} == set(schema["$defs"]["SortingData"]["properties"])
    mapping = schema["properties"]["epreuves"]["items"]["discriminator"]["mapping"]
    assert set(mapping) == {format_.value for format_ in Format}
