"""How the certification judges: a launch opens the right page, or is refused and opens nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import func, select

from lti_tool.launch.models import LaunchSession, Role
from tests.support.hostile import Ground, Opened


class Judge:
    """`refuses(…)` and `opens(…)`; both take what `Ground.launch` takes."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def refuses(self, changes: Mapping[str, Any] | None = None, code: str = "", **options: Any) -> None:
        """4xx, with this code on a page in French; nobody gets in."""
        before = self._sessions()
        answer = self.ground.launch(changes, **options)
        assert 400 <= answer.status_code < 500, answer.text
        assert f"Code pour l’assistance\u00a0: {code}<" in answer.text, answer.text
        assert self._sessions() == before

    def opens(self, role: Role, changes: Mapping[str, Any] | None = None, **options: Any) -> Opened:
        """The page of this role, and a session that says so."""
        opened = self.ground.open(changes, **options)
        with self.ground.database.begin() as session:
            (launch,) = session.scalars(select(LaunchSession)).all()
            assert launch.role == role
        assert ("Essayer le parcours" in opened.html) == (role == Role.TRAINER)
        return opened

    def _sessions(self) -> int:
        with self.ground.database.begin() as session:
            return session.scalar(select(func.count()).select_from(LaunchSession)) or 0


@pytest.fixture
def judge(ground: Ground) -> Judge:
    """On both databases."""
    return Judge(ground)
