#!/bin/bash
# Builds the reader of one file as a module for WebAssembly (WASI 0.1) on a Debian machine, out of the package registries alone.
#
#   packaging/wasm/build.sh [FOLDER]      where packaging/windows/build.sh keeps its tools; target/windows if not said
#
# Its compiler compiles the language's library along; Zig has the linker, Debian the C library (`wasi-libc`, unpacked into
# FOLDER, not installed). CARGO_TARGET_DIR says where it is built (target/wasm); the last line is where the module is.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
tools=$(realpath -m "${1:-$root/target/windows}")
target=wasm32-wasip1

stop() { echo "$*" >&2; exit 2; }
[ -x "$tools/rustc" ] && [ -d "$tools/venv" ] || stop "there is no compiler in $tools: packaging/windows/build.sh first"
libc=$tools/wasi/usr/lib/wasm32-wasi
if [ ! -f "$libc/libc.a" ]; then
  mkdir -p "$tools/deb"
  (cd "$tools/deb" && apt-get -qq download wasi-libc) || stop "Debian's wasi-libc could not be fetched: apt-get update, then run again"
  dpkg -x "$tools"/deb/wasi-libc_*.deb "$tools/wasi"
fi
zig() { "$tools/venv/bin/python" -m ziglang "$@"; }
# rustc takes any linker of WebAssembly for one that is told first what it is.
printf '#!/bin/sh\n[ "$1" = -flavor ] && shift 2\nexec %s -m ziglang wasm-ld "$@"\n' "'$tools/venv/bin/python'" > "$tools/wasm-ld"
chmod +x "$tools/wasm-ld"
# What a panic is thrown as. LLVM wants it once in a program, from the tools of C, and Debian's library is too old to have it.
printf '.globl __cpp_exception\n.tagtype __cpp_exception i32\n__cpp_exception:\n' > "$tools/wasi/panic.s"
zig cc -target wasm32-wasi -mexception-handling -c "$tools/wasi/panic.s" -o "$tools/wasi/panic.o"

export RUSTC="$tools/rustc" RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target/wasm}
flags=(
  -Clinker="$tools/wasm-ld" -Clink-self-contained=no -Lnative="$libc" -Clink-arg="$tools/wasi/panic.o"
  # A panic unwinds, by the instructions that became the standard.
  -Cpanic=unwind -Cllvm-args=-wasm-use-legacy-eh=false
  # The module holds no path of the machine that built it.
  --remap-path-prefix="$root"=quarterday --remap-path-prefix="${CARGO_HOME:-$HOME/.cargo}"=cargo --remap-path-prefix="$tools/rust/usr"=rust
)
# Flags may hold blanks, as a path may.
CARGO_ENCODED_RUSTFLAGS=$(IFS=$'\x1f'; echo "${flags[*]}")
export CARGO_ENCODED_RUSTFLAGS
# The first instructions of a program: for ours alone, since a library among the others is linked as well.
(cd "$here" && cargo rustc --locked --release -Zbuild-std=std,panic_unwind --target $target -- -Clink-arg="$libc/crt1-command.o")
echo "$CARGO_TARGET_DIR/$target/release/quarterday-reader.wasm"
