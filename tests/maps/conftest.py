"""What the tests of the page and of the command share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from maps.cli import run

# The atlases of this folder are imported by name, from here and from the browser's tests.
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def corridors(monkeypatch, capsys):
    """Run the command; return its exit code, output and errors."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["corridors", *map(str, arguments)])
        with pytest.raises(SystemExit) as caught:
            run()
        printed = capsys.readouterr()
        return caught.value.code or 0, printed.out, printed.err

    return call
