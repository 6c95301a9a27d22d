"""What a cell of a return may hold, kind by kind: values, number formats, texts, runs, formulas, error values."""
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Cell:
    #: A number, a text, a truth, a date; "" and None with a formula are its saved results.
    value: object = None
    format: str = ""
    #: With its equals sign; `value` is the result that is saved with it, if the writer can.
    formula: str = ""
    #: [(text, "" or "struck" or "super" or "sub" or "bold")]; the value is then not looked at.
    runs: tuple = ()
    #: How the whole cell is written: "", "struck", "super", "sub".
    font: str = ""
    note: str = ""
    #: An error value; with a formula, its saved result.
    error: bool = False


#: Each indicator: (id, name, unit, target, least and greatest that is usual, decimals).
MEASURES = {
    "LEI": [
        ("LE1", "Visits to leisure centres", "Number", 48000, 40100, 59900, 0),
        ("LE2", "Members who stay for a year", "Percent", 82, 71, 98, 1),
        ("LE3", "Swimming lessons that are filled", "Percent", 90, 71, 98, 1),
        ("LE4", "Income from the hire of pitches", "£ thousands", 120, 101, 149, 1),
        ("LE5", "Days to mend play equipment", "Days", 5, 2, 9, 1),
        ("LE6", "Change in allotment tenancies", "Number", None, -30, 30, 0),
        ("LE7", "Cost of a visit", "£", None, 2, 5, 2),
        ("LE8", "Park land in our care", "Number", None, 1000, 1400, 1),
    ],
    "HSG": [
        ("HO1", "Homes let, year to date", "Number", 150, 120, 190, 0),
        ("HO2", "Rent collected", "Percent", 97, 91, 99, 1),
        ("HO3", "Days to let an empty home", "Days", 24, 19, 29, 1),
        ("HO4", "Repairs done at the first visit", "Percent", 88, 81, 95, 1),
        ("HO5", "Cases open at the start of the quarter", "Number", None, 58, 58, 0),
        ("HO6", "Cases open at the end of the quarter", "Number", None, 40, 80, 0),
    ],
}
UNITS = {id: unit for rows in MEASURES.values() for id, _, unit, *_ in rows}
NAMES = {"LEI": "Leisure and Parks", "HSG": "Housing"}

