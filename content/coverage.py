"""The figures of the bank: what is covered, by what kind of item, and what each pathway still lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from content.item import SIMULATED
from content.model import Catalogue, Format, Item, Pathway, Status
from content.variants.space import draws

COMMON_CORE = "socle-commun"
REAL_TASKS = SIMULATED | {Format.FILE}  # something is done, in a simulator or in a real file


@dataclass(frozen=True)
class Share:
    """So many of a whole."""

    count: int
    total: int

    @property
    def percent(self) -> int:
        """0 to 100, rounded down: 100 means all of them."""
        return 100 * self.count // self.total if self.total else 0


@dataclass(frozen=True)
class PathwayCoverage:
    """One pathway: its skills, its items, and the skills (ids) that no item assesses.

    `without_item` have none at all; `without_player` have some, but none that can be played today.
    """

    id: str
    skills: int
    items: int
    playable: int
    without_item: tuple[str, ...]
    without_player: tuple[str, ...]

    @property
    def covered(self) -> Share:
        """Skills with at least one item."""
        return Share(self.skills - len(self.without_item), self.skills)


@dataclass(frozen=True)
class Variants:
    """Draws by item: how many items always look the same, the median of the others, the fewest."""

    by_item: Mapping[str, int]

    @property
    def fixed(self) -> int:
        """Items with one draw only: everybody meets the same."""
        return sum(count == 1 for count in self.by_item.values())

    @property
    def median(self) -> int:
        """Of the items that vary; 0 when none does."""
        varied = [count for count in self.by_item.values() if count > 1]
        return int(median(varied)) if varied else 0


@dataclass(frozen=True)
class Coverage:
    """Retired items count nowhere but in `retired`. The `by_…` keys are the authors' words."""

    items: int
    retired: int
    playable: Share
    topics: Share
    skills: Share
    common_core: Share
    real_tasks: Share
    core_real_tasks: Share  # among the items of the common core
    by_competence: Mapping[str, int]
    by_level: Mapping[str, int]
    by_format: Mapping[str, int]
    by_status: Mapping[str, int]
    by_device: Mapping[str, int]
    by_screen_reader: Mapping[str, int]
    variants: Variants
    pathways: tuple[PathwayCoverage, ...]


def coverage(catalogue: Catalogue) -> Coverage:
    """Count the bank."""
    items = [item for item in catalogue.items.values() if item.status is not Status.RETIRED]
    skills = {item.skill for item in items}
    core = catalogue.pathways.get(COMMON_CORE)
    aimed = {skill.id for skill in catalogue.target_skills(core)} if core else set()
    return Coverage(
        items=len(items),
        retired=len(catalogue.items) - len(items),
        playable=Share(sum(map(catalogue.can_play, items)), len(items)),
        topics=Share(len({item.topic for item in items}), len(catalogue.topics)),
        skills=Share(len(skills), len(catalogue.skills)),
        common_core=Share(len(skills & aimed), len(aimed)),
        real_tasks=_real_tasks(items),
        core_real_tasks=_real_tasks([item for item in items if item.skill in aimed]),
        by_competence=_count((catalogue.topics[i.topic].competence for i in items), catalogue.competences),
        by_level=_count(str(item.level) for item in items),
        by_format=_count((item.format.value for item in items), (one.value for one in Format)),
        by_status=_count(item.status.value for item in items),
        by_device=_devices(items),
        by_screen_reader=_count(item.compatibility.screen_reader for item in items),
        variants=Variants({item.id: draws(item) for item in items}),
        pathways=tuple(_pathway(catalogue, one, items) for one in catalogue.pathways.values()),
    )


def _count(names: Iterable[str], all_names: Iterable[str] = ()) -> dict[str, int]:
    """By name; those of `all_names` first, at 0 when nothing has them: a gap must be seen."""
    found = Counter(names)
    return {name: found[name] for name in dict.fromkeys((*all_names, *sorted(found)))}


def _real_tasks(items: list[Item]) -> Share:
    return Share(sum(item.format in REAL_TASKS for item in items), len(items))


def _devices(items: list[Item]) -> dict[str, int]:
    return {
        "mobile": sum(item.compatibility.mobile for item in items),
        "tablette": sum(item.compatibility.tablet for item in items),
    }


def _pathway(catalogue: Catalogue, pathway: Pathway, items: list[Item]) -> PathwayCoverage:
    skills = [skill.id for skill in catalogue.target_skills(pathway)]
    assessed = {item.skill for item in items}
    missing = tuple(skill for skill in skills if skill not in assessed)
    unplayable = {skill.id for skill in catalogue.missing_skills(pathway)} - set(missing)
    return PathwayCoverage(
        id=pathway.id,
        skills=len(skills),
        items=sum(item.skill in set(skills) for item in items),
        playable=len(catalogue.playable_items(pathway)),
        without_item=missing,
        without_player=tuple(skill for skill in skills if skill in unplayable),
    )
