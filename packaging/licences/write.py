"""Writes the text that `quarterday licences` prints, from what cargo-about found: write.py FOUND.json ALSO.txt LICENCES.txt

Texts of a licence that differ only in their spaces and lines are one text.
"""
import json, pathlib, sys

found, also, target = map(pathlib.Path, sys.argv[1:])
found = json.loads(found.read_text("utf-8"))


def named(package):
    return f"{package['name']} {package['version']}"


texts = {}
for licence in found["licenses"]:
    same = (licence["name"], licence["id"], " ".join(licence["text"].split()))
    text, users = texts.setdefault(same, (licence["text"], set()))
    users.update(named(user["crate"]) for user in licence["used_by"])

packages = sorted(f"{named(part['package'])} ({part['license']})" for part in found["crates"])
parts = [
    "Quarterday is licensed under the MIT licence or the Apache License 2.0, at your choice.\n\n"
    "It is built from these packages of others, on one system or another, tools of the build included; behind each the\n"
    "licences that it is offered under. The texts follow, under the packages that are used by them.\n\n"
    + "\n".join(packages) + "\n\n"
]
for (name, short, _), (text, users) in sorted(texts.items(), key=lambda t: (-len(t[1][1]), t[0])):
    lines = [line.rstrip() for line in text.strip("\r\n").splitlines()]
    parts.append(f"{name} ({short}), for\n" + "".join(f"    {user}\n" for user in sorted(users)) + "\n" + "\n".join(lines) + "\n")
parts.append(also.read_text("utf-8"))
target.write_bytes(("\n" + "-" * 80 + "\n").join(parts).encode())
