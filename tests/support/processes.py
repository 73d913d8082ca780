"""Many processes that press at the same instant, each with an app and a connection of its own."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Callable, Sequence
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from flask import Flask

WAIT_SECONDS = 180  # starting eight processes takes long on a busy machine
#: Read once, not by each of eight processes.
PRELOADED = ["campaign_app.factory", "tests.conftest", "tests.factories", "tests.support.client"]
Act = Callable[[Flask, Any], Any]


def run_together(database_url: str, act: Act, arguments: Sequence[Any]) -> list[Any]:
    """Call `act(app, argument)` for each argument in a process of its own, all at once.

    `act` is a function of a module, runs inside an app context and returns what can be
    pickled; an exception that it raises comes back as the string "Name: text". Results
    are in the order of `arguments`. Call `settle(session)` before.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    barrier = context.Barrier(len(arguments))
    results: Any = context.Queue()
    with tempfile.TemporaryDirectory() as folder:
        processes = [
            context.Process(
                target=_work, args=(database_url, folder, act, number, argument, barrier, results)
            )
            for number, argument in enumerate(arguments)
        ]
        for process in processes:
            process.start()
        try:
            found = dict(results.get(timeout=WAIT_SECONDS) for _ in processes)
        finally:
            for process in processes:
                process.join(WAIT_SECONDS)
                if process.is_alive():
                    process.kill()
                    process.join()
            results.close()
            results.join_thread()
    return [found[number] for number in range(len(arguments))]


def _work(
    database_url: str,
    folder: str,
    act: Act,
    number: int,
    argument: Any,
    barrier: Barrier,
    results: Any,
) -> None:
    from campaign_app import create_app
    from campaign_app.extensions import db
    from tests.support.settings import make_settings

    try:
        app = create_app(make_settings(database_url, Path(folder)))
        with app.app_context():
            barrier.wait(WAIT_SECONDS)
            result = act(app, argument)
            db.session.remove()
            db.engine.dispose()
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    results.put((number, result))
