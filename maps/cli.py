"""The ``corridors`` command.

Exit codes: 0 done, 1 nothing could be read or written, 2 wrong usage. Heavy imports live in the commands, so
that ``corridors explain`` starts at once.
"""

from __future__ import annotations

import os
import sys
import warnings
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.errors import CorridorsError, UsageError
from maps.engines import EngineName, Jobs, Partitions, Scheduler  # noqa: TC001  read at run time, by typer
from maps.reading import AllowPrivate, KeepCopies, MaxMegabytes, MaxPages, MaxRatio, MaxSeconds, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from contextlib import AbstractContextManager

    from geo.model import Document, Mention, Unreadable, Unresolved
    from geo.pipeline import Geoparser
    from maps.engine.stamp import Stamp
    from maps.job import Summary

__all__ = ["app", "run"]

app = typer.Typer(
    name="corridors",
    help="Read documents, find the places and corridors they name, and map them with their sentences.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
gazetteer_app = typer.Typer(no_args_is_help=True, help="The gazetteer: compile it, and add places to it.")
app.add_typer(gazetteer_app, name="gazetteer")

Inputs = Annotated[
    list[str],
    typer.Argument(
        help="Files, folders, zip archives (read recursively), web addresses, feeds, lists of addresses.",
        show_default=False,
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
RecogniserName = Annotated[
    str, typer.Option("--recogniser", help="auto, gazetteer (no model), or spacy (needs the extra ner).")
]
Coreferences = Annotated[
    bool,
    typer.Option(
        "--coreferences/--no-coreferences",
        help='Find references back to a route ("the corridor") too; the page shows them when asked to.',
    ),
]
OnlineService = Annotated[
    str | None,
    typer.Option(
        "--online",
        metavar="SERVICE[=URL]",
        help="Ask nominatim, photon, geonames or wikidata for the names that the gazetteer lacks.",
    ),
]
Contact = Annotated[
    str | None,
    typer.Option(
        "--contact", envvar="CORRIDORS_CONTACT", help="Your address, for the operators of --online."
    ),
]


@app.command("map")
def map_documents(
    context: typer.Context,
    inputs: Inputs,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for map.html and the data files.")],
    title: Annotated[str | None, typer.Option(help="Title of the page.")] = None,
    recogniser: RecogniserName = "auto",
    coreferences: Coreferences = True,
    scripts: Annotated[
        list[Path] | None,
        typer.Option("--script", help="A Python file that makes layers; may be given again."),
    ] = None,
    add: Annotated[
        bool,
        typer.Option("--add", help="Add to the atlas in --out; documents of the same name are replaced."),
    ] = False,
    corrections: Annotated[
        Path | None,
        typer.Option("--corrections", help="Corrections that the map exported; applied, and kept in it."),
    ] = None,
    embed: Annotated[
        str,
        typer.Option("--embed", help="text: documents whole, to read in the page; quotes: for publishing."),
    ] = "text",
    tiles: Annotated[
        list[str] | None,
        typer.Option(
            "--tiles", help="Online tiles to offer, by Folium's name; 'none' for none; may be given again."
        ),
    ] = None,
    online: OnlineService = None,
    contact: Contact = None,
    keep_copies: KeepCopies = False,
    max_megabytes: MaxMegabytes = 64.0,
    max_ratio: MaxRatio = 200,
    max_pages: MaxPages = 2000,
    max_seconds: MaxSeconds = 60.0,
    allow_private: AllowPrivate = False,
    jobs: Jobs = None,
    engine: EngineName = "local",
    scheduler: Scheduler = None,
    partitions: Partitions = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Map documents: write map.html, the layers as GeoJSON, and every mention with its sentence."""
    from geo.corrections import corrected, read_corrections, sorted_corrections
    from geo.staging import staged
    from maps.engine.extent import get_ready
    from maps.engine.stamp import Stamp
    from maps.job import (
        Summary,
        added_to,
        located_documents,
        recorrected,
        run_record,
        summary_of,
        write_atlas,
    )
    from maps.options import embed_choice, tile_choices

    _check_folder(out)
    page = {"title": title, "embed": embed_choice(embed), "tiles": tile_choices(tiles)}
    given = sorted_corrections(read_corrections(corrections)) if corrections else []
    how = reading(
        max_megabytes=max_megabytes,
        max_ratio=max_ratio,
        max_pages=max_pages,
        max_seconds=max_seconds,
        allow_private=allow_private,
        merge=not keep_copies,
    )
    silent = quiet or as_json
    stamp = None if scripts or add or online else Stamp(inputs, out, _decisive(context), how.limits)
    if stamp and (kept := stamp.summary()):
        _report(Summary.from_dict(kept), quiet=quiet, as_json=as_json)
        return

    if engine == "local" and not online:
        get_ready(inputs, jobs)

    from geo.scale import Parsing
    from maps.engine.run import Target, found_in
    from maps.engines import engine_of, stale_parts, write_parts

    progress = _progress(silent=silent)
    work = engine_of(engine, jobs, scheduler, partitions)
    documents: Sequence[Document]
    unreadable: Sequence[Unreadable]
    located: Sequence[Mention | Unresolved]
    parser = _open_parser(
        recogniser, silent=silent, online=online, contact=contact, coreferences=coreferences
    )
    parsing, record = (
        Parsing(recogniser, coreferences),
        {"recogniser": recogniser, "coreferences": coreferences},
    )
    if online:
        documents, unreadable, located = located_documents(inputs, parser, progress, how=how)
    else:
        target = Target(
            out,
            run_record((), **record),
            page,
            lambda message: _warn([message]),
            given,
            add,
            partial(write_parts, engine),
        )
        found = found_in(inputs, work, parser, parsing, progress, how=how, target=None if scripts else target)
        if found.summary:
            _finish(found.summary, stamp, found.parts, quiet=quiet, as_json=as_json)
            return
        documents, unreadable, located = found.documents, found.unreadable, found.located

    from layers import build_atlas, run_scripts

    find = parser.gazetteer.get
    located, unmatched = corrected(located, given, find, documents=documents)
    atlas = build_atlas(
        documents,
        located,
        unreadable,
        corrections=[row.as_dict() for row in given],
        run=run_record(documents, **record),
    )
    with staged(out, stale=stale_parts, on_wait=lambda message: _warn([message])) as stage:
        if add:
            atlas, unmatched = recorrected(added_to(out, atlas), find)
        atlas, failures = run_scripts(scripts or [], atlas)
        _warn(map(str, failures))
        written = write_atlas(atlas, stage, not_applied=unmatched, **page)
        parts = [out / path.name for path in write_parts(engine, stage)]
        files = [out / path.relative_to(stage) for path in written]
    summary = summary_of(documents, located, unreadable, files, unmatched)
    _finish(summary, stamp, parts, quiet=quiet, as_json=as_json)


@app.command()
def mentions(
    inputs: Inputs,
    out: Annotated[Path, typer.Option("--out", "-o", help="The .jsonl file to write.")],
    spans: Annotated[
        Path | None,
        typer.Option(help="Resolve the spans of this .jsonl (doc, start, end) instead of recognising."),
    ] = None,
    recogniser: RecogniserName = "auto",
    coreferences: Annotated[
        bool,
        typer.Option(
            "--coreferences/--no-coreferences",
            help='Write references back to a route ("the corridor") too, with the role coreference.',
        ),
    ] = False,
    online: OnlineService = None,
    contact: Contact = None,
    max_megabytes: MaxMegabytes = 64.0,
    max_ratio: MaxRatio = 200,
    max_pages: MaxPages = 2000,
    max_seconds: MaxSeconds = 60.0,
    allow_private: AllowPrivate = False,
    jobs: Jobs = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Write every mention of the documents as a line of JSON, without a map."""
    from maps.job import located_documents, read_spans, summary_of, write_mentions

    silent = quiet or as_json
    # Every document keeps its rows here: a copy's offsets are its own.
    how = reading(
        max_megabytes=max_megabytes,
        max_ratio=max_ratio,
        max_pages=max_pages,
        max_seconds=max_seconds,
        allow_private=allow_private,
        merge=False,
    )
    given = read_spans(spans) if spans else None
    if given is None and not online:
        from geo.scale import Parsing
        from maps.engine.extent import get_ready
        from maps.engine.mentions import write_found
        from maps.engines import engine_of

        get_ready(inputs, jobs)
        _open_parser(
            recogniser, silent=silent
        )  # the gazetteer is compiled once, with a bar, and not by each process
        work, parsing = engine_of("local", jobs, None), Parsing(recogniser, coreferences)
        summary = write_found(inputs, work, parsing, _progress(silent=silent), how, out)
        _report(summary, quiet=quiet, as_json=as_json)
        return
    parser = _open_parser(
        recogniser, silent=silent, online=online, contact=contact, coreferences=coreferences
    )
    documents, unreadable, located = located_documents(inputs, parser, _progress(silent=silent), given, how)
    write_mentions(located, out)
    _report(summary_of(documents, located, unreadable, [out]), quiet=quiet, as_json=as_json)


@app.command("documents")
def list_documents(
    inputs: Inputs,
    keep_copies: KeepCopies = False,
    max_megabytes: MaxMegabytes = 64.0,
    max_ratio: MaxRatio = 200,
    max_pages: MaxPages = 2000,
    max_seconds: MaxSeconds = 60.0,
    allow_private: AllowPrivate = False,
    as_json: AsJson = False,
) -> None:
    """List the documents that would be read, with their bibliography, and what cannot be read and why."""
    from maps.reading import document_rows, print_documents, read_all
    from maps.report import print_json

    how = reading(
        max_megabytes=max_megabytes,
        max_ratio=max_ratio,
        max_pages=max_pages,
        max_seconds=max_seconds,
        allow_private=allow_private,
        merge=not keep_copies,
    )
    documents, unreadable = read_all(inputs, how)
    if as_json:
        print_json(document_rows(documents, unreadable))
    else:
        print_documents(documents, unreadable)


@app.command()
def explain(
    name: Annotated[str, typer.Argument(help="A place or route name, as a text would write it.")],
    context: Annotated[str | None, typer.Option(help="A sentence or text that the name stands in.")] = None,
    as_json: AsJson = False,
) -> None:
    """Print what a name may mean, and why one candidate won."""
    from maps.explain import explanation, print_explanation
    from maps.report import print_json

    found = explanation(_open_parser("gazetteer", silent=as_json), name, context)
    if as_json:
        print_json(found)
    else:
        print_explanation(found)


@app.command("export")
def export_command(
    atlas: Annotated[Path, typer.Argument(help="atlas.gpkg, or a folder that an export wrote.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A file, whose ending tells the format, or a folder.")
    ] = None,
    format_name: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="csv, flatgeobuf, geojson, geojsonseq, geoparquet, gpkg, kml, kmz, linked-places, qgz, "
            "shapefile, web-annotation.",
        ),
    ] = None,
    layer: Annotated[
        list[str] | None,
        typer.Option("--layer", help="Only this layer, of the atlas or built in; may be repeated."),
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", help="A PostGIS database: postgresql://user@host/db.")
    ] = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Write an atlas in another format, for GIS, spreadsheets, gazetteers or a database."""
    from maps.export import export_atlas
    from maps.report import print_json, print_written

    warn = (lambda message: _warn([message])) if not quiet else (lambda _: None)
    written = export_atlas(atlas, out, to, format_name=format_name, layers=layer or [], warn=warn)
    if as_json:
        print_json({"written": written})
    elif not quiet:
        print_written(written)


@app.command("figure")
def figure_command(
    atlas: Annotated[Path, typer.Argument(help="atlas.gpkg, or a folder that an export wrote.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The picture: .png, .svg or .pdf.")],
    title: Annotated[str | None, typer.Option(help="A heading above the map.")] = None,
    quiet: Quiet = False,
) -> None:
    """Draw an atlas as a static map for a report (needs the extra [figure])."""
    from layers import Atlas
    from maps.figure import write_figure
    from maps.report import print_written

    write_figure(Atlas.open(atlas), out, title=title)
    if not quiet:
        print_written([str(out)])


@app.command()
def routes(
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write the registry as GeoJSON, one feature a leg.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the corridor registry, or write it as GeoJSON."""
    from maps.registry import print_registry, registry_rows, write_registry
    from maps.report import print_json

    if out:
        write_registry(out)
    elif as_json:
        print_json(registry_rows())
    else:
        print_registry()


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Check the installation: import names, gazetteer, shipped data, page assets."""
    from maps.doctor import checks, print_checks
    from maps.report import print_json

    results = checks()
    if as_json:
        print_json([check.as_dict() for check in results])
    else:
        print_checks(results)
    if not all(check.passed for check in results if check.required):
        raise typer.Exit(1)


@gazetteer_app.command("add")
def gazetteer_add(
    file: Annotated[
        str, typer.Argument(help="A GeoNames dump (AZ.txt, AZ.zip, allCountries.zip), or its address.")
    ],
    sha256: Annotated[
        str | None, typer.Option(help="What the file at an address must have, in hexadecimal.")
    ] = None,
) -> None:
    """Add the places of a GeoNames dump; the next run compiles them in."""
    from geo.gazetteer import add
    from maps.report import print_added

    print_added(add(file, sha256=sha256))


@gazetteer_app.command("list")
def gazetteer_list() -> None:
    """List the dumps that were added."""
    from geo.gazetteer import added
    from maps.report import print_additions

    print_additions(added())


@gazetteer_app.command("remove")
def gazetteer_remove(
    name: Annotated[str, typer.Argument(help="A name that `gazetteer list` prints.")],
) -> None:
    """Take an added dump out again."""
    from geo.gazetteer import remove

    remove(name)


def _open_parser(
    recogniser: str,
    *,
    silent: bool,
    online: str | None = None,
    contact: str | None = None,
    coreferences: bool = False,
) -> Geoparser:
    from geo.pipeline import Geoparser
    from maps.report import steps

    service = None
    if online:
        from geo.online import Online

        service = Online.open(online, contact=contact)
    with steps(silent=silent) as step:
        return Geoparser.open(recogniser=recogniser, online=service, coreferences=coreferences, progress=step)


def _decisive(context: typer.Context) -> dict[str, object]:
    """Return the options of a command that decide what it writes."""
    idle = {"as_json", "inputs", "jobs", "out", "quiet", "scheduler"}
    return {name: value for name, value in context.params.items() if name not in idle}


def _warn(messages: Iterable[str]) -> None:
    from maps.report import errors, plain

    for message in messages:
        errors.print(f"[yellow]{plain(message)}[/]", soft_wrap=True)


def _check_folder(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise UsageError(f"--out '{out}' is a file. Name a folder; it is made if need be.")


def _progress(*, silent: bool) -> Callable[[str, int], AbstractContextManager[Callable[[int], None]]]:
    from maps.report import progress

    return lambda label, total: progress(label, total, silent=silent)


def _finish(
    summary: Summary, stamp: Stamp | None, parts: Sequence[Path], *, quiet: bool, as_json: bool
) -> None:
    """Remember what a run wrote, its folders of parts too, and tell it."""
    if stamp:
        stamp.keep([*(Path(file) for file in summary.files), *parts], asdict(summary))
    _report(summary, quiet=quiet, as_json=as_json)


def _report(summary: Summary, *, quiet: bool, as_json: bool) -> None:
    from maps.report import print_json, print_summary

    if as_json:
        print_json(summary.as_dict())
    elif not quiet:
        print_summary(summary)


def run() -> None:
    """Run the command; every error that a user can cause is one message and an exit code."""
    try:
        with warnings.catch_warnings():
            warnings.showwarning = lambda message, *_, **__: _warn([str(message)])
            app(standalone_mode=True)
    except UsageError as error:
        _fail(error, 2)
    except CorridorsError as error:
        _fail(error, 1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if os.environ.get("CORRIDORS_DEBUG"):
            raise
        kind = type(error).__name__
        _fail(
            f"{kind}: {error}. This is a fault in Corridor Atlas: please report it, with what "
            "CORRIDORS_DEBUG=1 prints.",
            1,
        )


def _fail(problem: object, code: int) -> None:
    from maps.report import errors, plain

    errors.print(f"[bold red]Error:[/] {plain(str(problem))}", soft_wrap=True)
    sys.exit(code)
