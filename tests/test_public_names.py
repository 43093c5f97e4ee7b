"""The public names of each package: flat, sorted, and really there."""

import importlib
import subprocess
import sys

import pytest


@pytest.mark.parametrize("package", ["geo", "layers"])
def test_public_names_are_sorted_and_importable(package):
    module = importlib.import_module(package)
    assert module.__all__ == sorted(
        module.__all__, key=lambda name: (not name.isupper(), not name[0].isupper(), name)
    )
    for name in module.__all__:
        assert getattr(module, name).__class__ is not type(module), f"{package}.{name} is a module"
    assert dir(module) == sorted(module.__all__)
    with pytest.raises(AttributeError, match="nothing_here"):
        _ = module.nothing_here


@pytest.mark.parametrize("package", ["geo", "layers", "seeds", "maps.cli"])
def test_starting_loads_no_tables_and_no_pages(package):
    heavy = "pandas geopandas folium spacy requests rustworkx shapely"
    code = f"import sys, {package}; print(*sorted(set({heavy.split()!r}) & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []
