"""The figures of the bank (`content.coverage`), as lines to read and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from content.coverage import Coverage, PathwayCoverage, Share
from content.variants.space import MOST

FEW = 6  # skills named at the end of a pathway's line; --json has them all
_COLUMN = 29


def as_json(figures: Coverage) -> dict[str, Any]:
    """Everything, with the field names of `Coverage`."""
    return asdict(figures)


def lines(figures: Coverage) -> Iterator[str]:
    """The whole picture, widest first; each block ends with an empty line."""
    yield from _whole(figures)
    for title, counts in (
        ("Par compétence", figures.by_competence),
        ("Par niveau", figures.by_level),
        ("Par format", figures.by_format),
        ("Par statut (brouillon : pas encore relue par une seconde personne)", figures.by_status),
        ("Se fait sur", figures.by_device),
        ("Lecteur d’écran", figures.by_screen_reader),
    ):
        yield from _block(title, counts)
    yield from _pathways(figures.pathways)


def _whole(figures: Coverage) -> Iterator[str]:
    variants = figures.variants
    yield _row("Épreuves", f"{figures.items} (et {figures.retired} retirées)")
    yield _row("Jouables aujourd’hui", _share(figures.playable))
    yield _row("Sujets", _share(figures.topics))
    yield _row("Acquis", _share(figures.skills))
    yield _row("Socle commun", _share(figures.common_core))
    yield _row("Simulateur ou fichier", _share(figures.real_tasks))
    yield _row("  dans le socle commun", _share(figures.core_real_tasks))
    varied = len(variants.by_item) - variants.fixed
    yield _row("Jeux par épreuve", f"{varied} épreuves varient, médiane {_many(variants.median)}")
    yield _row("", f"{variants.fixed} sont les mêmes pour tout le monde")
    yield ""


def _block(title: str, counts: Mapping[str, int]) -> Iterator[str]:
    yield title
    for name, count in counts.items():
        yield _row(f"  {name}", str(count))
    yield ""


def _pathways(pathways: tuple[PathwayCoverage, ...]) -> Iterator[str]:
    yield "Par parcours : acquis couverts, puis ce qui manque"
    for one in pathways:
        yield _row(
            f"  {one.id}",
            f"{_share(one.covered):<22}{one.items:>4} épreuves, {one.playable} jouables",
        )
        for what, missing in (("sans épreuve", one.without_item), ("pas jouable", one.without_player)):
            if missing:
                yield _row("", f"{what} ({len(missing)}) : {_some(missing)}")


def _row(name: str, text: str) -> str:
    return f"{name:<{_COLUMN}}{text}"


def _share(share: Share) -> str:
    return f"{share.count} sur {share.total} ({share.percent} %)"


def _many(count: int) -> str:
    return f"{count}" if count < MOST else f"{MOST} ou plus"


def _some(names: tuple[str, ...]) -> str:
    """All of them, or the first ones and how many more."""
    if len(names) <= FEW + 1:
        return ", ".join(names)
    return f"{', '.join(names[:FEW])} et {len(names) - FEW} autres"
