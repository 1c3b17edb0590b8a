"""The world of the traces: a platform, people, attempts, an LRS."""

from tests.unit.lti_tool.learning_records.conftest import add_lrs, http, policy, vault, world
from tests.unit.lti_tool.learning_records.test_commands import run

__all__ = ["add_lrs", "http", "policy", "run", "vault", "world"]
