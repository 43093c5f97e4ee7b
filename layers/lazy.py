"""Parts of an atlas that are read from its file when they are first used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar, overload

from layers.broken import told_if_broken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from layers.model import Layer

__all__ = ["LazyLayers", "LazySequence"]

T = TypeVar("T")


class LazySequence(Sequence[T], Generic[T]):
    """A tuple that is loaded at the first look into it."""

    def __init__(self, load: Callable[[], Sequence[T]]) -> None:
        self._load = load

    @cached_property
    def _rows(self) -> tuple[T, ...]:
        with told_if_broken("a part of the atlas"):
            return tuple(self._load())

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[T]:
        return iter(self._rows)

    def __eq__(self, other: object) -> bool:
        return self._rows == tuple(other) if isinstance(other, Sequence) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._rows)

    def __repr__(self) -> str:
        return repr(self._rows)


class LazyLayers(Mapping[str, "Layer"]):
    """Layers by name, each loaded at the first look into it."""

    def __init__(self, names: Sequence[str], load: Callable[[str], Layer]) -> None:
        self._names = tuple(names)
        self._load = load
        self._loaded: dict[str, Layer] = {}

    def __getitem__(self, name: str) -> Layer:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._loaded:
            with told_if_broken(f"layer '{name}' of the atlas"):
                self._loaded[name] = self._load(name)
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        return f"<layers: {', '.join(self._names)}>"
