from __future__ import annotations

import pytest

from geo.fetching import Policy

from .server import served


@pytest.fixture
def site():
    with served() as running:
        yield running


@pytest.fixture
def policy(tmp_path):
    return Policy(
        allow_private=True,
        timeout=2.0,
        deadline=1.0,
        retries=2,
        backoff=0.01,
        delay=0.0,
        cache_dir=tmp_path / "pages",
    )
