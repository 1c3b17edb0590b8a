"""The demonstration as a whole, with a stand-in for the tool: real processes, real ports, real signals."""

import json
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import requests

from lti_tool.demo.installation import is_free, prepare
from lti_tool.demo.processes import DemoError
from lti_tool.demo.runner import DemoOptions, run_demo

# It writes down how it is called and serves /healthz; anything it does not know makes it fail.
STAND_IN = """
import json, os, sys, time, pathlib
from http.server import BaseHTTPRequestHandler, HTTPServer
words = sys.argv[2:]
with open(sys.argv[1], "a") as notes:
    settings = {name: value for name, value in os.environ.items() if name.startswith("PARCOURS_")}
    notes.write(json.dumps([words, settings]) + "\\n")
if words == ["relay"]:
    time.sleep(3600)
elif words[0] == "serve":
    class Health(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/healthz" else 404)
            self.end_headers()
        def log_message(self, *_):
            pass
    HTTPServer((words[2], int(words[4])), Health).serve_forever()
elif words[:2] in (["platforms", "invite"], ["admin", "link"]):
    print(json.dumps({"link": "http://127.0.0.1:1/" + words[0]}))
elif words[:2] not in (["db", "upgrade"], ["platforms", "add"], ["lrs", "add"]):
    sys.exit("unknown command")
"""


class Demo:
    """A run of the demonstration in a thread, with what it says and how the tool was called."""

    def __init__(self, folder: Path, *, keep: bool = False):
        program, self._notes = folder / "tool.py", folder / "calls.jsonl"
        program.write_text(STAND_IN)
        self.options = DemoOptions(
            directory=folder / "demo",
            keep=keep,
            tool_port=free_port(),
            lms_port=free_port(),
            lrs_port=free_port(),
            tool_command=(sys.executable, str(program), str(self._notes)),
        )
        self.said = []
        self.ready, self.stopping = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=run_demo, args=(self.options, self._hear, self.stopping))
        self._thread.start()

    def _hear(self, line):
        self.said.append(line)
        if "est prête" in line:
            self.ready.set()

    def calls(self):
        return [json.loads(line) for line in self._notes.read_text().splitlines()]

    def stop(self):
        self.stopping.set()
        self._thread.join(30)
        assert not self._thread.is_alive()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_everything_starts_answers_and_stops(tmp_path):
    demo = Demo(tmp_path)
    try:
        assert demo.ready.wait(60), demo.said
        options = demo.options
        lms, lrs = f"http://localhost:{options.lms_port}", f"http://127.0.0.1:{options.lrs_port}"
        home = requests.get(lms, timeout=10).text
        assert f'href="{lrs}/"' in home
        assert lms in next(line for line in demo.said if "est prête" in line)
        assert requests.get(f"{lrs}/healthz", timeout=10).ok
        words = [call[0] for call in demo.calls()]
        assert words[0] == ["db", "upgrade"]
        assert [call[:2] for call in words[1:3]] == [["platforms", "invite"], ["admin", "link"]]
        assert words[3][:2] == ["platforms", "add"]
        assert words[3][words[3].index("--issuer") + 1] == lms
        assert words[4][:2] == ["lrs", "add"]
        password = words[4][words[4].index("--password") + 1]
        administrator = requests.Session()
        administrator.post(f"{lms}/connexion", {"user_id": 2}, timeout=10)
        tools = administrator.get(f"{lms}/outils", timeout=10).text
        assert 'value="http://127.0.0.1:1/platforms"' in tools
        assert 'href="http://127.0.0.1:1/admin"' in tools
        statements = f"{lrs}/xapi/statements"
        version = {"X-Experience-API-Version": "1.0.3"}
        assert requests.get(statements, auth=("parcours", password), headers=version, timeout=10).ok
        settings = demo.calls()[0][1]
        assert settings["PARCOURS_PUBLIC_URL"] == f"http://127.0.0.1:{options.tool_port}"
        assert settings["PARCOURS_ALLOW_LOOPBACK"] == "1"
        assert len(settings["PARCOURS_SECRET_KEY"]) >= 32
    finally:
        demo.stop()
    assert all(is_free(port) for port in (options.tool_port, options.lms_port, options.lrs_port))


def test_keeping_the_files_does_not_register_twice(tmp_path):
    for keep in (False, True):
        demo = Demo(tmp_path, keep=keep)
        try:
            assert demo.ready.wait(60), demo.said
        finally:
            demo.stop()
    words = [call[0][:2] for call in demo.calls()]
    assert words.count(["platforms", "add"]) == 1
    assert words.count(["db", "upgrade"]) == 2


def test_a_signal_stops_everything(tmp_path):
    program, notes = tmp_path / "tool.py", tmp_path / "calls.jsonl"
    program.write_text(STAND_IN)
    ports = [free_port() for _ in range(3)]
    code = (
        "from lti_tool.demo.runner import *; from pathlib import Path; import sys;"
        f"run_demo(DemoOptions(Path({str(tmp_path / 'demo')!r}), False, *{ports}, 60,"
        f" (sys.executable, {str(program)!r}, {str(notes)!r})))"
    )
    running = subprocess.Popen([sys.executable, "-u", "-c", code], stdout=subprocess.PIPE, text=True)
    lines = iter(running.stdout.readline, "")
    assert any("est prête" in line for line in lines)
    running.send_signal(signal.SIGTERM)
    rest, _ = running.communicate(timeout=30)
    assert running.returncode == 0
    assert "arrêtée" in rest
    assert all(is_free(port) for port in ports)


def test_a_failing_command_is_told_with_its_output(tmp_path):
    command = (sys.executable, "-c", "import sys; sys.exit('la base est verrouillée')")
    options = DemoOptions(tmp_path / "demo", tool_command=command)
    with pytest.raises(DemoError, match="la base est verrouillée"):
        run_demo(options, lambda _line: None)


def test_a_taken_port_is_replaced_and_said(tmp_path):
    said = []
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        installation = prepare(tmp_path / "demo", (port, port, port), said.append, keep=False)
        chosen = {installation.tool_port, installation.lms_port, installation.lrs_port}
    assert len(chosen) == 3
    assert port not in chosen
    assert f"Le port {port} est occupé" in said[0]


def test_a_taken_port_stops_when_files_are_kept(tmp_path):
    ports = [free_port() for _ in range(3)]
    prepare(tmp_path / "demo", ports, print, keep=True)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", ports[1]))
        taken.listen()
        with pytest.raises(DemoError, match=str(ports[1])):
            prepare(tmp_path / "demo", ports, print, keep=True)


def test_a_folder_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "these.txt").write_text("précieux")
    with pytest.raises(DemoError):
        prepare(tmp_path, (1, 2, 3), print, keep=False)
    assert (tmp_path / "these.txt").exists()
