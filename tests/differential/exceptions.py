"""Where the two may differ, each with its reason. A fault is (what, file format, kind, cell, detail)."""
import re

#: A number below nought in the part of a format behind a condition that is no condition on its sign.
CONDITION = re.compile(r"\[(?:=|<|>|<=|>=)[\d.]+\]")


def minus_behind_a_condition(fault, about):
    what, _, kind, _, detail = fault
    shown = re.match(r"shown '(.*)' = (-[\d.]+), read (-[\d.]+)", detail)
    return what == "another number" and CONDITION.search(kind) and shown and shown[2] == shown[3] and "-" not in shown[1]


def escaped_character(fault, about):
    _, ext, _, _, detail = fault
    return ext == "xlsx" and about["writer"] == "openpyxl" and re.search(r"_x[0-9A-F]{4}_", detail) is not None


def nothing_but_spaces(fault, about):
    """A text of spaces is not counted as filled, whatever its format adds to it; nor a formula that gives one or an empty one."""
    spaces = re.compile(r"(numerator in another format; )?formula: (space|empty|blank or 0|caught error =IFERROR\(1/0,\"\"\))|text '(\\xa0|\\u200b|\\n| )*'( in |$)")
    return fault[0] == "filled cells not counted alike" and any(spaces.match(kind) for kind in about["kinds"].values())


def nought_saved_for_another(fault, about):
    _, ext, kind, _, detail = fault
    return ext != "xlsx" and kind.startswith("formula never calculated") and ", read 0.0" in detail


def no_format_of_excel(fault, about):
    return fault[2] in ("format General,", "format 0%%")


EXCEPTIONS = [
    ("LibreOffice 7.4 drops the minus of a number behind a condition such as [>=1000]; Excel shows it", minus_behind_a_condition),
    ("openpyxl writes _x0041_ as it stands, which is an A by the standard and in Excel; LibreOffice shows it as it stands", escaped_character),
    ("a text of nothing, or of nothing but spaces, is no filled cell, also where a formula gives it", nothing_but_spaces),
    ("saved as .ods or .xls by LibreOffice, a formula that was never calculated has a result of 0 that nothing tells from another", nought_saved_for_another),
    ("two signs of percent, and a comma behind General, mean one thing in Excel and another in LibreOffice", no_format_of_excel),
]


def excused(fault, about):
    """The reason for which this difference is right, or nothing."""
    return next((reason for reason, applies in EXCEPTIONS if applies(fault, about)), None)
