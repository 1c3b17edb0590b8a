"""Real files of an item, made from its realised content: the same bytes for the same content, always.

Here: one builder by kind of file, and the same content as plain values for an accessible page. A builder
sees a `Resource` alone: neither the solution nor the parameters can end up in a file. Not here: who may
download what, HTML, marking.
"""

from __future__ import annotations

from collections.abc import Callable

from content.formats.file import Resource
from content.resources.calendars import calendar_file
from content.resources.messages import message_file
from content.resources.model import MAX_BYTES, MEDIA_TYPES, UnbuildableError
from content.resources.pages import odt_file, pdf_file
from content.resources.pictures import picture_file
from content.resources.reading import Reading, reading
from content.resources.sheets import csv_file, ods_file, xlsx_file

__all__ = ["MAX_BYTES", "MEDIA_TYPES", "Reading", "UnbuildableError", "build", "extension", "reading"]

_BUILDERS: dict[str, Callable[[Resource], bytes]] = {
    "csv": csv_file,
    "xlsx": xlsx_file,
    "ods": ods_file,
    "odt": odt_file,
    "pdf": pdf_file,
    "eml": message_file,
    "ics": calendar_file,
    "jpg": picture_file,
}


def extension(name: str) -> str:
    """The kind of a file: `ods`, `pdf`…"""
    return name.rpartition(".")[2]


def build(resource: Resource, name: str) -> bytes:
    """One of the files of a realised resource; `name` is one of its names.

    Raises:
        UnbuildableError: a value does not suit its place, or the file would be too big.
    """
    try:
        content = _BUILDERS[extension(name)](resource)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise UnbuildableError(f"Le fichier « {name} » ne peut pas être fabriqué : {error}") from error
    if len(content) > MAX_BYTES:
        raise UnbuildableError(f"Le fichier « {name} » dépasse {MAX_BYTES // 1_000_000} Mo.")
    return content
