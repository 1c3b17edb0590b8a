"""Texts: `.odt` by odfdo, `.pdf` by typst (PDF/UA-1: tagged, titled, with a language)."""

from __future__ import annotations

import io
import json
from pathlib import Path

import typst
from odfdo import Document, Header, List, Paragraph

from content.formats.file import Resource
from content.resources.archives import settled
from content.resources.model import created_at, modified_at, title_of
from content.resources.odf import describe, without_clock

TEMPLATE = Path(__file__).parent / "page.typ"
HEADINGS = {"Titre": 1, "Titre 1": 1, "Titre 2": 2}


def odt_file(resource: Resource) -> bytes:
    """Paragraphs with real styles: a heading is one, a list is one."""
    document = Document("text")
    document.body.clear()
    points: List | None = None
    for one in resource.paragraphs:
        if one.style == "Liste":
            if points is None:
                points = List()
                document.body.append(points)
            points.append_item(one.text)
            continue
        points = None
        if level := HEADINGS.get(one.style):
            document.body.append(Header(level, one.text))
        else:
            document.body.append(Paragraph(one.text, style="Text_20_body"))
    describe(document, resource)
    out = io.BytesIO()
    document.save(out)
    return settled(out.getvalue(), modified_at(resource), without_clock(resource))


def pdf_file(resource: Resource) -> bytes:
    """The same paragraphs, laid out. What an author wrote is data for the template, never its source."""
    data = {
        "title": title_of(resource),
        "author": resource.metadata.get("auteur", ""),
        "keywords": resource.metadata.get("mots_cles", ""),
        "subject": resource.metadata.get("sujet", ""),
        "paragraphs": [{"style": one.style, "text": one.text} for one in resource.paragraphs],
    }
    try:
        return typst.compile(
            TEMPLATE,
            root=TEMPLATE.parent,
            format="pdf",
            ignore_system_fonts=True,
            pdf_standards="ua-1",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            timestamp=int(created_at(resource).timestamp()),
        )
    except RuntimeError as error:
        raise ValueError("la mise en page a échoué") from error
