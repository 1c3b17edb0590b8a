"""Office files are ZIP archives: libraries stamp them with the clock. Here, one content gives one file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime

FIRST = "mimetype"  # ODF 1.3, part 2, 3.3: first, and not compressed
_UNMADE = ("Thumbnails/",)  # a picture of the library's own template


def settled(archive: bytes, when: datetime, edits: Mapping[str, Callable[[str], str]] | None = None) -> bytes:
    """The archive with its parts in a fixed order, dated `when`; `edits` change the text of a part."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as parts,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in sorted(parts.namelist(), key=lambda name: (name != FIRST, name)):
            if name.startswith(_UNMADE):
                continue
            content = parts.read(name)
            if edits and name in edits:
                content = edits[name](content.decode()).encode()
            entry = zipfile.ZipInfo(name, when.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_STORED if name == FIRST else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            made.writestr(entry, content)
    return out.getvalue()
