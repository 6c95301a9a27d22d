"""Plain values that every part of the re-computation uses: exact decimals, quarters, words as they are compared."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

RATED = ("green", "amber", "red")


def number(x):
    """The decimal that was typed, exactly: the shortest one that stands for the same binary number."""
    return x if x is None or isinstance(x, Fraction) else Fraction(Decimal(repr(x)))


def half_away(x, decimals):
    scaled = abs(x) * 10**decimals
    units = (scaled + Fraction(1, 2)).__floor__()
    return Fraction(units if x >= 0 else -units, 10**decimals)


@dataclass(frozen=True, order=True)
class Period:
    index: int  # quarters since year 0

    @classmethod
    def parse(cls, text):
        year, quarter = re.fullmatch(r"(\d{4})-\d{2}Q([1-4])", text.strip()).groups()
        return cls(int(year) * 4 + int(quarter) - 1)

    @property
    def year(self):
        return self.index // 4

    @property
    def quarter(self):
        return self.index % 4 + 1

    def minus(self, n):
        return Period(self.index - n)

    def __str__(self):
        return f"{self.year}-{(self.year + 1) % 100:02}Q{self.quarter}"

def meaning(heading):
    return "".join(c for c in str(heading).lower() if c.isalnum())


def text(x):
    return "" if x is None else str(x).strip()

