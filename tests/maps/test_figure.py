from __future__ import annotations

import pytest
from atlases import large_atlas, small_atlas
from hostile import hostile_atlas

from geo.errors import OutputError, UsageError
from layers import Atlas

pytest.importorskip("matplotlib", reason="needs the extra [figure]: pip install 'corridor-atlas[figure]'")

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from maps.figure import FIGURE_FORMATS, write_figure
from maps.figure_names import place_names

HEADS = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}


@pytest.mark.parametrize("suffix", FIGURE_FORMATS)
def test_a_figure_is_written_twice_with_the_same_bytes(tmp_path, suffix):
    paths = [tmp_path / f"{name}{suffix}" for name in ("one", "two")]
    for path in paths:
        write_figure(small_atlas(), path, title="Caspian corridors")
    one, two = (path.read_bytes() for path in paths)
    assert one == two
    assert one.startswith(HEADS[suffix])
    assert len(one) > 50_000


def test_an_unknown_ending_is_refused_with_those_that_work(tmp_path):
    with pytest.raises(UsageError, match=r"\.pdf, \.png, \.svg"):
        write_figure(small_atlas(), tmp_path / "figure.gif")


def test_a_folder_that_cannot_be_written_is_one_message(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        write_figure(small_atlas(), tmp_path / "file" / "figure.png")


@pytest.mark.filterwarnings("ignore:Glyph")  # scripts that the font lacks are boxes
def test_hostile_names_and_empty_atlases_are_drawn(tmp_path):
    write_figure(hostile_atlas(), tmp_path / "hostile.png", title="$x^$ \\frac \ud800 <b>")
    write_figure(Atlas((), ()), tmp_path / "empty.png")
    assert (tmp_path / "hostile.png").stat().st_size > 50_000
    assert (tmp_path / "empty.png").stat().st_size > 20_000


def test_thousands_of_places_are_drawn(tmp_path):
    write_figure(large_atlas(3000), tmp_path / "large.png")
    assert (tmp_path / "large.png").stat().st_size > 100_000


def test_names_never_overlap():
    figure = Figure(figsize=(4, 4))
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    names = [(f"Place {n}", 0.02 * n, 0.5, 50 - n, "#000000", "normal") for n in range(50)]
    written = place_names(figure, axes, names)
    assert 3 < written < 50
    boxes = [text.get_window_extent() for text in axes.texts]
    assert len(boxes) == written
    assert not any(a.overlaps(b) for at, a in enumerate(boxes) for b in boxes[at + 1 :])
