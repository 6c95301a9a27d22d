"""Packs a folder into a zip that is the same bytes wherever it is made: pack.py FOLDER ZIP

Beside the files stands SHA256SUMS; entries are sorted, their times are those of SOURCE_DATE_EPOCH.
"""
import hashlib, os, pathlib, sys, time, zipfile

folder, target = map(pathlib.Path, sys.argv[1:])
files = sorted((p for p in folder.rglob("*") if p.is_file() and p.name != "SHA256SUMS"), key=lambda p: p.as_posix())
sums = "".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}\n" for p in files)
(folder / "SHA256SUMS").write_bytes(sums.encode())
when = time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))[:6]
with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
    for path in [folder / "SHA256SUMS", *files]:
        entry = zipfile.ZipInfo((pathlib.Path(folder.name) / path.relative_to(folder)).as_posix(), when)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.create_system = 3  # The rights of the program go along.
        starts = path.name in ("quarterday", "quarterday.exe")
        entry.external_attr = (0o100755 if starts else 0o100644) << 16
        packed.writestr(entry, path.read_bytes())
