"""Can the files of an item be made? On a few draws only: a file takes a hundred times longer than a mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from content.findings import Finding
from content.formats.file import FileItem
from content.item import Item
from content.resources import UnbuildableError, build

DRAWS = 3


class FilesAreMade:
    """A rule of `content.checks` that remembers how many draws of each item it has seen."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def __call__(self, item: Item) -> Iterator[Finding]:
        """Nothing for another format, nor after `DRAWS` draws."""
        if not isinstance(item, FileItem) or self._seen[item.id] >= DRAWS:
            return
        self._seen[item.id] += 1
        for index, resource in enumerate(item.data.resources):
            for name in resource.names:
                try:
                    build(resource, name)
                except UnbuildableError as error:
                    yield Finding(f"donnees.ressources.{index}", str(error))
