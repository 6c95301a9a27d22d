"""What the register of the random council says of a series beside its figures: schemes, bands, weights, sets, years of their
own, peers, and formulas over other series. Each series draws from a generator of its own, so that one more thing here moves
none of the others."""

import random

# By the quarters of the council, from 0: the first quarter of each kind of year.
FIRST = {"Financial": 0, "Academic": 2, "Calendar": 3}
PEERS = [f"Peer {n:02}" for n in range(1, 25)]
# One figure for a set needs a value of each of its measures: whole_set() chooses such, and the mixed set hardly ever has one.
SETS = [("Whole set", "Yes"), ("Partnership", None), ("Mixed set", "Yes")]
CHANCE = {"Whole set": 0, "Partnership": 0.3, "Mixed set": 0.05}
SCHEMES = ["Tolerance", "Floor", "Band", "Context", "Tolerance and trend", "Stars", "Outturn", "Rules"]
FORMULAS = 60


def own_year(kind, t):
    """The calendar year in which the year of its own starts that quarter t lies in."""
    year, quarter = divmod(t, 4)
    return year + (quarter >= 3) if kind == "Calendar" else year - (quarter < FIRST[kind])


def position(kind, quarter):
    return (quarter - FIRST[kind]) % 4


class Facts:
    """One series' line in the register, as far as its figures do not say it."""

    def __init__(self, n):
        rng = self.rng = random.Random(f"facts {n}")
        self.year = rng.choice(["Financial"] * 8 + ["Academic", "Calendar"])
        self.scheme = rng.choice([None, *SCHEMES])
        self.tolerance_percent = rng.choice([None, None, 5, 0, 12.5])
        self.tolerance = rng.random() < 0.25
        self.weight = rng.choice([None, None, 0.5, 2, 3])
        self.priorities = rng.sample(["P1", "P2", "P3"], rng.choice([0, 1, 1, 2, 3]))
        self.sets = [name for name, _ in SETS if rng.random() < CHANCE[name]]
        self.service = rng.choice(["ALL", "TWO"])
        self.key = rng.random() < 0.14
        self.aggregation = rng.choice(["Last"] * 5 + ["Mean", "Mean", "Maximum", "Minimum"])
        self.to_date = self.aggregation not in ("Last",) and rng.random() < 0.25
        self.balance = rng.random() < 0.12
        self.band = rng.choice(["both", "both", "green", "low", "none"])
        self.targeted = rng.choice(["full", "full", "full", "annual", "zero", "none"])
        self.creeps = rng.random() < 0.06
        self.redefined = rng.random() < 0.04
        # Not in the quarter that is reported.
        self.elsewhere = rng.random() < 0.15
        self.held_back = rng.choice(["not available", "not available", "suppressed", "not applicable"])

    def columns(self, step):
        return {
            "Service id": self.service, "Year type": self.year, "Status scheme": self.scheme, "Weight": self.weight,
            "Tolerance %": self.tolerance_percent, "Tolerance (absolute)": 3 * step if self.tolerance else None,
            "Priority ids": "; ".join(self.priorities) or None, "Sets": "; ".join(self.sets) or None,
            "Key?": "Yes" if self.key else None,
        }

    def limits(self, goal, spread, decimals, polarity):
        """Floor standard and band around the target, by the headings of the sheet."""
        near = abs(spread) * self.rng.uniform(0.3, 1.5)
        far = near + abs(spread) * self.rng.uniform(0.3, 1.5) + 2 * 10**-decimals
        at = lambda v: round(v, decimals)
        out = {}
        if polarity in ("Higher is better", "Lower is better"):
            out["Floor"] = at(goal - near if polarity == "Higher is better" else goal + near)
        if self.band in ("both", "green"):
            out |= {"Green from": at(goal - near), "Green to": at(goal + near)}
        if self.band == "both":
            out |= {"Amber from": at(goal - far), "Amber to": at(goal + far)}
        if self.band == "low":
            out |= {"Green from": at(goal - near), "Amber from": at(goal - far)}
        return out


def peers(series, now, quarter):
    """Others' figures for a part of the series: ties with ours and with each other, too few, of older quarters."""
    rows = []
    for s in series:
        rng = random.Random(f"peers {s.id}")
        if rng.random() > 0.3 or not s.sent:
            continue
        times = [t for t in sorted(s.sent) if t >= now - 8] or [now]
        t = rng.choice([times[-1], times[-1], times[0], now + 1])
        own = s.sent.get(t, s.sent[max(s.sent)])
        usual = rng.choice([0.5, 1, 1.6])
        names = rng.sample(PEERS, rng.choice([2, 3, 6, 12, 20, 24]))
        for name in names:
            value = rng.choice([own, own * usual * rng.uniform(0.5, 1.5), round(own * rng.uniform(0.8, 1.2), 0)])
            rows.append({"Indicator id": s.id, "Compared with": name, "Quarter": quarter(t), "Value": round(value, s.decimals), "Kind": "Peer"})
        rows.append({"Indicator id": s.id, "Compared with": "Everywhere", "Quarter": quarter(t), "Value": own, "Kind": "Average"})
    near = [{"Neighbour": name, "Distance": n / 100} for n, name in enumerate(PEERS[3:] + PEERS[:1])]
    return rows, near


def formulas(series):
    """Indicators that nobody sends: sums, differences, shares and rates of others, some of them of formulas."""
    rng, out = random.Random("formulas"), []
    plain = [s.id for s in series if s.frequency == "Quarterly" and len(s.sent) > 8 and not s.cumulative]
    for n in range(FORMULAS):
        a, b = rng.sample(plain, 2)
        if out and rng.random() < 0.2:
            b = rng.choice(out)["Id"]
        text, unit, aggregation, decimals = rng.choice([
            (f'"{a}" + "{b}"', "Number", "Last", 1), (f'"{a}" - "{b}"', "Number", "Mean", 2),
            (f'"{a}" / "{b}" * 100', "Percent", "Ratio", 1), (f'"{a}" * 1000 / "{b}"', "Rate", "Ratio", 2),
            (f'("{a}" + 2 * "{b}") / 4', "Score", "Last", 3),
        ])
        facts = Facts(f"formula {n}")
        facts.scheme = rng.choice(["Tolerance", "Stars", None])
        out.append(facts.columns(10**-decimals) | {
            "Id": f"F{n:04}", "Indicator": f"Formula {n}", "Owner": "A. Owner", "Unit": unit, "Decimals": decimals,
            "Polarity": rng.choice(["Higher is better", "Lower is better"]), "Frequency": "Quarterly",
            "Aggregation": aggregation, "Formula": text, "Year type": "Financial",
            "Numerator": "Above" if aggregation == "Ratio" else None, "Denominator": "Below" if aggregation == "Ratio" else None,
        })
    return out


def whole_set(series, times):
    """Puts measures that are rated now, last quarter and a year ago into a set of their own."""
    rated = lambda s: s.facts.scheme in ("Tolerance", "Floor") and s.facts.targeted == "full" and not s.balance
    better = lambda s: s.polarity in ("Higher is better", "Lower is better")
    whole = [s for s in series if rated(s) and better(s) and (s.target or 0) > 0 and all(t in s.sent for t in times)]
    for s in whole[:5]:
        s.facts.sets.append("Whole set")
