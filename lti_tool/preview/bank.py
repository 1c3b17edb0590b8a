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
        files = sorted(self.root.rglob("*.yaml"))
        seen = "\n".join(f"{path}:{path.stat().st_mtime_ns}:{path.stat().st_size}" for path in files)
        return hashlib.sha256(seen.encode()).hexdigest()[:16]

    def catalogue(self) -> Catalogue:
        """What the files say now. Raises `content.ContentError`."""
        with self._lock:
            stamp = self.stamp()
            if self._read is None or self._read[0] != stamp:
                self._read = stamp, content.load(self.root)
            return self._read[1]
