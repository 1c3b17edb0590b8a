"""One trial: statements in an outbox, a relay, a proxy that spoils answers, an LRS, and the count."""

from __future__ import annotations

import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any, Protocol
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from lti_tool.clock import utc_now
from lti_tool.db import Database
from lti_tool.learning_records.models import Delivery, DeliveryState, Lrs, StatementRow
from lti_tool.learning_records.relay import Patience, deliver_due
from lti_tool.outgoing import AddressPolicy, OutgoingSession
from lti_tool.platforms.models import Platform, PlatformStatus
from lti_tool.security import Vault
from tests.support.clock import ManualClock
from tests.support.fault_proxy import Proxy, proxied
from tests.unit.xapi.examples import many
from xapi.comparison import is_same
from xapi.freezing import FrozenStatement

SECRET = "un-secret-de-test-assez-long-pour-servir"
COUNT = int(os.environ.get("FAULT_STATEMENTS", "300"))  # statements a trial
PER_REGISTRATION = 25
ROUNDS = 20_000  # far above what any trial needs


class Store(Protocol):
    """An LRS, seen from behind: `name`, where it is, and what it really holds, copy by copy."""

    name: str
    endpoint: str
    username: str
    password: str

    def reset(self) -> None: ...

    def stored(self) -> list[dict[str, Any]]: ...


@dataclass
class Row:
    """One line of the table."""

    lrs: str
    fault: str
    sent: int
    received: int = 0
    duplicates: int = 0
    lost: int = 0
    refused: int = 0
    changed: int = 0
    out_of_order: int = 0
    strikes: int = 0
    posts: int = 0
    reads: int = 0
    simulated_s: float = 0.0
    seconds: float = 0.0

    def __str__(self) -> str:
        return (
            f"{self.lrs:<6}{self.fault:<22}{self.sent:>7}{self.received:>9}{self.duplicates:>9}{self.lost:>6}"
            f"{self.refused:>9}{self.changed:>9}{self.out_of_order:>7}{self.strikes:>8}{self.posts:>7}"
            f"{self.reads:>7}{self.simulated_s:>11.0f}{self.seconds:>9.1f}"
        )


HEADER = (
    f"{'LRS':<6}{'fault':<22}{'sent':>7}{'received':>9}{'twice':>9}{'lost':>6}{'refused':>9}{'changed':>9}"
    f"{'order':>7}{'strikes':>8}{'POSTs':>7}{'GETs':>7}{'waited, s':>11}{'took, s':>9}"
)


@cache
def statements(count: int) -> tuple[FrozenStatement, ...]:
    """The same ones for every trial; 25 a registration."""
    return tuple(many(count, PER_REGISTRATION))


def poisoned(frozen: FrozenStatement) -> str:
    """A text that every LRS refuses: nobody did it."""
    document = json.loads(frozen.body)
    document["actor"] = {"objectType": "Agent"}
    return json.dumps(document)


