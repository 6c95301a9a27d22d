"""Every edition beside the members' and the officers' workbook: that it is there and nothing else is, that it has its sheets, and that
each sheet is of the council or of its part alone, by the checks of the whole."""

from actions import by_subject, check_actions
from books import table
from call_in import check_call_in
from compare import check_headlines, check_indicators, check_priorities, check_risks, check_standing
from exceptions import check_exceptions, check_successes
from findings import check_found, check_restatements
from least import expected_of
from money import at_risk, check_budget, check_plan, check_scorecard
from money_results import check_money_results
from outcomes import check_outcomes, own
from parts import select, view
from peers import KINDS, check_benchmarks, check_complaints, check_quality, check_totals
from public import check_public
from returning import check_returns
from risk import check_lists
from service_page import check_service_page
from values import text
from years import check_outturn, check_target_setting

MEMBERS = [
    "Contents", "Headlines", "One page", "Scorecard", "Priorities", "Outcomes", "Exceptions", "Successes", "Trends", "Indicators", "Budget",
    "Money and results", "Delivery plan", "Risks", "Risk register", "Actions", "Feedback", "Restatements", "Golden thread",
]
YEAR = ["Contents", "Outturn", "Target setting", *MEMBERS[1:11], "Delivery plan", "Risks", "Restatements", "Method"]
#: The sheets of each edition where the settings name no others.
SHEETS = {
    "scrutiny": ["Contents", "Call-in", "Exceptions", "Outcomes", "Indicators", "Actions", "Restatements", "Risks", "Risk register", "Method"],
    "half-year": YEAR, "year-end": YEAR, "directorates": [*MEMBERS, "Returns", "Findings", "Method"],
    "portfolios": [*MEMBERS, "Method"], "services": ["Your figures"],
}
#: Without anything to tell these are left out.
WHERE_TOLD = {
    "Feedback": lambda q: not getattr(q, "by_priorities", False),
    "Scorecard": lambda q: any(r.i.perspective for r in q.results.values()),
    "Budget": lambda q: any(q.money.now.values()), "Money and results": lambda q: bool(q.money.now["revenue"]),
    "Outcomes": lambda q: bool(own(q)),
    "Delivery plan": lambda q: bool(q.money.plan or q.money.milestones or q.money.past),
}
OF_QUARTER = {"half-year": 2, "year-end": 4}


def wanted(quarter):
    """{file: (edition, the quarter as it has it, sheets)} of every workbook that must be there beside the two."""
    settings, out = quarter.settings.get("editions", {}), {}
    sheets = SHEETS | settings.get("sheets", {})
    for edition in settings.get("written", []):
        if edition in ("members", "officers", "public") or OF_QUARTER.get(edition, quarter.now.quarter) != quarter.now.quarter:
            continue
        if edition in quarter.parts:
            out |= {part.file(): (edition, view(quarter, part), sheets[edition]) for part in quarter.parts[edition]}
        else:
            out[f"{edition}.xlsx"] = edition, quarter, sheets[edition]
    return out


def check_editions(report, books, quarter, record, statistics):
    """Gives how often each kind must have been compared at the least."""
    listed, least = wanted(quarter), {}
    main = ["cabinet.xlsx"] + ["officers.xlsx"] * ("officers" in quarter.settings.get("editions", {}).get("written", ["officers"]))
    public = ["public.xlsx"] * ("public" in quarter.settings.get("editions", {}).get("written", []))
    report.same("workbooks", "names", sorted([*listed, *main, *public]), sorted(books))
    for file in public:
        check_public(report, books[file], quarter)
        least["public: figure"] = 100
    for file, (edition, own, sheets) in listed.items():
        if file not in books:
            continue
        with report.of(edition, file):
            sheets = [name for name in sheets if WHERE_TOLD.get(name, lambda q: True)(own)]
            report.same("sheets", "in their order", sheets, books[file].sheetnames)
            check_sheets(report, books[file], own, record, statistics)
        for kind, n in expected_of(own, statistics, sheets).items():
            least[f"{edition} › {kind}"] = least.get(f"{edition} › {kind}", 0) + n
    return least


