"""The next item: the largest expected drop of the variance of the reported scores, within limits.

Limits, in order: never an item that was shown; every domain visited early; no more than three items in a
row from one topic; the hand of the attempt before the rest; items of earlier attempts last. What is near
the best is drawn, so that two persons with the same answers do not see the same items.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lti_tool.adaptive.findings import Choice, ChoiceReason, Stop, StopReason
from lti_tool.adaptive.joint.curves import GRID, Floats
from lti_tool.adaptive.joint.exposure import lot
from lti_tool.adaptive.joint.room import Flags
from lti_tool.adaptive.joint.sheet import Sheet
from lti_tool.adaptive.model import Policy

EASY_LEVEL = 2  # the first item is at most of this level, when there is one
IN_A_ROW = 3
NEAR_BEST = 0.02  # what brings at least 98 % of the best is as good
USEFUL = 0.002  # levels² of expected drop, all competences together
DONE_WEIGHT = 0.15  # of a competence that already is within the precision goal


def choose(sheet: Sheet, policy: Policy, seed: str) -> Choice | Stop:
    """The item to ask, or why there is none."""
    room = sheet.room
    left = room.askable & ~sheet.seen
    deviations = np.sqrt(sheet.scores.variance)
    if sheet.answered and bool((deviations <= policy.precision).all()):
        return Stop(StopReason.PRECISE_ENOUGH)
    if policy.max_items is not None and sheet.answered >= policy.max_items:
        return Stop(StopReason.MAX_ITEMS)
    if not left.any():
        return Stop(StopReason.NO_ITEM_LEFT)
    gains = item_gains(sheet, np.where(deviations > policy.precision, 1.0, DONE_WEIGHT))
    for among, reason in _limits(sheet, left, gains):
        if among.any() and gains[among].max() >= USEFUL:
            row = _drawn(sheet, among, gains, f"{seed} {len(sheet.answers)}")
            item = room.items[row]
            return Choice(item.id, item.skill, reason, level(sheet), float(gains[row]), _chance(sheet, row))
    return Stop(StopReason.NOTHING_USEFUL)


def level(sheet: Sheet) -> float:
    """The expected level over all the target topics, between 0 and 8."""
    return float(np.clip((sheet.beliefs.topic @ GRID).mean(), 0, 8))


def item_gains(sheet: Sheet, competence_weights: Floats) -> Floats:
    """Expected drop of the weighted sum of variances, for each of the N items."""
    gains: Floats = (sheet.drops @ competence_weights)[sheet.room.topic_of, sheet.room.shape_of]
    return gains


def _chance(sheet: Sheet, row: int) -> float:
    """Of a right answer, all that is known of the person considered."""
    topic, shape = sheet.room.topic_of[row], sheet.room.shape_of[row]
    return float(sheet.beliefs.topic[topic] @ sheet.room.shapes[topic, shape])


def _limits(sheet: Sheet, left: Flags, gains: Floats) -> Iterator[tuple[Flags, ChoiceReason]]:
    """What may be asked, from the most to the least wanted."""
    room = sheet.room
    useful = left & (gains >= USEFUL)
    fresh = left & ~room.seen_before
    orders = [fresh & room.in_hand, fresh, left]
    if not sheet.answered:
        easy = useful & (room.level_of <= EASY_LEVEL)
        for order in orders:
            yield order & easy, ChoiceReason.FIRST
    rested = left & ~_tired(sheet)
    fresh_domain = rested & _unvisited(sheet)
    for order in orders:
        yield order & fresh_domain, ChoiceReason.NEW_DOMAIN
    for order in orders:
        yield order & rested, ChoiceReason.MOST_INFORMATIVE
    for order in orders:  # a pathway of one topic has no other to go to
        yield order, ChoiceReason.MOST_INFORMATIVE


def _tired(sheet: Sheet) -> Flags:
    recent = sheet.topics[-IN_A_ROW:]
    tired = recent[0] if len(recent) == IN_A_ROW and len(set(recent)) == 1 else -1
    flags: Flags = sheet.room.topic_of == tired
    return flags


def _unvisited(sheet: Sheet) -> Flags:
    """The items of domains where nothing was asked yet."""
    tree = sheet.room.tree
    domain_of_topic = tree.domain_of[tree.competence_of]
    visited = np.zeros(len(tree.domains), dtype=bool)
    visited[domain_of_topic[list(sheet.topics)]] = True
    flags: Flags = ~visited[domain_of_topic[sheet.room.topic_of]]
    return flags


def _drawn(sheet: Sheet, among: Flags, gains: Floats, draw: str) -> int:
    rows = np.flatnonzero(among)
    near = rows[gains[rows] >= (1 - NEAR_BEST) * gains[rows].max() - 1e-12]
    return int(min(near, key=lambda row: lot(draw, sheet.room.items[row].id)))
