from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import GazetteerError
from geo.gazetteer.cities import cities, sort_names
from geo.gazetteer.curated import curated, read_names
from geo.gazetteer.inflect import base_forms, inflection_of, is_case_ending
from geo.gazetteer.kinds import KINDS, kind_of_feature
from geo.gazetteer.merge import merge
from geo.gazetteer.tables import countries, subdivisions

HEADER = "id,name,kind,lon,lat,country,extent_km,names,source,certainty,same_as\n"
ROW = 'alat,Alat port,port,49.4,39.97,AZ,3,"en=Port of Alat|Alat;az=Ələt",src,uncertain,geonames:1 iso:XX\n'


def read(tmp_path, text):
    path = tmp_path / "places.csv"
    path.write_text(text, encoding="utf-8")
    return list(curated(path))


def test_a_curated_row_is_read_whole(tmp_path):
    (entry,) = read(tmp_path, HEADER + ROW)
    assert (entry.id, entry.name, entry.kind, entry.lon, entry.lat) == (
        "alat",
        "Alat port",
        "port",
        49.4,
        39.97,
    )
    assert entry.names == {"en": ["Port of Alat", "Alat"], "az": ["Ələt"]}
    assert (entry.extent_km, entry.certainty, entry.country) == (3.0, "uncertain", "AZ")
    assert entry.replaces == ("geonames:1", "iso:XX")
    assert entry.curated


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("a,A,port,x,1,,,,,,\n", "'lon' is 'x'"),
        ("a,A,port,10,95,,,,,,\n", "off the globe"),
        ("a,A,harbour,1,1,,,,,,\n", "unknown kind 'harbour'"),
        ("a,,port,1,1,,,,,,\n", "'name' is empty"),
        ("a,A,port,1,1,,,,,perhaps,\n", "unknown certainty 'perhaps'"),
        ("a,A,port,1,1,,,Alat,,,\n", "has no language"),
        ("a,A,port,1,1,,wide,,,,\n", "'extent_km' is 'wide'"),
        ("a,A,port,1,1,,,,,,\na,B,port,1,1,,,,,,\n", "is that of line 2"),
    ],
)
def test_a_wrong_row_is_told_with_file_line_and_repair(tmp_path, row, told):
    with pytest.raises(GazetteerError, match=r"places\.csv', line \d") as error:
        read(tmp_path, HEADER + row)
    assert told in str(error.value)


def test_a_missing_column_is_told(tmp_path):
    with pytest.raises(GazetteerError, match=r"lacks the column\(s\) lon, lat"):
        read(tmp_path, "id,name,kind\n")


def test_names_may_be_split_over_parts():
    assert read_names("az=A; en=B|C ;az=D", "here") == {"az": ["A", "D"], "en": ["B", "C"]}


def test_a_replaced_place_vanishes_and_leaves_its_names(make, town):
    gazetteer = make(
        town("geonames:1", "Ghuba", "Kuba", population=40_000, admin1="42", also=("other:1",)),
        town("guba", "Guba", "Quba", curated=True, replaces=("geonames:1",)),
    )
    (guba,) = gazetteer.find("Kuba")
    assert (guba.id, guba.population, guba.admin1) == ("guba", 40_000, "42")
    assert gazetteer.find("Ghuba") == gazetteer.find("Quba") == (guba,)
    assert gazetteer.get("geonames:1") == gazetteer.get("other:1") == guba


def test_a_curated_row_may_replace_by_a_further_id(make, town):
    gazetteer = make(
        town("iso:GB-ENG", "England", also=("geonames:6269131",)),
        town("england", "England", curated=True, replaces=("geonames:6269131",)),
    )
    assert [place.id for place in gazetteer.find("England")] == ["england"]
    assert gazetteer.get("iso:GB-ENG").id == "england"


def test_a_later_source_refines_an_earlier_one(town):
    (entry,), _ = merge([town("geonames:1", "Old", "Older"), town("geonames:1", "New", lon=1.0)])
    assert (entry.name, entry.lon) == ("New", 1.0)
    assert entry.names["und"] == ["Old", "Older"]


