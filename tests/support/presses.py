"""People who press at the same instant, from several client processes.

Only the standard library: each process begins anew and shall not load the program.
"""

from __future__ import annotations

import http.client
import multiprocessing
import threading
import urllib.parse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

WAIT_SECONDS = 180


@dataclass(frozen=True)
class Press:
    """A form without fields that somebody sends, with her own session and its token."""

    port: int
    path: str
    session: str
    token: str
    user_agent: str


def send_together(presses: Sequence[Press], *, clients: int) -> Counter[int]:
    """Send all of them at once from `clients` processes; how often each status came."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(clients)
    results: Any = context.Queue()
    processes = [
        context.Process(target=_client, args=(presses[start::clients], barrier, results))
        for start in range(clients)
    ]
    for process in processes:
        process.start()
    try:
        found = [results.get(timeout=WAIT_SECONDS) for _ in processes]
    finally:
        for process in processes:
            process.join(WAIT_SECONDS)
            if process.is_alive():
                process.kill()
                process.join()
        results.close()
        results.join_thread()
    return Counter(status for part in found for status in part)


def _client(presses: Sequence[Press], barrier: Any, results: Any) -> None:
    together = threading.Barrier(len(presses))
    answers: list[int] = []

    def one(press: Press) -> None:
        together.wait(WAIT_SECONDS)
        answers.append(_send(press))

    threads = [threading.Thread(target=one, args=(press,)) for press in presses]
    barrier.wait(WAIT_SECONDS)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put(answers)


def _send(press: Press) -> int:
    """0 for a connection that broke."""
    connection = http.client.HTTPConnection("127.0.0.1", press.port, timeout=WAIT_SECONDS)
    headers = {
        "Cookie": f"session={press.session}",
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": press.user_agent,
    }
    try:
        body = urllib.parse.urlencode({"csrf_token": press.token})
        connection.request("POST", press.path, body, headers)
        response = connection.getresponse()
        response.read()
        return response.status
    except OSError:
        return 0
    finally:
        connection.close()
