#!/bin/bash
# The wheel, for `pip install`: wheel.sh OUT
# Holds the program that build.sh builds (and builds it, where it is not built yet), manual and completions.
set -euo pipefail
. "$(dirname "$0")/tools.sh"
mkdir -p "${1:?folder}" && out=$(realpath "$1")
program=$("$root/packaging/build.sh")
python_tool maturin
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
"$root/packaging/beside.sh" "$program" "$system" "$work/beside"
share=$work/quarterday.data/data/share
mkdir -p "$share"/{man/man1,bash-completion/completions,zsh/site-functions,fish/vendor_completions.d,doc/quarterday}
cp "$work"/beside/man/*.1 "$share/man/man1/"
cp "$work/beside/completions/quarterday.bash" "$share/bash-completion/completions/quarterday"
cp "$work/beside/completions/_quarterday" "$share/zsh/site-functions/"
cp "$work/beside/completions/quarterday.fish" "$share/fish/vendor_completions.d/"
cp -r "$work"/beside/{docs,licences} "$share/doc/quarterday/"
sed "s|@ROOT@|$root|" "$root/packaging/wheel/pyproject.toml" > "$work/pyproject.toml"
cd "$work" && maturin build --quiet --locked --profile dist --target-dir "$target" --auditwheel check --out "$work/out" >&2
cp "$work"/out/*.whl "$out/"
ls "$out"/quarterday-*.whl
