"""Severity as a word, a sign and a pattern: never by colour alone."""

from decimal import Decimal

from ..model import Severity
from .markup import Html, tag

SIGNS = {Severity.ERROR: "■", Severity.WARNING: "▲", Severity.INFO: "○"}


def sign(severity: Severity) -> Html:
    """The sign for the eye; a word must stand beside it."""
    return tag("span", {"class": f"sign {severity}", "aria-hidden": "true"}, SIGNS[severity])


def figure(number: Decimal) -> str:
    """A number of points without zeros at its end.

    >>> figure(Decimal("10.00")), figure(Decimal("7.50"))
    ('10', '7.5')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
