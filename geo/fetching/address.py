"""Which addresses of the network a run may connect to."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from geo.errors import InputError

__all__ = ["AddressError", "is_public", "resolved"]

_NAT64 = IPv6Network("64:ff9b::/96")


class AddressError(InputError):
    """An address that is not connected to."""


def is_public(address: str) -> bool:
    """Whether an IP address lies in the open internet.

    An IPv6 address that carries an IPv4 address (mapped, 6to4, Teredo, NAT64) is as public as that one.
    """
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    carried = _carried(ip)
    return (
        all(one.is_global and not one.is_multicast and not one.is_reserved for one in carried)
        if carried
        else ip.is_global and not ip.is_multicast and not ip.is_reserved
    )


def _carried(ip: IPv4Address | IPv6Address) -> tuple[IPv4Address, ...]:
    if isinstance(ip, IPv4Address):
        return ()
    if ip.ipv4_mapped:
        return (ip.ipv4_mapped,)
    if ip.sixtofour:
        return (ip.sixtofour,)
    if ip.teredo:
        return ip.teredo
    if ip in _NAT64:
        return (IPv4Address(int(ip) & 0xFFFFFFFF),)
    return ()


def resolved(host: str, port: int, *, allow_private: bool) -> list[tuple[int, str]]:
    """Look a host up once and return its addresses, each with its family, fit to connect to.

    Whoever connects has to take these addresses, and not look the name up again: a second answer may
    differ from the one that was checked.

    Raises
    ------
    AddressError
        If one of them is not public, or there is none.
    """
    bare = host.strip("[]").rstrip(".")
    try:
        answers = socket.getaddrinfo(bare, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressError(f"The host '{bare}' is not found. Check the address, or the network.") from error
    addresses = list(dict.fromkeys((int(family), str(place[0])) for family, *_, place in answers))
    for _, address in addresses:
        if not allow_private and not is_public(address):
            raise AddressError(
                f"'{bare}' is at {address}, in a private network. If that is meant, use --allow-private."
            )
    if not addresses:
        raise AddressError(f"The host '{bare}' has no address. Check its spelling.")
    return addresses
