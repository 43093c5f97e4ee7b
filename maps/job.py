"""The main job: documents in, an atlas and its files out."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.atomic import replacing, utf8
from geo.errors import InputError
from geo.model import Document, Mention, Unreadable, Unresolved
from maps.reading import read_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from geo.corrections import Unmatched
    from geo.model import Place
    from geo.pipeline import Geoparser
    from layers import Atlas
    from maps.reading import Reading

    Spans = Mapping[str, Sequence[tuple[int, int]]]
    Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]

__all__ = [
    "ATLAS_FILE",
    "Summary",
    "added_to",
    "located_documents",
    "names_of",
    "read_spans",
    "recorrected",
    "run_record",
    "summary_of",
    "write_atlas",
    "write_mentions",
]

ATLAS_FILE = "atlas.gpkg"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did, for the screen and for ``report.json``."""

    documents: int
    mentions: int
    resolved: int
    unresolved: tuple[tuple[str, int], ...]
    unreadable: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    copies: tuple[tuple[str, str], ...] = ()
    not_applied: tuple[tuple[str, str], ...] = ()
    references_back: int = 0
    """Mentions of the role ``coreference``, which the other counts leave out."""

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Summary:
        """Return the summary whose fields `dataclasses.asdict` gave, after a trip through JSON."""
        rows = {
            name: tuple(tuple(row) if isinstance(row, list) else row for row in value)
            for name, value in fields.items()
            if isinstance(value, list)
        }
        return cls(**{**fields, **rows})

    def as_dict(self) -> dict[str, Any]:
        """Return plain data, as ``--json`` prints it."""
        return {
            "documents": self.documents,
            "mentions": self.mentions,
            "resolved": self.resolved,
            "references_back": self.references_back,
            "unresolved": sum(count for _, count in self.unresolved),
            "unresolved_reasons": [{"reason": reason, "count": count} for reason, count in self.unresolved],
            "unreadable": [{"source": source, "reason": reason} for source, reason in self.unreadable],
            "copies": [{"source": source, "document": name} for source, name in self.copies],
            "corrections_not_applied": [
                {"surface": surface, "reason": reason} for surface, reason in self.not_applied
            ],
            "files": list(self.files),
        }


def located_documents(
    inputs: Sequence[str],
    parser: Geoparser,
    progress: Progress,
    spans: Spans | None = None,
    how: Reading | None = None,
) -> tuple[list[Document], list[Unreadable], list[Mention | Unresolved]]:
    """Read the inputs and locate the mentions of every document.

    Parameters
    ----------
    inputs
        Files, folders and addresses.
    parser
        What locates.
    progress
        Opens a progress bar for a label and a total of characters.
    spans
        Spans to resolve, by document name, instead of recognising.
    how
        Limits, what may be fetched, and whether copies become one document; None for each as it is.

    Raises
    ------
    InputError
        If nothing at all could be read.
    """
    documents, unreadable = read_all(inputs, how)
    located: list[Mention | Unresolved] = []
    with progress("locating", sum(len(document.text) for document in documents)) as advance:
        for document in documents:
            if spans is None:
                located.extend(parser.locate(document))
            else:
                located.extend(parser.locate_spans(document, spans.get(document.name, ())))
            advance(len(document.text))
    return documents, unreadable, located


def read_spans(path: Path) -> dict[str, list[tuple[int, int]]]:
    """Read the spans of a ``.jsonl`` whose rows hold ``doc``, ``start`` and ``end``; routes are left out.

    Raises
    ------
    InputError
        If the file cannot be read, or a row lacks one of them.
    """
    spans: dict[str, list[tuple[int, int]]] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"Cannot read the spans in '{path}': {error}. Give a UTF-8 .jsonl file.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if row.get("kind", "place") == "place":
                spans.setdefault(str(row["doc"]), []).append((int(row["start"]), int(row["end"])))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"'{path}', line {number}: not a row with doc, start and end ({error}). "
                "Mend the line, or remove it."
            ) from error
    return spans


