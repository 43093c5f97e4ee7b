"""What people corrected on a map, applied to located mentions.

A correction names its span by the hash of the document's text, the offsets and the words, so that it
survives another file name, and is never applied to another text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from geo.errors import CoordinateError, InputError
from geo.model import Mention, Place, Unresolved, checked_lonlat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from geo.model import Document

    Find = Callable[[str], Place | None]

__all__ = [
    "FORMAT",
    "NOT_A_PLACE",
    "Action",
    "Correction",
    "Unmatched",
    "corrected",
    "correction_of",
    "read_corrections",
    "sorted_corrections",
]

FORMAT: Final = "corridor-atlas-corrections"
NOT_A_PLACE: Final = "Marked by hand as not a place."
BY_HAND: Final = "corrected by hand"
Action = Literal["accept", "choose", "move", "reject"]
_ACTIONS: Final = get_args(Action)
_MOST_BYTES: Final = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said of one span.

    ``document`` is the hash of its text (`geo.model.Document.id`), ``start`` and ``end`` count code points.
    ``choose`` names another ``target`` by its id; ``move`` gives the place another ``lon`` and ``lat``
    (degrees WGS 84), after choosing a ``target`` if there is one; ``reject`` says that it is no place;
    ``accept`` that it is right as it is.
    """

    document: str
    start: int
    end: int
    surface: str
    kind: str
    action: Action
    target: str | None = None
    lon: float | None = None
    lat: float | None = None

    @property
    def key(self) -> tuple[str, int, int, str]:
        """What the correction is about; there is one for each span and kind."""
        return self.document, self.start, self.end, self.kind

    def as_dict(self) -> dict[str, Any]:
        """Return plain data, without what the action does not need."""
        row = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in row.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A correction that was not applied, and why. It is kept all the same."""

    correction: Correction
    reason: str


def read_corrections(path: Path) -> list[Correction]:
    """Read a file of corrections, as the page exports it.

    Raises
    ------
    InputError
        If the file cannot be read, is not such a file, or a row is wrong; names the row.
    """
    try:
        size = path.stat().st_size
        data = json.loads(path.read_bytes()) if size <= _MOST_BYTES else None
    except OSError as error:
        raise InputError(f"Cannot read the corrections in '{path}': {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"'{path}' is not valid JSON ({error}). Export the corrections from the map again."
        ) from error
    if size > _MOST_BYTES:
        raise InputError(f"'{path}' is larger than 64 MB: no file of corrections. Export it again.")
    if (
        not isinstance(data, dict)
        or data.get("format") != FORMAT
        or not isinstance(data.get("corrections"), list)
    ):
        raise InputError(
            f'\'{path}\' is not a file of corrections: it lacks "format": "{FORMAT}" and a list of '
            '"corrections". Export them from the map.'
        )
    if data.get("version") != 1:
        raise InputError(
            f"'{path}' is of version {_shown(data.get('version'))}; this program reads version 1. "
            "Install a newer one."
        )
    return [correction_of(row, f"'{path}', correction {at}") for at, row in enumerate(data["corrections"], 1)]


def sorted_corrections(rows: Iterable[Correction]) -> list[Correction]:
    """Return one correction a span, the last given, in the order in which they are stored."""
    return [one for _, one in sorted({row.key: row for row in rows}.items())]


def corrected(
    located: Iterable[Mention | Unresolved],
    corrections: Iterable[Correction],
    find: Find = lambda _: None,
    *,
    documents: Iterable[Document] = (),
) -> tuple[list[Mention | Unresolved], list[Unmatched]]:
    """Return the spans with corrections applied, and the corrections that fit none.

    Parameters
    ----------
    located
        Located and unresolved spans.
    corrections
        What people said; of two about one span the later counts.
    find
        Looks up a place by id, for a chosen one that is not among a span's candidates.
    documents
        What was read, to tell a text that is not here from one in which nothing was found.

    Notes
    -----
    Applied once more to its own result, it changes nothing.
    """
    waiting = {row.key: row for row in corrections}
    known = {row.document for row in waiting.values()}
    present = {document.id for document in documents}
    used: set[tuple[str, int, int, str]] = set()
    result: list[Mention | Unresolved] = []
    unmatched: list[Unmatched] = []
    for one in located:
        span = one.span
        present.add(span.document.id)
        key = (span.document.id, span.start, span.end, span.kind)
        row = waiting.get(key) if span.document.id in known else None
        if row is None or row.surface != span.surface:
            result.append(one)
            continue
        used.add(key)
        try:
            result.append(_applied(one, row, find))
        except _Refused as refusal:
            unmatched.append(Unmatched(row, str(refusal)))
            result.append(one)
    unmatched += [Unmatched(row, _no_match(row, present)) for key, row in waiting.items() if key not in used]
    return result, sorted(unmatched, key=lambda one: one.correction.key)


class _Refused(Exception):  # noqa: N818  (never leaves this module)
    """A correction that its span cannot take."""


def _no_match(row: Correction, present: set[str]) -> str:
    where = "was not found there any more" if row.document in present else "is in none of these documents"
    return f"'{row.surface}' at {row.start} {where}. The correction is kept, and applied where the text is."


def _applied(one: Mention | Unresolved, row: Correction, find: Find) -> Mention | Unresolved:
    match row.action:
        case "reject":
            return Unresolved(one.span, NOT_A_PLACE, one.candidates)
        case "choose":
            return _sure(one, _chosen(one, row, find))
        case "move":
            return _sure(one, _moved(one, row, find))
    if isinstance(one, Unresolved):
        raise _Refused(f"'{row.surface}' is not located, so there is nothing to accept. Choose a candidate.")
    return replace(one, score=1.0)


def _sure(one: Mention | Unresolved, place: Place) -> Mention:
    role = one.role if isinstance(one, Mention) else "place"
    return Mention(one.span, place, 1.0, role, getattr(one, "in_name", False), candidates=one.candidates)


def _chosen(one: Mention | Unresolved, row: Correction, find: Find) -> Place:
    rivals = (candidate.target for candidate in one.candidates)
    known = next((rival for rival in rivals if rival.id == row.target), None)
    place = known or find(row.target or "")
    if not isinstance(place, Place) or one.span.kind != "place":
        raise _Refused(
            f"'{row.surface}': no place has the id '{row.target}'. Choose one of its candidates on the map."
        )
    return place


def _moved(one: Mention | Unresolved, row: Correction, find: Find) -> Place:
    place = _chosen(one, row, find) if row.target else getattr(one, "place", None)
    if place is None:
        raise _Refused(
            f"'{row.surface}' is no located place, so it cannot be moved. Choose a candidate first."
        )
    lon, lat = float(row.lon or 0.0), float(row.lat or 0.0)
    # Other mentions stay where they are, so the moved point is a feature of its own.
    base = place.id.partition("@")[0]
    return replace(place, id=f"{base}@{lon:.5f},{lat:.5f}", lon=lon, lat=lat, extent_km=0.0, source=BY_HAND)


def correction_of(row: object, where: str) -> Correction:
    """Return a checked correction of a row of JSON; ``where`` is named in messages.

    Raises
    ------
    InputError
        If a field is missing or wrong.
    """
    if not isinstance(row, dict):
        raise InputError(f"{where}: {_shown(row)} is no object. Export the corrections again, or remove it.")
    texts = {name: _text(row, name, where) for name in ("document", "surface", "kind", "action")}
    start, end = (_whole(row, name, where) for name in ("start", "end"))
    if texts["action"] not in _ACTIONS:
        raise InputError(f"{where}: unknown action {_shown(texts['action'])}. One of: {', '.join(_ACTIONS)}.")
    wanted = texts["action"] == "choose" or (texts["action"] == "move" and row.get("target") is not None)
    target = _text(row, "target", where) if wanted else None
    lon = lat = None
    if texts["action"] == "move":
        lon, lat = _position(row, where)
    action: Action = texts.pop("action")  # type: ignore[assignment]  # checked above
    return Correction(**texts, start=start, end=end, action=action, target=target, lon=lon, lat=lat)


def _position(row: Mapping[str, Any], where: str) -> tuple[float, float]:
    lon, lat = row.get("lon"), row.get("lat")
    if isinstance(lon, bool) or isinstance(lat, bool):
        lon = None
    if not isinstance(lon, int | float) or not isinstance(lat, int | float):
        raise InputError(f"{where}: a move needs lon and lat in degrees, not {_shown(lon)}, {_shown(lat)}.")
    try:
        return checked_lonlat(float(lon), float(lat), where)
    except CoordinateError as error:
        raise InputError(f"{error} Mend the file, or remove the row.") from error
    except OverflowError as error:
        raise InputError(f"{where}: {_shown(lon)}, {_shown(lat)} is off the globe. Mend the file.") from error


def _text(row: Mapping[str, Any], name: str, where: str) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise InputError(f"{where}: '{name}' is {_shown(value)}, not text. Mend the file, or remove the row.")
    return value


def _whole(row: Mapping[str, Any], name: str, where: str) -> int:
    value = row.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise InputError(f"{where}: '{name}' is {_shown(value)}, not a whole number from 0. Mend the file.")
    return value


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
