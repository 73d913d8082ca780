"""Starts both applications by the same command and reads what they use from /proc."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path

ROOT = Path(__file__).parents[1]
START_SECONDS = 30
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
# As `make run` serves.
COMMAND = (
    *(sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"),
    *("--workers", "2", "--blocking-threads", "4", "--log-level", "error"),
    *("--host", "127.0.0.1"),
)


class Server:
    """A server that runs, and the processes that belong to it."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, start_seconds: float) -> None:
        """`start_seconds` is the time from the command to the first answer."""
        self.process = process
        self.port = port
        self.start_seconds = start_seconds

    def processes(self) -> list[int]:
        """The server's process and all below it."""
        parents = _parents()
        found = [self.process.pid]
        for known in found:
            found += [pid for pid, parent in parents.items() if parent == known]
        return found

    def cpu_seconds(self) -> float:
        """What all its processes have used, in user mode and in the kernel."""
        ticks = 0
        for pid in self.processes():
            fields = _stat(pid)
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICKS_PER_SECOND

    def memory_megabytes(self) -> float:
        """Proportional set size: shared pages are counted once."""
        total = 0
        for pid in self.processes():
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            found = re.search(r"^Pss:\s+(\d+) kB", text, re.M)
            total += int(found[1]) if found else 0
        return total / 1024


def _stat(pid: int) -> list[str]:
    # The name in brackets may hold spaces; what follows it does not.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _parents() -> dict[int, int]:
    parents = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                parents[int(path.name)] = int(_stat(int(path.name))[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
    return parents


@contextmanager
def serve(target: str, environment: Mapping[str, str]) -> Iterator[Server]:
    """Serve `target` ("module:app") until the end of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.perf_counter()
    log = tempfile.TemporaryFile()  # noqa: SIM115 - the server writes into it until the end
    process = subprocess.Popen(
        [*COMMAND, "--port", str(port), target],
        cwd=ROOT,
        env={**os.environ, **environment},
        start_new_session=True,
        stdout=log,
        stderr=log,
    )
    try:
        try:
            _wait(port, process)
        except RuntimeError as error:
            log.seek(0)
            raise RuntimeError(f"{error}\n{log.read().decode()}") from None
        yield Server(process, port, time.perf_counter() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        log.close()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.005)
        finally:
            connection.close()
    raise RuntimeError("The server did not answer.")


class Browser:
    """One client with its cookies and one connection."""

    def __init__(self, port: int) -> None:
        """Talk to the server on `port`."""
        self.port = port
        self.cookies: dict[str, str] = {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def send(
        self, method: str, path: str, form: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Send a request; give the status and the body. Redirects are not followed."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        for value in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(value).items():
                self.cookies[name] = morsel.value
        return response.status, content
