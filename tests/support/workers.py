"""A worker of the background as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.settings import DATA_KEY, SECRET_KEY

ROOT = Path(__file__).parents[2]
WAIT_SECONDS = 180


@contextmanager
def worker(database_url: str, queue: Path, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """`flask worker` on this database and this queue, until the end."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "INSTANCE_PATH": str(queue.parent),
        "QUEUE_URL": f"sqlite:///{queue}",
        "SECRET_KEY": SECRET_KEY,
        "DATA_KEY": DATA_KEY,
        **settings,
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    log = queue.with_suffix(".log")
    with log.open("a") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_until(is_so: Callable[[], bool]) -> None:
    """Look again and again until it is so; fail after three minutes."""
    until = time.monotonic() + WAIT_SECONDS
    while not is_so():
        assert time.monotonic() < until, "it did not come to be"
        time.sleep(0.02)
