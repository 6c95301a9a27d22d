#!/bin/bash
# Builds quarterday.exe for Windows on a Debian machine, out of the package registries alone. By hand, before a release.
#
#   packaging/windows/build.sh [FOLDER]      where the tools are kept between builds; target/windows if not said
#
# A compiler from Debian (`rustc-web`, with the language's own sources; unpacked into FOLDER, not installed), a linker and
# the C parts of SQLite and zstd by Zig, the language's library compiled along. Where the program is, is said at the end;
# CARGO_TARGET_DIR says where it is built (target/windows-build).
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
tools=$(mkdir -p "${1:-$root/target/windows}" && cd "${1:-$root/target/windows}" && pwd)
target=x86_64-pc-windows-gnu

# Every version that is not the lock file's or Debian's.
zigbuild=0.24.1
zig=0.17.1

stop() { echo "$*" >&2; exit 2; }
for wanted in cargo python3 dpkg apt-get apt-cache; do
  command -v "$wanted" >/dev/null || stop "$wanted is needed and is not there: this runs on Debian, with Rust's cargo"
done

if [ ! -x "$tools/rust/usr/bin/rustc" ]; then
  echo "the compiler: unpacking Debian's into $tools"
  rm -rf "$tools/rust" && mkdir -p "$tools/deb" "$tools/unpacked"
  needs() { apt-cache depends "$1" | sed -n "s/^ *Depends: *\($2\)\$/\1/p" | head -1; }
  library=$(needs libstd-rust-web-dev 'libstd-rust-web-[0-9.]*')
  [ -n "$library" ] || stop "Debian's rustc-web is not to be had here: apt-get update, then run again"
  llvm=$(needs "$library" 'libllvm[0-9.]*')
  (cd "$tools/deb" && apt-get -qq download rustc-web rust-web-src rust-web-llvm libstd-rust-web-dev "$library" "$llvm") ||
    stop "Debian's packages could not be fetched: apt-get update, then run again"
  for package in "$tools"/deb/*.deb; do dpkg -x "$package" "$tools/unpacked"; done
  mv "$tools/unpacked" "$tools/rust"
  rm -rf "$tools/deb"
fi
printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s "$@"\n' \
  "'$tools/rust/usr/lib/x86_64-linux-gnu'" "'$tools/rust/usr/bin/rustc'" > "$tools/rustc"
chmod +x "$tools/rustc"

if [ "$(cat "$tools/venv/versions" 2>/dev/null)" != "$zigbuild $zig" ]; then
  echo "the linker: cargo-zigbuild $zigbuild with Zig $zig"
  rm -rf "$tools/venv" && python3 -m venv "$tools/venv"
  "$tools/venv/bin/pip" install -q "cargo-zigbuild==$zigbuild" "ziglang==$zig" || stop "pip could not fetch the linker"
  # Two libraries that the linker is asked for and that nothing needs: empty ones.
  for empty in ssp ssp_nonshared; do
    printf 'LIBRARY %s.dll\nEXPORTS\n' "$empty" \
      > "$(echo "$tools"/venv/lib/python3*/site-packages/ziglang/lib/libc/mingw/lib-common)/$empty.def"
  done
  echo "$zigbuild $zig" > "$tools/venv/versions"
fi

export PATH="$tools/venv/bin:$PATH" RUSTC="$tools/rustc" RUSTC_BOOTSTRAP=1
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target/windows-build}
# What `--version` says it was built from.
QUARTERDAY_BUILD=$(git -C "$root" describe --always --abbrev=10 --exclude '*' --dirty=-changed)
export QUARTERDAY_BUILD
# The program holds no path of the machine that built it.
export RUSTFLAGS="--remap-path-prefix=$root=quarterday --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo --remap-path-prefix=$tools/rust/usr=rust"
echo "building with $("$RUSTC" --version)"
(cd "$root" && cargo zigbuild --locked -Zbuild-std=std,panic_unwind --profile dist --target "$target")
program=$CARGO_TARGET_DIR/$target/dist/quarterday.exe
echo "built in ${SECONDS}s: $program, $(($(stat -c %s "$program") / 1000000)) MB"
