"""A file of corrections that is too large says so."""

import pytest

from geo.corrections import read_corrections
from geo.errors import InputError


def test_a_huge_file_is_told_as_huge(tmp_path):
    path = tmp_path / "corrections.json"
    with path.open("wb") as file:
        file.truncate(65 * 2**20)
    with pytest.raises(InputError, match="larger than 64 MB"):
        read_corrections(path)