#: Formats that show the number that is held, whatever it measures: nothing is to be asked.
PLAIN_FORMATS = [
    "General", "0.0", "0.00", "0.000", "#,##0.0", "#,##0.00", "#,##0.00;-#,##0.00", "#,##0.00;[Red]-#,##0.00",
    "#,##0.00_);(#,##0.00)", "#,##0.00_);[Red](#,##0.00)", "_-* #,##0.00_-;-* #,##0.00_-;_-* \"-\"??_-;_-@_-",
    "0.0#", "#.0##", "[Blue]0.00", "[Color10]0.00", "* 0.00", "0.00;-0.00;0.00;@", "00000.00",
    "0.00_ ", "?0.00", "#,##0.00\\ ", "[$-809]#,##0.00",
]
#: Formats of which some show another number, or none, for some values.
FORMATS = [
    "0", "#,##0", "#", "#.#", "0.0E+00", "0.00E+00", "##0.0E+0", "# ?/?", "# ??/??", "?/?", "# ?/8", "0.??",
    "0%", "0.0%", "0.00%", "[>=1000]#,##0.00;0.00", "0.0%;-0.0%", "[Red]0.0%", "[=0]\"-\";0.0%", "[<0.005]\"<1%\";0%", "[>1]0.0;0.0%", "[<=1]0.0%;0.0\"%\"",
    "0.0\" %\"", "0.0\\%", "0.0\"%\"", "0%%", "%0.0", "_(0.0%_)", "0.0%_);(0.0%)", "0.0\" per cent\"",
    "#,##0,", "0.0,", "#,##0.0,,", "0.0,,\"m\"", "0.0\"k\"", "0.0,\"k\"", "#,##0,\"k\"", "£#,##0.0,\"k\"", "0\"th\"", "0.0\" m\"",
    "[>=1000]#,##0.0,\"k\";0.0", "[>=1000000]0.0,,\"m\";[>=1000]0.0,\"k\";0.0", "0.00,_)", "0.0\"bn\"",
    "\"£\"#,##0.00", "[$£-809]#,##0.00", "£#,##0", "[$£-809]#,##0.00;[Red]-[$£-809]#,##0.00", "[$€-2] #,##0.00", "#,##0.00 [$€-407]",
    "[$$-409]#,##0.00", "\"€\"#,##0", "[$USD] #,##0.00", "[$¥-411]#,##0",
    "_-\"£\"* #,##0.00_-;-\"£\"* #,##0.00_-;_-\"£\"* \"-\"??_-;_-@_-",
    ";;;", ";;", "0.0;;", "0.0;-0.0;", "0.0;-0.0;;@", "#,##0;-#,##0;\"-\"", "0;0", "0.0;0.0", "0.0;(0.0)", "-0.0", "0.0;\"minus \"0.0",
    "\"\"", "\"n/a\"", "\"NIL\"", "\"-\"", "\" \"", "0.0;\"n/a\";\"NIL\"", ";;\"nil\"", "[=0]\"\";0.0", "[<10]\"\";0.0",
    "[=1]\"Yes\";[=0]\"No\";0.0", "[<=100]0.0;\"over 100\"", "[>100]\"more than 100\";0.0", "[<5]\"<5\";0.0",
    "0.0\" days\"", "0\" visits\"", "\"approx. \"0.0", "\"<\"0.0", "0.0\" hours\"", "0.0\" weeks\"", "0.0\"*\"", "0.0\"p\"", "\"about \"0",
    "0\"0\"", "0.0\"5\"", "\"1\"0", "\"9\"0.0", "0\\.0", "000-000", "0/100", "00\\:00", "0\" of 100\"", "0.0\" (est.)\"",
    "mm:ss", "[h]:mm", "[mm]", "[h]", "hh:mm", "h:mm AM/PM", "[h]\" hours\"", "[hh]:mm:ss", "d \"days\" h:mm", "[ss]",
    "dd/mm/yyyy", "d mmm yy", "mmm-yy", "yyyy", "d", "dd.mm.yyyy hh:mm", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "[$-409]d-mmm", "m",
    "@", "0.0@", "General\" %\"", "General;[Red]-General", "\"£\"General", "General\"k\"", "General,",
]
TEXTS = [
    "{c}", " {c} ", "{v}\xa0", "\u200b{v}", "{v}\u200e", "\t{v}", "'{v}", "£{c}", "£ {c}", "€{c}", "${c}", "{c} GBP", "{v}%", "{v} %",
    "{v} per cent", "({v})", "-{v}", "{v}-", "−{v}", "–{v}", "+{v}", "- {v}", "{v}k", "{v}K", "{v}m", "£{v}m", "{v} bn", "{v} thousand",
    "~{v}", "<{v}", ">{v}", "≥{v}", "c. {v}", "approx {v}", "{v}*", "*{v}", "{v}†", "{v} (est.)", "{v} (p)", "{v}p", "p {v}", "{v}r", "{v} [1]",
    "{v}¹", "{v}²", "¹{v}", "{v} 1", "{v} days", "{v} visits", "{v} hours", "{v}hrs", "{v} weeks", "{v}d", "{v}e3", "{v}E-2", "{v}.", ".{v}", "{v},", ",{v}",
    "{v}/100", "{v} of 100", "{v}:00", "{v} to 99", "{v}-99", "1 {v}", "{v} and {v}", "={v}", "=\"{v}\"", "{v} (was 12)", "{v}; 12", "{v}\n12",
    "1,2345", "12,34", "4,5", "1.234,5", "1.234.567", "1,234,56", "1'234", "1 234", "1\u202f234", "1 234,5", "12 34", "1,234.5.6", "1_234",
    "１２３", "٤٫٥", "४५", "①", "½", "3½", "3 1/2", "Ⅳ", "IV", "1O", "l2", "O", "0x10", "1e400", "1e-400", "Infinity", "NaN", "nan", "inf", "-inf",
    "TRUE", "true", "Yes", "five", "twelve", "1st", "0.0.1", "--5", "5--", "+-5", "5 5", "5 %%", "% 5", "5%5", "££5", "(5", "5)", "((5))", "(-5)", "-(5)", "5 -",
    "..", "NIL", "nil", "n/a", "N/A", "awaited", "Awaited ", "-", "–", "--", "...", "none", "TBC", "x", "?", "#N/A", "#DIV/0!", "#REF!", "", " ", "\xa0",
    "\u200b", "\n", "'", "01/02/2026", "2026-02-01", "1 Feb", "Feb-26", "Q2", "4:30", "04:30:00", "00:45", "2026-27", "0", "00", "0.0", "-0", "O%", "0%", "nought",
    "_x0031_2", "_x000D_{v}", "{v}_x0020_", "&#49;2", "<b>12</b>", "12&nbsp;", "１２", "12\u2009345", "12\u00ad3", "1\u20002",
]
#: Each: the runs of the text, given the value as it is written.
RUNS = [
    lambda v: [(v, ""), ("1", "super")], lambda v: [(v, ""), ("2", "sub")], lambda v: [(v, ""), (" 3", "super")],
    lambda v: [(v, ""), ("p", "super")], lambda v: [("9", "struck"), (v, "")], lambda v: [(v, "struck"), (" 77", "")],
    lambda v: [(v, ""), (" 77", "struck")], lambda v: [(v, ""), ("7", "struck")], lambda v: [(v[:1], ""), (v[1:] or "1", "bold")],
    lambda v: [(v, "struck"), ("1", "super")], lambda v: [(v, "bold"), (" ", "")], lambda v: [("1", "super"), (v, "")],
    lambda v: [(v[:1], ""), ("4", "struck"), (v[1:] or "2", "")], lambda v: [(v, "bold"), ("%", "")], lambda v: [("NIL", "struck"), (v, "")],
    lambda v: [("n/a", ""), ("1", "super")], lambda v: [("10", ""), ("3", "super")], lambda v: [("CO", ""), ("2", "sub"), (" " + v, "")],
]
#: Formulas with the results that are saved: numbers are filled in by name.
FORMULAS = [
    ("number", "={v}", None), ("number", "={v}*1", None), ("number", "=SUM({v},0)", None), ("number", "=ROUND({v},4)", None),
    ("one of text", '="{v}"', "{v}"), ("one of text", '="{v}"&"%"', "{v}%"), ("one of text", '=TEXT({v},"0.0")&"k"', None),
    ("word", '="NIL"', "NIL"), ("word", '="awaited"', "awaited"), ("word", '=IF(1=1,"n/a",0)', "n/a"), ("word", '="on track"', "on track"),
    ("empty", '=""', ""), ("empty", '=IF(1=1,"",0)', ""), ("space", '=" "', " "),
    ("link to blank", "=Z99", 0), ("link to blank", "=$Z$99", 0), ("link to blank", "=+Z99", 0), ("link to blank", "=(Z99)", 0), ("link to blank", "=Working!B5", 0),
    ("link to blank", "='Working'!$B$5", 0), ("link to a link to blank", "=Working!C5", 0), ("link to number", "=Working!D5", 12.5), ("link to text", "=Working!E5", "12.5"),
    ("sum of blanks", "=SUM(Y90:Z99)", 0), ("blank or 0", '=IF(Z99="","",Z99)', ""), ("truth", "=1=1", True), ("truth", "=TRUE()", True),
    ("error", "=1/0", "#DIV/0!"), ("error", "=NA()", "#N/A"), ("error", '=VALUE("x")', "#VALUE!"), ("error", "=SQRT(-1)", "#NUM!"),
    ("error", "=NoSuchName", "#NAME?"), ("caught error", '=IFERROR(1/0,"")', ""), ("caught error", "=IFERROR(1/0,0)", 0), ("nought", "=0", 0), ("nought", "=5-5", 0),
]
ERRORS = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA", "#FIELD!", "#BUSY!", "#BLOCKED!", "#CONNECT!"]
#: Words for the comment; each a text or runs.
COMMENTS = [
    "As planned", "  two  spaces ", "line one\nline two", "Up 5% on last year; see note 3", "'quoted'", "=not a formula", "_x0041_ as typed", "a < b & c",
    (("Work began. ", "struck"), ("Work ended.", "")), (("About 3 km", ""), ("2", "super")), (("Kept ", "bold"), ("together", "")), "é, 中文 and 😀", "-", "0",
]


