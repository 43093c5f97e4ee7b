"""Everything that a run writes, whether what it found is in memory or on disk."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from geo.atomic import replacing, utf8
from maps.job import ATLAS_FILE, Summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from geo.pipeline import Geoparser
    from maps.engine.gather import Gathered

__all__ = ["summary_of_spool", "write_gathered"]


def write_gathered(
    gathered: Gathered, parser: Geoparser, folder: Path, *, run: Mapping[str, Any], **options: Any
) -> list[Path]:
    """Write page, atlas, layers, mentions and report of what lies on disk; return the files.

    Raises
    ------
    OutputError
        If the folder cannot be written to.
    """
    from layers.large import large_gpkg_writer, page_atlas, sampled_atlas, totals, write_large_geojson
    from maps.claims import write_claims
    from maps.page import write as write_page

    spool, lines = gathered.spool, gathered.lines
    if spool is None or lines is None:
        raise ValueError("What was gathered is in memory: write it with maps.job.write_atlas.")
    sample = sampled_atlas(spool, parser, gathered.unreadable, run=run)
    sample = replace(sample, corrections=[row.as_dict() for row in gathered.corrections])
    page = folder / "map.html"
    chosen = {name: value for name, value in options.items() if value is not None}
    with ThreadPoolExecutor(1) as beside:
        atlas = beside.submit(large_gpkg_writer(spool, parser, sample, folder / ATLAS_FILE))
        shown = page_atlas(spool, parser, sample)
        write_page(shown, page, **chosen | {"embed": "quotes", "totals": totals(spool, shown)})
        del shown
        files = [page, *write_large_geojson(spool, sample.layers, folder), atlas.result()]
    rows, claims, report = (folder / name for name in ("mentions.jsonl", "claims.csv", "report.json"))
    write_claims(sample, claims)
    with replacing(rows) as file, lines.open("rb") as found:
        shutil.copyfileobj(found, file, 1 << 20)
    files += [rows, claims, report]
    summary = summary_of_spool(gathered, [path.relative_to(folder) for path in files])
    with replacing(report) as file:
        file.write(utf8(json.dumps(summary.as_dict(), ensure_ascii=False, indent=1)) + b"\n")
    return files


def summary_of_spool(gathered: Gathered, files: Sequence[Path]) -> Summary:
    """Count what a run found whose rows are on disk."""
    spool = gathered.spool
    if spool is None:
        raise ValueError("What was gathered is in memory: count it with maps.job.summary_of.")
    tally = spool.tally
    return Summary(
        documents=tally.documents,
        mentions=tally.mentions + tally.reasons.total(),
        resolved=tally.mentions,
        unresolved=tuple(sorted(tally.reasons.items(), key=lambda item: (-item[1], item[0]))),
        unreadable=tuple((row.source, row.reason) for row in gathered.unreadable),
        files=tuple(str(path) for path in files),
        copies=tuple(spool.copies),
        not_applied=tuple((one.correction.surface, one.reason) for one in gathered.unmatched),
        references_back=tally.references_back,
    )