def test_a_dump_corrects_the_derived_position_of_a_subdivision(town):
    ours = town("iso:AZ-AST", "Astara", kind="admin1", also=("geonames:148446",))
    theirs = town("geonames:148446", "Astara Rayonu", kind="admin1", lon=48.7, lat=38.5)
    (entry,), other_ids = merge([ours, theirs])
    assert (entry.id, entry.lon, entry.lat) == ("iso:AZ-AST", 48.7, 38.5)
    assert other_ids == {"geonames:148446": "iso:AZ-AST"}


def test_demonyms_reach_a_place_by_any_of_its_ids(make, town):
    gazetteer = make(
        town("iso:RU-DA", "Dagestan", also=("geonames:567293",)), demonyms={"geonames:567293": ("Dagestani",)}
    )
    assert gazetteer.find("Dagestani") == ()
    assert [place.id for place in gazetteer.find("Dagestani", people=True)] == ["iso:RU-DA"]


@pytest.mark.parametrize("text", ["", "[1]", '{"1": {"name": "x"}}', '{"1": 3}', "\x00"])
def test_a_broken_cities_file_names_its_repair(tmp_path, text):
    path = tmp_path / "cities500.json"
    path.write_text(text)
    with pytest.raises(GazetteerError, match="--force-reinstall"):
        list(cities(path))


def test_alternates_are_sorted_into_names_and_codes():
    others, codes = sort_names("Moscow", ["MOW", "Moskva", "mwskw", "Москва", "Moscow", "", "Maeskuy"])
    assert others == ["Moskva", "Москва", "Maeskuy"]
    assert codes == ("MOW",)


@pytest.mark.parametrize("reader", [countries, subdivisions])
def test_a_table_of_another_shape_is_refused(tmp_path, reader):
    path = tmp_path / "table.tsv"
    path.write_text("id\tname\n1\t2\n")
    with pytest.raises(GazetteerError, match="Build the table again"):
        list(reader(path))


def test_a_wrong_row_of_a_table_is_told_with_its_line(tmp_path):
    path = tmp_path / "countries.tsv"
    header = "id name lon lat population area_km2 geonames_id names codes demonyms".replace(" ", "\t")
    path.write_text(header + "\nAZ\tAzerbaijan\teast\t40\t1\t1\t1\t\t\t\n")
    with pytest.raises(GazetteerError, match=r"countries\.tsv', line 2: .*'east'"):
        list(countries(path))


@pytest.mark.parametrize(
    ("feature", "kind"),
    [
        (("P", "PPLC"), "city"),
        (("S", "RSTN"), "station"),
        (("S", "CSTM"), "border_crossing"),
        (("L", "PRT"), "port"),
        (("H", "STM"), "river"),
        (("T", "MTS"), "mountain"),
        (("A", "ADM1"), "admin1"),
        (("S", "HTL"), None),
        (("X", ""), None),
    ],
)
def test_feature_codes_map_to_kinds(feature, kind):
    assert kind_of_feature(*feature) == kind
    assert kind is None or kind in KINDS


@given(st.text(max_size=50), st.sampled_from(["none", "slavic", "turkic"]))
def test_base_forms_are_other_words_of_some_length(word, inflection):
    forms = base_forms(word, inflection)
    assert word not in forms
    assert len(set(forms)) == len(forms)
    assert all(len(form) >= 3 for form in forms)


@pytest.mark.parametrize(
    ("text", "language", "inflection"),
    [
        ("Bakıdan Şəkiyə", None, "turkic"),
        ("Şəki, a city in the north of the country, is older than most of the neighbours.", None, "none"),
        ("plain English", None, "none"),
        ("plain English", "tr", "turkic"),
        ("Şəki", "en", "none"),
        ("", None, "none"),
    ],
)  # fmt: skip
def test_the_language_or_the_letters_tell_the_endings(text, language, inflection):
    assert inflection_of(text, language) == inflection


def test_what_may_follow_an_apostrophe():
    assert all(map(is_case_ending, ["s", "den", "ya", "nin"]))
    assert not any(map(is_case_ending, ["brien", "", "ivoire"]))
