"""Severity as a word, a sign and a pattern: never by colour alone."""

from decimal import Decimal

from ..model import Severity
from .markup import Html, tag

WORDS = {Severity.ERROR: "严重", Severity.WARNING: "一般", Severity.INFO: "提示"}
SIGNS = {Severity.ERROR: "■", Severity.WARNING: "▲", Severity.INFO: "○"}
MEANING = {
    Severity.ERROR: "应退回修改",
    Severity.WARNING: "应完善",
    Severity.INFO: "请核对，不扣分",
}
RANK = {severity: rank for rank, severity in enumerate(WORDS)}
UNJUDGED = "未评"


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
