"""An atlas: the documents and layers of one run."""

# ruff: noqa: PLC0415  (an atlas is named by modules that this one must not load)
from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd
    import shapely

    from geo.model import Document, Mention, Unreadable, Unresolved
    from layers.model import Layer
    from layers.selection import Dated, Selection

__all__ = ["Atlas", "Stored"]


class Stored(Protocol):
    """The file behind an opened atlas, which can answer questions without being read whole."""

    def catalogue(self) -> list[Dated]:
        """Return the name and date of every document."""

    def features(self, layer: str, columns: Sequence[str]) -> gpd.GeoDataFrame:
        """Return some columns, and the geometry, of a layer's features."""

    def restricted(self, selection: Selection) -> Atlas:
        """Return the part of the atlas that a selection leaves."""


@dataclass(frozen=True, slots=True)
class Atlas:
    """What one run found.

    ``documents``, every mention, what could not be located or read, and the ``layers`` by name. ``claims``
    and ``corrections`` are rows of plain data, ``run`` says how the atlas was made. In an opened atlas
    each part is read from its file when it is first used.
    """

    documents: Sequence[Document]
    mentions: Sequence[Mention]
    unresolved: Sequence[Unresolved] = ()
    unreadable: Sequence[Unreadable] = ()
    layers: Mapping[str, Layer] = field(default_factory=dict)
    claims: Sequence[Mapping[str, Any]] = ()
    corrections: Sequence[Mapping[str, Any]] = ()
    run: Mapping[str, Any] = field(default_factory=dict)
    stored: Stored | None = field(default=None, repr=False, compare=False)

    @classmethod
    def open(cls, path: Path | str) -> Atlas:
        """Open an atlas: a GeoPackage, or a folder of GeoJSON or GeoParquet files written by `export`.

        Raises
        ------
        InputError
            If there is no such file, it is not an atlas, or a newer version wrote it.

        Examples
        --------
        >>> atlas = Atlas.open("atlas.gpkg")  # doctest: +SKIP
        >>> atlas.between("2023", "2024-06").about("btc").layers["routes"].features  # doctest: +SKIP
        """
        from layers.opening import open_atlas

        return open_atlas(path)

    def _repr_html_(self) -> str | None:
        from layers.display import html_of

        return html_of(self)

    def with_layers(self, layers: Mapping[str, Layer]) -> Atlas:
        """Return the atlas with more layers; one of the same name is replaced."""
        return replace(self, layers={**self.layers, **layers}, stored=None)

    def between(self, start: str | dt.date, end: str | dt.date) -> Atlas:
        """Return what the documents dated in a period say.

        Parameters
        ----------
        start, end
            First and last day, ISO 8601; a year or a month stands for all its days. A document with a
            partial date belongs to every period that it may lie in; one that only has ``not_before``
            counts with that; one with neither is left out.

        Raises
        ------
        UsageError
            If a date is not ISO 8601, or the period ends before it starts.
        """
        from layers.selection import between

        return between(self, start, end)

    def about(self, what: str) -> Atlas:
        """Return the features of a route or place, with what the documents say of it.

        Parameters
        ----------
        what
            An id (``btc``, ``geonames:587084``, ``btc/main``) or any known name.

        Raises
        ------
        UsageError
            If nothing in the atlas is called that; the message lists what comes close.
        """
        from layers.selection import about

        return about(self, what)

    def near(self, lon: float, lat: float, km: float) -> Atlas:
        """Return the features within a distance of a point (degrees, WGS 84), kilometres on the ellipsoid.

        Raises
        ------
        CoordinateError
            If the point is off the globe.
        UsageError
            If the distance is negative.
        """
        from layers.selection import near

        return near(self, lon, lat, km)

    def within(self, area: shapely.Geometry | gpd.GeoDataFrame | gpd.GeoSeries) -> Atlas:
        """Return the features that lie wholly in an area.

        Parameters
        ----------
        area
            Polygons: a shapely geometry in degrees WGS 84, or a geopandas table in any CRS.

        Raises
        ------
        UsageError
            If the area is empty, or is a table without a CRS.
        """
        from layers.selection import within

        return within(self, area)

    def joined(self, layer: str) -> gpd.GeoDataFrame:
        """Return a layer's references, each with the columns and geometry of its feature.

        Columns that both have keep the reference's value; the feature's is called ``feature_...``.

        Raises
        ------
        UsageError
            If there is no such layer.
        """
        from layers.selection import joined

        return joined(self, layer)

    def unresolved_table(self) -> pd.DataFrame:
        """Return one row for each span that was not located, with its reason and sentence."""
        from layers.unresolved import unresolved_table

        return unresolved_table(self.unresolved)
