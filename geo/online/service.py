"""The online geocoders that can be asked, and what a user says to choose one: ``--online nominatim=URL``."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

from geo.errors import UsageError

__all__ = ["SERVICES", "Service", "service_of"]


@dataclass(frozen=True, slots=True)
class Service:
    """A geocoder: where it answers, whose data it gives under which licence, and how it likes to be asked.

    ``user`` is the account that GeoNames wants to know. ``pause`` is the least time between two requests, in
    seconds. ``public`` tells a service that strangers share from a server of one's own.
    """

    name: str
    title: str
    url: str
    attribution: str
    user: str | None = None
    pause: float = 1.0
    public: bool = True

    @property
    def key(self) -> str:
        """Under what its answers are kept."""
        return f"{self.name}={self.url}"

    @property
    def source(self) -> str:
        """What a place from here names as its source: service, owner of the data, licence."""
        where = "" if self.public else f" at {urlsplit(self.url).netloc}"
        return f"{self.title}{where}, {self.attribution}"


# The policy of the public Nominatim asks for one request a second at most, an identifying User-Agent and a
# cache: https://operations.osmfoundation.org/policies/nominatim/. The others get the same.
SERVICES: Final = (
    Service(
        "nominatim",
        "Nominatim",
        "https://nominatim.openstreetmap.org",
        "© OpenStreetMap contributors (ODbL 1.0)",
    ),
    Service("photon", "Photon", "https://photon.komoot.io", "© OpenStreetMap contributors (ODbL 1.0)"),
    Service("geonames", "GeoNames web service", "https://secure.geonames.org", "GeoNames (CC BY 4.0)"),
    Service("wikidata", "Wikidata", "https://www.wikidata.org", "Wikidata (CC0 1.0)"),
)


def service_of(choice: str) -> Service:
    """Return the service that a user chose.

    Parameters
    ----------
    choice
        ``nominatim``, ``photon``, ``geonames`` or ``wikidata``, and perhaps the address of a server of one's
        own: ``nominatim=http://localhost:8088``. GeoNames' account stands before the host:
        ``geonames=https://account@secure.geonames.org``.

    Raises
    ------
    UsageError
        If there is no such service, the address is not http(s), or GeoNames lacks its account.

    Examples
    --------
    >>> service_of("nominatim=http://localhost:8088").source
    'Nominatim at localhost:8088, © OpenStreetMap contributors (ODbL 1.0)'
    """
    name, _, url = choice.strip().partition("=")
    known = {service.name: service for service in SERVICES}
    if name not in known:
        raise UsageError(
            f"Unknown online service '{name}'. Choose one of: {', '.join(known)}; or your own server, "
            "like nominatim=http://localhost:8088."
        )
    usual = known[name]
    address = _address(url or usual.url)
    user = address.username
    if name == "geonames" and not user:
        raise UsageError(
            "GeoNames answers only to an account (free, at geonames.org/login). "
            "Name it: --online geonames=https://ACCOUNT@secure.geonames.org."
        )
    host = address.netloc.rpartition("@")[2]
    own = _is_own(address.hostname or "")
    return Service(
        name,
        usual.title,
        f"{address.scheme}://{host}{address.path.rstrip('/')}",
        usual.attribution,
        user,
        0.0 if own else usual.pause,
        public=host == urlsplit(usual.url).netloc,
    )


def _address(url: str) -> SplitResult:
    try:
        address = urlsplit(url)
        sound = address.scheme in ("http", "https") and bool(address.hostname)
        _ = address.port  # reading it is what checks it
    except ValueError:
        sound = False
    if not sound:
        raise UsageError(
            f"'{url}' is not the address of a server. Give one that begins with http:// or https://."
        )
    return address


def _is_own(host: str) -> bool:
    """Tell whether a host is this machine or in a private network, where nobody else waits in line."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False
