"""Where the two may differ, each with its reason. A fault is (what, format, kind, what was done, cell, detail)."""

EXCEPTIONS = [
]


def excused(fault, about):
    """The reason for which this difference is right, or nothing."""
    return next((reason for reason, applies in EXCEPTIONS if applies(fault, about)), None)
