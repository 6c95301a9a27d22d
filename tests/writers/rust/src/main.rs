//! Writes the form with each writer of Rust: `writers plan.json OUT`; fills our own form with each editor:
//! `writers FORM.xlsx fill.json OUT`.

use chrono::NaiveDate;
use serde_json::Value;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A cell of the plan.
struct Cell<'p> {
    row: u32,
    col: u32,
    text: Option<&'p str>,
    number: Option<f64>,
    day: Option<NaiveDate>,
    format: Option<&'p str>,
    formula: Option<&'p str>,
}

fn cells(plan: &Value) -> Vec<Cell<'_>> {
    let mut out = Vec::new();
    for (row, cells) in (0..).zip(plan["cells"].as_array().into_iter().flatten()) {
        for (col, cell) in (0..).zip(cells.as_array().into_iter().flatten()).filter(|(_, c)| !c.is_null()) {
            let number = cell.as_f64().or(cell["value"].as_f64()).or(cell["result"].as_f64());
            let day = cell["day"].as_str().and_then(|d| d.parse().ok());
            let format = if day.is_some() { Some("dd/mm/yyyy") } else { cell["format"].as_str() };
            out.push(Cell { row, col, text: cell.as_str(), number, day, format, formula: cell["formula"].as_str() });
        }
    }
    out
}

