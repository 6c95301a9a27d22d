"""The number that a person reads from what a cell shows, or why none can be read for certain."""
import re
from dataclasses import dataclass

from seen import SPACES, points_at_blank


@dataclass(frozen=True)
class Number:
    value: float
    tolerance: float = 1e-9


@dataclass(frozen=True)
class Ask:
    """No number is certain: it is asked about."""

    why: str


@dataclass(frozen=True)
class Blank:
    pass


@dataclass(frozen=True)
class Marker:
    pass


MARKERS = {"nil", "..", "n/a", "awaited"}
NUMBER = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[-−–+])?\s*(?P<before>[£€$¥]|(?:GBP|EUR|USD)\b)?\s*(?P<sign2>[-−–])?\s*"
    r"(?:(?P<whole>\d{1,3}(?:,\d{3})+|\d+)?(?:\.(?P<part>\d*))?(?:[eE](?P<power>[-+]?\d+))?)"
    r"\s*(?P<after>[£€$¥]|GBP|EUR|USD)?\s*(?P<close>\))?\s*(?P<sign3>[-−])?\s*(?P<suffix>%|k|m|per cent|days?|visits?|hours?|weeks?)?\s*(?P<close2>\))?$", re.I)
FRACTION = re.compile(r"(?P<sign>-)?(?:(?P<whole>\d+)\s+)?(?P<over>\d+)\s*/\s*(?P<under>\d+)$")
MONEY = ("£", "£ thousands")


def number(text, unit, is_text):
    """Reads strictly: what a careful person could doubt is asked about."""
    t = text.translate(SPACES).strip()
    if not is_text and (found := FRACTION.match(t)) and int(found["under"]):
        value = int(found["whole"] or 0) + int(found["over"]) / int(found["under"])
        return Number(-value if found["sign"] else value, 0.5 / int(found["under"]))
    if re.fullmatch(r"[-+]?\d{1,3}( \d{3})+(\.\d+)?", t):
        t = t.replace(" ", "")
    t = t.removeprefix("'")  # what is typed so that Excel keeps a text
    t = re.sub(r"^(-?)%([\d.]+)$", r"\1\2%", t)
    found = NUMBER.match(t)
    if not found or not (found["whole"] or found["part"]):
        return Ask("not a number")
    if bool(found["open"]) != bool(found["close"] or found["close2"]):
        return Ask("half a pair of brackets")
    signs = [s for s in (found["open"], found["sign"], found["sign2"], found["sign3"]) if s]
    if len(signs) > 1:
        return Ask("two signs")
    part, power = found["part"] or "", int(found["power"] or 0)
    if abs(power) > 15:
        return Ask("out of reach")
    value = float(f"{(found['whole'] or '0').replace(',', '')}.{part or '0'}e{power}")
    tolerance = 0.5 * 10.0 ** (power - len(part))
    if signs and signs[0] != "+":
        value = -value
    money, suffix = found["before"] or found["after"], (found["suffix"] or "").lower()
    if money and money.upper() not in ("£", "GBP") and unit in MONEY:
        return Ask("another currency")
    if suffix in ("%", "per cent"):
        if unit != "Percent":
            return Ask("a percentage in another measure")
    elif suffix in ("k", "m"):
        if unit == "Percent":
            return Ask("thousands in a percentage")
        factor = {"k": 1e3, "m": 1e6}[suffix] / (1e3 if unit == "£ thousands" else 1)
        value, tolerance = value * factor, tolerance * factor
    elif suffix.startswith(("hour", "week")) and unit == "Days":
        return Ask("another unit of time")
    return Number(value, 1e-9 * max(1, abs(value)) if is_text else tolerance * (1 + 1e-9) + 1e-9)


def judge(book, sheet, seen, unit):
    """What a person takes from the cell: Number, Blank, Marker or Ask."""
    if seen.kind == "":
        return Blank()
    if seen.kind == "error" or re.fullmatch(r"#[A-Z/0]+[!?]|#N/A|Err:\d+", seen.shown.strip()):
        return Ask("an error value")
    if not seen.shown.translate(SPACES).strip():
        return Blank()
    if seen.struck:
        return Ask("struck out")
    if seen.formula and points_at_blank(book, sheet, seen.formula):
        return Ask("a nought that nobody typed")
    if seen.kind == "boolean" or seen.shown in ("TRUE", "FALSE"):
        return Ask("a truth")
    text = seen.on_the_line
    t = text.translate(SPACES).strip()
    if not t:
        return Blank()
    if seen.kind == "string":
        if t.lower() in MARKERS:
            return Marker()
        return number(text, unit, True)
    if re.fullmatch("£? ?-", t) and seen.held == 0:
        return Number(0.0)  # the dash of the accounting formats is a nought
    if seen.kind in ("date", "time") and not re.fullmatch(r"[\d.,]+", t):
        return Ask(f"a {seen.kind}")
    # Words that a format puts beside a number say nothing of its size.
    return number(re.sub(r"^(-?)(approx\. |about )|( \(est\.\)|\*)$", r"\1", t.replace("minus ", "-")), unit, False)
