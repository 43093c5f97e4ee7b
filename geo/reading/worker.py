"""The process that reads hostile formats: one job a line on its input, one answer a line on its output.

Run as ``python -m geo.reading.worker``. Jobs and answers are JSON: whatever a document does to this
process, the process that asked only ever parses plain data.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from geo.errors import InputError
from geo.model import Unreadable
from geo.reading.files import File, open_file
from geo.reading.formats import format_of, reader_of
from geo.reading.limits import Limits

if TYPE_CHECKING:
    from geo.reading.rows import Text

__all__ = ["answer", "main", "read_here"]

_GRACE = 5  # seconds after which a worker whose parent is gone ends by itself


def read_here(file: File, limits: Limits) -> list[Text | Unreadable]:
    """Read one file in this process; a fault of a parser is a row like any other."""
    form = format_of(file.relative.name)
    if form is None:
        return [Unreadable(file.source, "No reader knows this kind of file.")]
    rows: list[Text | Unreadable] = []
    try:
        with open_file(file) as stream:
            rows.extend(reader_of(form)(stream, file.source, limits))
    except InputError as error:
        rows.append(Unreadable(file.source, str(error)))
    except MemoryError:
        rows.append(Unreadable(file.source, memory_reason(limits)))
    except RecursionError:
        rows.append(Unreadable(file.source, "It nests too deep."))
    except Exception as error:  # noqa: BLE001  parsers of foreign formats fail in ways of their own
        why = " ".join(str(error).split())[:200]
        rows.append(Unreadable(file.source, f"It is broken: {type(error).__name__} {why}. Save it anew."))
    return rows


def memory_reason(limits: Limits) -> str:
    """Return the reason of a file that filled the memory."""
    return f"Reading it takes more than {limits.memory // 2**20:,} MiB of memory, the limit."


def answer(line: str | bytes) -> str:
    """Return the answer to one job, both as a line of JSON."""
    job: dict[str, Any] = json.loads(line)
    file = File(Path(job["path"]), PurePosixPath(job["relative"]), job["source"], job["member"])
    rows = read_here(file, Limits(**job["limits"]))
    return json.dumps([_plain(row) for row in rows])


def _plain(row: Text | Unreadable) -> list[Any]:
    if isinstance(row, Unreadable):
        return ["Unreadable", {"source": row.source, "reason": row.reason}]
    values = {"text": row.text, "source": row.source, "name": row.name}
    return ["Text", {**values, "stated": dict(row.stated), "hinted": dict(row.hinted)}]


def main() -> None:
    """Answer jobs until the input ends."""
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks
    logging.disable(logging.CRITICAL)
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)  # what libraries print is no answer
    os.dup2(silent, 2)
    for line in sys.stdin.buffer:
        limits = json.loads(line)["limits"]
        _hold(int(limits["memory"]), float(limits["seconds"]))
        answers.write(answer(line) + "\n")
        answers.flush()
        _hold(int(limits["memory"]), None)


def _hold(memory: int, seconds: float | None) -> None:
    """Limit this process as far as the system can.

    The clock is a second line, should nobody be left to end it.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  not on every system

    with contextlib.suppress(ValueError, OSError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (memory, hard))
    signal.setitimer(signal.ITIMER_REAL, 0.0 if seconds is None else seconds + _GRACE)


if __name__ == "__main__":
    main()