def check_sheets(report, book, q, record, statistics):
    """Each sheet that the workbook has."""
    of_services = set() if q.by_priorities else {text(r["Id"]) for r in q.returning}
    counting = record | {"inputs": [f.entry() for f in q.received if f.service in of_services]}
    placed = {id: p for id, p in q.placed.items() if id in q.results}
    baskets = [q.council, *q.priorities]
    def feedback():
        check_complaints(report, book, q, counting, q.layouts)
        check_totals(report, book, q, q.layouts)
        check_services(report, book["Feedback"], q)

    def risks():
        check_risks(report, book, q.risks, q.past_risks, q.matrix, q.first_register)
        report.rows("risk register", "Risk register", q.register.order, refs(book["Risk register"], "Current score"))
        check_lists(report, book, q.register, placed, at_risk(q, q.money))

    def priorities():
        sheet = book["Priorities"]
        check_priorities(report, sheet, q.priorities, [b for b, _ in q.sets])
        check_standing(report, sheet, q.council, q.priorities, q.sets)
        check_benchmarks(report, book, q, q.workspace, q.doubted)
        report.rows("priorities: listed", "Priorities", [b.name for b in q.priorities], [r["Priority"] for r in table(sheet, "No.", "Priority")])

    def returns():
        check_returns(report, book["Returns"], q)
        check_quality(report, book, q, record | {"inputs": [f.entry() for f in q.received]}, q.layouts)

    checks = {
        "Call-in": lambda s: check_call_in(report, s, q, statistics),
        "Outturn": lambda s: check_outturn(report, s, q, statistics),
        "Target setting": lambda s: check_target_setting(report, s, q, statistics),
        "Headlines": lambda s: check_headlines(report, s, baskets, q.settings),
        "Scorecard": lambda s: check_scorecard(report, book, q),
        "Exceptions": lambda s: check_exceptions(report, s, q, q.doubted, statistics, q.said, by_subject(q.actions)),
        "Successes": lambda s: check_successes(report, s, q, q.doubted, statistics, q.said),
        "Indicators": lambda s: check_indicators(report, s, q.results, q.returned, q.settings, q.computed),
        "Budget": lambda s: check_budget(report, book, q, q.money),
        "Money and results": lambda s: check_money_results(report, s, q),
        "Delivery plan": lambda s: check_plan(report, book, q, q.money),
        "Outcomes": lambda s: check_outcomes(report, s, q),
        "Actions": lambda s: check_actions(report, s, q, q.actions, q.promised),
        "Restatements": lambda s: check_restatements(report, s, q),
        "Findings": lambda s: check_found(report, s, q, found(record, q)),
        "Your figures": lambda s: check_service_page(report, s, q, statistics),
        "Priorities": lambda s: priorities(), "Feedback": lambda s: feedback(), "Returns": lambda s: returns(),
    }
    for name, check in checks.items():
        if name in book.sheetnames:
            check(book[name])
    if {"Risks", "Risk register"} <= set(book.sheetnames):
        risks()
    for name, heading in (("Indicators", "Value"), ("Actions", "Since the last report")):
        if name in book.sheetnames:
            ids = q.results if name == "Indicators" else [a.id for a in q.actions]
            report.rows(f"{name.lower()}: listed", name, ids, refs(book[name], heading))


def refs(sheet, heading):
    return [r["Ref"] for r in table(sheet, "Ref", heading)]


def found(record, q):
    """The findings of the record that are the part's."""
    return [f for f in record["findings"] if not hasattr(q, "part") or q.part.has(f["service"], f["subject"])]


def check_services(report, sheet, q):
    """Each service's feedback, quarter by quarter."""
    now = [str(q.now.minus(n)) for n in (4, 3, 2, 1, 0)]
    own = [] if q.by_priorities else q.returning
    keys = [(text(r["Id"]), kind) for r in own for kind in KINDS if any((text(r["Id"]), kind, p) in q.feedback for p in now)]
    rows = table(sheet, "Service", "Kind of feedback")
    names = [q.service_names[id] for id, _ in keys]
    report.rows("feedback: listed", sheet.title, names, [r["Service"] for r in rows])
    by_key = {(text(r["Service"].value), text(r["Kind of feedback"].value)): r for r in rows}
    for id, kind in keys:
        for p in now:
            row, where = by_key.get((q.service_names[id], kind), {}), f"Feedback, {id}, {kind}, {p}"
            report.cell("feedback: received", where, number_of(q.feedback.get((id, kind, p), {}).get("Received")), row, p)


def number_of(value):
    return None if value is None else float(value) if not isinstance(value, int) else value
