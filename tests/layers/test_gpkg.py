import os
import shutil
import sqlite3
import subprocess
import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from geo.errors import InputError, OutputError
from geo.model import Document
from layers import Atlas, build_atlas, merged
from layers.gpkg import write_gpkg
from layers.testing import assert_atlases_equal
from tests.layers.atlases import BAKU, NORTH, any_atlas, mention, small_atlas

ALL = (
    "routes",
    "regions",
    "places",
    "comentions",
    "crossings",
    "density",
    "pipelines",
    "ports",
    "railways",
    "roads",
)


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "atlas.gpkg"
    write_gpkg(small_atlas(), path)
    return path


def test_an_atlas_comes_back_as_it_was(tmp_path):
    atlas = small_atlas(layers=ALL)
    write_gpkg(atlas, tmp_path / "atlas.gpkg")
    assert_atlases_equal(Atlas.open(tmp_path / "atlas.gpkg"), atlas)


def test_columns_named_like_words_of_sql_come_back(tmp_path):
    odd = [{"TRUE": None, "FALSE": 1, "rowid": 2, "NULL": 3}]
    atlas = replace(small_atlas(), claims=odd, corrections=odd)
    write_gpkg(atlas, tmp_path / "atlas.gpkg")
    assert_atlases_equal(Atlas.open(tmp_path / "atlas.gpkg"), atlas)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(atlas=any_atlas())
def test_any_atlas_comes_back_as_it_was(tmp_path_factory, atlas):
    path = tmp_path_factory.mktemp("any") / "atlas.gpkg"
    write_gpkg(atlas, path)
    assert_atlases_equal(Atlas.open(path), atlas)


def test_an_atlas_without_anything(tmp_path):
    write_gpkg(build_atlas([], []), tmp_path / "atlas.gpkg")
    atlas = Atlas.open(tmp_path / "atlas.gpkg")
    assert_atlases_equal(atlas, build_atlas([], []))
    assert list(atlas.layers) == ["routes", "regions", "places"]


def test_the_same_atlas_gives_the_same_bytes(tmp_path):
    write_gpkg(small_atlas(layers=ALL), tmp_path / "one.gpkg")
    time.sleep(1.1)  # a second later, so that a time of writing would show
    write_gpkg(small_atlas(layers=ALL), tmp_path / "two.gpkg")
    assert (tmp_path / "one.gpkg").read_bytes() == (tmp_path / "two.gpkg").read_bytes()


def test_nothing_is_left_beside_the_file(written):
    assert [path.name for path in written.parent.iterdir()] == ["atlas.gpkg"]


def test_more_documents_are_added_and_the_others_left_alone(written):
    old = Atlas.open(written)
    ferry = Document("ferry", "The ferry from Baku is late.", date="2025")
    new = build_atlas([ferry], [mention(ferry, "Baku", BAKU)])
    write_gpkg(merged(old, new), written)
    both = Atlas.open(written)
    assert [document.name for document in both.documents] == ["north", "pipes", "ferry"]
    assert list(both.mentions) == [*small_atlas().mentions, mention(ferry, "Baku", BAKU)]
    assert both.layers["places"].features.set_index("feature_id").loc[BAKU.id, "count"] == 4
    assert list(both.unresolved) == list(small_atlas().unresolved)


def test_a_document_that_changed_replaces_the_old_one(written):
    changed = Document("north", "Nothing here.")
    both = merged(Atlas.open(written), build_atlas([changed], []))
    assert [document.text for document in both.documents if document.name == "north"] == ["Nothing here."]
    assert {mention.document.name for mention in both.mentions} == {"pipes"}


def test_quotes_stand_in_their_documents(written):
    atlas = Atlas.open(written)
    texts = {document.name: document.text for document in atlas.documents}
    for layer in atlas.layers.values():
        for doc, start, end, surface, quote, at in zip(
            *(
                layer.references[c].tolist()
                for c in ("doc", "start", "end", "surface", "quote", "quote_start")
            ),
            strict=True,
        ):
            assert texts[doc][start:end] == surface
            assert texts[doc][at : at + len(quote)] == quote


