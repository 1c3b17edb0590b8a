"""What many draws of an item show: a rule broken by one of them, too few of them, one answer too frequent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from content.expressions import ExpressionError, names_in
from content.findings import Finding
from content.item import Format, Item
from content.problems import Severity
from content.variants import draw, realise_with
from content.variants.drawing import ParameterError
from content.variants.placeholders import expressions_in
from content.variants.realising import REALISED
from content.variants.seeds import numbered
from content.variants.space import draws

Rule = Callable[[Item], Iterable[Finding]]

VALUES = frozenset({Format.TEXT, Format.NUMBER, Format.DATE, Format.FILE})
FEWEST_VALUES, FEWEST_STATES = 20, 6
MOST_FREQUENT_VALUE, MOST_FREQUENT_CHOICE = 0.4, 0.6
ENOUGH_SEEDS = 100  # under it, frequencies are chance
ANSWER = "attendu"


@dataclass
class _Drawn:
    """What the draws gave so far."""

    findings: dict[Finding, None]
    answers: Counter[str]
    seen: dict[str, str]  # the answer of each set of values


def drawn_findings(item: Item, seeds: int, rules: Sequence[Rule]) -> Iterator[Finding]:
    """Every finding of the draws of `seeds` seeds, each once, then those about the draws together.

    Two seeds with the same values are looked at once: the concrete item is the same.
    """
    drawn = _Drawn({}, Counter(), {})
    for seed in range(seeds if item.parameters else 1):
        if not _look(item, seed, rules, drawn):
            yield from drawn.findings
            return  # the other rules would only say the same
    yield from drawn.findings
    yield from _frequencies(item, drawn.answers)
    yield from _names(item)
    yield from _too_few(item)
    yield from _rehearsed(item)


def _look(item: Item, seed: int, rules: Sequence[Rule], drawn: _Drawn) -> bool:
    """Whether the item could be drawn; an expression wrong for one seed is told once, with its seed."""
    try:
        values = draw(item, numbered(seed))
        key = repr(values)
        if key not in drawn.seen:
            concrete = realise_with(item, values) if item.parameters else item
            drawn.seen[key] = _answer(concrete)
            for rule in rules:
                drawn.findings |= dict.fromkeys(rule(concrete))
    except (ExpressionError, ValidationError) as error:
        drawn.findings[_failure(error, seed)] = None
        return False
    drawn.answers[drawn.seen[key]] += 1
    return True


def undrawable(item: Item, seeds: int) -> Finding | None:
    """The first draw that fails, if one of `seeds` does."""
    for seed in range(seeds if item.parameters else 0):
        try:
            realise_with(item, draw(item, numbered(seed)))
        except (ExpressionError, ValidationError) as error:
            return _failure(error, seed)
    return None


def _failure(error: ExpressionError | ValidationError, seed: int) -> Finding:
    if isinstance(error, ParameterError):
        return Finding(f"parametres.{error.name}", f"{error.sentence} (graine {seed})")
    if isinstance(error, ExpressionError):
        return Finding("parametres", f"{error.sentence} (graine {seed})")
    details = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in details["loc"][1:])
    return Finding(place, f"Avec la graine {seed}, cette valeur ne convient plus : {details['msg']}.")


def _answer(item: Item) -> str:
    return repr(getattr(item.check, "expected", ""))


def _frequencies(item: Item, answers: Counter[str]) -> Iterator[Finding]:
    """Values: all of them. Choices: only those whose solution is drawn; the others are only shuffled."""
    values = item.format in VALUES
    if answers.total() < ENOUGH_SEEDS or not (values or len(answers) > 1):
        return
    answer, count = answers.most_common(1)[0]
    limit = MOST_FREQUENT_VALUE if values else MOST_FREQUENT_CHOICE
    if count > limit * answers.total():
        message = (
            f"La réponse {answer} revient dans {100 * count // answers.total()} % des tirages "
            f"({100 * limit:.0f} % au plus) : variez les valeurs."
        )
        yield Finding(f"controle.{ANSWER}", message, Severity.WARNING)


def _too_few(item: Item) -> Iterator[Finding]:
    fewest = FEWEST_VALUES if item.format in VALUES else FEWEST_STATES
    if item.parameters and (count := draws(item)) < fewest:
        message = f"{count} jeux seulement : prévoyez-en {fewest} au moins, en ajoutant des valeurs."
        yield Finding("parametres", message, Severity.WARNING)


def _names(item: Item) -> Iterator[Finding]:
    """Parameters that nothing reads, and names that a hint reads and that nothing gives."""
    known = {*item.parameters, "reponse", ANSWER}
    used: set[str] = set()
    for index, hint in enumerate(item.feedback.hints):
        try:
            read = names_in(hint.when) if hint.when is not None else frozenset()
        except ExpressionError as error:
            yield Finding(f"retour.indices.{index}.si", error.sentence)
            return
        used |= read
        if unknown := read - known:
            message = f"« {min(unknown)} » n'est ni un paramètre, ni « reponse », ni « attendu »."
            yield Finding(f"retour.indices.{index}.si", message)
    used |= _names_written(item)
    for name in sorted(item.parameters.keys() - used):
        yield Finding(
            f"parametres.{name}", f"Le paramètre « {name} » ne sert pas : utilisez-le ou retirez-le."
        )


def _names_written(item: Item) -> set[str]:
    """Of `{{…}}` and `derive`. They were computed already, so they can be read."""
    dumped = item.model_dump(by_alias=True, exclude_unset=True, exclude={"parameters", "rehearsals"})
    texts = [text for key in REALISED if key in dumped for text in _texts(dumped[key])]
    written = [expression for text in texts for expression in expressions_in(text)]
    written += [str(one.derived) for one in item.parameters.values() if one.derived is not None]
    return {name for expression in written for name in names_in(expression)}


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield from (*_texts(key), *_texts(value))
    elif isinstance(node, list | tuple):
        for value in node:
            yield from _texts(value)


def _rehearsed(item: Item) -> Iterator[Finding]:
    """`verifications`: parameters that are set, and the answer that they must give."""
    for index, rehearsal in enumerate(item.rehearsals):
        key = f"verifications.{index}"
        fixed = {name: value for name, value in rehearsal.items() if name != ANSWER}
        if unknown := fixed.keys() - item.parameters.keys():
            yield Finding(key, f"« {min(unknown)} » n'est pas un paramètre de cette épreuve.")
            continue
        try:
            concrete = realise_with(item, draw(item, numbered(0), fixed))
        except (ExpressionError, ValidationError) as error:
            yield Finding(key, f"Ces valeurs ne se calculent pas : {getattr(error, 'sentence', error)}")
            continue
        found = getattr(concrete.check, "expected", None)
        if ANSWER in rehearsal and not _same(found, rehearsal[ANSWER]):
            yield Finding(key, f"Ces valeurs donnent {found!r}, et non {rehearsal[ANSWER]!r}.")


def _same(found: object, expected: object) -> bool:
    if isinstance(found, int | float) and isinstance(expected, int | float):
        return abs(found - expected) < 1e-9
    return found == (tuple(expected) if isinstance(expected, list) else expected)
