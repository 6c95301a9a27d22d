"""Indicators together: the council, its priorities and sets, now and like with like."""

from collections import Counter
from fractions import Fraction

from values import RATED


class Basket:
    """Indicators together: where they stand and which way they go, weighted as the register says."""

    def __init__(self, name, members, now):
        self.name, self.members = name, members
        self.counts, self.level = self._standing(now)
        self.on_quarter, self.on_year = Pair(members, now, now.minus(1)), Pair(members, now, now.minus(4))
        self.ways, self.improvement = self._movement(lambda q: q.short())
        _, self.improvement_long = self._movement(lambda q: q.long())
        _, self.improvement_year = self._movement(lambda q: q.year_on_year())
        both = [q for q in members if way(q.short()) and way(q.short(now.minus(1)))]
        self.rates = [movement(both, lambda q, p=p: q.short(p))[1] for p in (now, now.minus(1))]
        alike = lambda then: [q for q in members if q.status(now) in STANDING and q.status(then) in STANDING]
        pairs = [(alike(then), then) for then in (now.minus(1), now.minus(4))]
        self.composite = composite(members, now)
        self.composites = [[composite(of, p) for p in (now, then)] for of, then in pairs]
        self.rated = sum(self.counts[s] for s in RATED)
        unrated = ("contextual", "no-target", "not-comparable", "unknown")
        self.measured = self.rated + sum(self.counts[s] for s in unrated)
        missing = [q.i.weight for q in members if is_missing(q, now)]
        self.due = self.rated + len(missing)
        weights = sum(q.i.weight for q in members if q.status(now) in STANDING) + sum(missing)
        green = sum(q.i.weight for q in members if q.status(now) in ("green", "exceeds"))
        self.level_of_due = Fraction(green) / weights if weights else None

    def _standing(self, p):
        return standing((q.status(p), q.i.weight) for q in self.members)

    def _movement(self, compared):
        return movement(self.members, compared)


#: With a rating, whatever the scheme calls what is better than its target.
STANDING = (*RATED, "exceeds")


class Pair:
    """Two quarters over the measures that are rated in both; what was rated then alone is counted beside."""

    def __init__(self, members, now, then):
        ends = [(q.status(now), q.status(then), q.i.weight) for q in members]
        both = [(a, b, w) for a, b, w in ends if a in STANDING and b in STANDING]
        self.rated = len(both)
        self.counts, self.level = standing((a, w) for a, _, w in both)
        self.counts_then, self.level_then = standing((b, w) for _, b, w in both)
        gone = [b for a, b, _ in ends if b in STANDING and a not in STANDING]
        self.gone, self.gone_red = len(gone), gone.count("red")
        self.rated_then = self.rated + self.gone


def is_missing(q, now):
    """Due, without a figure, and rated with one."""
    if q.status(now) not in ("awaited", "not-available"):
        return False
    last = q.previous_due(now)
    then = [now.minus(1), now.minus(4)] + ([last] if last else [])
    return q.target(now) is not None or any(q.status(p) in STANDING for p in then)


def standing(statuses):
    # What exceeds its target is on target.
    statuses = [({"exceeds": "green"}.get(s, s), w) for s, w in statuses]
    rated = sum(w for s, w in statuses if s in RATED)
    green = sum(w for s, w in statuses if s == "green")
    return Counter(s for s, _ in statuses), Fraction(green) / rated if rated else None


def way(compared):
    """Better, worse or the same; nothing where neither way is better."""
    return compared[2] if compared and compared[2] != "Moved" else None


def movement(members, compared):
    directions = [(d, q.i.weight) for q in members if (d := way(compared(q)))]
    weights = sum(w for _, w in directions)
    net = sum({"Improving": w, "Worsening": -w}.get(d, 0) for d, w in directions)
    return Counter(d for d, _ in directions), Fraction(net) / weights if weights else None


def composite(members, p):
    """How much of its target each rated measure reached, as a weighted mean; none where one has no value."""
    reached, weights = Fraction(0), Fraction(0)
    for q in members:
        status, target = q.status(p), q.target(p)
        if target is None or q.i.polarity not in ("Higher is better", "Lower is better"):
            continue
        if status in ("contextual", "no-target", "not-due", "not-applicable"):
            continue
        if status not in STANDING:
            return None
        value, target = q.round(q.values[p]), q.round(target)
        if value <= 0 or target <= 0:
            return None
        reached += q.i.weight * (value / target if q.i.polarity == "Higher is better" else target / value)
        weights += q.i.weight
    return reached / weights if weights else None
