"""Places in the Linked Places Format 1.3, for the World Historical Gazetteer, Recogito and Peripleo.

The format and its required fields (``@id``, ``title``, ``fclasses``, ``names`` with a citation, a
GeometryCollection): https://github.com/LinkedPasts/linked-places-format
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import shapely

from geo.atomic import replacing, utf8
from layers.geojson import oriented
from layers.places import places_by_id

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from geo.model import Document, Mention, Place
    from layers.atlas import Atlas

__all__ = ["linked_place", "place_iri", "write_linked_places"]

_CONTEXT: Final = (
    "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld"
)
# Feature classes of GeoNames, and terms of the Art & Architecture Thesaurus (Getty), by kind.
_CLASSES: Final[Mapping[str, tuple[str, str | None]]] = {
    "city": ("P", "aat:300008347"),
    "country": ("A", "aat:300128207"),
    "admin1": ("A", "aat:300000774"),
    "admin2": ("A", "aat:300000774"),
    "region": ("L", "aat:300182722"),
    "sea": ("H", "aat:300008687"),
    "lake": ("H", "aat:300008680"),
    "river": ("H", "aat:300008707"),
    "island": ("T", "aat:300008791"),
    "mountain": ("T", "aat:300008795"),
    "port": ("S", None),
    "border_crossing": ("S", None),
    "station": ("S", None),
    "terminal": ("S", None),
    "airport": ("S", None),
    "spot": ("S", None),
}
_GEONAMES: Final = re.compile(r"geonames:(\d+)")
_MOST_CITATIONS: Final = 25


def write_linked_places(atlas: Atlas, path: Path) -> None:
    """Write the mentioned places of an atlas, each with its names, types, geometry and attestations.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    shapes: dict[str, shapely.Geometry] = {}
    for name in ("places", "regions"):
        if name in atlas.layers:
            layer = atlas.layers[name]
            shapes |= dict(zip(layer.features["feature_id"].tolist(), oriented(layer), strict=True))
    groups = places_by_id(list(atlas.mentions))
    with replacing(path) as file:
        head = {"type": "FeatureCollection", "@context": _CONTEXT}
        file.write(utf8(json.dumps(head)[:-1] + ', "features": ['))
        for number, (place, mentions) in enumerate(groups):
            shape = shapes.get(place.id, shapely.Point(place.lon, place.lat))
            separator = ",\n" if number else "\n"
            file.write(utf8(separator + json.dumps(linked_place(place, mentions, shape), ensure_ascii=False)))
        file.write(b"\n]}\n")


def linked_place(place: Place, mentions: Sequence[Mention], shape: shapely.Geometry) -> dict[str, Any]:
    """Return a place as a feature of the Linked Places Format."""
    fclass, term = _CLASSES.get(place.kind, ("S", None))
    certainty = "certain" if place.certainty == "sure" else "uncertain"
    label = place.kind.replace("_", " ")
    kind: dict[str, Any] = {"label": label, "sourceLabels": [{"label": label, "lang": "en"}]}
    feature: dict[str, Any] = {
        "@id": place_iri(place.id),
        "type": "Feature",
        "properties": {
            "title": place.name,
            "ccodes": [place.country] if place.country else [],
            "fclasses": [fclass],
        },
        "names": _names(place, mentions),
        "types": [({"identifier": term} if term else {}) | kind],
        "geometry": {
            "type": "GeometryCollection",
            "geometries": [json.loads(shapely.to_geojson(shape)) | {"certainty": certainty}],
        },
        "links": _links(place),
        "descriptions": [{"value": f"{label}; position: {place.source}", "lang": "en"}]
        if place.source
        else [],
    }
    dates = sorted(mention.document.date for mention in mentions if mention.document.date)
    if dates:
        feature["when"] = {
            "timespans": [{"start": {"in": dates[0]}, "end": {"in": dates[-1]}}],
            "label": "dates of the documents that mention it",
        }
    return feature


def _names(place: Place, mentions: Sequence[Mention]) -> list[dict[str, Any]]:
    """Return the forms that documents use, each cited, then the other names that are known."""
    attested: dict[str, dict[str, Document]] = {}
    for mention in mentions:
        attested.setdefault(mention.surface, {}).setdefault(mention.document.name, mention.document)
    names: list[dict[str, Any]] = []
    for surface, documents in attested.items():
        own = list(documents.values())
        name: dict[str, Any] = {"toponym": surface}
        if own[0].language:
            name["lang"] = own[0].language
        name["citations"] = [_citation(document) for document in own[:_MOST_CITATIONS]]
        names.append(name)
    for language, forms in {"": (place.name,), **place.names}.items():
        tag = {"lang": language} if language else {}
        names.extend({"toponym": form, **tag} for form in forms if form not in attested)
    return names


def _citation(document: Document) -> dict[str, str]:
    parts = (document.author, document.title or document.name, document.publisher, document.date)
    return {
        "label": ", ".join(part for part in parts if part),
        "@id": document.url or f"urn:sha256:{document.id}",
    }


def _links(place: Place) -> list[dict[str, str]]:
    known = _GEONAMES.fullmatch(place.id)
    return [{"type": "exactMatch", "identifier": f"gn:{known.group(1)}"}] if known else []


def place_iri(place_id: str) -> str:
    """Return the address by which a place or route is known: GeoNames' own, or a name of this project."""
    known = _GEONAMES.fullmatch(place_id)
    safe = quote(place_id, safe=":-", errors="surrogatepass")
    return f"https://sws.geonames.org/{known.group(1)}/" if known else f"urn:corridor-atlas:{safe}"
