"""Parts of the council, each selected from the register alone: a directorate, a portfolio holder, a service.

A directorate has the services that the register puts into it, a portfolio holder those that name them in the column Portfolio
holder, a service itself; what belongs to a service belongs to the part: its measures, risks, actions, feedback, lines of money,
milestones, return and findings. Where the register names no portfolio holder of any service, whoever owns a priority has one:
the measures of the priority, the risks and actions about these, the actions about these risks, the lines of money and the milestones
of the priority; no feedback, which is of services.
"""

import copy
from collections import defaultdict
from dataclasses import dataclass

import openpyxl

from baskets import Basket
from books import lines
from money import Money
from values import text

FORBIDDEN = '<>:"/\\|?*'


@dataclass
class Part:
    """What belongs to one reader, by ids."""

    edition: str
    name: str
    services: set
    measures: set
    priorities: set = None

    def has(self, service, about):
        """What is a service's, and about something."""
        return service in self.services if self.priorities is None else about in self.measures

    def has_line(self, service, priority):
        return service in self.services if self.priorities is None else priority in self.priorities

    def file(self):
        plain = "".join("-" if c in FORBIDDEN or ord(c) < 32 else c for c in self.name)[:80]
        return f"{self.edition} {plain.strip(' .')}.xlsx"


def select(quarter):
    """Every part of each edition that has parts: {edition of the settings: [part]}."""
    book = openpyxl.load_workbook(quarter.workspace / "register.xlsx", data_only=True)
    services, priorities = lines(book["Services"], "Id", "Service"), lines(book["Priorities"], "Id", "Priority")

    def by(edition, heading):
        named = {text(r["Id"]): text(r.get(heading)) for r in services}
        for name in dict.fromkeys(n for n in named.values() if n):
            own = {id for id, of in named.items() if of == name}
            yield Part(edition, name, own, {i.id for i in quarter.indicators.values() if i.service in own})

    def owned():
        named = {text(r["Id"]): text(r.get("Owner")) for r in priorities}
        for name in dict.fromkeys(n for n in named.values() if n):
            own = {id for id, of in named.items() if of == name}
            members = [i for i in quarter.indicators.values() if own & set(i.priorities)]
            yield Part("portfolio", name, {i.service for i in members}, {i.id for i in members}, own)

    return {
        "directorates": list(by("directorate", "Directorate")),
        "portfolios": list(by("portfolio", "Portfolio holder")) or list(owned()),
        "services": list(by("service", "Service")),
    }


def view(quarter, part):
    """The quarter as the part has it: of everything its own, each as the council computed it."""
    own = copy.copy(quarter)
    own.part, own.by_priorities, keep = part, part.priorities is not None, lambda mapping, of: {key: value for key, value in mapping.items() if of(key)}
    own.results = keep(quarter.results, part.measures.__contains__)
    own.indicators = keep(quarter.indicators, part.measures.__contains__)
    own.computed = [id for id in quarter.computed if id in part.measures]
    own.doubted = quarter.doubted & part.measures
    own.corrections = [c for c in quarter.corrections if c.id in part.measures]
    known = quarter.register.known
    risk = lambda id: part.has(known[id]["service"], known[id]["about"])
    own.risks, own.past_risks = keep(quarter.risks, risk), keep(quarter.past_risks, risk)
    own.register = copy.copy(quarter.register)
    own.register.order = [id for id in quarter.register.order if risk(id)]
    of_risk = lambda about: part.priorities is not None and about in own.register.order
    mine = lambda a: part.has(a.service, a.about) or of_risk(a.about)
    own.actions = [a for a in quarter.actions if mine(a)]
    own.promised = {key: a for key, a in quarter.promised.items() if mine(a)}
    own.money = of_money(quarter.money, part)
    own.returning = [r for r in quarter.returning if text(r["Id"]) in part.services]
    own.council = Basket(part.name, list(own.results.values()), quarter.now)
    members = lambda b: [q for q in b.members if q.i.id in part.measures]
    own.priorities = [Basket(b.name, members(b), quarter.now) for b in quarter.priorities if members(b)]
    # Of some of a set a composite would be another set's.
    own.sets = [(Basket(b.name, members(b), quarter.now), whole and len(members(b)) == len(b.members)) for b, whole in quarter.sets if members(b)]
    return own


def serves(money, at):
    """The priority of a milestone: the plan's, else what was said of it last."""
    said = money.milestones.get(at) or money.past.get(at)
    return money.plan.get(at, (None, ""))[1] or getattr(said, "priority", "")


def of_money(money, part):
    own = Money(dated=money.dated)
    for mine, all_ in ((own.now, money.now), (own.then, money.then)):
        for kind, lines_ in all_.items():
            held = {at: line for at, line in lines_.items() if part.has_line(line.service, line.priority)}
            mine.update({kind: held} if held else {})
    steps = lambda mapping: {at: m for at, m in mapping.items() if part.has_line(at[0], serves(money, at))}
    own.milestones, own.past, own.plan = steps(money.milestones), steps(money.past), steps(money.plan)
    own.now, own.then = defaultdict(dict, own.now), defaultdict(dict, own.then)
    return own
