"""Leaves in an SBOM what is built: sbom.py MADE.json TREE.txt SBOM.json

cargo-cyclonedx lists what Cargo.lock has for a package whether its feature is asked for or not, a whole client for networks among
it. TREE is what `cargo tree` says is built, a package a line. A path of the machine that made it goes too.
"""
import json, pathlib, re, sys

made, tree, target = map(pathlib.Path, sys.argv[1:])
built = {tuple(re.match(r"(\S+) v(\S+)", line).groups()) for line in tree.read_text("utf-8").splitlines()}
text = made.read_text("utf-8").replace("?download_url=file://.", "")
sbom = json.loads(re.sub(r"path\+file://[^#\"]*#", "", text))
sbom["components"] = [part for part in sbom["components"] if (part["name"], part["version"]) in built]
kept = {part["bom-ref"] for part in sbom["components"]} | {sbom["metadata"]["component"]["bom-ref"]}
sbom["dependencies"] = [one for one in sbom["dependencies"] if one["ref"] in kept]
for one in sbom["dependencies"]:
    one["dependsOn"] = [ref for ref in one.get("dependsOn", []) if ref in kept]
missing = built - {(part["name"], part["version"]) for part in [*sbom["components"], sbom["metadata"]["component"]]}
if missing:
    sys.exit(f"the SBOM lacks {sorted(missing)}")
target.write_text(json.dumps(sbom, indent=1) + "\n", "utf-8")