fn rust_xlsxwriter(sheet_name: &str, cells: &[Cell<'_>], path: &str, with_result: bool) -> Result {
    use rust_xlsxwriter::{Format, Formula, Workbook};
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name(sheet_name)?;
    for c in cells {
        let format = c.format.map_or_else(Format::new, |f| Format::new().set_num_format(f));
        let (row, col) = (c.row, c.col as u16);
        if let Some(formula) = c.formula {
            let result = c.number.filter(|_| with_result).map_or(Formula::new(formula), |n| Formula::new(formula).set_result(n.to_string()));
            sheet.write_formula_with_format(row, col, result, &format)?;
        } else if let Some(day) = c.day {
            sheet.write_datetime_with_format(row, col, day, &format)?;
        } else if let Some(n) = c.number {
            sheet.write_with_format(row, col, n, &format)?;
        } else if let Some(text) = c.text {
            sheet.write(row, col, text)?;
        }
    }
    Ok(book.save(path)?)
}

fn umya(sheet_name: &str, cells: &[Cell<'_>], path: &str) -> Result {
    let mut book = umya_spreadsheet::new_file();
    let sheet = book.get_sheet_mut(&0).ok_or("no sheet")?;
    sheet.set_name(sheet_name);
    for c in cells {
        let cell = sheet.get_cell_mut((c.col + 1, c.row + 1));
        if let Some(formula) = c.formula {
            cell.set_formula(formula);
            cell.set_formula_result_default(c.number.unwrap_or_default().to_string());
        } else if let Some(day) = c.day {
            cell.set_value_number((day - NaiveDate::from_ymd_opt(1899, 12, 30).ok_or("day")?).num_days() as f64);
        } else if let Some(n) = c.number {
            cell.set_value_number(n);
        } else if let Some(text) = c.text {
            cell.set_value_string(text);
        }
        if let Some(format) = c.format {
            cell.get_style_mut().get_number_format_mut().set_format_code(format);
        }
    }
    Ok(umya_spreadsheet::writer::xlsx::write(&book, path)?)
}

fn edit_xlsx(sheet_name: &str, cells: &[Cell<'_>], path: &str) -> Result {
    use edit_xlsx::{Workbook, Write};
    let mut book = Workbook::new();
    let sheet = book.get_worksheet_mut(1).map_err(|e| format!("{e:?}"))?;
    sheet.set_name(sheet_name).map_err(|e| format!("{e:?}"))?;
    for c in cells {
        let at = (c.row + 1, c.col + 1);
        // The library knows no number formats: a share of one is typed as the percentage that it is, a day as its text.
        let written = if let Some(formula) = c.formula {
            sheet.write_formula(at, &format!("={formula}"))
        } else if let Some(day) = c.day {
            sheet.write_string(at, day.format("%d/%m/%Y").to_string())
        } else if let Some(n) = c.number {
            sheet.write_double(at, if c.format == Some("0.0%") { (n * 1000.0).round() / 10.0 } else { n })
        } else {
            sheet.write_string(at, c.text.unwrap_or_default().to_owned())
        };
        written.map_err(|e| format!("{e:?}"))?;
    }
    book.save_as(path).map_err(|e| format!("{e:?}").into())
}

fn spreadsheet_ods(sheet_name: &str, cells: &[Cell<'_>], path: &str) -> Result {
    use spreadsheet_ods::{Sheet, WorkBook, format, style::CellStyle};
    let mut book = WorkBook::new(icu_locale_core::locale!("en-GB"));
    let percent = book.add_percentage_format(format::create_percentage_format("percent", 1));
    let percent = book.add_cellstyle(CellStyle::new("in-percent", &percent));
    let mut sheet = Sheet::new(sheet_name);
    for c in cells {
        if let Some(formula) = c.formula {
            let _ = formula;
            sheet.set_value(c.row, c.col, c.number.unwrap_or_default());
            sheet.set_formula(c.row, c.col, "of:=[.E9]/[.F9]*100");
        } else if let Some(day) = c.day {
            sheet.set_value(c.row, c.col, day);
        } else if let Some(n) = c.number {
            sheet.set_value(c.row, c.col, n);
        } else if let Some(text) = c.text {
            sheet.set_value(c.row, c.col, text);
        }
        if c.format == Some("0.0%") {
            sheet.set_cellstyle(c.row, c.col, &percent);
        }
    }
    book.push_sheet(sheet);
    Ok(spreadsheet_ods::write_ods(&mut book, path)?)
}

fn fill(form: &str, fill: &str, out: &str) -> Result {
    let fill: Value = serde_json::from_slice(&std::fs::read(fill)?)?;
    let mut umya = umya_spreadsheet::reader::xlsx::read(form)?;
    for cell in fill["cells"].as_array().into_iter().flatten() {
        let (sheet, at) = (cell[0].as_str().ok_or("a sheet")?, cell[1].as_str().ok_or("a cell")?);
        let known = umya.get_sheet_by_name_mut(sheet).ok_or("no such sheet")?.get_cell_mut(at);
        match (cell[2].as_f64(), cell[2].as_str(), cell[2]["day"].as_str()) {
            (Some(n), ..) => known.set_value_number(n),
            (_, Some(text), _) => known.set_value_string(text),
            (.., Some(day)) => {
                let day: NaiveDate = day.parse()?;
                known.set_value_number((day - NaiveDate::from_ymd_opt(1899, 12, 30).ok_or("day")?).num_days() as f64)
            }
            _ => continue,
        };
    }
    Ok(umya_spreadsheet::writer::xlsx::write(&umya, format!("{out}/umya-spreadsheet.xlsx"))?)
}

fn main() -> Result {
    let mut args = std::env::args().skip(1);
    let (plan, out) = (args.next().ok_or("a plan")?, args.next().ok_or("a folder")?);
    if let Some(folder) = args.next() {
        return fill(&plan, &out, &folder);
    }
    let plan: Value = serde_json::from_slice(&std::fs::read(plan)?)?;
    let (sheet, cells) = (plan["sheet"].as_str().ok_or("a sheet")?, cells(&plan));
    rust_xlsxwriter(sheet, &cells, &format!("{out}/rust_xlsxwriter.xlsx"), true)?;
    rust_xlsxwriter(sheet, &cells, &format!("{out}/rust_xlsxwriter (no results).xlsx"), false)?;
    umya(sheet, &cells, &format!("{out}/umya-spreadsheet.xlsx"))?;
    edit_xlsx(sheet, &cells, &format!("{out}/edit-xlsx.xlsx"))?;
    spreadsheet_ods(sheet, &cells, &format!("{out}/spreadsheet-ods.ods"))
}
