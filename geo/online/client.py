"""What asks a service through geopy."""

from __future__ import annotations

from importlib import import_module, metadata
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geo.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.model import Place
    from geo.online.service import Service

    Ask = Callable[[str], tuple[Place, ...]]

__all__ = ["asking", "user_agent"]

_PROJECT = "corridor-atlas"


def asking(service: Service, contact: str | None, *, timeout: float = 10.0) -> Ask:
    """Return the function that asks a service for a name; it raises `geopy.exc.GeopyError` if that fails.

    Parameters
    ----------
    service
        Which one, and where.
    contact
        An address that its operator can write to.
    timeout
        Seconds without a byte after which an answer is given up.

    Raises
    ------
    UsageError
        If a public service is to be asked without a contact, or geopy is not installed.
    """
    if service.public and service.name in ("nominatim", "photon", "wikidata") and not contact:
        raise UsageError(
            f"{service.title} is free for those who tell who they are. "
            "Give an address that its operators can write to: --contact you@example.org."
        )
    try:  # geopy takes time to import, and most runs ask nobody
        from geo.online.adapter import BoundedAdapter  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise UsageError(
            "--online needs geopy, which is not installed: pip install 'corridor-atlas[online]'."
        ) from error

    module = import_module(f"geo.online.{service.name}")
    address = urlsplit(service.url)
    options: dict[str, Any] = {
        "domain": f"{address.netloc}{address.path}",
        "scheme": address.scheme,
        "timeout": timeout,
        "user_agent": user_agent(contact),
        "adapter_factory": BoundedAdapter,
    }
    if service.user:
        options["username"] = service.user
    client = module.Client(**options)

    def ask(name: str) -> tuple[Place, ...]:
        return tuple(module.places(client.search(name), service.source))

    return ask


def user_agent(contact: str | None) -> str:
    """Return what the client calls itself: name, version, contact; control characters are left out."""
    told = "".join(char for char in contact or "" if char.isascii() and char.isprintable()).strip()
    name = f"{_PROJECT}/{metadata.version(_PROJECT)}"
    return f"{name} ({told})" if told else name
