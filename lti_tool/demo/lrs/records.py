"""Where statements are kept: batches whole or not at all, one copy of each id."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lti_tool.clock import Clock
from lti_tool.demo.lrs.checking import Json
from lti_tool.demo.lrs.grammar import VOIDED
from lti_tool.demo.lrs.sameness import fingerprint
from lti_tool.demo.storage import Storage

_SAME_TICK = timedelta(milliseconds=1)


class ConflictError(Exception):
    """An id is known already, with another content; the argument is the id."""


@dataclass(frozen=True)
class Stored:
    """A statement as kept."""

    seq: int
    id: str
    is_voided: bool
    content: str

    @property
    def statement(self) -> Json:
        """The statement as JSON."""
        parsed: Json = json.loads(self.content)
        return parsed


@dataclass(frozen=True)
class Query:
    """What may be asked of the Statement resource; None asks nothing. `after` continues a page."""

    verb: str | None = None
    registration: str | None = None
    activity: str | None = None
    actor: str | None = None
    since: str | None = None
    until: str | None = None
    ascending: bool = False
    limit: int = 100
    after: int | None = None


class Records:
    """The statements of one store."""

    def __init__(self, storage: Storage, clock: Clock, authority: Json) -> None:
        self._storage = storage
        self._clock = clock
        self._authority = authority

    def store(self, batch: list[Json]) -> list[str]:
        """Keep the batch, or nothing of it; the ids that were new, in order. Every statement has its id.

        Raises:
            ConflictError: an id is known with another content.
        """
        new: list[str] = []
        with self._storage.transaction():
            for statement in batch:
                if self._insert(statement):
                    new.append(statement["id"].lower())
            for statement in batch:
                self._count(statement["id"].lower())
        return new

    def _insert(self, statement: Json) -> bool:
        key, print_ = statement["id"].lower(), fingerprint(statement)
        known = self._storage.row("SELECT fingerprint FROM statements WHERE id = ?", key)
        if known is not None:
            if known["fingerprint"] != print_:
                raise ConflictError(key)
            return False
        stored = self._next_instant()
        content = {"version": "1.0.0", "timestamp": stored, **statement, "id": key}
        content |= {"stored": stored, "authority": self._authority}
        self._storage.run(
            "INSERT INTO statements (id, stored, verb, registration, activity, actor, fingerprint, content)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            key,
            stored,
            statement["verb"]["id"],
            statement.get("context", {}).get("registration", "").lower() or None,
            statement["object"].get("id"),
            actor_key(statement["actor"]),
            print_,
            json.dumps(content, ensure_ascii=False),
        )
        if statement["verb"]["id"] == VOIDED:
            void = "UPDATE statements SET is_voided = 1 WHERE id = ? AND verb != ?"
            self._storage.run(void, statement["object"]["id"].lower(), VOIDED)
        return True

    def _next_instant(self) -> str:
        """Strictly later than everything stored, so that polling with `since` misses nothing."""
        now = self._clock().astimezone(UTC)
        last = self._storage.row("SELECT stored FROM statements ORDER BY seq DESC LIMIT 1")
        if last is not None:
            now = max(now, datetime.fromisoformat(last["stored"]) + _SAME_TICK)
        return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _count(self, key: str) -> None:
        count = "INSERT INTO deliveries VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET times = times + 1"
        self._storage.run(count, key)

    def find(self, key: str) -> Stored | None:
        """One statement, or None."""
        row = self._storage.row(
            "SELECT seq, id, is_voided, content FROM statements WHERE id = ?", key.lower()
        )
        return Stored(row["seq"], row["id"], bool(row["is_voided"]), row["content"]) if row else None

    def search(self, query: Query) -> list[Stored]:
        """At most `limit` + 1 statements, so that the caller sees whether more remain; no voided one."""
        order = "ASC" if query.ascending else "DESC"
        beyond = "seq > ?" if query.ascending else "seq < ?"
        clauses = {
            "verb = ?": query.verb,
            "registration = ?": query.registration,
            "activity = ?": query.activity,
            "actor = ?": query.actor,
            "stored > ?": query.since,
            "stored <= ?": query.until,
            beyond: query.after,
        }
        asked = {clause: value for clause, value in clauses.items() if value is not None}
        where = " AND ".join(["is_voided = 0", *asked])
        rows = self._storage.rows(
            f"SELECT seq, id, is_voided, content FROM statements WHERE {where} ORDER BY seq {order} LIMIT ?",  # noqa: S608 - every part is a constant of this function
            *asked.values(),
            query.limit + 1,
        )
        return [Stored(row["seq"], row["id"], bool(row["is_voided"]), row["content"]) for row in rows]

    def copies(self) -> dict[str, int]:
        """How many copies of each id are kept."""
        rows = self._storage.rows("SELECT id, COUNT(*) AS copies FROM statements GROUP BY id")
        return {row["id"]: row["copies"] for row in rows}

    def deliveries(self) -> dict[str, int]:
        """How many times each id was sent and accepted."""
        return {row["id"]: row["times"] for row in self._storage.rows("SELECT id, times FROM deliveries")}

    def clear(self) -> None:
        """Forget everything: a demonstration may, an LRS may not."""
        with self._storage.transaction():
            for table in ("statements", "deliveries", "requests"):
                self._storage.run(f"DELETE FROM {table}")  # noqa: S608 - constants


def actor_key(actor: Json) -> str:
    """The same for every writing of one person: the identifier alone."""
    identifiers = {
        name: actor[name] for name in ("mbox", "mbox_sha1sum", "openid", "account") if name in actor
    }
    return json.dumps(identifiers, sort_keys=True)