def written(number, decimals):
    return f"{number:.{decimals}f}"


def grouped(number, decimals):
    return f"{number:,.{decimals}f}"


def held(rng, number, unit):
    """What may stand under a format: the value, its hundredth for a percentage, thousands, a length of time, nought."""
    choices = [number, number, number, number / 100, number / 24, number * 1000, 0, -abs(number), number / 1000, 1, 1.5, 36 / 24]
    if unit == "Percent":
        choices += [number / 100] * 4
    if unit in ("£ thousands", "£"):
        choices += [number * 1000] * 2
    return round(rng.choice(choices), 8)


def value_cell(rng, number, unit, decimals):
    """A kind's name, its cell, and whether it is so plain that nothing may be asked."""
    v, c = written(number, decimals), grouped(number, decimals)
    which = rng.choices(
        ["plain", "format", "text", "runs", "formula", "error", "font", "note", "blank", "truth"], [30, 30, 18, 8, 10, 3, 3, 2, 1, 1]
    )[0]
    if which == "plain":
        code = rng.choice(PLAIN_FORMATS)
        return f"format {code}", Cell(number, code), True
    if which == "format":
        code = rng.choice(FORMATS)
        return f"format {code}", Cell(held(rng, number, unit), code), False
    if which == "text":
        text = rng.choice(TEXTS)
        code = rng.choice(["", "", "@", "0.0", "0.0%", ";;;", '@" k"', "0.0;-0.0;0.0;\"see note\""])
        kind = f"text {text!r}" + (f" in {code}" if code else "")
        return kind, Cell(text.replace("{v}", v).replace("{c}", c), code), False
    if which == "runs":
        n = rng.randrange(len(RUNS))
        runs = tuple(RUNS[n](v))
        return "runs " + " ".join(style or "plain" for _, style in RUNS[n]("55")) + f" ({n})", Cell(runs=runs), False
    if which == "formula":
        kind, formula, result = rng.choice(FORMULAS)
        if result is None:
            result = f"{number:.1f}k" if kind == "one of text" else number
        elif isinstance(result, str):
            result = result.replace("{v}", v)
        code = rng.choice(["", "", "0.0", "0.0;-0.0;", "#,##0,"])
        cell = Cell(result, code, formula.replace("{v}", v), error=kind == "error")
        if kind in ("number", "link to number") and rng.random() < 0.3:
            return f"formula never calculated: {kind}", replace(cell, value=0), False
        return f"formula: {kind} {formula}" + (f" in {code}" if code else ""), cell, False
    if which == "error":
        error = rng.choice(ERRORS)
        return f"error {error}", Cell(error, error=True), False
    if which == "font":
        font = rng.choice(["struck", "struck", "super", "sub"])
        return f"whole cell {font}", Cell(rng.choice([number, v]), font=font), False
    if which == "note":
        return "note on the cell", Cell(number, note="Estimated: two centres were shut"), False
    if which == "blank":
        return "blank", Cell(None, rng.choice(["", "0.0%", ";;;"])), False
    return "truth", Cell(rng.random() < 0.5), False
