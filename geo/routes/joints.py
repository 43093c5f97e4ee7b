"""The small words that join a route noun to its ends, in four languages: from ... to, between, arasındaki."""

from __future__ import annotations

from typing import Final

__all__ = [
    "ABLATIVE",
    "BETWEEN_LEFT",
    "BORDER_RIGHT",
    "CHAINED_WORDS",
    "CONNECTORS",
    "FILLERS",
    "FROM_THERE",
    "GOING_LEFT",
    "JOINS",
    "LEFT_WORDS",
    "RIGHT_WORDS",
    "STATE_LEFT",
    "VIA",
    "WITH_LEFT",
]

# Words that join a noun to its ends, right of it: opening word -> words between the two ends.
JOINS: Final = {
    "from": frozenset({"to", "into", "through"}),
    "between": frozenset({"and"}),
    "linking": frozenset({"to", "with", "and"}),
    "links": frozenset({"to", "with", "and"}),
    "connecting": frozenset({"to", "with", "and"}),
    "connects": frozenset({"to", "with", "and"}),
    "joining": frozenset({"to", "with", "and"}),
    "из": frozenset({"в", "до", "на"}),
    "от": frozenset({"до", "к"}),
    "с": frozenset({"на"}),
    "между": frozenset({"и"}),
    "соединяющая": frozenset({"с", "со", "и"}),
    "соединяющий": frozenset({"с", "со", "и"}),
    "соединяющую": frozenset({"с", "со", "и"}),
    "соединяющей": frozenset({"с", "со", "и"}),
    "связывающая": frozenset({"с", "со", "и"}),
    "связывающий": frozenset({"с", "со", "и"}),
}
FILLERS: Final = frozenset(
    str.split(
        "running runs run going leading leads stretching stretches extending which that line "
        "ведущая ведущий идущая идущий проходящая проходящий участок"
    )
)
VIA: Final = frozenset({"via", "through", "через"})
# Left of a Turkic noun: "A ile B arasındaki", "A'dan B'ye giden"; by their stems.
BETWEEN_LEFT: Final = ("arasindaki", "arasinda")
GOING_LEFT: Final = frozenset(
    str.split("giden gidecek uzanan uzanacak uzanacaq geden gedan aparan kadar dak qadar ceken cekilan")
)
WITH_LEFT: Final = frozenset({"ile", "ila", "ve", "va"})
# "From there", "from here": capitals at the head of a sentence, and no places.
FROM_THERE: Final = frozenset({"oradan", "buradan", "suradan", "haradan"})
ABLATIVE: Final = ("dan", "den", "tan", "ten")

# Between a country and its border: "Rusiya ilə dövlət sərhədi"; and after it: "border with", "граница с".
STATE_LEFT: Final = frozenset({"dovlat", "devlet", "ile", "ila"})
BORDER_RIGHT: Final = frozenset({"with", "of", "с", "со"})

# What may stand at once before or after the noun of a phrase.
LEFT_WORDS: Final = frozenset({*GOING_LEFT, *BETWEEN_LEFT})
RIGHT_WORDS: Final = frozenset({*JOINS, *FILLERS, "across", "over", "on", "at", "через", "на"})

# Small words inside names: "Rio de Janeiro", "Rostov-na-Donu"; and what joins two of them in a chain.
CONNECTORS: Final = frozenset(str.split("e i de di da do dos del la le el al ob na"))
CHAINED_WORDS: Final = frozenset({*CONNECTORS, "to"})