def summary_of(
    documents: Sequence[Document],
    located: Iterable[Mention | Unresolved],
    unreadable: Sequence[Unreadable],
    files: Sequence[Path],
    not_applied: Iterable[Unmatched] = (),
) -> Summary:
    """Count what a run found; the most frequent reasons come first."""
    every = list(located)
    rows = names_of(every)
    reasons = Counter(row.reason for row in rows if isinstance(row, Unresolved))
    return Summary(
        documents=len(documents),
        mentions=len(rows),
        resolved=len(rows) - reasons.total(),
        unresolved=tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0]))),
        unreadable=tuple((row.source, row.reason) for row in unreadable),
        files=tuple(str(path) for path in files),
        copies=tuple(
            (one.source or one.name, document.name) for document in documents for one in document.copies
        ),
        not_applied=tuple((one.correction.surface, one.reason) for one in not_applied),
        references_back=len(every) - len(rows),
    )


def names_of(located: Iterable[Mention | Unresolved]) -> list[Mention | Unresolved]:
    """Return what names a place or route, without references back to one ("the corridor")."""
    return [one for one in located if isinstance(one, Unresolved) or one.role != "coreference"]


def write_mentions(located: Iterable[Mention | Unresolved], path: Path) -> None:
    """Write ``mentions.jsonl`` in one atomic step."""
    from layers import write_rows

    with replacing(path) as file:
        write_rows(located, file)


def run_record(documents: Sequence[Document], **options: Any) -> dict[str, Any]:
    """Return how an atlas is made: version, options, and the inputs with the hashes of their texts."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        own = version("corridor-atlas")
    except PackageNotFoundError:
        own = "unknown"
    inputs = [{"name": document.name, "sha256": document.id} for document in documents]
    return {"version": own, "options": options, "inputs": inputs}


def added_to(folder: Path, atlas: Atlas) -> Atlas:
    """Return the atlas of a folder with a new one added; the new one alone if the folder holds none.

    Raises
    ------
    InputError
        If the folder's atlas cannot be read.
    """
    from layers import Atlas, merged

    path = folder / ATLAS_FILE
    return merged(Atlas.open(path), atlas) if path.exists() else atlas


def recorrected(atlas: Atlas, find: Callable[[str], Place | None]) -> tuple[Atlas, list[Unmatched]]:
    """Return an atlas with its corrections applied to all of its mentions, and those that fit none.

    Raises
    ------
    InputError
        If a correction that the atlas holds is wrong.
    """
    from geo.corrections import corrected, correction_of, sorted_corrections
    from layers import BUILT_IN, build_atlas, located_of

    given = [
        correction_of(row, f"correction {at} of the atlas") for at, row in enumerate(atlas.corrections, 1)
    ]
    if not given:
        return atlas, []
    rows = sorted_corrections(given)
    located, unmatched = corrected(located_of(atlas), rows, find, documents=atlas.documents)
    made = build_atlas(
        atlas.documents,
        located,
        atlas.unreadable,
        layers=[name for name in atlas.layers if name in BUILT_IN],
        corrections=[row.as_dict() for row in rows],
        run=atlas.run,
    )
    return made, unmatched


def write_atlas(
    atlas: Atlas, folder: Path, *, not_applied: Sequence[Unmatched] = (), **options: Any
) -> list[Path]:
    """Write the page, the atlas, its layers, the mentions and the report into a folder; return the files.

    Each file takes the place of its predecessor in one atomic step, and the same atlas gives the same bytes.

    Parameters
    ----------
    atlas, folder
        What to write, and where.
    not_applied
        Corrections that fit no span, for the report.
    **options
        Those of `maps.page.atlas_map`; one that is None is left as it is there.

    Raises
    ------
    OutputError
        If the folder cannot be written to.
    """
    from layers import located_of
    from layers.formats import export
    from maps.claims import write_claims
    from maps.page import write as write_page

    located = located_of(atlas)
    page = folder / "map.html"
    write_page(atlas, page, **{name: value for name, value in options.items() if value is not None})
    files = [page, *export(atlas, folder, format="geojson", layers=list(atlas.layers))]
    files += export(atlas, folder / ATLAS_FILE)
    rows = folder / "mentions.jsonl"
    write_mentions(names_of(located), rows)
    report = folder / "report.json"
    claims = folder / "claims.csv"
    write_claims(atlas, claims)
    files += [rows, claims, report]
    relative = [path.relative_to(folder) for path in files]
    summary = summary_of(atlas.documents, located, atlas.unreadable, relative, not_applied)
    with replacing(report) as file:
        file.write(utf8(json.dumps(summary.as_dict(), ensure_ascii=False, indent=1)) + b"\n")
    return files
