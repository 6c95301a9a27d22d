//! Why a file was not read, where it is not what stands in it: the machine's limits, or the disk that it lies on. Each
//! with what helps.

use crate::catalogue::{F003, F017, F050, F052};
use crate::finding::Finding;
use crate::settings::Limits;
use crate::worker::Stop;
use std::borrow::Cow;
use std::io::{self, ErrorKind};
use std::path::Path;

/// The reader was stopped at this file, and again when it was alone with it.
pub(super) fn given_up(stop: Option<Stop>, limits: &Limits) -> Finding {
    let Limits { worker_mb, worker_cpu_seconds, worker_wall_seconds, .. } = limits;
    let (got, remedy) = match stop {
        Some(Stop::ProcessorTime) => (
            format!("reading took more than {worker_cpu_seconds} seconds of processor time, twice"),
            "Take out of the workbook what is no return, or raise worker_cpu_seconds in quarterday.toml under [limits].",
        ),
        Some(Stop::WallTime) => (
            format!("no answer within {worker_wall_seconds} seconds, twice"),
            "Run again when the machine is quiet, or raise worker_wall_seconds in quarterday.toml under [limits].",
        ),
        Some(Stop::BrokeOff) | None => (
            format!("the reader broke off twice, as it does when it needs more than {worker_mb} MB of memory"),
            "Raise worker_mb in quarterday.toml under [limits]. If that does not help the file is damaged: open it in \
             Excel, save it under a new name and send that.",
        ),
    };
    Finding { remedy: Cow::Borrowed(remedy), ..Finding::new(&F017, "a file that can be read within the limits", got) }
}

/// The file could not be opened, or not to its end.
pub(super) fn unopened(path: &Path, e: &io::Error) -> Finding {
    const PERMISSION: &str = "Give whoever runs this the right to read the file, or close the program that keeps it to \
                              itself; then run again.";
    const LINK: &str = "Put the workbook itself into the folder in place of the link, then run again.";
    const GONE: &str = "Put the file back if it counts, then run again.";
    const UNREADABLE: &str = "Run again; if it stays so, copy the file once more from where it came, to a disk that can \
                              be read.";
    let (check, got, remedy) = match e.kind() {
        _ if is_in_the_cloud(path) => (&F050, format!("a file that is only in the cloud ({e})"), F050.remedy),
        _ if is_held(e) => (&F052, "a file that another program keeps to itself".to_owned(), F052.remedy),
        ErrorKind::OutOfMemory | ErrorKind::TimedOut => (&F017, e.kind().to_string(), F017.remedy),
        ErrorKind::PermissionDenied => (&F003, "no permission to read it".to_owned(), PERMISSION),
        _ if path.is_symlink() && !path.exists() => (&F003, "a link that leads to no file".to_owned(), LINK),
        ErrorKind::NotFound => (&F003, "no file any more: it was taken away meanwhile".to_owned(), GONE),
        kind => (&F003, kind.to_string(), UNREADABLE),
    };
    Finding { remedy: Cow::Borrowed(remedy), ..Finding::new(check, "a file that can be opened", got) }
}

/// What stands in a folder in place of a workbook that iCloud has not fetched.
pub(super) fn placeholder(path: &Path) -> Option<Finding> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let stands_for = name.strip_prefix('.').and_then(|name| name.strip_suffix(".icloud"))?;
    let got = format!("{stands_for}, which is only in the cloud");
    Some(Finding::new(&F050, "a file that is on this computer", got))
}

/// Whether the system says that another program has the file open and shares it with nobody.
fn is_held(e: &io::Error) -> bool {
    // A sharing violation and a lock violation of Windows, which have no name here.
    let of_windows = cfg!(windows) && matches!(e.raw_os_error(), Some(32 | 33));
    of_windows || matches!(e.kind(), ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy)
}

/// Whether the file is one that has to be fetched when it is read.
#[cfg(windows)]
fn is_in_the_cloud(path: &Path) -> bool {
    use std::os::windows::fs::MetadataExt;
    const OFFLINE: u32 = 0x1000;
    const RECALL_ON_OPEN: u32 = 0x4_0000;
    const RECALL_ON_DATA_ACCESS: u32 = 0x40_0000;
    let away = OFFLINE | RECALL_ON_OPEN | RECALL_ON_DATA_ACCESS;
    std::fs::symlink_metadata(path).is_ok_and(|data| data.file_attributes() & away != 0)
}

#[cfg(not(windows))]
fn is_in_the_cloud(_: &Path) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_workbook_in_the_cloud() {
        let of = |name: &str| placeholder(Path::new(name));
        let far = of("returns/.HW Q2.xlsx.icloud").unwrap();
        assert!(far.code == "F050" && far.got.starts_with("hw q2.xlsx,"), "{far:?}");
        assert!(of("returns/HW.xlsx").is_none() && of(".icloud").is_none() && of(".HW.xlsx").is_none());
    }

    /// What nobody waits out is never said to need a quiet machine.
    #[test]
    fn each_with_what_helps() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::os::unix::fs::symlink(at("circle"), at("circle")).unwrap();
        std::os::unix::fs::symlink(at("nowhere"), at("dangling")).unwrap();
        std::fs::create_dir(at("folder")).unwrap();
        let of = |name: &str| unopened(&at(name), &std::fs::read(at(name)).unwrap_err());
        let denied = unopened(&at("folder"), &ErrorKind::PermissionDenied.into());
        let said = [
            (of("circle"), "a link that leads to no file", "in place of the link"),
            (of("dangling"), "a link that leads to no file", "in place of the link"),
            (of("absent"), "taken away", "Put the file back"),
            (of("folder"), "is a directory", "copy the file once more"),
            (denied, "no permission", "the right to read"),
        ];
        for (finding, got, remedy) in said {
            assert_eq!(finding.code, "F003");
            assert!(finding.got.contains(got) && finding.remedy.contains(remedy), "{finding:?}");
            assert!(!finding.remedy.contains("quiet"), "{finding:?}");
        }
        let held = unopened(&at("folder"), &ErrorKind::ResourceBusy.into());
        assert!(held.code == "F052" && held.remedy.contains("Close it in Excel"), "{held:?}");
        let machine = unopened(&at("folder"), &ErrorKind::OutOfMemory.into());
        assert!(machine.code == "F017" && machine.remedy.contains("quiet"), "{machine:?}");
    }
}
