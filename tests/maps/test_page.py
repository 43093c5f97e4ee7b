from __future__ import annotations

import base64
import gzip
import json
import re
from html.parser import HTMLParser

import folium
import pandas as pd
import pytest
from atlases import DOCUMENTS, large_atlas, small_atlas
from folium import plugins
from hostile import BIG, HOSTILE, hostile_atlas

from geo.errors import OutputError, UsageError
from layers import Atlas, Layer
from maps import embed
from maps.page import atlas_map, write
from maps.payload import page_data
from maps.style import MODES, STATUSES


class Elements(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, html):
        super().__init__()
        self.tags = []
        self.scripts = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        if self.cdata_elem == "script" and "type" not in self.tags[-1][1]:
            self.scripts.append(data)


def rendered(page):
    return page.get_root().render()


def data_of(html):
    coded = re.search(r'id="ca-data">([^<]*)</script>', html)[1]
    return json.loads(gzip.decompress(base64.b64decode(coded)))


def policy_of(html):
    return re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)[1]


@pytest.fixture(scope="module")
def html():
    return rendered(atlas_map(small_atlas(), title="A small atlas"))


def test_the_page_links_to_nothing(html):
    for tag, attributes in Elements(html).tags:
        assert "src" not in attributes, (tag, attributes)
        assert tag not in {"link", "iframe", "object", "embed", "base"}, (tag, attributes)


def test_no_style_on_the_page_asks_for_an_address(html):
    for style in re.findall(r"<style>(.*?)</style>", html, re.DOTALL):
        addresses = re.findall(r"url\(['\"]?([^)'\"]{0,20})", style)
        assert all(address.startswith(("data:", "#")) for address in addresses), addresses
        assert "@import" not in style


def test_folium_defaults_that_nothing_uses_stay_out(html):
    for name in ("bootstrap", "jQuery", "AwesomeMarkers", "Font Awesome"):
        assert name not in html


def test_every_script_is_allowed_by_its_hash_and_nothing_else_is(html):
    rules = policy_of(html)
    scripts = Elements(html).scripts
    assert len(scripts) >= 3
    for script in scripts:
        assert embed.content_hash(script) in rules
    assert "unsafe" not in rules
    assert "default-src 'none'" in rules


def test_the_same_atlas_gives_the_same_bytes(tmp_path):
    first, second = tmp_path / "a.html", tmp_path / "b.html"
    write(small_atlas(), first)
    write(small_atlas(), second)
    assert first.read_bytes() == second.read_bytes()


def test_rendering_twice_gives_the_same_page():
    page = atlas_map(small_atlas())
    assert rendered(page) == rendered(page)


def test_language_and_title_are_set(html):
    assert '<html lang="en">' in html
    assert "<title>A small atlas</title>" in html
    assert html.count('name="viewport"') == 1
    assert "user-scalable" not in html


def test_it_is_a_folium_map():
    assert isinstance(atlas_map(small_atlas()), folium.Map)


def test_tiles_are_offered_but_not_shown(html):
    assert "https://tile.openstreetmap.org" in policy_of(html)
    name = re.search(r"var (tile_layer_\w+) = L\.tileLayer", html)[1]
    assert f"{name}.addTo" not in html


def test_no_tiles_no_host():
    html = rendered(atlas_map(small_atlas(), tiles=()))
    assert "http" not in policy_of(html)


def test_a_tile_layer_may_be_handed_over():
    layer = folium.TileLayer("https://tiles.example.org/{z}/{x}/{y}.png", attr="Example", name="Mine")
    html = rendered(atlas_map(small_atlas(), tiles=[layer]))
    assert "https://tiles.example.org" in policy_of(html)
    assert "openstreetmap.org/{z}" not in html


def test_anything_of_folium_can_be_added_and_stays_offline():
    page = atlas_map(small_atlas())
    folium.Marker([40.4, 49.9], popup="Here", icon=folium.Icon(color="red")).add_to(page)
    plugins.MarkerCluster([[41, 44], [41.1, 44.1]], name="Mine").add_to(page)
    folium.GeoJson({"type": "Point", "coordinates": [45, 41]}, name="A point").add_to(page)
    html = rendered(page)
    for tag, attributes in Elements(html).tags:
        assert "src" not in attributes, (tag, attributes)
        assert tag != "link"
    assert "jQuery" in html, "Folium's popups need it"
    assert "markerClusterGroup" in html
    for script in Elements(html).scripts:
        assert embed.content_hash(script) in policy_of(html)


def test_the_page_is_the_same_twice_with_things_added():
    def build():
        page = atlas_map(small_atlas())
        folium.Marker([40.4, 49.9], popup="Here", tooltip="There").add_to(page)
        page.fit_bounds([[40, 44], [41, 50]])
        return rendered(page)

    assert build() == build()


def test_an_object_whose_assets_are_not_offline_is_refused_with_the_repair():
    class Odd(folium.elements.JSCSSMixin):
        default_js = [("odd", "https://example.org/odd.js")]  # noqa: RUF012

    page = atlas_map(small_atlas())
    page.add_child(Odd())
    with pytest.raises(UsageError, match=r"odd\.js"):
        rendered(page)
    page = atlas_map(small_atlas(), assets={"https://example.org/odd.js": "window.odd = 1;"})
    page.add_child(Odd())
    assert "window.odd = 1;" in rendered(page)


