"""Export to a real PostgreSQL with PostGIS, which the test starts; needs Debian's postgresql-postgis."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from geo.errors import OutputError, UsageError
from layers.postgis import write_postgis
from tests.layers.atlases import small_atlas

psycopg = pytest.importorskip("psycopg", reason="needs the extra [postgis]")
pytestmark = pytest.mark.postgis


@pytest.fixture(scope="module")
def server():
    """A database server in a folder of its own, reached by a socket file."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    if not found or not list(Path("/usr/share/postgresql").glob("*/extension/postgis.control")):
        reason = "needs PostGIS; on Debian: apt-get install postgresql postgresql-postgis"
        if os.environ.get("POSTGIS_REQUIRED"):
            pytest.fail(reason)
        pytest.skip(reason)
    programs = found[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    owner = []
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        owner = ["runuser", "-u", "postgres", "--"]

    def run(*command):
        subprocess.run([*owner, *map(str, command)], check=True, capture_output=True, cwd="/", timeout=120)

    data = folder / "data"
    run(programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
    run(
        programs / "pg_ctl",
        "-D",
        data,
        "-w",
        "-l",
        folder / "log",
        "-o",
        f"-c listen_addresses='' -k {folder}",
        "start",
    )
    try:
        run(programs / "createdb", "-h", folder, "-U", "postgres", "atlas")
        yield f"postgresql://postgres@/atlas?host={folder}"
    finally:
        run(programs / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def ask(server):
    with psycopg.connect(server, options="-c search_path=corridor_atlas,public") as base:
        yield lambda query: base.execute(query).fetchall()


def test_tables_have_rows_keys_and_spatial_indexes(server, ask):
    atlas = small_atlas()
    tables = write_postgis(atlas, server)
    assert {"documents", "mentions", "places", "places_references"} <= set(tables)
    for name, layer in atlas.layers.items():
        assert ask(f"SELECT count(*) FROM {name}") == [(len(layer),)]  # noqa: S608
        assert ask(f"SELECT count(*) FROM {name}_references") == [(len(layer.references),)]  # noqa: S608
        assert ask(f"SELECT DISTINCT ST_SRID(geom) FROM {name}") == [(4326,)]  # noqa: S608
    keys = ask(
        "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' "
        "AND connamespace = 'corridor_atlas'::regnamespace ORDER BY 1"
    )
    owners = (
        "mentions",
        "mentions",
        "places_references",
        "regions_references",
        "routes_references",
        "unresolved",
    )
    assert keys == [(name,) for name in owners]
    gist = ask(
        "SELECT tablename FROM pg_indexes WHERE schemaname = 'corridor_atlas' "
        "AND indexdef LIKE '%gist%' ORDER BY 1"
    )
    assert gist == [("places",), ("regions",), ("routes",)]


def test_a_spatial_question_finds_the_quotes(server, ask):
    write_postgis(small_atlas(), server)
    rows = ask(
        "SELECT r.surface, r.quote FROM places p JOIN places_references r ON r.feature = p.fid "
        "WHERE ST_DWithin(p.geom::geography, ST_Point(49.9, 40.4)::geography, 10000) ORDER BY r.id"
    )
    assert [surface for surface, _ in rows] == ["Baku", "Baku", "Baku"]
    assert rows[0][1] == "Baku is its hub; lorries queue at Yarag-Kazmalyar."


def test_a_second_export_replaces_the_first(server, ask):
    write_postgis(small_atlas(), server)
    write_postgis(small_atlas(layers=("places",)), server)
    assert ask("SELECT to_regclass('corridor_atlas.routes')") == [(None,)]


def test_hostile_text_is_text(server, ask):
    atlas = small_atlas(run={"note\0": "\ud800'; DROP TABLE places; --"})
    write_postgis(replace(atlas, layers={}), server)
    assert ask("SELECT count(*) FROM run") == [(1,)]


def test_a_schema_of_someone_else_is_left_alone(server):
    with psycopg.connect(server) as base:
        base.execute("CREATE SCHEMA IF NOT EXISTS mine")
    with pytest.raises(UsageError, match="'mine' was not made by an export"):
        write_postgis(small_atlas(), server, "mine")


def test_a_server_that_is_not_there_is_one_clear_error():
    with pytest.raises(OutputError, match="Cannot write to the PostgreSQL database") as caught:
        write_postgis(small_atlas(), "postgresql://someone:secret@/none?host=/nowhere")
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_failed_export_changes_nothing(server, ask, monkeypatch):
    write_postgis(small_atlas(), server)
    monkeypatch.setattr(
        "layers.postgis._write_layer", lambda cursor, *_: cursor.execute("SELECT * FROM nowhere")
    )
    with pytest.raises(OutputError, match="nowhere"):
        write_postgis(small_atlas(), server)
    assert ask("SELECT count(*) FROM places") == [(5,)]
