# Sourced by the scripts of this folder: where they work, what all packages have in common, and the tools, in versions that
# are named here and nowhere else. Tools are installed below target/, nowhere else.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
tools=${QUARTERDAY_TOOLS:-$target/tools}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$root/Cargo.toml" | head -1)
fail() { echo "$(basename "$0"): $*" >&2; exit 2; }

git -C "$root" rev-parse --quiet --verify HEAD >/dev/null || fail "packages are made from a clone: their commit says what they are"
# The program says which commit it was built from; what packages hold bears the time of that commit. Only what packs is
# told it as SOURCE_DATE_EPOCH: a build that is told compiles all C again at every commit, and all above it.
QUARTERDAY_BUILD=$(git -C "$root" describe --always --abbrev=10 --exclude '*' --dirty=-changed)
made_at=$(git -C "$root" log -1 --format=%ct)
unset SOURCE_DATE_EPOCH
export QUARTERDAY_BUILD TZ=UTC LC_ALL=C.UTF-8
umask 022

# The system that this is, as Rust names it.
system=$(rustc -vV | sed -n 's/^host: //p')
# Where Python keeps its programs.
python_bin=$tools/python/bin
case $system in *windows*) python_bin=$tools/python/Scripts ;; esac

# The program holds no path of the machine that built it, so that another machine builds the same bytes.
cargo_home=${CARGO_HOME:-$HOME/.cargo}
export RUSTFLAGS="--remap-path-prefix=$root=quarterday --remap-path-prefix=$cargo_home=cargo"

# cargo_tool NAME: installs this version of it and puts it on the path.
cargo_tool() {
  local features=
  case $1 in
    cargo-about) set -- "$1" 0.9.3; features=cli ;;
    cargo-cyclonedx) set -- "$1" 0.5.9 ;;
    cargo-deb) set -- "$1" 3.8.0 ;;
  esac
  grep -qs "\"$1 $2 " "$tools/.crates.toml" ||
    RUSTFLAGS='' CARGO_TARGET_DIR=$tools/build cargo install --quiet --locked --root "$tools" ${features:+--features "$features"} "$1@$2"
  export PATH=$tools/bin:$PATH
}

# python_tool NAME: installs this version of it and puts it on the path.
python_tool() {
  case $1 in
    pandoc) set -- pypandoc-binary 1.17 ;;
    maturin) set -- "$1" 1.16.0 ;;
    cyclonedx) set -- 'cyclonedx-python-lib[json-validation]' 11.12.0 ;;
    check-jsonschema) set -- "$1" 0.39.0 ;;
    zizmor) set -- "$1" 1.32.0 ;;
  esac
  [ -d "$python_bin" ] || python3 -m venv "$tools/python"
  "$python_bin/pip" --disable-pip-version-check install -q "$1==$2"
  export PATH=$python_bin:$PATH
}

# debian_tool COMMAND PACKAGE: installs the package where the command is missing.
debian_tool() {
  command -v "$1" >/dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends "$2" >/dev/null; }
}
