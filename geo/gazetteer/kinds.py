"""The kinds of places, and how GeoNames' feature codes map to them.

Feature codes: https://www.geonames.org/export/codes.html
"""

from __future__ import annotations

from typing import Final

__all__ = ["KINDS", "kind_of_feature"]

KINDS: Final = (
    "city",
    "country",
    "region",
    "admin1",
    "admin2",
    "sea",
    "river",
    "lake",
    "island",
    "mountain",
    "port",
    "border_crossing",
    "station",
    "terminal",
    "airport",
    "spot",
)
"""Every kind that `geo.model.Place` knows; a compiled place stores the index into this tuple."""

_BY_CODE: Final = {
    # A: administrative areas. Third and lower orders name the same ground as their seat.
    "PCLI": "country", "PCLD": "country", "PCLS": "country", "PCLF": "country", "PCL": "country",
    "PCLIX": "region", "TERR": "region", "ADM1": "admin1", "ADM2": "admin2",
    # H: waters that reports name; springs, wells and canals of a field are left out.
    "SEA": "sea", "OCN": "sea", "GULF": "sea", "STRT": "sea", "BAY": "sea", "CHN": "sea", "SD": "sea",
    "STM": "river", "STMI": "river", "CNL": "river", "DLTA": "river", "ESTY": "river",
    "LK": "lake", "LKS": "lake", "LKN": "lake", "LGN": "lake", "RSV": "lake",
    # T, the relief that reports name
    "MTS": "mountain", "MT": "mountain", "PK": "mountain", "PASS": "mountain", "VLC": "mountain",
    "ISL": "island", "ISLS": "island", "PEN": "region", "DSRT": "region", "PLAT": "region",
    "VAL": "region", "PLN": "region", "CAPE": "spot",
    # L, areas without a border
    "RGN": "region", "RGNE": "region", "RGNH": "region", "CONT": "region", "CST": "region",
    "PRT": "port", "OILF": "spot", "GASF": "spot",
    # S: works of transport and trade
    "RSTN": "station", "RSTP": "station", "RYD": "station", "MTRO": "station",
    "AIRP": "airport", "AIRF": "airport", "AIRB": "airport",
    "HBR": "port", "DCKB": "port", "PRTS": "port", "MAR": "port", "FY": "port", "FYT": "port", "LDNG": "port",
    "CSTM": "border_crossing", "PSTB": "border_crossing", "PSTC": "border_crossing",
    "OILT": "terminal", "OILR": "terminal", "PMPO": "terminal", "PMPW": "terminal", "TRANT": "terminal",
    "BDG": "spot", "DAM": "spot", "PS": "spot", "PSH": "spot", "PSN": "spot",
    "TNL": "spot", "TNLRR": "spot", "TNLRD": "spot",
}  # fmt: skip


def kind_of_feature(feature_class: str, feature_code: str) -> str | None:
    """Return our kind for a GeoNames feature, or None if corridor documents do not name such things.

    Populated places of every order count as cities, abandoned and historical ones too.

    Examples
    --------
    >>> kind_of_feature("P", "PPLC"), kind_of_feature("S", "RSTN"), kind_of_feature("S", "HTL")
    ('city', 'station', None)
    """
    if feature_class == "P":
        return "city"
    return _BY_CODE.get(feature_code)
