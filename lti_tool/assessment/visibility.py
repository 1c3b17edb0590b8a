"""What a trainer may read of one person's result. The learner is told the same thing, from here."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import cast

from flask import current_app

from lti_tool.launch.models import ResourceLink


class Visibility(StrEnum):
    """What the training team sees without anybody's consent."""

    GROUP = "group"  # figures of the group; one person's detail only if that person shares it
    INDIVIDUAL = "individual"  # the activity says so, and says so to the learner first


VisibilityOf = Callable[[ResourceLink], Visibility]


def group_only(_link: ResourceLink) -> Visibility:
    """The default: nothing of one person."""
    return Visibility.GROUP


def visibility(link: ResourceLink) -> Visibility:
    """What this activity lets its trainers see; `app.create_app` says where the option is kept."""
    return cast(VisibilityOf, current_app.extensions["visibility"])(link)
