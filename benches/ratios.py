#!/usr/bin/env python3
"""The ratios of a results file: python ratios.py RESULTS.jsonl OUTPUT_DIR PEERS_WORKBOOK"""
import json
import os
import sys
from statistics import median

runs = {}
for line in open(sys.argv[1]):
    r = json.loads(line)
    if r["status"] == 0:
        runs.setdefault(r["label"].split()[0], []).append(r)
cpu = {k: [r["user"] + r["sys"] for r in v] for k, v in runs.items()}
wall = {k: median(r["wall"] for r in v) for k, v in runs.items()}
memory = {k: median(max(r["pss_mb"], r["maxrss_mb"]) for r in v) for k, v in runs.items()}
print(f"\n{'':12} runs   CPU s (least to most)     wall s   peak MB  " + "  ".join(f"÷ {k:5}" for k in cpu if k not in ("everything", "alone")))
for label, seconds in cpu.items():
    ratios = "  ".join(f"{median(seconds) / median(cpu[k]):7.2f}" for k in cpu if k not in ("everything", "alone"))
    print(f"{label:12} {len(seconds):4}   {median(seconds):6.2f} ({min(seconds):.2f} to {max(seconds):.2f})   {wall[label]:6.2f}   "
          f"{memory[label]:7.0f}  {ratios}")
for job in ("everything", "alone"):
    if job not in cpu:
        sys.exit(f"{job} did not finish")
peers = os.path.getsize(sys.argv[3])
for folder, _, files in os.walk(sys.argv[2]):
    for name in files:
        if name.endswith(".xlsx") and "reports" in folder:
            size = os.path.getsize(os.path.join(folder, name))
            print(f"{name}: {size / 1e6:.1f} MB, {size / peers:.2f} of the peers' workbook")
