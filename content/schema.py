"""The JSON schema of the items files: an editor that reads it completes keys and underlines mistakes."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from content.files import ItemsFile

DIALECT = "http://json-schema.org/draft-07/schema#"  # the one that yaml-language-server knows best


class _Quiet(GenerateJsonSchema):
    """A default that JSON cannot hold is left out without a warning."""

    ignored_warning_kinds = {"non-serializable-default"}  # noqa: RUF012  # pydantic's own way to set it


def json_schema() -> dict[str, Any]:
    """The schema of `items/<competence>/<sujet>.yaml`, with the French keys."""
    schema = ItemsFile.model_json_schema(by_alias=True, schema_generator=_Quiet)
    return {"$schema": DIALECT, **schema, "title": "Épreuves d'un sujet"}
