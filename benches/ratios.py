#!/usr/bin/env python3
"""The ratios of a results file: python ratios.py RESULTS.jsonl OUTPUT_DIR"""
import json
import os
import sys
from statistics import median

runs = {}
for line in open(sys.argv[1]):
    r = json.loads(line)
    if r["status"] == 0:
        runs.setdefault(r["label"].split()[0], []).append(r)
cpu = {k: median(r["user"] + r["sys"] for r in v) for k, v in runs.items()}
memory = {k: median(max(r["pss_mb"], r["maxrss_mb"]) for r in v) for k, v in runs.items()}
if "product" not in cpu:
    sys.exit("the product did not finish")
print(f"\nproduct: {cpu['product']:.2f} s of CPU, {memory['product']:.0f} MB at the peak")
for peer in ("L6", "L1", "bplus", "b", "a"):
    if peer in cpu:
        print(f"  CPU ÷ {peer}: {cpu['product'] / cpu[peer]:.2f}   (it takes {cpu[peer]:.2f} s, {memory[peer]:.0f} MB)")
for folder, _, files in os.walk(sys.argv[2]):
    for name in files:
        if name.endswith(".xlsx") and "reports" in folder:
            print(f"  {name}: {os.path.getsize(os.path.join(folder, name)) / 1e6:.1f} MB")
