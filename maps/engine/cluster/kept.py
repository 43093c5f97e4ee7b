"""Blocks whose results are kept: a partition is made once, and a run that is restarted reads it.

A partition goes by a key of all that decides it: the bytes of its block and where they stand in their file,
the code, the data and the options. A task that runs twice therefore writes the same files twice. Files are
put whole where the system can; elsewhere half a file is no Parquet, and is made anew.
"""

from __future__ import annotations

import hashlib
import io
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import layers
from geo.atomic import replacing
from geo.errors import InputError, OutputError, UsageError
from geo.model import Unreadable
from geo.reading import Raw
from geo.reading.blocks.storage import opened
from geo.scale import Located, code_mark
from geo.scale.mark import drawing_mark, files_mark
from layers.partitions import TABLES, batch_of, batch_tables
from layers.storable import restored, storable
from maps.engine.cluster.blocks import found_in_block

if TYPE_CHECKING:
    import pyarrow as pa

    from geo.reading.blocks import Block
    from maps.engine.cluster.blocks import How
    from maps.engine.local import Outcome

__all__ = ["Kept", "kept_at", "kept_in_block"]


@dataclass(frozen=True, slots=True)
class Kept:
    """Where partitions are kept, and what else than a block decides them."""

    folder: str
    """Path or address."""
    mark: str


def kept_at(folder: str, how: How) -> Kept:
    """Return where the partitions of a run are kept.

    Parameters
    ----------
    folder
        A folder, or its address on a file system that fsspec knows; workers must be able to write there.
    how
        How blocks are read and parsed.
    """
    product = f"{how.product.__module__}.{how.product.__qualname__}"
    code = files_mark([Path(str(layers.__file__)).parent])
    # Partitions hold drawn lines.
    mark = code_mark(repr(how.parsing), code, drawing_mark(), product, repr(how.limits))
    folder = folder.removeprefix("file://")
    return Kept(folder if "://" in folder else str(Path(folder).resolve()), mark)


def kept_in_block(kept: Kept, how: How, block: Block) -> list[Outcome]:
    """Return what is found in a block: read it if an earlier run kept it, else find it and keep it.

    Raises
    ------
    OutputError
        If the partition cannot be written.
    """
    if not block.digest:
        return found_in_block(how, block)
    key = _key(kept, block)
    with suppress(InputError):
        return [_read(kept, key)]
    (one,) = found_in_block(how, block)
    if isinstance(one, Located) and not _is_cut_short(one, block):
        _write(kept, key, one)
    return [one]


def _is_cut_short(one: Located[Any], block: Block) -> bool:
    """Tell whether the block itself could not be read to its end: the next run may have better luck."""
    return any(isinstance(row, Unreadable) and row.source == block.source for row in one.rows)


def _key(kept: Kept, block: Block) -> str:
    told = repr((kept.mark, block._replace(size=0)))  # a file that grows keeps its earlier blocks
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _path(kept: Kept, table: str, key: str) -> str:
    return f"{kept.folder.rstrip('/')}/{table}/{key}.parquet"


def _write(kept: Kept, key: str, one: Located[Any]) -> None:
    rows = [
        None if isinstance(row, Raw) else [storable(row.source), storable(row.reason)] for row in one.rows
    ]
    packets = [packet for packet in one.packets if packet is not None]
    tables = batch_tables(one.product, {"packet": packets}, {"rows": rows})
    for name in TABLES:
        _put(_path(kept, name, key), tables[name])


def _put(path: str, table: pa.Table) -> None:
    import pyarrow.parquet as pq

    data = io.BytesIO()
    pq.write_table(table, data, compression="zstd")
    if "://" not in path:
        with replacing(Path(path)) as file:
            file.write(data.getbuffer())
        return
    from fsspec.core import url_to_fs

    try:
        system, place = url_to_fs(path)
        try:
            system.pipe_file(place, data.getvalue())  # an object is there whole, or not at all
        except FileNotFoundError:  # a system that wants folders
            system.makedirs(place.rpartition("/")[0], exist_ok=True)
            system.pipe_file(place, data.getvalue())
    except (ImportError, ValueError) as error:
        raise UsageError(f"'{path}' cannot be written: {error}. Install what it names with pip.") from error
    except Exception as error:  # any library may stand behind an address: no credentials is no OSError
        raise OutputError(f"Cannot write '{path}': {error}. Check the address and your rights.") from error


def _read(kept: Kept, key: str) -> Located[Any]:
    """Return a partition that was kept.

    Raises
    ------
    InputError
        If there is none, or it is broken.
    """
    # Documents first: without them there is no batch.
    tables = {name: _table(_path(kept, name, key)) for name in reversed(TABLES)}
    part, beside, about = batch_of(tables)
    documents = part.documents
    texts = zip(documents["name"], documents["text"], documents["source"], beside["packet"], strict=True)
    rows: list[Raw | Unreadable] = []
    packets: list[bytes | None] = []
    for row in about["rows"]:
        if row is not None:
            rows.append(Unreadable(*map(restored, row)))
            packets.append(None)
            continue
        name, text, source, packet = next(texts)
        rows.append(Raw(restored(name), restored(text), restored(source)))
        packets.append(packet)
    return Located(rows, packets, part)


def _table(path: str) -> pa.Table:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with opened(path) as stream:
        try:
            return pq.read_table(stream)
        except pa.ArrowException as error:
            raise InputError(f"'{path}' is broken: {error}.") from error
