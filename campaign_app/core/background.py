"""Work that nobody should wait for a page for: asked for in a request, done by `flask worker`.

What has to be done stands in the database, in the same transaction as whatever asked for it;
the queue only wakes the worker. So nothing is lost with the queue: what a killed worker left
undone is found there and begun again (`resumes`). The queue is a file beside the database;
`QUEUE_URL=redis://…` puts it elsewhere where several machines serve. Progress goes through it
as well, so that it can be told while a transaction writes. Neither holds personal data.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from huey import Huey, MemoryHuey, SqliteHuey, crontab

from campaign_app.config import ConfigurationError, Settings

log = logging.getLogger("campaign_app")

#: Who says nothing for so long has died with its work.
SILENT_SECONDS = 90
#: Work that has ended its worker so often is not begun again by itself.
MOST_ATTEMPTS = 3
_TASKS: dict[str, Callable[[int], None]] = {}
Unfinished = Callable[[], Iterable[tuple[str, int]]]
_RESUMES: list[Unfinished] = []


def task(name: str) -> Callable[[Callable[[int], None]], Callable[[int], None]]:
    """Register work on one record, named `feature.verb_object`; it must bear being done twice."""

    def register(function: Callable[[int], None]) -> Callable[[int], None]:
        _TASKS[name] = function
        return function

    return register


def resumes(function: Unfinished) -> Unfinished:
    """Register what tells the work that is not done: task and record of each."""
    _RESUMES.append(function)
    return function


def init_background(app: Flask) -> None:
    """Make the queue; in tests the work is done at once."""
    settings: Settings = app.config["SETTINGS"]
    huey = _make_queue(settings)

    @huey.task(name="run")
    def run(name: str, record_id: int) -> None:
        with app.app_context():
            run_task(name, record_id)

    @huey.periodic_task(crontab(minute="*"), name="resume")
    def resume() -> None:
        with app.app_context():
            resume_unfinished()

    app.extensions["background"] = (huey, run)


def _make_queue(settings: Settings) -> Huey:
    if settings.is_testing and not settings.queue_url:
        return MemoryHuey("birge", immediate=True)
    if settings.queue_url.startswith("redis"):
        try:
            from huey import RedisHuey

            return RedisHuey("birge", url=settings.queue_url)
        except Exception as error:
            raise ConfigurationError("QUEUE_URL needs: pip install redis") from error
    path = Path(settings.queue_url.removeprefix("sqlite:///") or settings.instance_path / "work.db")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    return SqliteHuey("birge", filename=str(path))


def queue() -> Huey:
    """The queue of this app."""
    huey: Huey = current_app.extensions["background"][0]
    return huey


def enqueue(name: str, record_id: int) -> None:
    """Wake the worker; called after the commit of what says that there is work."""
    tell(name, record_id, phase="waiting", done=0, total=0)
    current_app.extensions["background"][1](name, record_id)


def tell(name: str, record_id: int, *, phase: str, done: int, total: int) -> None:
    """How far the work is; a sign of life as well."""
    progress = {"phase": phase, "done": done, "total": total, "at": time.time()}
    queue().put(f"progress:{name}:{record_id}", progress)


def progress_of(name: str, record_id: int) -> dict[str, Any] | None:
    """What was told last: phase, done, total, and `silent`, the seconds since."""
    told: dict[str, Any] | None = queue().get(f"progress:{name}:{record_id}", peek=True)
    return None if told is None else {**told, "silent": time.time() - told["at"]}


def run_task(name: str, record_id: int) -> bool:
    """Do the work unless somebody is at it; say whether it was done here."""
    key = f"claim:{name}:{record_id}"
    mine = {"host": socket.gethostname(), "pid": os.getpid()}
    if not queue().storage.put_if_empty(key, queue().serializer.serialize({**mine, "attempts": 1})):
        claim = queue().get(key, peek=True) or {"attempts": 0, **mine, "pid": 0}
        if _is_at_it(claim, name, record_id):
            return False
        queue().put(key, {**mine, "attempts": claim["attempts"] + 1})
    try:
        _TASKS[name](record_id)
    finally:
        queue().get(key)
    return True


def attempts(name: str, record_id: int) -> int:
    """How often the work was begun without coming to an end, the running time included."""
    claim = queue().get(f"claim:{name}:{record_id}", peek=True)
    return 0 if claim is None else int(claim["attempts"])


def _is_at_it(claim: dict[str, Any], name: str, record_id: int) -> bool:
    if claim["host"] == socket.gethostname() and not _runs(claim["pid"]):
        return False
    told = progress_of(name, record_id)
    return told is not None and told["silent"] < SILENT_SECONDS


def _runs(pid: int) -> bool:
    if pid <= 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def resume_unfinished() -> int:
    """Begin again what stands undone and nobody is at; give how much that was."""
    found = [work for unfinished in _RESUMES for work in unfinished()]
    return sum(run_task(name, record_id) for name, record_id in found)


def work(app: Flask) -> None:
    """Do what is asked for, until a signal ends it; what was left undone first."""
    with app.app_context():
        consumer = queue().create_consumer(workers=1, periodic=True, max_delay=1.0)
        resume_unfinished()
    consumer.run()
