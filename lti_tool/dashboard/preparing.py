"""A long file, made step by step: each step says how far it is, the last one gives the bytes.

A file that is ready waits for its download in the database, so that any process can give it; see
`models.PreparedFile`.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from flask_babel import gettext
from sqlalchemy import delete
from sqlalchemy.orm import Session

from lti_tool.dashboard.files import csv_lines, xlsx
from lti_tool.dashboard.item_tables import answers_in_steps, items_table
from lti_tool.dashboard.models import PreparedFile
from lti_tool.dashboard.report import group_pdf
from lti_tool.dashboard.room import Room
from lti_tool.dashboard.tables import Cell, Table, TableInSteps, group_in_steps
from lti_tool.errors import SessionRefusedError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"
LIFE = timedelta(minutes=15)
EVERY = 100  # rows between two steps
READ = 90  # percent of the way when every row is read; writing the file is the rest


@dataclass(frozen=True)
class Step:
    """How far: 0 to 100, and in words."""

    percent: int
    words: str


@dataclass(frozen=True)
class Kind:
    """A file that can be asked for. `steps` yields steps, then the bytes."""

    mimetype: str
    steps: Callable[[Room], Iterator[Step | bytes]]


def ready(room: Room, kind: str, body: bytes, now: datetime) -> UUID:
    """Keep a file for its download, in place of those that nobody came for; its id."""
    forget(room.session, now)
    row = PreparedFile(
        id=uuid4(),
        launch_session_id=room.visitor.launch.id,
        kind=kind,
        body_encrypted=room.tool.vault.encrypt(base64.b64encode(body).decode("ascii")),
        expires_at=now + LIFE,
    )
    room.session.add(row)
    room.session.flush()
    return row.id


def forget(session: Session, now: datetime) -> None:
    """Remove the files whose time is over: they may hold names."""
    session.execute(delete(PreparedFile).where(PreparedFile.expires_at <= now))


def body_of(room: Room, file_id: UUID) -> tuple[str, bytes]:
    """Kind and bytes of a file that was made for this very launch.

    Raises:
        SessionRefusedError: `file_gone`, it is not there, or no more.
    """
    row = room.session.get(PreparedFile, file_id)
    if row is None or row.launch_session_id != room.visitor.launch.id or row.expires_at <= room.tool.clock():
        raise SessionRefusedError("file_gone", status=404)
    return row.kind, base64.b64decode(room.tool.vault.decrypt(row.body_encrypted))


def _table(
    read: Callable[[Room], TableInSteps], write: Callable[[Table, Room], bytes]
) -> Callable[[Room], Iterator[Step | bytes]]:
    def steps(room: Room) -> Iterator[Step | bytes]:
        table = read(room)
        rows: list[tuple[Cell, ...]] = []
        for row in table.rows:
            if len(rows) % EVERY == 0:
                yield _step(len(rows), table.total)
            rows.append(row)
        yield Step(READ, gettext("Écriture du fichier…"))
        yield write(Table(table.heading, rows), room)

    return steps


def _step(done: int, total: int) -> Step:
    words = gettext("%(done)s lignes sur %(total)s", done=done, total=max(total, done))
    return Step(READ * done // max(total, done, 1), words)


def _whole(make: Callable[[Room], bytes]) -> Callable[[Room], Iterator[Step | bytes]]:
    def steps(room: Room) -> Iterator[Step | bytes]:
        yield Step(READ // 2, gettext("Calcul des résultats…"))
        yield make(room)

    return steps


def _csv(delimiter: str) -> Callable[[Table, Room], bytes]:
    return lambda table, _room: "".join(csv_lines(table, delimiter)).encode()


KINDS = {
    "groupe.csv": Kind(CSV, _table(group_in_steps, _csv(","))),
    "groupe-points-virgules.csv": Kind(CSV, _table(group_in_steps, _csv(";"))),
    "groupe.xlsx": Kind(XLSX, _table(group_in_steps, lambda table, room: xlsx(table, room.pathway.title))),
    "epreuves.csv": Kind(CSV, _whole(lambda room: _csv(";")(items_table(room), room))),
    "reponses.csv": Kind(CSV, _table(answers_in_steps, _csv(";"))),
    "rapport.pdf": Kind(PDF, _whole(group_pdf)),
}
