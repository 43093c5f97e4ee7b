"""How fast a folder of mixed files is read: 1,000 files of eleven formats, on the cores that there are.

Usage: python bench/reading.py [--files N] [--locate]

The files are made by this script, from a few sentences and a dozen names, a third of them in Russian.
Read means everything that ``corridors documents`` does: text, bibliography, language, copies. With
``--locate`` the places are found too, by the gazetteer alone.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "geo" / "reading"))  # the makers of files are those of the tests

import samples  # type: ignore[import-not-found]

from geo.model import Document
from geo.reading import merged, read

GOAL = 30  # files a second
ENGLISH = (
    "The port of {a} sends {n} wagons a day to {b}. Between {a} and {b} the line is single, and trains wait. "
    "Officials in {a} said on {n} March 2024 that the road to {b} would be widened."
)
RUSSIAN = (
    "Порт {a} отправляет {n} вагонов в день в {b}. Между {a} и {b} дорога однопутная, и поезда ждут. "
    "Власти города {a} сообщили {n} марта 2024 года, что дорогу в {b} расширят."
)
PLACES = (
    "Baku",
    "Astara",
    "Rasht",
    "Qazvin",
    "Tbilisi",
    "Kars",
    "Alat",
    "Aktau",
    "Poti",
    "Yerevan",
    "Guba",
    "Derbent",
)
RUSSIAN_PLACES = (
    "Баку",
    "Астара",
    "Решт",
    "Казвин",
    "Тбилиси",
    "Карс",
    "Алят",
    "Актау",
    "Поти",
    "Ереван",
    "Губа",
    "Дербент",
)


def main() -> None:
    """Make the files, read them, and print the times."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=1000)
    options.add_argument("--locate", action="store_true")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="corridors-bench-") as folder:
        kinds = write(Path(folder), asked.files)
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
        print(
            f"{asked.files} files, {size / 1e6:.1f} MB, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
        )
        print("  " + ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())))
        started, before = time.perf_counter(), spent()
        rows = list(read([folder]))
        documents = merged(row for row in rows if isinstance(row, Document))
        seconds = time.perf_counter() - started
        cpu = spent() - before
        characters = sum(len(document.text) for document in documents)
        print(f"read      {seconds:6.1f} s  {asked.files / seconds:6.1f} files/s  (goal {GOAL})")
        print(f"          {cpu:6.1f} s of processor time, in this process and its workers")
        print(f"          {len(documents)} documents, {characters / 1e6:.1f} million characters, "
              f"{len(rows) - sum(isinstance(row, Document) for row in rows)} not read")  # fmt: skip
        if asked.locate:
            locate(documents, asked.files, seconds)


def spent() -> float:
    """Return the processor time of this process and of those that it started and that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def locate(documents: list[Document], files: int, reading: float) -> None:
    """Find the places too, and print what both take together."""
    from geo.pipeline import Geoparser  # noqa: PLC0415  half a second that reading alone does not need

    parser = Geoparser.open(recogniser="gazetteer")
    started = time.perf_counter()
    mentions = sum(len(parser.locate(document)) for document in documents)
    seconds = time.perf_counter() - started
    total = seconds + reading
    print(f"locate    {seconds:6.1f} s  {mentions} mentions")
    print(f"together  {total:6.1f} s  {files / total:6.1f} files/s")


def write(folder: Path, files: int) -> Counter[str]:
    """Write the files into a folder; return how many of each suffix."""
    chosen = random.Random(7)
    kinds: Counter[str] = Counter()
    makers = list(MAKERS)
    for number in range(files):
        suffix = makers[number % len(makers)]
        is_russian = number % 3 == 0 and suffix != ".pdf"  # the maker of PDF knows Latin letters only
        paragraphs = story(
            chosen, RUSSIAN if is_russian else ENGLISH, RUSSIAN_PLACES if is_russian else PLACES
        )
        (folder / f"{number:04}{suffix}").write_bytes(MAKERS[suffix](paragraphs, f"Report number {number}"))
        kinds[suffix] += 1
    return kinds


def story(chosen: random.Random, sentence: str, places: tuple[str, ...]) -> list[str]:
    """Return three to twenty paragraphs: a short report, or a long one."""
    return [
        " ".join(
            sentence.format(a=chosen.choice(places), b=chosen.choice(places), n=chosen.randint(2, 28))
            for _ in range(chosen.randint(1, 4))
        )
        for _ in range(chosen.randint(3, 20))
    ]


def pages(paragraphs: list[str]) -> list[list[str]]:
    """Break paragraphs into the lines of pages."""
    lines = [
        " ".join(words[at : at + 14])
        for words in map(str.split, paragraphs)
        for at in range(0, len(words), 14)
    ]
    return [
        ["Corridor Review", *lines[at : at + 45], f"Page {at // 45 + 1}"] for at in range(0, len(lines), 45)
    ]


def json_line(paragraphs: list[str], title: str) -> bytes:
    """Return a collection of one row."""
    return json.dumps({"id": title, "text": "\n\n".join(paragraphs), "title": title}).encode()


def table(paragraphs: list[str], title: str) -> bytes:
    """Return a table of one row."""
    return f'id;text\n{title};"{" ".join(paragraphs)}"\n'.encode()


MAKERS = {
    ".txt": lambda paragraphs, title: "\n\n".join([title, *paragraphs]).encode(),
    ".md": lambda paragraphs, title: (
        f"---\ntitle: {title}\n---\n\n".encode() + "\n\n".join(paragraphs).encode()
    ),
    ".html": lambda paragraphs, title: samples.html(paragraphs, title=title),
    ".htm": lambda paragraphs, title: samples.html(paragraphs, title=title),
    ".pdf": lambda paragraphs, title: samples.pdf(pages(paragraphs), info={"Title": title}),
    ".docx": lambda paragraphs, title: samples.docx(paragraphs, title=title),
    ".odt": lambda paragraphs, title: samples.odt(paragraphs, title=title),
    ".epub": lambda paragraphs, title: samples.epub(paragraphs, title=title),
    ".eml": lambda paragraphs, title: samples.eml("\n\n".join(paragraphs), subject=title),
    ".csv": table,
    ".jsonl": json_line,
}

if __name__ == "__main__":
    main()
