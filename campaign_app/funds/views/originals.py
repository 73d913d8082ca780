"""A paper is printed once as the original; every later printing is a copy."""

from __future__ import annotations

from collections.abc import Callable

from campaign_app.core.clock import now
from campaign_app.core.unit_of_work import unit_of_work
from campaign_app.funds import services
from campaign_app.funds.models import BoxOpening, Donation


def print_paper(
    find: Callable[[], Donation | BoxOpening],
    render: Callable[[bool], bytes],
    *,
    may_issue: bool,
) -> bytes:
    """The paper by `render(is_copy)`; those who only read print copies.

    It is noted once it is made: a paper that could not be printed was not printed. Of two
    who print at once the later one gets a copy.
    """
    is_copy = not may_issue or find().first_printed_at is not None
    content = render(is_copy)
    if is_copy:
        return content
    with unit_of_work() as writing:
        was_printed = services.note_print(writing, now=now(), paper=find())
    return render(True) if was_printed else content
