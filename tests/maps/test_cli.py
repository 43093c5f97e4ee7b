"""The command as users meet it: files on disk, exit codes, messages."""

import json

import pytest

from geo.model import Document

BRIEF = "The Astara–Rasht railway is unbuilt. Trains from Baku end at Astara, and Rasht waits in Iran."


@pytest.fixture
def brief(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "brief.txt").write_text(BRIEF, encoding="utf-8")
    return folder


def rows_of(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_map_writes_all_files_and_says_so(corridors, brief, tmp_path):
    out = tmp_path / "out"
    code, printed, _ = corridors("map", brief, "--out", out)
    assert code == 0
    names = {
        "map.html",
        "atlas.gpkg",
        "places.geojson",
        "routes.geojson",
        "regions.geojson",
        "mentions.jsonl",
        "claims.csv",
        "report.json",
    }
    assert {path.name for path in out.iterdir()} == names
    assert all(str(out / name) in printed for name in names)
    assert json.loads((out / "report.json").read_text())["documents"] == 1


def test_a_second_run_writes_the_same_bytes(corridors, brief, tmp_path):
    written = []
    for name in ("first", "second"):
        corridors("map", brief, "--out", tmp_path / name, "--quiet")
        written.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert written[0] == written[1]


def test_every_row_quotes_its_text_and_has_a_position_or_a_reason(corridors, brief, tmp_path):
    corridors("mentions", brief, "--out", tmp_path / "m.jsonl", "--quiet")
    rows = rows_of(tmp_path / "m.jsonl")
    assert rows
    for row in rows:
        assert BRIEF[row["start"] : row["end"]] == row["surface"]
        assert row["surface"] in row["quote"]
        assert row["quote"] in BRIEF
        assert (row["lat"] is None) == (row["reason"] is not None) == (row["status"] == "unresolved")
    assert [(row["start"], row["end"]) for row in rows] == sorted((row["start"], row["end"]) for row in rows)
    assert ("Astara–Rasht railway", "astara-rasht-railway") in {(row["surface"], row["id"]) for row in rows}


def test_given_spans_are_resolved_instead_of_found(corridors, brief, tmp_path):
    start = BRIEF.index("Rasht waits")
    spans = tmp_path / "spans.jsonl"
    spans.write_text(json.dumps({"doc": "brief", "start": start, "end": start + 5}) + "\n")
    code, _, _ = corridors("mentions", brief, "--spans", spans, "--out", tmp_path / "m.jsonl", "-q")
    rows = rows_of(tmp_path / "m.jsonl")
    assert code == 0
    assert [(row["surface"], row["id"]) for row in rows] == [("Rasht", "geonames:118743")]


def test_json_summary_is_json_and_quiet_is_quiet(corridors, brief, tmp_path):
    _, printed, _ = corridors("map", brief, "--out", tmp_path / "out", "--json")
    assert json.loads(printed)["mentions"] > 0
    code, printed, errors = corridors("map", brief, "--out", tmp_path / "out", "--quiet")
    assert (code, printed, errors) == (0, "", "")


def test_bad_inputs_each_get_one_line_and_the_rest_is_processed(corridors, brief, tmp_path):
    (brief / "empty.txt").write_bytes(b"")
    (brief / "picture.txt").write_bytes(bytes(range(256)) * 64)
    (brief / "cyrillic.txt").write_bytes(
        ("Из Баку поезд идёт в Астару, потом в Решт и Казвин. " * 4).encode("cp1251")
    )
    lines = [json.dumps({"id": "good", "text": "Ships sail from Aktau to Alat."}), "{broken", ""]
    (brief / "rows.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (brief / "nothing").mkdir()
    missing = tmp_path / "missing.txt"
    code, printed, _ = corridors("map", brief, missing, "--out", tmp_path / "out", "--json")
    report = json.loads(printed)
    reasons = {row["source"]: row["reason"] for row in report["unreadable"]}
    assert code == 0
    assert report["documents"] == 3
    assert len(reasons) == len(report["unreadable"])
    for part in ("empty.txt", "picture.txt", "rows.jsonl", "missing.txt"):
        assert any(part in source for source in reasons), part
    assert any("rows.jsonl" in source and "2" in source + reason for source, reason in reasons.items())
    docs = {row["doc"]: row for row in rows_of(tmp_path / "out" / "mentions.jsonl")}
    assert {"brief", "cyrillic", "good"} <= set(docs)
    assert docs["cyrillic"]["lang"] == "ru"


def test_nothing_to_read_is_exit_code_1_with_every_reason(corridors, tmp_path):
    (tmp_path / "empty").mkdir()
    code, _, errors = corridors("map", tmp_path / "empty", tmp_path / "none.txt", "--out", tmp_path / "out")
    assert code == 1
    assert "Nothing could be read" in errors
    assert "none.txt" in errors
    assert not (tmp_path / "out").exists()


def test_wrong_usage_is_exit_code_2_with_the_choices(corridors, brief, tmp_path):
    code, _, errors = corridors("map", brief, "--out", tmp_path / "o", "--recogniser", "magic")
    assert code == 2
    assert "magic" in errors
    assert "gazetteer" in errors
    file = tmp_path / "file"
    file.write_text("")
    code, _, errors = corridors("map", brief, "--out", file)
    assert code == 2
    assert "Name a folder" in errors
    assert corridors("map", brief)[0] == 2


def test_spans_that_are_no_rows_name_file_and_line(corridors, brief, tmp_path):
    spans = tmp_path / "spans.jsonl"
    spans.write_text('{"doc": "brief", "start": 1}\n')
    code, _, errors = corridors("mentions", brief, "--spans", spans, "--out", tmp_path / "m.jsonl")
    assert code == 1
    assert "line 1" in errors


def test_a_folder_that_cannot_be_written_is_named(corridors, brief, tmp_path):
    (tmp_path / "file").write_text("")
    code, _, errors = corridors("mentions", brief, "--out", tmp_path / "file" / "m.jsonl")
    assert code == 1
    assert "Cannot write" in errors


def test_an_unforeseen_fault_is_a_message_and_no_traceback(corridors, brief, tmp_path, monkeypatch):
    def fail(*_, **__):
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr("maps.engine.mentions.source_of", fail)
    code, printed, errors = corridors("mentions", brief, "--out", tmp_path / "m.jsonl")
    assert code == 1
    assert "by nought" in errors
    assert "Traceback" not in printed + errors


def test_explain_names_the_winner_and_the_losers(corridors):
    code, printed, _ = corridors(
        "explain", "Astara", "--context", "Astara, Iran, is a port near Rasht.", "--json"
    )
    found = json.loads(printed)
    assert code == 0
    assert found["chosen"]["country"] == "IR"
    assert {"IR", "AZ"} <= {candidate["country"] for candidate in found["candidates"]}


def test_explain_says_why_a_name_was_not_located(corridors):
    _, printed, _ = corridors("explain", "Qwertyopolis", "--json")
    found = json.loads(printed)
    assert found["chosen"] is None
    assert "Qwertyopolis" in found["reason"]


def test_routes_are_listed_and_written_one_feature_a_leg(corridors, tmp_path):
    code, printed, _ = corridors("routes", "--json")
    legs = json.loads(printed)
    assert code == 0
    corridors("routes", "-o", tmp_path / "routes.geojson")
    features = json.loads((tmp_path / "routes.geojson").read_text(encoding="utf-8"))["features"]
    assert len(features) == len(legs)
    wanted = {"route", "leg", "name", "mode", "status", "method", "length_km", "published_km", "sources"}
    assert all(wanted <= set(feature["properties"]) for feature in features)


def test_doctor_passes_here(corridors):
    code, printed, _ = corridors("doctor")
    assert code == 0
    assert "import names" in printed


def corrections_file(path, rows):
    data = {"format": "corridor-atlas-corrections", "version": 1, "corrections": rows}
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_corrections_are_applied_and_misfits_reported(corridors, brief, tmp_path):
    document = Document("brief", BRIEF).id
    at = BRIEF.index("Baku")
    row = {"document": document, "start": at, "end": at + 4, "surface": "Baku", "kind": "place"}
    rows = [
        row | {"action": "move", "lon": 50.0, "lat": 40.5},
        row | {"document": "elsewhere", "action": "reject"},
        row | {"start": at + 1, "end": at + 5, "action": "reject"},
    ]
    file = corrections_file(tmp_path / "corrections.json", rows)
    out = tmp_path / "out"
    code, printed, _ = corridors("map", brief, "--out", out, "--corrections", file)
    assert code == 0
    assert "corrections not applied: 2" in printed
    moved = next(one for one in rows_of(out / "mentions.jsonl") if one["surface"] == "Baku")
    assert (moved["lon"], moved["lat"], moved["score"]) == (50.0, 40.5, 1.0)
    assert len(json.loads((out / "report.json").read_text())["corrections_not_applied"]) == 2
    # A run that adds keeps them, and a file of another name is the same text.
    (brief / "brief.txt").rename(brief / "renamed.txt")
    other = brief / "other.txt"
    other.write_text("The Caspian port of Aktau froze. Baku answered.", encoding="utf-8")
    assert corridors("map", brief, "--out", out, "--add", "--quiet")[0] == 0
    moved = [one for one in rows_of(out / "mentions.jsonl") if one["lon"] == 50.0]
    assert {one["doc"] for one in moved} == {"brief", "renamed"}


@pytest.mark.parametrize("content", ["{", "[]", '{"format": "corridor-atlas-corrections", "version": 2}'])
def test_a_broken_file_of_corrections_is_a_message_and_nothing_is_written(
    corridors, brief, tmp_path, content
):
    file = tmp_path / "corrections.json"
    file.write_text(content, encoding="utf-8")
    code, _, complaint = corridors("map", brief, "--out", tmp_path / "out", "--corrections", file)
    assert code == 1
    assert "corrections.json" in complaint.replace("\n", "")
    assert not (tmp_path / "out").exists()


def test_quotes_alone_travel_when_asked(corridors, brief, tmp_path):
    sizes = {}
    (brief / "long.txt").write_text(
        " ".join(f"Line {n} says nothing." for n in range(2000)) + " Baku is.", encoding="utf-8"
    )
    for embed in ("text", "quotes"):
        out = tmp_path / embed
        code, _, complaint = corridors("map", brief, "--out", out, "--embed", embed, "--tiles", "none", "-q")
        assert code == 0, complaint
        page = (out / "map.html").read_text(encoding="utf-8")
        assert "tile.openstreetmap.org" not in page
        sizes[embed] = len(page)
    assert sizes["quotes"] < sizes["text"]


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--embed", "all", "choose one of text, quotes"),
        ("--tiles", "OpenStreetMop", "Folium knows no such tiles"),
        ("--tiles", "MapBox", "needs a key"),
    ],
)
def test_an_option_that_cannot_be_is_refused_before_anything_is_read(
    corridors, brief, tmp_path, option, value, words
):
    code, _, complaint = corridors("map", brief, "--out", tmp_path / "out", option, value)
    assert code == 2
    assert words in complaint.replace("\n", " ")


