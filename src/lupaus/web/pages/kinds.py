"""Kinds of things, by the first part of their paths: what readers call them."""

from collections.abc import Mapping

from lupaus.errors import N_

__all__ = ["KINDS", "kind_of"]

KINDS: Mapping[str, str] = {
    "declaration": N_("Declaration"),
    "commitment": N_("Commitment"),
    "demand": N_("Demand"),
    "city": N_("City"),
    "network": N_("Network"),
    "person": N_("Person"),
    "organisation": N_("Organisation"),
    "action": N_("Action"),
    "event": N_("Event"),
    "talk": N_("Talk"),
    "statement": N_("Statement"),
    "publication": N_("Publication"),
    "policy": N_("Policy"),
    "target": N_("Target"),
    "theme": N_("Theme"),
    "subject": N_("Subject"),
    "country": N_("Country"),
    "place": N_("Place"),
    "venue": N_("Venue"),
    "source": N_("Source"),
}
"""To be translated where it is shown."""


def kind_of(path: str) -> str:
    """``city`` of ``id/city/fi/helsinki``."""
    return path.split("/")[1]