@dataclass
class Trial:
    """Everything between the outbox and the LRS."""

    database: Database
    store: Store
    proxy: Proxy
    clock: ManualClock
    sent: Sequence[FrozenStatement]
    poison: frozenset[UUID] = frozenset()
    patience: Patience = field(default_factory=Patience)
    lrs_id: UUID = field(default_factory=uuid4)

    def fill(self) -> None:
        """Statements and their deliveries, as the recorder leaves them."""
        now, platform_id = self.clock(), uuid4()
        with self.database.begin() as session:
            urls = dict.fromkeys(("auth_login_url", "auth_token_url", "jwks_url"), "https://moodle.example")
            session.add(
                Platform(
                    id=platform_id,
                    name="Moodle",
                    issuer="https://moodle.example",
                    client_id="1",
                    status=PlatformStatus.ACTIVE,
                    created_at=now,
                    **urls,
                )
            )
            session.flush()
            session.add(
                Lrs(
                    id=self.lrs_id,
                    name="LRS",
                    endpoint=self.proxy.endpoint,
                    username=self.store.username,
                    password_encrypted=Vault(SECRET).encrypt(self.store.password),
                    created_at=now,
                )
            )
            session.flush()
            rows = [
                {
                    "id": each.id,
                    "registration": each.registration,
                    "platform_id": platform_id,
                    "body": poisoned(each) if each.id in self.poison else each.body,
                    "sha256": each.sha256,
                    "created_at": now,
                }
                for each in self.sent
            ]
            session.execute(insert(StatementRow), rows)
            sequences = session.scalars(select(StatementRow.sequence)).all()
            session.execute(insert(Delivery), [{"lrs_id": self.lrs_id, "sequence": s} for s in sequences])

    def waiting(self) -> int:
        with self.database.begin() as session:
            wanted = select(func.count()).select_from(Delivery).where(Delivery.state == DeliveryState.WAITING)
            return session.scalar(wanted) or 0

    def deliver(self) -> None:
        """Rounds of a relay until nothing waits; between them the clock goes to the next try."""
        rng = random.Random(1)
        with OutgoingSession(AddressPolicy(allow_loopback=True, private_hosts=frozenset())) as http:
            for _ in range(ROUNDS):
                try:
                    if self.waiting() == 0:
                        return
                    deliver_due(
                        self.database,
                        http,
                        Vault(SECRET),
                        self.clock,
                        rng=rng,
                        stop=lambda: False,
                        patience=self.patience,
                    )
                    self.wait_for_next_try()
                except SQLAlchemyError:  # as `lti_tool.relay` does: the database is away, so we wait
                    time.sleep(0.1)
                    self.clock.advance(5)
        raise AssertionError("the relay never ended")

    def wait_for_next_try(self) -> None:
        with self.database.begin() as session:
            lrs = session.get_one(Lrs, self.lrs_id)
            postponed = session.scalar(
                select(func.min(Delivery.postponed_until)).where(
                    Delivery.state == DeliveryState.WAITING, Delivery.postponed_until > self.clock()
                )
            )
        times = [lrs.delayed_until, lrs.leased_until] if lrs.leased_until else [lrs.delayed_until]
        later = [each for each in times if each is not None and each > self.clock()]
        if not later and postponed is not None:
            later = [postponed]
        if later:
            self.clock.advance((max(later) - self.clock()).total_seconds() + 0.001)

    def count(self, fault: str) -> Row:
        """What is in the LRS, against what was sent."""
        kept = self.store.stored()
        copies = Counter(str(each["id"]) for each in kept)
        expected = {str(each.id): each for each in self.sent if each.id not in self.poison}
        return Row(
            lrs=self.store.name,
            fault=fault,
            sent=len(self.sent),
            received=len(copies),
            duplicates=sum(copies.values()) - len(copies),
            lost=len(expected.keys() - copies.keys()),
            refused=self._quarantined(),
            changed=sum(
                not is_same(expected[str(each["id"])].body, each) for each in kept if each["id"] in expected
            ),
            out_of_order=self._out_of_order(kept),
            strikes=self.proxy.strikes,
            posts=self.proxy.posts,
            reads=self.proxy.reads,
        )

    def _quarantined(self) -> int:
        with self.database.begin() as session:
            wanted = select(func.count()).where(Delivery.state == DeliveryState.QUARANTINED)
            return session.scalar(wanted) or 0

    def _out_of_order(self, kept: list[dict[str, Any]]) -> int:
        place = {str(each.id): number for number, each in enumerate(self.sent)}
        last: dict[str, int] = {}
        wrong = 0
        for each in kept:
            registration, here = each["context"]["registration"], place[str(each["id"])]
            wrong += here < last.get(registration, -1)
            last[registration] = here
        return wrong


@contextmanager
def trial(url: str, store: Store, count: int, *, poison: int = 0, **faults: Any) -> Iterator[Trial]:
    """A trial, its outbox full, its LRS empty. `faults` are fields of `Proxy`, or `patience`."""
    store.reset()
    clock, database = ManualClock(utc_now()), Database(url)
    sent = statements(count)
    spoiled = (
        frozenset(each.id for each in sent[count // 2 :: max(1, count // (2 * poison))])
        if poison
        else frozenset()
    )
    patience = faults.pop("patience", Patience(timedelta(seconds=120)))
    with proxied(Proxy(store.endpoint, clock, **faults)) as proxy:
        made = Trial(database, store, proxy, clock, sent, spoiled, patience)
        made.fill()
        yield made
    database.dispose()


def environment(url: str, *, lease_s: int) -> dict[str, str]:
    """What a relay process of the trial finds around it."""
    return {
        "PARCOURS_PUBLIC_URL": "http://127.0.0.1:1",
        "PARCOURS_SECRET_KEY": SECRET,
        "PARCOURS_DATABASE_URL": url,
        "PARCOURS_RELAY_LEASE_S": str(lease_s),
        "PARCOURS_ALLOW_LOOPBACK": "1",
    }
