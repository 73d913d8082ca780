"""A real server and a real browser: granian on the loopback, chromium, axe."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright

from tests.support.databases import free_port
from tests.support.settings import DATA_KEY, SECRET_KEY

ROOT = Path(__file__).parents[2]
START_SECONDS = 60
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# WCAG 2.2 AA is the bar; "best-practice" rules are read, not enforced.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass(frozen=True)
class Server:
    """A server that runs; `url` has no slash at its end."""

    url: str
    log: Path


@contextmanager
def serve(
    database_url: str, folder: Path, *, workers: int = 2, **settings: str
) -> Iterator[Server]:
    """Serve the app on a free port with `database_url`, as `make run` does, until the end."""
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "INSTANCE_PATH": str(folder),
        "SECRET_KEY": SECRET_KEY,
        "DATA_KEY": DATA_KEY,
        **settings,
    }
    log = folder / "server.log"
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", "4", "--workers-kill-timeout", "2"),
        *("--log-level", "warning", "wsgi:app"),
    ]
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
        try:
            server = Server(f"http://127.0.0.1:{port}", log)
            _wait_for(server, process)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(server.url + "/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"The server did not answer:\n{server.log.read_text()}")


def find_chromium() -> str:
    """The system's chromium; playwright's own build is not downloaded."""
    for name in CHROMIUM_NAMES:
        found = shutil.which(name)
        if found:
            return found
    raise RuntimeError("Chromium is missing. On Debian: apt-get install chromium")


def launch(playwright: Playwright) -> Browser:
    """Start chromium without a window."""
    # Without a sandbox, since the tests may run as root; it only ever sees the loopback.
    return playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])


def check_with_axe(page: Page) -> None:
    """Fail with every breach of WCAG 2.2 AA that axe finds on the page."""
    # An address changes before the styles have come; without them every target is too small.
    page.wait_for_load_state("load")
    # As high as the page: else the button that floats at the thumb covers what one scrolls to.
    size = page.viewport_size
    if size is not None:
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}})
    if size is not None:
        page.set_viewport_size(size)
    found = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
        + "\n".join(f"    {node['html'][:160]}" for node in violation["nodes"][:5])
        for violation in results.response["violations"]
    ]
    assert not found, f"axe on {page.url}:\n" + "\n".join(found)


def take_screenshot(page: Page, folder: Path, name: str) -> Path:
    """Save a picture of the whole page for people to look at."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    page.screenshot(path=str(path), full_page=True)
    return path
