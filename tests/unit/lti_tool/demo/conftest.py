import pytest

from lti_tool.demo.live import DemoLms, DemoLrs
from lti_tool.demo.lms.keys import new_private_key
from lti_tool.demo.visitor import Visitor
from tests.unit.lti_tool.demo.tiny_tool import TinyTool

SIGNING_KEY = new_private_key()


@pytest.fixture
def lms():
    server = DemoLms(slow_seconds=0.1, signing_key=SIGNING_KEY)
    yield server
    server.stop()


@pytest.fixture
def tool(lms):
    tiny = TinyTool(lms)
    yield tiny
    tiny.stop()


@pytest.fixture
def visit(lms):
    visitors = []

    def visit(user_id):
        visitors.append(Visitor(lms.url, user_id))
        return visitors[-1]

    yield visit
    for visitor in visitors:
        visitor.close()


@pytest.fixture
def lrs():
    server = DemoLrs(timeout_seconds=0.2)
    yield server
    server.stop()
