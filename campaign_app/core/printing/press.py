"""The children that set pages: started when needed, used by one thread at a time, replaced.

Plain child processes instead of `ProcessPoolExecutor`: that one may hang for ever when a
worker reaches `max_tasks_per_child` (CPython issue 115634, still in 3.11), leaves orphans
when its parent is killed, and imports the parent's main module into the child.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from campaign_app.core.printing import child

SCRIPT = Path(child.__file__).resolve()
FONTS = SCRIPT.parent / "fonts"


class PressStopped(Exception):
    """A child ended in the middle of its work, or took too long and was ended."""


class Child:
    """One running child; belongs to one thread at a time."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own script, fixed arguments
            # -P: the script's own directory must not shadow the standard library.
            [sys.executable, "-P", "-X", "utf8", str(SCRIPT), str(FONTS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._to, self._from = self.process.stdin, self.process.stdout

    def ask(self, job: dict[str, Any], body: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        """Hand over a job and wait for the answer. Raises PressStopped."""
        watch = threading.Timer(seconds, self.process.kill)
        watch.daemon = True
        watch.start()
        try:
            child.send(self._to.fileno(), job, body)
            return child.receive(self._from.fileno())
        except (child.Closed, OSError) as error:
            raise PressStopped from error
        finally:
            watch.cancel()

    def is_running(self) -> bool:
        """False once it has ended, for example after a long idle time."""
        return self.process.poll() is None

    def close(self, *, kill: bool = False) -> None:
        """Let go: it ends by itself when its input closes."""
        if kill:
            self.process.kill()
        self.forget()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def forget(self) -> None:
        """Close this process's ends of the pipes."""
        self._to.close()
        self._from.close()


class Press:
    """At most `size` children at once; a caller waits for a free one."""

    def __init__(self, size: int = 2, seconds: float = 60.0) -> None:
        self.seconds = seconds
        self._slots = threading.BoundedSemaphore(size)
        self._lock = threading.Lock()
        self._idle: list[Child] = []

    def run(self, job: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """Have a job done. Raises PressStopped when the child was ended or none came free."""
        if not self._slots.acquire(timeout=self.seconds):
            raise PressStopped
        try:
            return self._run(job, body)
        finally:
            self._slots.release()

    def _run(self, job: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        worker = self._take()
        try:
            head, pdf = worker.ask(job, body, self.seconds)
        except PressStopped:
            worker.close(kill=worker.is_running())
            if worker.process.returncode == 0:
                # It had just ended of itself, after a long idle time: it never saw the job.
                return self._run(job, body)
            raise
        except BaseException:
            worker.close(kill=True)
            raise
        if head["retires"]:
            worker.close()
        else:
            with self._lock:
                self._idle.append(worker)
        return head, pdf

    def _take(self) -> Child:
        while True:
            with self._lock:
                worker = self._idle.pop() if self._idle else None
            if worker is None:
                return Child()
            if worker.is_running():
                return worker
            worker.close()

    def process_ids(self) -> list[int]:
        """The idle children, for tests and for the curious."""
        with self._lock:
            return [worker.process.pid for worker in self._idle]

    def close(self) -> None:
        """End the idle children."""
        with self._lock:
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.close()

    def forget(self) -> None:
        """After a fork: the children belong to the parent; only let go of their pipes."""
        for worker in self._idle:
            worker.forget()
            worker.process.returncode = 0  # not ours to wait for
        self.__init__(seconds=self.seconds)  # type: ignore[misc]


PRESS = Press()
atexit.register(PRESS.close)
os.register_at_fork(after_in_child=PRESS.forget)
