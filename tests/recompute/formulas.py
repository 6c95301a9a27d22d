"""Indicators that follow from others: arithmetic over ids in double quotes, worked out in exact fractions."""

import ast
import math
import operator
import re
from fractions import Fraction

from values import half_away, number

STEPS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


class Formula:
    def __init__(self, text):
        self.ids = re.findall(r'"([^"]+)"', text)
        names = {id: f"x{n}" for n, id in enumerate(self.ids)}
        self.names = {name: id for id, name in names.items()}
        self.tree = ast.parse(re.sub(r'"([^"]+)"', lambda m: names[m[1]], text), mode="eval").body

    def given(self, value, tree=None):
        """None where one of the others has no value, or for a division by zero."""
        if any(value(id) is None for id in self.ids):
            return None
        try:
            return self._work_out(tree or self.tree, value)
        except ZeroDivisionError:
            return None

    def _work_out(self, node, value):
        if isinstance(node, ast.Name):
            return value(self.names[node.id])
        if isinstance(node, ast.Constant):
            return number(node.value)
        return STEPS[type(node.op)](self._work_out(node.left, value), self._work_out(node.right, value))

    def by(self):
        """The number that a quotient is multiplied by, where it is one that rates are told by; else 1."""
        times, node = unwrapped(self.tree)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            times *= unwrapped(node.left)[0]
        return int(times) if times in [10**k for k in range(1, 7)] else 1

    def parts(self, value, by):
        """What is counted and what it is divided by, of a formula of the form a / b, where either may be multiplied by
        numbers: the hundred of a percentage and the thousand of a rate are not counted."""
        times, node = unwrapped(self.tree)
        if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)):
            return None
        n, d = self.given(value, node.left), self.given(value, node.right)
        if n is None or not d:
            return None
        return n * times / by, d


def kept(result, decimals):
    """The decimals that a result is kept to: nine beyond the indicator's own, and no more digits than a double has."""
    digits = math.floor(math.log10(max(abs(result), 1)))
    return max(0, min(14 - digits, decimals + 9))


def unwrapped(node):
    """The product of the numbers that a term is multiplied by, and the term."""
    times = Fraction(1)
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        if isinstance(node.right, ast.Constant):
            times, node = times * number(node.right.value), node.left
        elif isinstance(node.left, ast.Constant):
            times, node = times * number(node.left.value), node.right
        else:
            break
    return times, node


def work_out(indicators, series, parts, now, markers, sent):
    """Fills past and present of every formula that nobody sent, in the order in which they need each other; gives those
    that were worked out and, for those that could not be, the reason that stands in their place."""
    instead = {}
    waiting = {id: Formula(i.formula) for id, i in indicators.items() if i.formula}
    done = []
    while waiting:
        ready = [id for id, f in waiting.items() if not any(other in waiting for other in f.ids)]
        assert ready, f"formulas in a circle: {sorted(waiting)}"
        for id in ready:
            formula, i = waiting.pop(id), indicators[id]
            i.by_formula = formula.by()
            # What is counted anew in one of the others is counted anew here.
            i.breaks = sorted({*i.breaks, *(b for other in formula.ids for b in indicators[other].breaks)})
            for p in (now.minus(n) for n in range(24, -1, -1)):
                if p.quarter not in i.due or p in series[id] or (p == now and id in sent):
                    continue
                value = lambda other: series[other].get(p)
                result = formula.given(value)
                if result is None:
                    continue
                series[id][p] = half_away(result, kept(result, i.decimals))
                if i.aggregation == "rat" and (pair := formula.parts(value, i.times)):
                    parts[id][p] = pair
            if id in sent or now.quarter not in i.due:
                continue
            done.append(id)
            if now not in series[id]:
                missing = [other for other in formula.ids if now not in series[other]]
                reasons = {instead.get(o) or markers.get(o) or "awaited" for o in missing} or {"not-available"}
                order = ("suppressed", "awaited", "not-available", "not-applicable", "not-due")
                instead[id] = next(r for r in order if r in reasons)
    return done, instead
