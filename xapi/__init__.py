"""Traces: xAPI 1.0.3 statements, from plain values to a learning record store, each exactly once.

What lives here: the vocabulary and the pure builders (`actors`, `activities`, `results`, `statements`),
the final text (`freezing`), the validator (`validator`, `checks`), the outbox that others implement
(`outbox`), the sender (`lrs`, `answers`) and the relay between the two (`relay`). What must not: Flask,
SQL, LTI, the content, a clock, an id or a random number that was not passed in, a person's name.
"""

from xapi.attempt import AttemptContext
from xapi.errors import XapiError
from xapi.freezing import FrozenStatement, freeze
from xapi.lrs import Credentials, HttpLrs
from xapi.memory_outbox import MemoryOutbox
from xapi.outbox import Outbox, OutboxEntry
from xapi.relay import Report, deliver_once
from xapi.results import ItemAnswer
from xapi.validator import Expectations, ensure_valid
from xapi.vocabulary import AnswerOutcome, Namespace

__all__ = [
    "AnswerOutcome",
    "AttemptContext",
    "Credentials",
    "Expectations",
    "FrozenStatement",
    "HttpLrs",
    "ItemAnswer",
    "MemoryOutbox",
    "Namespace",
    "Outbox",
    "OutboxEntry",
    "Report",
    "XapiError",
    "deliver_once",
    "ensure_valid",
    "freeze",
]
