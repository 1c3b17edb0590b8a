"""The modules of a simulator in a real browser, served over loopback as a page would get them."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import content
import lti_tool
from tests.support.browser import PageAt

STATIC = Path(lti_tool.__file__).parent / "static"
Twin = Callable[[str, Mapping[str, Any], Sequence[Sequence[Mapping[str, Any]]]], list[Any]]

# Texts cross to the browser and back many times faster than the same values as objects.
PLAY = """async ([module, first_text, journals_text]) => {
  const first = JSON.parse(first_text), journals = JSON.parse(journals_text);
  const { RULES } = await import(module);
  const { reduce, IllegalAction } = await import("/js/simulators/state.js");
  return JSON.stringify(journals.map((journal) => {
    let state = first, refused = 0;
    for (const action of journal) {
      try { state = reduce(RULES, state, action); }
      catch (error) { if (!(error instanceof IllegalAction)) throw error; refused += 1; }
    }
    return [state, refused];
  }));
}"""


@pytest.fixture(scope="module")
def catalogue() -> content.Catalogue:
    return content.load()


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        del format, args


@pytest.fixture(scope="module")
def static_url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(STATIC)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def twin(page_at: PageAt, static_url: str) -> Twin:
    """Plays journals with the browser's reducer: the state reached and the actions refused, for each."""
    page = page_at(800)
    page.goto(f"{static_url}/css/parcours.css")

    def play(
        folder: str, first: Mapping[str, Any], journals: Sequence[Sequence[Mapping[str, Any]]]
    ) -> list[Any]:
        given = [f"/js/simulators/{folder}/reducer.js", json.dumps(first), json.dumps(journals)]
        return list(json.loads(page.evaluate(PLAY, given)))

    return play
