"""Abbreviations of first-order subdivisions as news agencies and post offices write them.

They name a place only where a text uses them as such ("Lexington, Ky."); many are words ("Miss.",
"OR"), which is why the gazetteer does not hold them as names.

Sources: state abbreviations of the United States and provinces of Canada as in datelines of
news agencies, and the two letters of the postal services of both countries.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

__all__ = ["SUBDIVISIONS", "subdivision_name"]

_TABLE = """
Alabama: Ala. AL|Alaska: AK|Arizona: Ariz. AZ|Arkansas: Ark. AR|California: Calif. Cal. CA|Colorado: Colo. CO
Connecticut: Conn. CT|Delaware: Del. DE|Florida: Fla. FL|Georgia: Ga. GA|Hawaii: HI|Idaho: Ida. ID
Illinois: Ill. IL|Indiana: Ind. IN|Iowa: Ia. IA|Kansas: Kan. Kans. KS|Kentucky: Ky. KY|Louisiana: La. LA
Maine: Me. ME|Maryland: Md. MD|Massachusetts: Mass. MA|Michigan: Mich. MI|Minnesota: Minn. MN
Mississippi: Miss. MS|Missouri: Mo. MO|Montana: Mont. MT|Nebraska: Neb. Nebr. NE|Nevada: Nev. NV
New Hampshire: N.H. NH|New Jersey: N.J. NJ|New Mexico: N.M. NM|New York: N.Y. NY|North Carolina: N.C. NC
North Dakota: N.D. ND|Ohio: OH|Oklahoma: Okla. OK|Oregon: Ore. Oreg. OR|Pennsylvania: Pa. Penn. PA
Rhode Island: R.I. RI|South Carolina: S.C. SC|South Dakota: S.D. SD|Tennessee: Tenn. TN|Texas: Tex. TX
Utah: UT|Vermont: Vt. VT|Virginia: Va. VA|Washington: Wash. WA|West Virginia: W.Va. WV
Wisconsin: Wis. Wisc. WI|Wyoming: Wyo. WY|District of Columbia: D.C. DC
British Columbia: B.C. BC|Ontario: Ont. ON|Quebec: Que. QC|Alberta: Alta. AB|Saskatchewan: Sask. SK
Manitoba: Man. MB|Nova Scotia: N.S. NS|New Brunswick: N.B. NB|Prince Edward Island: P.E.I. PE
Newfoundland and Labrador: N.L. Nfld. NL
"""


def _read(table: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for row in table.replace("\n", "|").split("|"):
        if row.strip():
            name, short = row.split(":")
            names.update(dict.fromkeys(short.split(), name.strip()))
    return names


SUBDIVISIONS: Final = MappingProxyType(_read(_TABLE))
"""Abbreviation as written -> name of the state or province."""


def subdivision_name(word: str) -> str | None:
    """Return the state or province that an abbreviation stands for, or None.

    Examples
    --------
    >>> subdivision_name("Ky."), subdivision_name("TX"), subdivision_name("Xy.")
    ('Kentucky', 'Texas', None)
    """
    return SUBDIVISIONS.get(word)
