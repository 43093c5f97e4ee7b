"""Joining partitions: from places in one batch to numbers of the whole, and leaving copies out.

Numbers follow from the order of the partitions alone, whatever their sizes: two runs that cut the same
documents into other batches give the same tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from layers.large.partition import HOLE, Columns, LayerPart, Partition

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = ["Numbers", "Shift", "shifted", "without"]


class Shift(NamedTuple):
    """What turns the places of a partition into numbers of the whole."""

    document: int
    """Number of the partition's first document."""
    targets: list[int]
    """Number of each target."""
    features: dict[str, list[int]]
    """Number of each feature of each layer."""
    rows: dict[str, int]
    """References that each layer has before."""


class Numbers:
    """Numbers of documents, targets and features (from 1) as partitions come, one after the other.

    Attributes
    ----------
    documents
        How many documents came so far.
    targets
        Number of each place and route, by `layers.large.partition.target_key`.
    features
        Number of each feature of a layer, by its id, layer by layer.
    owners
        What each feature is drawn for, in the order of their numbers: the route that a leg is named after if
        one of the documents names it, else the first that has the leg.
    """

    def __init__(self) -> None:
        self.documents = 0
        self.targets: dict[str, int] = {}
        self.features: dict[str, dict[str, int]] = {}
        self.owners: dict[str, list[str]] = {}
        self._rows: dict[str, int] = {}

    def shift(self, part: Partition) -> Shift:
        """Return the numbers of the next partition."""
        first = self.documents + 1
        self.documents += len(part.documents["digest"])
        known = self.targets
        targets = [known.setdefault(key, len(known) + 1) for key in part.targets]
        features = {name: self._features(name, layer, part.targets) for name, layer in part.layers.items()}
        rows = {name: self._rows.get(name, 0) for name in part.layers}
        for name, layer in part.layers.items():
            self._rows[name] = rows[name] + len(layer.references["document"])
        return Shift(first, targets, features, rows)

    def _features(self, name: str, layer: LayerPart, targets: Sequence[str]) -> list[int]:
        known, owners = self.features.setdefault(name, {}), self.owners.setdefault(name, [])
        numbers = []
        for feature_id, target in layer.features:
            number = known.get(feature_id)
            if number is None:
                number = known[feature_id] = len(known) + 1
                owners.append(targets[target])
            elif owners[number - 1] != targets[target] and _owns(targets[target], feature_id):
                owners[number - 1] = targets[target]
            numbers.append(number)
        return numbers


def shifted(part: Partition, shift: Shift) -> Partition:
    """Return a partition with numbers of the whole instead of its own, holes of candidates filled."""
    by = shift.document
    mentions = _moved(part.mentions, by)
    mentions["target"] = [shift.targets[at] for at in mentions["target"]]
    mentions["candidates"] = _filled(mentions["candidates"], shift.targets)
    unresolved = _moved(part.unresolved, by)
    unresolved["candidates"] = _filled(unresolved["candidates"], shift.targets)
    composed = _moved(part.composed, by)
    composed["target"] = [shift.targets[at] for at in composed["target"]]
    layers = {}
    for name, layer in part.layers.items():
        numbers = shift.features[name]
        references = _moved(layer.references, by)
        references["feature"] = [numbers[at] for at in references["feature"]]
        features = [(feature_id, shift.targets[at]) for feature_id, at in layer.features]
        layers[name] = LayerPart(features, references)
    return part._replace(
        mentions=mentions,
        unresolved=unresolved,
        layers=layers,
        composed=composed,
        claims=_moved(part.claims, by),
    )


def without(part: Partition, dropped: Collection[int]) -> Partition:
    """Return a partition as if some of its documents had never been in it.

    Parameters
    ----------
    part
        A partition.
    dropped
        Places of documents, such as copies of earlier ones.
    """
    left = [at for at in range(len(part.documents["digest"])) if at not in dropped]
    place = {at: new for new, at in enumerate(left)}
    documents = {name: [values[at] for at in left] for name, values in part.documents.items()}
    mentions, unresolved, composed, claims = (
        _left(columns, place) for columns in (part.mentions, part.unresolved, part.composed, part.claims)
    )
    order: dict[int, int] = {}
    for named in _named(mentions, unresolved):
        for target in named:
            order.setdefault(target, len(order))
    mentions["target"] = [order[at] for at in mentions["target"]]
    composed["target"] = [order[at] for at in composed["target"]]
    for columns in (mentions, unresolved):
        columns["candidates"] = _filled(columns["candidates"], order, HOLE)
    layers = {name: _left_of_layer(layer, place, order) for name, layer in part.layers.items()}
    targets = [part.targets[at] for at in order]
    return Partition(documents, mentions, unresolved, layers, targets, composed, claims)


def _owns(target: str, feature_id: str) -> bool:
    """Tell whether a leg is named after a route."""
    return target.endswith(f" {feature_id.rpartition('/')[0]}")


def _moved(columns: Columns, by: int) -> Columns:
    return columns | {"document": [at + by for at in columns["document"]]}


def _filled(texts: Sequence[str], numbers: Sequence[int] | dict[int, int], edge: str = "") -> list[str]:
    """Return JSON of candidates with numbers in its holes."""
    if not texts:
        return []
    # One pass over everything: JSON holds no bare line breaks either.
    pieces = "\n".join(texts).split(HOLE)
    pieces[1::2] = [f"{edge}{numbers[int(at)]}{edge}" for at in pieces[1::2]]
    return "".join(pieces).split("\n")


def _left(columns: Columns, place: dict[int, int]) -> Columns:
    """Return the rows of the documents that stay."""
    rows = [at for at, document in enumerate(columns["document"]) if document in place]
    kept = {name: [values[at] for at in rows] for name, values in columns.items()}
    return kept | {"document": [place[at] for at in kept["document"]]}


def _named(mentions: Columns, unresolved: Columns) -> Iterator[list[int]]:
    """Yield the targets that rows name, in the order in which a batch numbers them."""
    rows = [
        (document, 0, at, [target, *_holes(text)])
        for at, (document, target, text) in enumerate(
            zip(mentions["document"], mentions["target"], mentions["candidates"], strict=True)
        )
    ]
    rows += [
        (document, 1, at, _holes(text))
        for at, (document, text) in enumerate(
            zip(unresolved["document"], unresolved["candidates"], strict=True)
        )
    ]
    return (targets for *_, targets in sorted(rows))


def _holes(text: str) -> list[int]:
    return [int(at) for at in text.split(HOLE)[1::2]]


def _left_of_layer(layer: LayerPart, place: dict[int, int], order: dict[int, int]) -> LayerPart:
    references = _left(layer.references, place)
    used = {at: new for new, at in enumerate(dict.fromkeys(references["feature"]))}
    references["feature"] = [used[at] for at in references["feature"]]
    features = [(feature_id, order[target]) for feature_id, target in map(layer.features.__getitem__, used)]
    return LayerPart(features, references)