def test_the_layer_control_of_folium_becomes_the_safe_one():
    page = atlas_map(small_atlas())
    folium.LayerControl(collapsed=False, position="bottomleft").add_to(page)
    html = rendered(page)
    assert html.count("CorridorAtlas.layerControl(") == 1
    assert '"bottomleft"' in html
    assert "L.control.layers(" not in Elements(html).scripts[-1]


def test_layers_are_named_in_the_control_in_their_order(html):
    names = re.findall(r'^  \["([^"]*)", \w+, (true|false)\],$', html, re.MULTILINE)
    assert names == [
        ("Offline map", "false"),
        ("OpenStreetMap (online)", "false"),
        ("Corridors and routes", "true"),
        ("Regions", "true"),
        ("Places", "true"),
    ]


def test_the_quotes_come_with_their_bibliography(html):
    data = data_of(html)
    assert data["documents"][0]["title"] == DOCUMENTS[0].title
    assert data["documents"][0]["publisher"] == "Caspian Freight Notes"
    assert data["unreadable"] == [["scan.pdf", "It is not text."]]
    assert data["summary"]["reasons"] == [["The gazetteer has no such name.", 1]]


def quote(data, index):
    document, start, rest = data["quotes"][index]
    return rest if isinstance(rest, str) else data["documents"][document]["text"][start:rest]


@pytest.mark.parametrize("embedded", ["text", "quotes"])
def test_every_reference_points_at_its_surface_in_its_quote(embedded):
    atlas = small_atlas()
    data = page_data(atlas, title="x", embed=embedded)
    for layer, own in zip(data["layers"], atlas.layers.values(), strict=True):
        refs = layer["references"]
        for index, start, end, surface in zip(
            refs["quote"], refs["start"], refs["end"], own.references["surface"], strict=True
        ):
            at = data["quotes"][index][1]
            assert quote(data, index)[start - at : end - at] == surface


def test_quotes_only_leaves_the_texts_at_home():
    data = page_data(small_atlas(), title="x", embed="quotes")
    assert all("text" not in document for document in data["documents"])
    assert "An epilogue" not in json.dumps(data)


def test_an_atlas_without_anything_is_a_page():
    html = rendered(atlas_map(Atlas((), (), (), (), {})))
    assert data_of(html)["layers"] == []


def test_hostile_text_stands_only_in_the_data_block():
    html = rendered(
        atlas_map(hostile_atlas(), title="</title><script>window.hacked=1</script>${window.hacked=1}")
    )
    html.encode("utf-8")
    outside = re.sub(r'<script type="application/gzip" id="[^"]*">[^<]*</script>', "", html)
    assert "hacked=1<" not in outside.replace("window.hacked=1&lt;", "")
    own = Elements(rendered(atlas_map(small_atlas())))
    hostile = Elements(html)
    assert [tag for tag, _ in hostile.tags if tag != "script"] == [
        tag for tag, _ in own.tags if tag != "script"
    ]
    assert hostile.scripts[:-1] == own.scripts[:-1], "hostile text changed a script"
    script = hostile.scripts[-1]
    assert "${window" not in script
    assert "<img" not in script


def test_hostile_text_arrives_as_typed():
    data = data_of(rendered(atlas_map(hostile_atlas())))
    titles = [document["title"] for document in data["documents"][: len(HOSTILE)]]
    typed = [text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass") for text in HOSTILE]
    assert titles == typed
    assert dict(data["layers"][0]["columns"])["name"] == typed


def test_a_megabyte_of_title_is_no_trouble():
    html = rendered(atlas_map(hostile_atlas([BIG]), title=BIG))
    assert data_of(html)["documents"][0]["title"] == BIG


def test_twenty_thousand_mentions_stay_small(tmp_path):
    write(large_atlas(20_000), tmp_path / "map.html", embed="quotes")
    assert (tmp_path / "map.html").stat().st_size < 2_500_000


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match=r"map\.html"):
        write(small_atlas(), tmp_path / "file" / "map.html")


def test_every_mode_stands_out_from_the_land():
    def luminance(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one, other):
        high, low = sorted((luminance(one), luminance(other)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    for _, light, dark in MODES.values():
        assert contrast(light, "#f6f3ec") >= 3
        assert contrast(dark, "#1d242c") >= 3


def test_every_status_of_the_model_has_a_label():
    assert set(STATUSES) == {
        "planned",
        "under_construction",
        "operational",
        "suspended",
        "disputed",
        "unknown",
    }


def test_a_mention_of_a_wider_corridor_is_told_from_one_of_the_leg_s_own_route():
    atlas = small_atlas()
    routes = atlas.layers["routes"]
    corridor = routes.references[routes.references["feature_id"] == "north-south/west"].iloc[:1]
    table = pd.concat([corridor.assign(feature_id="astara-rasht-railway/main"), routes.references])
    layer = Layer(routes.name, routes.title, routes.features, table.reset_index(drop=True))
    data = page_data(atlas.with_layers({"routes": layer}), title="")
    references = data["layers"][0]["references"]
    assert references["wider"][0] == 1
    assert sum(references["wider"]) == 1


def test_without_wider_corridors_the_page_carries_no_flags():
    assert all("wider" not in layer["references"] for layer in page_data(small_atlas(), title="")["layers"])
