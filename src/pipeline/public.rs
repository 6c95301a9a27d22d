//! What everybody may read of a quarter, written beside its place: the page, the accessible workbook for both kinds of
//! program, and the open data.

use super::editions::{Reported, without_hidden};
use super::staging::{Staged, stage};
use crate::accessible::{write_ods, write_xlsx};
use crate::analyse::Analysis;
use crate::checklist::{NotJudged, PointPlace, Verdict, judge};
use crate::disclosure::HiddenFigures;
use crate::error::{Error, Result};
use crate::public::{Download, PAGE, PublicEdition, accessible_book, open_data, page, public_edition};
use crate::settings::{Limits, Settings};
use std::io::Write;
use std::path::Path;

/// The accessible workbook for Excel.
const XLSX: &str = "public.xlsx";
/// The same as OpenDocument.
const ODS: &str = "public.ods";

/// Megabytes that a file of ours may have when it is judged: more than any has.
const OWN: u64 = 1 << 20;

/// Writes the public edition beside its places in `folder`.
///
/// # Errors
/// When small numbers hide every figure, or a file cannot be written.
pub(super) fn stage_public(of: &Reported<'_, '_>, folder: &Path) -> Result<Vec<Staged>> {
    let edition = edition(of)?;
    let book = accessible_book(&edition);
    let xlsx = stage(&folder.join(XLSX), |file| write_xlsx(&book, file, folder))?;
    let ods = stage(&folder.join(ODS), |file| write_ods(&book, file))?;
    [&xlsx, &ods].into_iter().try_for_each(|staged| keeps_every_point(staged, of.inputs.settings))?;
    let mut downloads = vec![
        download(&xlsx, "All figures as an accessible workbook", "Excel workbook")?,
        download(&ods, "The same as an open document", "OpenDocument spreadsheet")?,
    ];
    let mut out = vec![xlsx, ods];
    for data in open_data(&edition)? {
        let place = folder.join(data.name);
        let staged = stage(&place, |file| file.write_all(&data.bytes).map_err(Error::io("write", &place)))?;
        downloads.push(download(&staged, data.words, data.kind)?);
        out.push(staged);
    }
    let html = page(&edition, &downloads)?;
    let place = folder.join(PAGE);
    out.insert(0, stage(&place, |file| file.write_all(html.as_bytes()).map_err(Error::io("write", &place)))?);
    Ok(out)
}

/// What breaks a point of accessibility is not published, nor shown as a draft of what is.
fn keeps_every_point(staged: &Staged, settings: &Settings) -> Result<()> {
    let file = staged.source()?.file;
    let unread = |why: NotJudged| Error::Usage(format!("{file}: {why}. Nothing was written"));
    // It is our own file, and as long as the register is.
    let limits = Limits { file_mb: OWN, entry_mb: OWN, unpacked_mb: OWN, ratio: OWN, ..settings.limits.clone() };
    let verdicts = judge(&staged.read()?, &limits).map_err(unread)?;
    let broken: Vec<String> = verdicts
        .with(Verdict::Broken)
        .flat_map(|judged| {
            let (point, remedy) = (judged.point.title, judged.point.remedy);
            let told = |p: &PointPlace| format!("\n  - {}!{}: {}; {point}. {remedy}", p.sheet, p.cell, p.what);
            judged.places.iter().map(told).collect::<Vec<_>>()
        })
        .collect();
    match broken.is_empty() {
        true => Ok(()),
        false => Err(Error::Usage(format!(
            "{file} breaks what the government asks of accessible workbooks:{}\nNothing was written",
            broken.concat()
        ))),
    }
}

/// A file as the page offers it.
fn download(staged: &Staged, words: &str, kind: &str) -> Result<Download> {
    let file = staged.source()?.file;
    Ok(Download { file, words: words.to_owned(), kind: kind.to_owned(), bytes: staged.bytes()? })
}

/// The public edition of a quarter, without its small numbers.
fn edition(of: &Reported<'_, '_>) -> Result<PublicEdition> {
    let Some(without) = of.without else {
        let nothing = HiddenFigures::default();
        return Ok(public_edition(of.inputs, of.whole, &nothing, of.provenance));
    };
    let analysis = without.analysis();
    let told = |a: &Analysis<'_>| a.indicators.iter().filter(|r| r.value.is_some()).count();
    if told(of.whole) > 0 && told(&analysis) == 0 {
        let words = "small numbers hide every figure of the quarter, so that there is nothing to publish. Look at the column \
                     Small numbers of the register, and at small_numbers under [public] in quarterday.toml";
        return Err(Error::Usage(words.to_owned()));
    }
    let provenance = without_hidden(of.provenance, without.hidden());
    Ok(public_edition(&without.inputs(), &analysis, without.hidden(), &provenance))
}
