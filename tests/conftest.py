"""What tests share: where the evaluation material is, and the switches that refresh kept results."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")
    parser.addoption("--update-images", action="store_true", help="write the pictures in docs/images anew")


def pytest_configure(config):
    config.addinivalue_line("markers", "qgis: opens exports in QGIS; needs Debian's python3-qgis")
    config.addinivalue_line("markers", "postgis: writes to a PostgreSQL server that the test starts")


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture(scope="session")
def shared():
    """The evaluation material, which lies beside the repository where it is worked on."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"needs the evaluation material in {folder}, which a fresh clone elsewhere does not have")
    return folder


@pytest.fixture
def golden(request):
    """Compare bytes with a file in tests/golden, or write it with --update-golden."""

    def compare(name, content):
        path = ROOT / "tests" / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        assert path.exists(), f"no golden file {name}: run pytest --update-golden and read what it wrote"
        assert content == path.read_bytes(), f"{name} changed; if it should, run pytest --update-golden"

    return compare