def test_tiles_are_offered_by_name(corridors, brief, tmp_path):
    out = tmp_path / "out"
    corridors("map", brief, "--out", out, "--tiles", "Esri.WorldImagery", "--tiles", "OpenStreetMap", "-q")
    page = (out / "map.html").read_text(encoding="utf-8")
    assert "https://server.arcgisonline.com" in page
    assert "https://tile.openstreetmap.org" in page


def test_a_figure_is_drawn_from_the_atlas(corridors, brief, tmp_path):
    pytest.importorskip("matplotlib", reason="needs the extra [figure]")
    out = tmp_path / "out"
    corridors("map", brief, "--out", out, "--quiet")
    code, printed, _ = corridors("figure", out / "atlas.gpkg", "-o", tmp_path / "figure.svg")
    assert code == 0
    assert "figure.svg" in printed.replace("\n", "")
    assert (tmp_path / "figure.svg").read_bytes().startswith(b"<?xml")
    assert corridors("figure", out / "atlas.gpkg", "-o", tmp_path / "figure.bmp")[0] == 2


def test_claims_are_written_beside_the_map(corridors, brief, tmp_path):
    (brief / "claim.txt").write_text("The Astara–Rasht railway is 162 km long.", encoding="utf-8")
    corridors("map", brief, "--out", tmp_path / "out", "--quiet")
    lines = (tmp_path / "out" / "claims.csv").read_text(encoding="utf-8").splitlines()
    assert any("astara-rasht-railway" in line and "162" in line for line in lines[1:])
