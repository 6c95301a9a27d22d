//! What everybody may read of a quarter, written beside its place: the page, the accessible workbook for both kinds of
//! program, and the open data.

use super::editions::Reported;
use super::staging::{Staged, stage};
use crate::accessible::{write_ods, write_xlsx};
use crate::analyse::Analysis;
use crate::checklist::{Judged, NotJudged, PointPlace, Verdict, judge};
use crate::disclosure::HiddenFigures;
use crate::error::{Error, Result};
use crate::public::{Download, PAGE, PublicEdition, accessible_book, open_data, page, public_edition};
use crate::settings::{Edition, LabelUse, Limits, Settings};
use std::io::Write;
use std::path::Path;

/// The accessible workbook for Excel.
const XLSX: &str = "public.xlsx";
/// The same as OpenDocument.
const ODS: &str = "public.ods";

/// Megabytes that a file of ours may have when it is judged: more than any has.
const OWN: u64 = 1 << 20;

/// The public edition beside its places.
pub(super) struct StagedPublic {
    /// The page, the workbooks, the open data.
    pub files: Vec<Staged>,
    /// What breaks a point of accessibility: of a draft only, since it is not published.
    pub broken: Vec<String>,
}

/// Writes the public edition beside its places in `folder`.
///
/// # Errors
/// When small numbers hide every figure, a release breaks a point of accessibility, or a file cannot be written.
pub(super) fn stage_public(of: &Reported<'_, '_>, folder: &Path) -> Result<StagedPublic> {
    let edition = edition(of)?;
    let mut book = accessible_book(&edition);
    book.label = of.inputs.settings.label(LabelUse::Edition(Edition::Public), Some(of.whole.period));
    let xlsx = stage(&folder.join(XLSX), |file| write_xlsx(&book, file))?;
    let ods = stage(&folder.join(ODS), |file| write_ods(&book, file))?;
    let settings = of.inputs.settings;
    // Both have the same cells: what breaks a point in one does in the other.
    let mut broken = broken_points(&xlsx, settings)?;
    if broken.is_empty() {
        broken = broken_points(&ods, settings)?;
    }
    if of.provenance.release.is_some() && !broken.is_empty() {
        let list = broken.iter().map(|told| format!("\n  - {told}")).collect::<String>();
        let words = "what is for everybody breaks what the government asks of accessible workbooks:";
        return Err(Error::Usage(format!("{words}{list}\nNothing was published")));
    }
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
    Ok(StagedPublic { files: out, broken })
}

/// What of a workbook breaks a point of accessibility, with what to do.
fn broken_points(staged: &Staged, settings: &Settings) -> Result<Vec<String>> {
    let file = staged.source()?.file;
    let unread = |why: NotJudged| Error::Usage(format!("{file}: {why}. Nothing was written"));
    // It is our own file, and as long as the register is.
    let (file_mb, workbook_cells) = (OWN, u64::MAX);
    let limits =
        Limits { file_mb, entry_mb: OWN, unpacked_mb: OWN, ratio: OWN, workbook_cells, ..settings.limits.clone() };
    let verdicts = judge(&staged.read()?, &limits).map_err(unread)?;
    let told = |judged: &Judged| {
        let (point, remedy) = (judged.point.title, judged.point.remedy);
        let place = |p: &PointPlace| format!("{file}, {}!{}: {}. {point}: {remedy}", p.sheet, p.cell, p.what);
        judged.places.iter().map(place).collect::<Vec<_>>()
    };
    Ok(verdicts.with(Verdict::Broken).flat_map(told).collect())
}

/// A file as the page offers it.
fn download(staged: &Staged, words: &str, kind: &str) -> Result<Download> {
    let file = staged.source()?.file;
    Ok(Download { file, words: words.to_owned(), kind: kind.to_owned(), bytes: staged.bytes()? })
}

/// The public edition of a quarter, without its small numbers.
fn edition(of: &Reported<'_, '_>) -> Result<PublicEdition> {
    let Some((without, analysis)) = of.without else {
        let nothing = HiddenFigures::default();
        return Ok(public_edition(of.inputs, of.whole, &nothing, of.provenance));
    };
    let told = |a: &Analysis<'_>| a.indicators.iter().filter(|r| r.value.is_some()).count();
    if told(of.whole) > 0 && told(analysis) == 0 {
        let words = "small numbers hide every figure of the quarter, so that there is nothing to publish. Look at the column \
                     Small numbers of the register, and at small_numbers under [public] in quarterday.toml";
        return Err(Error::Usage(words.to_owned()));
    }
    Ok(public_edition(&without.inputs(), analysis, without.hidden(), of.provenance))
}
