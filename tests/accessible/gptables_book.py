"""A workbook by gptables with a cover, contents, notes and two tables: gptables_book.py OUT.xlsx"""

import sys

import gptables as gpt
import pandas as pd

pupils = pd.DataFrame({"Area": ["North", "South", "East"], "Pupils": [1200, 3400, 560], "Rate": [12.1, "[c]", 9.8]})
sales = pd.DataFrame({"Year": ["2024", "2025"], "Sales (£)": [1000.5, 2300.25]})
tables = {
    "Pupils": gpt.GPTable(
        table=pupils,
        table_name="pupils_by_area",
        title="Pupils by area, England, 2025$$n1$$",
        subtitles=["Counts and rates"],
        scope="England",
        source="School census",
        units={"Rate": "per 1,000"},
        table_notes={"Pupils": "$$n2$$"},
        legend=["[c] stands for confidential"],
        index_columns={1: 0},
    ),
    "Sales": gpt.GPTable(
        table=sales,
        table_name="sales_by_year",
        title="Sales by year",
        scope="England",
        source="Invented",
        index_columns={1: 0},
    ),
}
cover = gpt.Cover(
    title="Pupils and sales",
    intro=["What schools count and sell.", "Published 29 November 2026."],
    about=["[The school census in full](https://www.example.org/census)"],
    contact=["Jo Bloggs", "[jo@example.org](mailto:jo@example.org)"],
)
notes = pd.DataFrame({"n": ["n1", "n2"], "Note text": ["Academies are not counted.", "Rounded to the next ten."]})
gpt.write_workbook(sys.argv[1], tables, cover=cover, notes_table=notes, contentsheet_label="Contents")
