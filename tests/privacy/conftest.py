"""The full demo, and what gives its people away."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from campaign_app.demo.cast import Cast
from tests.support.traces import Traces


@pytest.fixture
def traces(cast: Cast, session: Session) -> Traces:
    found = Traces.of(session)
    # That this test can fail: it knows the demo's people, in each way that gives them away.
    assert (len(found.phones), len(found.numbers)) >= (40, 50)
    assert len(found.names) >= 400
    assert sum(map(len, found.doors.values())) >= 50
    assert found.notes
    assert found.documents
    return found
