"""Fails when a recalculated .ods holds an error value: look.py FILE.ods"""
import re
import sys
import zipfile

text = zipfile.ZipFile(sys.argv[1]).read("content.xml").decode()
cells = len(re.findall(r"<table:table-cell[^>]*office:value-type", text))
errors = re.findall(r'calcext:value-type="error"', text)  # a text that quotes an error value is no error
print(f"{sys.argv[1]}: {cells} filled cells, {len(errors)} error values")
sys.exit(1 if errors or cells < 50 else 0)
