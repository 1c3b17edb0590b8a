"""The content as it is on the disk now: read again when a file changes."""

from __future__ import annotations

import hashlib
from pathlib import Path
from threading import Lock

import content
from content import Catalogue


class LiveBank:
    """The catalogue of a folder. One by server; several requests may ask at once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = Lock()
        self._read: tuple[str, Catalogue] | None = None

    def stamp(self) -> str:
        """Changes when a YAML file is written, added or removed."""
        seen = "\n".join(sorted(_mark(path) for path in self.root.rglob("*.yaml")))
        return hashlib.sha256(seen.encode()).hexdigest()[:16]

    def catalogue(self) -> Catalogue:
        """What the files say now. Raises `content.ContentError`."""
        with self._lock:
            stamp = self.stamp()
            if self._read is None or self._read[0] != stamp:
                self._read = stamp, content.load(self.root)
            return self._read[1]


def _mark(path: Path) -> str:
    try:
        found = path.stat()
    except FileNotFoundError:  # an editor replaces a file by another: it is there a moment later
        return str(path)
    return f"{path}:{found.st_mtime_ns}:{found.st_size}"
