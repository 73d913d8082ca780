"""Work in the background: done once, begun again when its worker died, not for ever."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from campaign_app.config import ConfigurationError
from campaign_app.core import background
from tests.support.settings import make_settings

TASK = "tests.count"
DEAD = 2**22 + 1  # above the highest number of a process


@pytest.fixture
def done(app, monkeypatch):
    """What the task was called with."""
    calls: list[int] = []
    monkeypatch.setitem(background._TASKS, TASK, calls.append)
    with app.app_context():
        background.queue().storage.flush_all()
        yield calls


def claimed_by(pid: int, *, attempts: int = 1, host: str | None = None) -> None:
    claim = {"host": host or socket.gethostname(), "pid": pid, "attempts": attempts}
    background.queue().put(f"claim:{TASK}:7", claim)


def test_in_tests_it_is_done_at_once(done):
    background.enqueue(TASK, 7)
    assert done == [7]


def test_it_is_not_done_twice_at_once(done):
    claimed_by(os.getpid())
    background.tell(TASK, 7, phase="reading", done=1, total=2)
    assert background.run_task(TASK, 7) is False
    assert done == []


@pytest.mark.parametrize("host", [None, "another-machine"])
def test_what_a_dead_or_silent_worker_held_is_taken_over(done, monkeypatch, host):
    claimed_by(DEAD, host=host)
    background.tell(TASK, 7, phase="reading", done=1, total=2)
    if host is not None:  # of another machine only its silence is heard
        monkeypatch.setattr(background, "SILENT_SECONDS", -1)
    assert background.run_task(TASK, 7) is True
    assert done == [7]
    assert background.attempts(TASK, 7) == 0, "nothing is held any more"


def test_attempts_are_counted_over_deaths(done, monkeypatch):
    seen: list[int] = []
    monkeypatch.setitem(
        background._TASKS, TASK, lambda number: seen.append(background.attempts(TASK, number))
    )
    claimed_by(DEAD, attempts=3)
    background.run_task(TASK, 7)
    assert seen == [4]


def test_how_far_it_is_can_be_asked(done):
    assert background.progress_of(TASK, 7) is None
    background.tell(TASK, 7, phase="writing", done=3, total=9)
    told = background.progress_of(TASK, 7)
    assert (told["phase"], told["done"], told["total"]) == ("writing", 3, 9)
    assert 0 <= told["silent"] < 60


def test_a_queue_on_redis_needs_its_package():
    settings = make_settings("sqlite://", Path("instance"), queue_url="redis://127.0.0.1:1/0")
    with pytest.raises(ConfigurationError, match="pip install redis"):
        background._make_queue(settings)


def test_the_queue_is_a_file_for_its_owner_only(tmp_path):
    settings = make_settings("sqlite://", tmp_path, queue_url=f"sqlite:///{tmp_path / 'q.db'}")
    background._make_queue(settings).storage.close()
    assert (tmp_path / "q.db").stat().st_mode & 0o077 == 0
