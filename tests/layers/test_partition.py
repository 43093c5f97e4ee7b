"""A batch by column: the same rows as the tables of an atlas, however documents are cut into batches."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.model import Document, Leg, Route, Waypoint
from layers import build_atlas, mention_row
from layers.large.joining import Numbers, shifted, without
from layers.large.partition import PARTITION_KINDS, partition_of
from layers.storable import restored, stored
from layers.tables import atlas_tables, references_of
from tests.layers.atlases import BTC, any_atlas, located, mention

MANY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)


def by_document(atlas):
    """Return each document with its spans, those that were located first."""
    return [
        (document, [one for one in (*atlas.mentions, *atlas.unresolved) if one.span.document is document])
        for document in atlas.documents
    ]


def joined(parts):
    """Return partitions as one, with numbers of the whole."""
    numbers = Numbers()
    placed = [shifted(part, numbers.shift(part)) for part in parts]
    columns = {
        name: {key: [one for part in placed for one in getattr(part, name)[key]] for key in kinds}
        for name, kinds in PARTITION_KINDS.items()
        if name != "references"
    }
    layers = {
        name: [one for part in placed for one in zip(*part.layers[name].references.values(), strict=True)]
        for name in ("routes", "regions", "places")
    }
    return columns, layers, numbers.targets, numbers.features, numbers.owners


@MANY
@given(any_atlas())
def test_the_tables_of_a_partition_are_those_of_the_atlas(atlas):
    columns, layers, *_ = joined([partition_of(by_document(atlas))])
    tables = atlas_tables(atlas)
    for name in ("documents", "mentions", "unresolved"):
        for column, kind in tables[name].kinds.items():
            if column not in {"target", "candidates"}:  # numbers follow from the order of the tables
                expected = list(stored(tables[name].columns[column], kind))
                assert list(map(str, columns[name][column])) == list(map(str, expected)), column
    whole = build_atlas(atlas.documents, [*atlas.mentions, *atlas.unresolved])
    for name, layer in whole.layers.items():
        references = references_of(layer)
        cells = [stored(references.columns[key], kind) for key, kind in references.kinds.items()]
        expected = list(zip(*cells, strict=True))
        assert [row[2:-1] for row in layers[name]] == expected
        told = [json.loads(b'{"row": 0' + row[-1]) for row in layers[name]]
        assert [list(one.values())[1:] for one in told] == [
            [value for key, value in zip(references.kinds, row, strict=True) if key != "feature_id"]
            for row in references.rows()
        ]


@MANY
@given(any_atlas())
def test_lines_are_the_rows_of_mentions(atlas):
    part = partition_of(by_document(atlas))
    for (_, found), lines in zip(by_document(atlas), part.documents["lines"], strict=True):
        expected = [json.dumps(mention_row(one), ensure_ascii=False) for one in found]
        assert lines == "".join(f"{one}\n" for one in expected).encode("utf-8", "backslashreplace")


@MANY
@given(any_atlas(), st.data())
def test_where_batches_are_cut_changes_nothing(atlas, data):
    rows = by_document(atlas)
    cut = data.draw(st.integers(0, len(rows)))
    parts = [partition_of(rows[:cut]), partition_of([]), partition_of(rows[cut:])]
    assert joined(parts) == joined([partition_of(rows)])


@MANY
@given(any_atlas(), st.data())
def test_a_document_that_is_left_out_was_never_there(atlas, data):
    rows = by_document(atlas)
    dropped = data.draw(st.sets(st.sampled_from(range(len(rows))))) if rows else set()
    left = without(partition_of(rows), dropped)
    assert left == partition_of([row for at, row in enumerate(rows) if at not in dropped])


def test_a_partition_comes_back_from_a_pickle():
    part = partition_of(by_document(build_atlas({one.span.document: 0 for one in located()}, located())))
    assert pickle.loads(pickle.dumps(part)) == part  # noqa: S301  (its own)
    assert part.targets
    assert all(layer.features for layer in part.layers.values())


def test_candidates_name_their_targets_by_number():
    rows = by_document(build_atlas({one.span.document: 0 for one in located()}, located()))
    columns, _, targets, *_ = joined([partition_of([row]) for row in rows])
    names = {number: key for key, number in targets.items()}
    told = [json.loads(text) for text in columns["mentions"]["candidates"]]
    expected = [
        [one.target.id for one in span.candidates]
        for _, found in rows
        for span in found
        if hasattr(span, "target")
    ]
    assert [[names[number].partition(" ")[2] for number, *_ in one] for one in told] == expected
    assert any(expected)


def test_a_leg_belongs_to_the_route_that_it_is_named_after():
    guest = replace(BTC, id="guest", name="Guest", legs=BTC.legs)
    first, second, third = (Document(name, "The BTC pipeline.", language="en") for name in "abc")
    parts = [
        partition_of([(first, [mention(first, "BTC", guest)]), (second, [mention(second, "BTC", BTC)])]),
        partition_of([(third, [mention(third, "BTC", guest)])]),
    ]
    *_, features, owners = joined(parts)
    assert set(owners["routes"]) == {"route btc"}
    assert len(features["routes"]) == len(owners["routes"]) == len(BTC.legs)


def test_routes_made_of_a_text_travel_whole():
    ends = (Waypoint("A", 49.0, 40.0), Waypoint("B", 50.0, 41.0))
    leg = Leg("a-b-road/only", "A–B", "road", "unknown", ends, "straight")
    route = Route("a-b-road", "A–B road", "road", "road", "unknown", (leg,), composed=True)
    document = Document("a", "The A–B road.\x00", language="en")
    part = partition_of([(document, [mention(document, "A–B road", route)])])
    (record,) = part.composed["record"]
    assert json.loads(restored(record))["legs"][0]["waypoints"][0]["lon"] == 49.0
    assert part.documents["text"] == ["The A–B road.\U0010f000"]
    assert part.composed["target"] == part.mentions["target"] == [0]


def test_nothing_gives_an_empty_partition():
    part = partition_of([])
    assert part.targets == []
    assert all(values == [] for values in (*part.documents.values(), *part.mentions.values()))
    assert Numbers().shift(part).document == 1
