"""What OpenDocument files share: their metadata, without the clock nor the name of a library."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from odfdo import Document

from content.formats.file import Resource
from content.resources.model import created_at, modified_at, title_of

_CREATED = re.compile(r"(<meta:creation-date>)[^<]*")
_CHANGED = re.compile(r"<dc:date>[^<]*</dc:date>")
_GENERATOR = re.compile(r"<meta:generator>[^<]*</meta:generator>")
_UNUSED = re.compile(r"<meta:user-defined meta:name=\"Info \d\"/>")


def describe(document: Document, resource: Resource) -> None:
    """Title, author, subject and keywords, as a person would have given them."""
    meta, given = document.meta, resource.metadata
    meta.title = title_of(resource)
    meta.language = "fr-FR"
    if author := given.get("auteur"):
        meta.initial_creator = author
        meta.creator = author
    if subject := given.get("sujet"):
        meta.subject = subject
    if keywords := given.get("mots_cles"):
        meta.keyword = keywords


def without_clock(resource: Resource) -> Mapping[str, Callable[[str], str]]:
    """The edits that settle the metadata of a saved document."""
    created, changed = (f"{one(resource):%Y-%m-%dT%H:%M:%S}" for one in (created_at, modified_at))

    def meta(text: str) -> str:
        text = _GENERATOR.sub("", _UNUSED.sub("", _CHANGED.sub("", text)))
        return _CREATED.sub(rf"\g<1>{created}", text).replace(
            "</office:meta>", f"<dc:date>{changed}</dc:date></office:meta>"
        )

    return {"meta.xml": meta}
