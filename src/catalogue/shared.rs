//! File, of those that lie in a folder which several people or computers share: not come down, open, or held.

use super::facts::Unread;

super::check::checks! { File, SHARED;
    F050 {
        title: "Not all of the file is on this computer",
        severity: Error,
        why: "A synchronised folder shows files that are only in the cloud, and a copy that was broken off leaves one \
              of noughts: there is nothing here to read.",
        remedy: "Choose “Always keep on this device” for it (OneDrive; elsewhere “Download”), wait until it is there, and run \
                 again. If it stays so, have it sent again.",
        characteristic: Completeness,
        council_may_change: false,
        found_by: Reading,
        unread: Some(Unread::Unopened),
    }
    F051 {
        title: "Open in another program",
        severity: Note,
        why: "Somebody had the workbook open while it was read: what they have typed since they last saved is not in it.",
        remedy: "Nothing, if it was saved. Otherwise save and close it, wait until the folder has it, and run again.",
        characteristic: Reliability,
        council_may_change: true,
        found_by: Acceptance,
    }
    F052 {
        title: "Held by another program",
        severity: Error,
        why: "A program that has the workbook open lets no other read it, so nobody knows here what is in it.",
        remedy: "Close it in Excel and in whatever else has it open, then run again.",
        characteristic: Completeness,
        council_may_change: false,
        found_by: Reading,
        unread: Some(Unread::Unopened),
    }
}
