"""How often each kind must have been compared, so that nothing is passed over in silence."""

from actions import by_subject
from compare import QUARTERS
from exceptions import off_target, successes
from risk import EXPOSED
from baskets import STANDING


def expected(quarter, record, statistics, small=False):
    """How often each kind must have been compared, from the sizes of the inputs. A small council need not have everything."""
    each = "value,target,status,variance,variance %,long-term direction,year to date,year's target".split(",")
    each += [f"{what} on last {then}" for what in ("change", "direction") for then in ("quarter", "year")]
    each += [f"change on last {then} %" for then in ("quarter", "year")]
    indicators, risks = len(quarter.indicators), len(quarter.risks | quarter.past_risks)
    least = dict.fromkeys(each, indicators)
    least |= {"quarters": indicators * QUARTERS, "source": indicators - len(quarter.computed)}
    least |= dict.fromkeys(("worked out", "status worked out", "source of a formula"), len(quarter.computed))
    read = ("place", "figure", "marker", "numerator", "denominator", "status in run.json")
    least |= dict.fromkeys(read, len(record["readings"]) - len(quarter.computed))
    least |= {"file hash": len(quarter.received), "nothing lost": 1, "files": 1, "files in run.json": 1}
    of_file = ["file counts in run.json", "outcome in run.json", "service in run.json", "layout in run.json"]
    of_file += [f"file: {k}" for k in ("what became of it", "service", "signed off", "layout", "hash")]
    least |= dict.fromkeys(of_file, len(quarter.received))
    in_a_row = "rated,green,amber,red,share,like with like,improvement,long-term improvement"
    least |= dict.fromkeys((f"headlines: {k}" for k in in_a_row.split(",")), 1 + len(quarter.priorities))
    of_priority = ["rated", "level", "rate of improvement", "counts of a priority"]
    of_priority += [f"printed level: {k}" for k in ("level", "now", "then")]
    least |= dict.fromkeys(of_priority, len(quarter.priorities)) | {"tile": 3, "counts of a tile": 3, "sentence of reds": 1}
    of_risk = "rating,score,band,score last quarter,inherent score,target score,movement".split(",")
    least |= dict.fromkeys((f"risk {k}" for k in of_risk), risks)
    least |= {"heat map": len(quarter.matrix.likelihood) * len(quarter.matrix.impact)}
    least |= {"risk proposed": risks, "risk above appetite": risks, "delivery risk": indicators, "exposure": EXPOSED}
    least |= told(quarter, statistics)
    findings = ("severity", "title", "expected", "got", "what to do")
    least |= dict.fromkeys((f"finding: {k}" for k in findings), len(record["findings"]))
    least |= dict.fromkeys(("file: errors", "file: queries", "file: notes"), len(quarter.received))
    least |= {"finding worked out": 12, "planted fault": quarter.planted}
    once = "findings,findings: order,findings: how many,queries,restatements: none,restatements"
    least |= dict.fromkeys(once.split(","), 1)
    if quarter.corrections:
        of_one = "as published,now,change,status then,status now,reason,author"
        least |= dict.fromkeys((f"restatement: {k}" for k in of_one.split(",")), len(quarter.corrections))
    if small:
        return {kind: n for kind, n in least.items() if kind not in ("exposure", "long-term direction")}
    return {kind: max(n, 1) for kind, n in least.items()}


def told(quarter, statistics):
    """The sheets Exceptions, Successes and Actions, from what was worked out, never from what stands there."""
    results, now = quarter.results.values(), quarter.now
    reds = off_target(quarter.results, quarter.doubted, statistics)
    full = quarter.settings.get("look", {}).get("full_exceptions", 60)
    cards, about = reds[:full], by_subject(quarter.actions)
    of_card = "name,service and owner,status,queried,status then,target,value,how far off,how far off %,since,on last quarter,"
    of_card += "on last year,forecast,commentary,barriers,levers,remedial action now,promised,actions"
    least = dict.fromkeys((f"card: {k}" for k in of_card.split(",")), len(cards))
    least |= {"card: action": sum(len(about.get(q.i.id, [])) for q in cards)}
    of_line = "value,since,name,status,concern,who acts,until when"
    least |= dict.fromkeys((f"red: {k}" for k in of_line.split(",")), len(reds))
    # Where the chance is not known, or there is a band, not every red has them.
    least |= dict.fromkeys(("red: target", "red: will it recover"), len(reds) // 2)
    absent = [q for q in results if q.status(now) in ("awaited", "not-available")]
    lost = sum(bool(last := q.previous_due(now)) and q.status(last) in STANDING for q in absent)
    of_line = "name,target,last due,figure then,status then,status now,service,owner,says"
    least |= dict.fromkeys((f"no figure: {k}" for k in of_line.split(",")), lost)
    of_line = "service,target,value,status,in a row,on last quarter,words,figures told"
    least |= dict.fromkeys((f"success: {k}" for k in of_line.split(",")), len(successes(quarter.results, quarter.doubted, statistics)))
    of_line = "title,service,about,lead,due,status,overdue,progress,status last quarter,since,update"
    least |= dict.fromkeys((f"action: {k}" for k in of_line.split(",")), len(quarter.actions))
    once = "off target,off target: how many,no figure,no figure: order,no figure: how many,forecast to miss,successes,"
    once += "forecast to miss: how many,actions,actions: order,actions: how many,actions: what became of them"
    return least | dict.fromkeys(once.split(","), 1)



def expected_of(quarter, believed, sheets):
    """How often each kind must have been compared in a workbook that has these sheets, over what the edition has."""
    n, full = len(quarter.results), quarter.settings.get("look", {}).get("full_exceptions", 60)
    of_sheet = {
        "Indicators": {"value": n, "status": n, "quarters": n * QUARTERS},
        "Risk register": {"risk score": len(quarter.register.order), "risk proposed": len(quarter.register.order)},
        "Actions": {"action: due": len(quarter.actions), "action: since": len(quarter.actions)},
        "Exceptions": {"card: value": min(full, len(off_target(quarter.results, quarter.doubted, believed)))},
        "Successes": {"success: value": len(successes(quarter.results, quarter.doubted, believed))},
        "Headlines": {"headlines: rated": 1 + len(quarter.priorities), "tile": 3},
        "Priorities": {"counts of a priority": sum(b.rated > 0 for b in quarter.priorities), "basket: level": 1 + len(quarter.priorities)},
        "Returns": {"return: state": len(quarter.returning), "data quality: score": len(quarter.returning)},
        "Call-in": {"call-in: order": 1}, "Outturn": {"outturn: met": 1}, "Target setting": {"target setting: change": 1},
        "Your figures": {"measure: value": n, "risk: score": len(quarter.register.order), "action: due": len(quarter.actions)},
        "Outcomes": {"outcome: status": 1, "outcome: measures": 1},
        "Restatements": {"restatements": 1}, "Findings": {"findings": 1},
    }
    return {kind: count for sheet in sheets for kind, count in of_sheet.get(sheet, {}).items()}