def test_tables_are_joined_by_relations(written):
    with sqlite3.connect(written) as base:
        rows = base.execute(
            "SELECT base_table_name, related_table_name, mapping_table_name FROM gpkgext_relations"
        )
        assert ("places", "references", "places_references") in rows.fetchall()
        joined = base.execute(
            "SELECT p.name, r.surface FROM places p JOIN places_references m ON m.base_id = p.fid "
            'JOIN "references" r ON r.id = m.related_id ORDER BY r.id'
        ).fetchall()
        assert joined[:2] == [("Astara", "Astara"), ("Rasht", "Rasht")]
        count = base.execute(
            "SELECT count(*) FROM documents d JOIN documents_mentions m ON m.base_id = d.id "
            "JOIN mentions n ON n.id = m.related_id WHERE n.doc = d.name"
        ).fetchone()[0]
        assert count == len(small_atlas().mentions)
    base.close()


def test_gdal_reads_every_table(written):
    if not shutil.which("ogrinfo"):
        pytest.skip("needs GDAL's ogrinfo; on Debian: apt-get install gdal-bin")
    out = subprocess.run(["ogrinfo", "-so", "-al", written], capture_output=True, text=True, check=True)
    assert "ERROR" not in out.stderr
    assert "Layer name: places" in out.stdout
    assert 'ID["EPSG",4326]' in out.stdout
    for field in ("feature_id: String", "count: Integer64", "quotes: String", "composed: Integer(Boolean)"):
        assert field in out.stdout
    for table in ("documents", "mentions", "references", "unresolved", "run", "layer_styles"):
        assert f"Layer name: {table}" in out.stdout


def test_column_names_that_sql_confuses_come_back(tmp_path):
    atlas = small_atlas(layers=("places",))
    layer = atlas.layers["places"]
    features = layer.features.assign(fid=1, NAME="x", geom="y", **{'quo"te': 0.0, "quotes": "mine"})
    layer = type(layer)("run", "Documents", features, layer.references.assign(layer="z", Start="s"))
    atlas = atlas.with_layers({"run": layer})
    write_gpkg(atlas, tmp_path / "atlas.gpkg")
    assert_atlases_equal(Atlas.open(tmp_path / "atlas.gpkg"), atlas)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a GeoPackage"),
        (b"{}", "not a GeoPackage"),
        (b"SQLite format 3\0junk", "not an atlas"),
        (None, "No such file"),
    ],
)
def test_what_is_no_atlas_is_refused(tmp_path, content, message):
    path = tmp_path / "x.gpkg"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        Atlas.open(path)
    assert "\n" not in str(caught.value)


def test_an_atlas_of_a_newer_version_is_refused(written):
    with sqlite3.connect(written) as base:
        base.execute("UPDATE run SET value = '99' WHERE key = 'atlas_format'")
    base.close()
    with pytest.raises(InputError, match=r"format 99; this version reads up to 1\. Update"):
        Atlas.open(written)


def test_a_damaged_atlas_is_one_clear_error(written):
    whole = written.read_bytes()
    written.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match=r"Cannot read the atlas|not an atlas"):
        list(Atlas.open(written).mentions)


def test_a_failed_write_leaves_the_earlier_file_whole(written, monkeypatch):
    before = written.read_bytes()
    monkeypatch.setattr("layers.gpkg.write.write_indexes", lambda base: base.execute("SELECT * FROM nowhere"))
    with pytest.raises(OutputError, match="Cannot write"):
        write_gpkg(build_atlas([NORTH], []), written)
    assert written.read_bytes() == before
    assert len(list(written.parent.iterdir())) == 1


def test_a_full_disk_leaves_the_earlier_file_whole(tmp_path):
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1100k", "tmpfs", folder], check=False)
    if mounted.returncode:
        pytest.skip("this machine does not let tests mount a file system")
    try:
        (folder / "atlas.gpkg").write_bytes(b"earlier")
        text = "Baku. " * 400_000
        with pytest.raises(OutputError, match=r"Cannot write '.*atlas\.gpkg'.*space"):
            write_gpkg(build_atlas([Document("long", text)], []), folder / "atlas.gpkg")
        assert (folder / "atlas.gpkg").read_bytes() == b"earlier"
        assert len(list(folder.iterdir())) == 1
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_folder_that_cannot_be_made_is_one_clear_error(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="Cannot write"):
        write_gpkg(small_atlas(), tmp_path / "file" / "atlas.gpkg")
