"""Pictures: well-formed SVG, nothing that runs, nothing that a content security policy refuses."""

from __future__ import annotations

import base64
from xml.etree import ElementTree as ET

from lti_tool.dashboard.charts import NARROW, WIDE, Bar, Picture, histogram, levels

SVG = "{http://www.w3.org/2000/svg}"


def roots(picture: Picture) -> list[ET.Element]:
    found = []
    for address in (picture.wide, picture.narrow):
        head, _, body = address.partition(",")
        assert head == "data:image/svg+xml;base64"
        found.append(ET.fromstring(base64.b64decode(body)))
    return found


def bars() -> Picture:
    rows = [
        Bar("Déjouer <l'hameçonnage> & la fraude, de toutes les façons", 2.0, 4.0, "2 sur 4"),
        Bar("Rien", 0.0, 5.0, "0 sur 5"),
    ]
    return levels(rows, "En mots", legend=("Atteint", "Visé"))


def test_a_picture_holds_shapes_and_words_only() -> None:
    for picture in (bars(), histogram([("0-19 %", 0), ("20-39 %", 3)], "En mots")):
        for root in roots(picture):
            assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
                "svg",
                "rect",
                "text",
                "path",
            }
            assert not [name for element in root.iter() for name in element.attrib if name == "style"]


def test_lengths_follow_the_figures() -> None:
    for root, width in zip(roots(bars()), (WIDE, NARROW), strict=True):
        drawn = [float(box.get("width", "")) for box in root.iter(f"{SVG}rect")][2:]  # after the legend
        assert drawn == [round(share * (width - 1), 1) for share in (4 / 5, 2 / 5, 1, 0)]


def test_words_stay_inside_the_picture() -> None:
    wide, narrow = roots(bars())
    long_title = [text.text or "" for text in narrow.iter(f"{SVG}text")][2]

    assert len(long_title) <= 36 - len("2 sur 4")
    assert long_title.endswith("…")
    assert "<l’hameçonnage>" in "".join(text.text or "" for text in wide.iter(f"{SVG}text"))


def test_a_group_where_nobody_is_anywhere_can_be_drawn() -> None:
    for root in roots(histogram([("0-19 %", 0)], "En mots")):
        assert [box.get("height") for box in root.iter(f"{SVG}rect")] == ["0.0"]
