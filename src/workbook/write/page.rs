//! Workbooks and sheets of the crate's before anything stands in them.

use super::grid;
use crate::workbook::style::Formats;
use crate::workbook::{Sheet, StyleId, Visibility, print};
use rust_xlsxwriter::{Format, ProtectionOptions, Workbook, Worksheet, XlsxError};

/// A row and a column of letters of 12 points, in pixels.
const ROW_PIXELS: u32 = 20;
const COLUMN_PIXELS: u32 = 80;

/// What all workbooks and sheets of a book begin with.
pub(super) struct Blank<'p> {
    pub formats: &'p Formats<'p>,
    /// What a cell has that has no format, where it is not Excel's own.
    pub default: Option<Format>,
}

impl Blank<'_> {
    /// A workbook without a sheet. Its formats have the same numbers in each of a book.
    pub fn workbook(&self) -> Result<Workbook, XlsxError> {
        let mut workbook = Workbook::new();
        if let Some(default) = &self.default {
            workbook.set_default_format(default, ROW_PIXELS, COLUMN_PIXELS)?;
        }
        self.formats.lists().into_iter().flatten().for_each(|f| workbook.register_format(f));
        Ok(workbook)
    }

    /// A sheet without a cell; `columns` are the styles that columns have by themselves.
    pub fn page(&self, sheet: &Sheet<'_>, columns: &[Option<StyleId>]) -> Result<Worksheet, XlsxError> {
        let mut page = Worksheet::new();
        if let Some(default) = &self.default {
            page.set_default_format(default, ROW_PIXELS, COLUMN_PIXELS)?;
        }
        page.set_name(&sheet.name)?;
        page.set_formula_result_default("");
        set_up(&mut page, sheet)?;
        for (column, style) in (0..).zip(columns) {
            if let Some(style) = style {
                page.set_column_format(column, self.formats.get(*style))?;
            }
        }
        Ok(page)
    }
}

fn set_up(page: &mut Worksheet, sheet: &Sheet<'_>) -> Result<(), XlsxError> {
    grid::set_up(page, sheet)?;
    if sheet.freeze != (0, 0) {
        page.set_freeze_panes(sheet.freeze.0, sheet.freeze.1)?;
    }
    print::set_up(page, &sheet.print)?;
    if sheet.protected {
        page.protect_with_options(&ProtectionOptions {
            format_columns: true,
            format_rows: true,
            use_autofilter: true,
            ..ProtectionOptions::new()
        });
    }
    match sheet.visibility {
        Visibility::Visible => {}
        Visibility::Hidden => {
            page.set_hidden(true);
        }
        Visibility::VeryHidden => {
            page.set_very_hidden(true);
        }
    }
    if !sheet.tab.is_empty() {
        page.set_tab_color(&*sheet.tab);
    }
    if sheet.zoom > 0 {
        page.set_zoom(sheet.zoom.clamp(10, 400));
    }
    page.set_screen_gridlines(sheet.show_grid);
    Ok(())
}
