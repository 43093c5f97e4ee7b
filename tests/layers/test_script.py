import sys

import pytest

from geo.errors import LayerError, UsageError
from layers import Atlas, Layer, layer, run_scripts
from layers.gpkg import write_gpkg
from layers.testing import assert_layers_equal
from tests.layers.atlases import small_atlas

GALLERY = {
    "ports": ["Ceyhan"],
    "unbuilt": ["Astara to Rasht"],
    "actors": ["Baku", "Azerbaijan"],
    "check_these": ["Astara"],
    "one_source": ["Rasht", "Ceyhan", "Astara", "Azerbaijan", "Fiji", "Yarag-Kazmalyar"],
    "along_the_railways": ["Rasht", "Astara"],
}


@pytest.fixture
def atlas():
    return small_atlas()


@pytest.fixture
def script(tmp_path):
    def write(text):
        path = tmp_path / "mine.py"
        path.write_text(text)
        return path

    return write


def test_the_gallery_is_listed_whole(root):
    scripts = {path.stem for path in (root / "docs" / "gallery").glob("*.py")}
    assert scripts == set(GALLERY)
    listed = (root / "docs" / "gallery" / "README.md").read_text(encoding="utf-8")
    assert all(f"]({name}.py)" in listed for name in GALLERY)


@pytest.mark.parametrize("name", sorted(GALLERY))
def test_each_script_of_the_gallery_makes_its_layer(root, atlas, name, tmp_path):
    made, failures = run_scripts([root / "docs" / "gallery" / f"{name}.py"], atlas)
    assert failures == []
    (own,) = [layer for key, layer in made.layers.items() if key not in atlas.layers]
    assert sorted(own.features["name"]) == sorted(GALLERY[name])
    assert len(own.references) >= len(own.features)
    write_gpkg(made, tmp_path / "atlas.gpkg")
    assert_layers_equal(Atlas.open(tmp_path / "atlas.gpkg").layers[own.name], own)


def test_a_failing_script_costs_its_own_layer_only(script, atlas):
    path = script(
        "from layers import layer\n"
        "@layer('good')\n"
        "def good(mentions):\n    return mentions[:1]\n"
        "@layer('bad')\n"
        "def bad(mentions):\n    return mentions[0].nothing\n"
        "@layer('also_good')\n"
        "def also_good(mentions):\n    return []\n"
    )
    made, (failure,) = run_scripts([path], atlas)
    assert list(made.layers) == [*atlas.layers, "good", "also_good"]
    assert (failure.layer, failure.file, failure.line) == ("bad", str(path), 7)
    assert str(failure).startswith(
        "Layer 'bad' was left out: AttributeError: 'Mention' object has no attribute"
    )
    assert str(failure).endswith(f"({path}, line 7)")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("x = 1\ndef (:\n", 2, "SyntaxError"),
        ("import nothing_of_this_name\n", 1, "ModuleNotFoundError"),
        ("x = 1\n", None, "defines no layer"),
        ("import sys\nsys.exit(3)\n", 2, "SystemExit: 3"),
        ("def f():\n    raise ValueError('no')\nf()\n", 2, "ValueError: no"),
        ("x = '\\x00'\n\0", None, "null bytes"),
    ],
)
def test_a_broken_script_is_reported_with_its_line(script, atlas, text, line, reason):
    made, (failure,) = run_scripts([script(text)], atlas)
    assert made is atlas
    assert failure.line == line
    assert reason in failure.reason


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        ("def f(mentions): return 3", "returned int; return a list of mentions, or a Layer"),
        ("def f(mentions): return ['Baku']", "returned list; return a list of mentions"),
        ("def f(): return []", r"takes \(\); it can take 'mentions', 'atlas', or both"),
        ("def f(places): return []", r"takes \(places\)"),
        ("def f(mentions): raise KeyError('x')", "KeyError: 'x'"),
    ],
)
def test_a_function_that_breaks_the_contract(script, atlas, function, reason):
    _, (failure,) = run_scripts([script(f"from layers import layer\n@layer('f')\n{function}\n")], atlas)
    assert failure.layer == "f"
    with pytest.raises(LayerError, match=reason):
        raise LayerError(failure.reason)


def test_a_name_that_is_taken_is_refused(script, atlas):
    path = script("from layers import layer\n@layer('places')\ndef places(mentions): return []\n")
    made, (failure,) = run_scripts([path], atlas)
    assert "there is a layer 'places' already; choose another name" in failure.reason
    assert_layers_equal(made.layers["places"], atlas.layers["places"])


def test_a_layer_keeps_the_name_and_title_of_its_decorator(script, atlas):
    path = script(
        "from layers import layer\n@layer('copy', title='A copy')\n"
        "def copy(atlas, mentions):\n    assert mentions\n    return atlas.layers['places']\n"
    )
    made, _ = run_scripts([path], atlas)
    places = atlas.layers["places"]
    assert_layers_equal(made.layers["copy"], Layer("copy", "A copy", places.features, places.references))


def test_a_script_that_is_not_there_is_wrong_usage(tmp_path, atlas):
    with pytest.raises(UsageError, match=r"There is no script '.*none\.py'"):
        run_scripts([tmp_path / "none.py"], atlas)


def test_a_decorated_function_can_still_be_called():
    @layer("two")
    def two(mentions):
        return mentions[:2]

    assert two([1, 2, 3]) == [1, 2]
    assert "layer_script" not in sys.modules
