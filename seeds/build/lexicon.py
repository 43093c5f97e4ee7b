"""Make ``seeds/lexicon``: common English words and personal names, from two open lists.

``python seeds/build/lexicon.py SCOWL CENSUS`` where SCOWL is the folder of the Debian package
``scowl`` (2020.12.07, ``usr/share/dict/scowl``) and CENSUS the folder of the three files of the
1990 census of the United States (``dist.all.last``, ``dist.female.first``, ``dist.male.first``;
public domain; the source distribution of the PyPI package ``names`` 0.3.0 holds them).
"""

from __future__ import annotations

import sys
from pathlib import Path

__all__ = ["common_words", "personal_names"]

TIERS = (10, 20, 35, 40)
HERE = Path(__file__).resolve().parents[1] / "lexicon"
SCOWL_NOTICE = (
    "# English words by commonness (tier 10 holds the commonest), from SCOWL 2020.12.07.\n"
    "# Copyright 2000-2018 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell\n"
    "# these word lists, the associated scripts, the output created from the scripts, and its\n"
    "# documentation for any purpose is hereby granted without fee, provided that the above copyright\n"
    "# notice appears in all copies and that both that copyright notice and this permission notice\n"
    "# appear in supporting documentation. Kevin Atkinson makes no representations about the\n"
    '# suitability of this array for any purpose. It is provided "as is" without express or implied\n'
    "# warranty.\n"
)
CENSUS_NOTICE = (
    "# Personal names with their share of people per 100,000, as given name and as family name.\n"
    "# 1990 census of the United States; public domain.\n"
    "# name\tgiven\tfamily\n"
)


def common_words(scowl: Path) -> dict[str, int]:
    """Return each lower-case word of SCOWL with its lowest (commonest) tier."""
    tiers: dict[str, int] = {}
    for tier in TIERS:
        for variety in ("english", "american", "british"):
            file = scowl / f"{variety}-words.{tier}"
            if not file.exists():
                continue
            for word in file.read_text(encoding="latin-1").split():
                if len(word) > 1 and word.isascii() and word.isalpha() and word.islower():
                    tiers.setdefault(word, tier)
    return tiers


def personal_names(census: Path) -> dict[str, tuple[int, int]]:
    """Return each name with its share per 100,000 people, as given and as family name."""
    given: dict[str, float] = {}
    family: dict[str, float] = {}
    for file, table in (
        ("dist.female.first", given),
        ("dist.male.first", given),
        ("dist.all.last", family),
    ):
        for line in (census / file).read_text(encoding="ascii").splitlines():
            name, percent = line.split()[:2]
            table[name.lower()] = max(table.get(name.lower(), 0.0), float(percent) * 1000)
    return {
        name: (round(given.get(name, 0)), round(family.get(name, 0)))
        for name in sorted(given.keys() | family.keys())
        if given.get(name, 0) >= 1 or family.get(name, 0) >= 1
    }


def main(scowl: Path, census: Path) -> None:
    """Write both lists."""
    words = common_words(scowl)
    parts = [SCOWL_NOTICE]
    for tier in TIERS:
        parts.append(f"# tier {tier}\n")
        parts.extend(f"{word}\n" for word in sorted(words) if words[word] == tier)
    HERE.mkdir(exist_ok=True)
    (HERE / "common_words.txt").write_text("".join(parts), encoding="ascii")
    rows = (f"{name}\t{given}\t{family}\n" for name, (given, family) in personal_names(census).items())
    (HERE / "personal_names.tsv").write_text(CENSUS_NOTICE + "".join(rows), encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
