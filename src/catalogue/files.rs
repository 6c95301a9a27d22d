//! File: can it be opened, whose is it, and for which quarter.

use super::facts::{LiveLine, Unread};

super::check::checks! { File, FILES;
    F001 {
        title: "Not a workbook",
        severity: Error,
        why: "A file that is not an Excel or OpenDocument workbook cannot be read, whatever its name ends in.",
        remedy: "Send the workbook itself, saved from Excel as .xlsx.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Reading,
        remedy_in_past: "Save it again as an Excel workbook, or as “CSV UTF-8 (Comma delimited)”, and import it again.",
        unread: Some(Unread::Unopened),
    }
    F002 {
        title: "Password on the workbook",
        severity: Error,
        why: "A workbook with a password to open is encrypted: nobody but its owner can read the figures.",
        remedy: "Take the password off (File, Info, Protect Workbook, Encrypt with Password, clear it), save, and send \
              it again.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Reading,
        unread: Some(Unread::Unopened),
    }
    F003 {
        title: "Damaged or unreadable file",
        severity: Error,
        why: "The file cannot be opened, or a part of it is missing or unreadable, as after an interrupted copy; what is \
              left cannot be trusted.",
        remedy: "Open it in Excel, let Excel repair it, check the figures, save under a new name and send that.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Reading,
        remedy_in_past: "Open it in the program that wrote it, save it under another name, and import that.",
        unread: Some(Unread::Unopened),
    }
    F004 {
        title: "Over the size limits",
        severity: Error,
        why: "The file, or what it claims to unpack to, is far larger than a return; such files stop machines.",
        remedy: "Copy the figures into a fresh template. If the file is rightly this large, raise the limit in \
              quarterday.toml under [limits].",
        characteristic: Validity,
        council_may_change: false,
        found_by: Reading,
        unread: Some(Unread::Unopened),
    }
    F005 {
        title: "No layout recognised",
        severity: Error,
        why: "The workbook is neither our template nor any layout that the council has described, so no figure in it \
              has a known meaning.",
        remedy: "Send the figures on the template, or describe this form once in a file in layouts/: `quarterday layout \
                 FILE --draft layouts/form.toml` proposes it.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Reading,
        remedy_in_past: "Give the first line the headings of past quarters: Indicator id, Quarter, Value.",
        unread: Some(Unread::Unrecognised),
    }
    F006 {
        title: "Macros in the workbook",
        severity: Note,
        why: "Macros are never run; a figure that a macro would have changed is read as it was saved.",
        remedy: "Nothing, if the saved figures are right. Prefer a workbook without macros.",
        characteristic: Reliability,
        council_may_change: true,
        found_by: Reading,
    }
    F007 {
        title: "Links to other workbooks",
        severity: Query,
        why: "Values that come from another workbook are as old as the last time both were open together.",
        remedy: "Update the links, check the figures, then paste them as values.",
        characteristic: Reliability,
        council_may_change: true,
        found_by: Reading,
    }
    F008 {
        title: "Return for another quarter",
        severity: Error,
        why: "A return for the wrong quarter would put last quarter's figures in this quarter's report.",
        remedy: "Fill in this quarter's template, or correct the quarter where it stands.",
        characteristic: Relevance,
        council_may_change: false,
        found_by: Typing,
    }
    F009 {
        title: "No quarter given",
        severity: Error,
        why: "Without a period the figures could be for any quarter; they are never assumed to be for this one.",
        remedy: "Write the quarter where the form asks for it, like 2026-27Q1.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Typing,
        remedy_in_past: "Write the quarter that the figure is of, like 2025-26Q4.",
    }
    F010 {
        title: "Unknown service",
        severity: Error,
        why: "A return must belong to a service of the register, or nobody answers for its figures.",
        remedy: "Correct the service where it stands, or add it to the register.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Typing,
        remedy_in_past: "Write the id or the name of a service as the register's sheet Services has it.",
        remedy_on_own_form: "Correct the service where it stands, or add it to the register. Where the form calls it otherwise, say so \
                             in its layout under `[words.service]`; where it does not name it, write the file's name into the \
                             layout, such as `file-name = \"{service} {period}\"`.",
    }
    F011 {
        title: "A second return from the same service",
        severity: Query,
        why: "Two returns can hold different figures; only one counts, and it must be known which and why.",
        remedy: "Check that the return that counts is the right one; then take the other out of the folder, or accept this in \
                 the notebook. Where neither counts, take out the one that is not meant.",
        characteristic: Reliability,
        council_may_change: true,
        found_by: Acceptance,
    }
    F012 {
        title: "Not signed off",
        severity: Query,
        why: "A return that nobody has signed off is a draft.",
        remedy: "Have the head of service sign off (name and date) where the form asks for it, and send it again.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
        live: LiveLine::Counted,
    }
    F013 {
        title: "Old version of the template",
        severity: Query,
        why: "An old template lacks what the register has gained since: new indicators, new targets.",
        remedy: "Use this quarter's template next time; check that nothing is missing from this return.",
        characteristic: Relevance,
        council_may_change: true,
        found_by: Typing,
    }
    F014 {
        title: "Template changed",
        severity: Query,
        why: "Moved columns and new rows are followed, but whoever changed the form should know that it was seen.",
        remedy: "Leave the template's rows and columns as they are; ask the performance team if something is missing \
              from it.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Reading,
    }
    F015 {
        title: "A sheet or label that the layout needs is missing",
        severity: Error,
        why: "What stands there on the form is not in this return.",
        remedy: "Put the sheet, or the label, back as it is on the form, and fill it in.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Reading,
    }
    F016 {
        title: "Sheet not part of the layout",
        severity: Note,
        why: "Nothing on this sheet is read; it is listed so that no figure is left behind unseen.",
        remedy: "Nothing, if the sheet is your own working. Otherwise move its figures to the form.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Reading,
    }
    F017 {
        title: "Reading was stopped by a limit of this machine",
        severity: Error,
        why: "The file was given up after using the time or memory that one file may use; it is neither accepted nor \
              rejected.",
        remedy: "Run again when the machine is quiet, or raise the worker's limits in quarterday.toml under [limits].",
        characteristic: Validity,
        council_may_change: false,
        found_by: Reading,
        unread: Some(Unread::Unopened),
    }
    F018 {
        title: "A sheet that cannot be read",
        severity: Error,
        why: "One sheet of the workbook is broken; the others were read.",
        remedy: "Open the workbook in Excel, repair the sheet, save and send it again.",
        characteristic: Completeness,
        council_may_change: false,
        found_by: Reading,
    }
    F019 {
        title: "Received after the due date",
        severity: Note,
        why: "Late returns are taken, and counted as late.",
        remedy: "Nothing to correct; send the next return by the due date.",
        characteristic: Timeliness,
        council_may_change: true,
        found_by: Typing,
    }
    F020 {
        title: "Folder among the returns",
        severity: Note,
        why: "Only files beside each other are returns; a folder is where replaced returns are kept, and is not read.",
        remedy: "Nothing, if what is in the folder no longer counts. Otherwise move the returns out of it.",
        characteristic: Reliability,
        council_may_change: true,
        found_by: Acceptance,
    }
    F021 {
        title: "Made for another service",
        severity: Error,
        why: "The cover names one service and the form was made for another, so its figures could be either's.",
        remedy: "Fill in the form that was made for the service; its name on the Cover sheet is not to be changed.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Typing,
    }
    F022 {
        title: "Form out of date",
        severity: Query,
        why: "The form is not the one in use this quarter; it may lack what is asked now.",
        remedy: "Send the figures on the form in use. If this one is still in use, change valid-from or valid-to in \
              its layout.",
        characteristic: Relevance,
        council_may_change: true,
        found_by: Typing,
    }
    F023 {
        title: "Complaint's dates out of order",
        severity: Error,
        why: "A complaint cannot be acknowledged or answered before it was received, so one of the days is wrong; the \
              later step is not counted.",
        remedy: "Check both days; day and month, or the year, may be the wrong way round.",
        characteristic: Accuracy,
        council_may_change: false,
        found_by: Typing,
        excel_rule: true,
        live: LiveLine::Coloured,
    }
    F024 {
        title: "Day after the return was sent",
        severity: Error,
        why: "What has not happened yet cannot be in the log, so the day is not taken.",
        remedy: "Correct the day; the year is often the slip.",
        characteristic: Accuracy,
        council_may_change: false,
        found_by: Typing,
    }
    F025 {
        title: "Counts typed are not those of the log",
        severity: Query,
        why: "The log of complaints and the counts beside it are of the same quarter and do not agree; the log counts.",
        remedy: "Check that the log is complete, then correct or clear the counts.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Typing,
    }
    F026 {
        title: "Two places could be meant",
        severity: Error,
        why: "Nothing says which of two columns or sheets has this quarter's figures, and the wrong one would be read \
              without anybody seeing it; nothing of the file is read.",
        remedy: "Delete or hide the one that is not for this quarter, or write the quarter above the column or into \
                 the name of the sheet, and send it again.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Reading,
        unread: Some(Unread::Unrecognised),
    }
    F027 {
        title: "Another sheet holds the same table",
        severity: Query,
        why: "The figures of one sheet are read and those of the other are not, and they differ.",
        remedy: "Check that the sheet that was read is the right one, and delete the other.",
        characteristic: Reliability,
        council_may_change: true,
        found_by: Reading,
    }
    F030 {
        title: "Not a file",
        severity: Error,
        why: "A pipe, a socket or a device is no file: whoever opens it may wait for ever, so it was not opened.",
        remedy: "Take it out of the folder, and put the workbook itself there.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Acceptance,
        unread: Some(Unread::Unopened),
    }
    F031 {
        title: "Link that leads nowhere",
        severity: Error,
        why: "What the link stands for was moved or deleted, or the link leads back to itself, so there is no return in it.",
        remedy: "Put the workbook itself into the folder in place of the link.",
        characteristic: Completeness,
        council_may_change: false,
        found_by: Acceptance,
        unread: Some(Unread::Unopened),
    }
    F032 {
        title: "Link that leaves the workspace",
        severity: Error,
        why: "What lies elsewhere can change, or be somebody else's, without anybody here seeing it; it was not read.",
        remedy: "Copy the workbook itself into the folder in place of the link.",
        characteristic: Reliability,
        council_may_change: false,
        found_by: Acceptance,
        unread: Some(Unread::Unopened),
    }
    F033 {
        title: "File name that not every program can show",
        severity: Note,
        why: "Part of the name is no text, so the file is shown under one that is near it and ends in eight signs of its \
              own.",
        remedy: "Nothing, if the figures are right. Otherwise give the file a name in plain letters and figures.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Acceptance,
    }
    F034 {
        title: "Locked by a sensitivity label",
        severity: Error,
        why: "Rights management, which some sensitivity labels switch on, encrypts the workbook for named people of one \
              organisation; there is no password, and nothing else can open it.",
        remedy: "Choose a label that does not encrypt (Home, Sensitivity) or lift the restriction (File, Info, Protect \
              Workbook, Restrict Access), save, and send it again. If Excel refuses: whoever put the label on can, or your \
              ICT.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Reading,
        remedy_in_past: "Choose a label that does not encrypt (Home, Sensitivity) or lift the restriction (File, Info, Protect \
              Workbook, Restrict Access), save, and import that. If Excel refuses: whoever put the label on can, or your \
              ICT.",
        unread: Some(Unread::Unopened),
    }
    F040 {
        title: "Words and pictures beside the cells",
        severity: Note,
        why: "Text boxes, pictures and notes are not read; they are counted, so that nothing is left behind unseen.",
        remedy: "Put in the cells of the form what should be read.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Reading,
    }
    F060 {
        title: "Most of a table is not read",
        severity: Error,
        why: "The layout has a meaning for fewer than half of the table's columns, and of those with figures; of a matrix \
              those with figures decide. What is left would pass for the whole, so nothing of the file is read.",
        remedy: "Give the columns the headings of the form. Where the form is right, describe them in its layout: what is \
                 wanted with its field, what is not under `ignore`.",
        characteristic: Completeness,
        council_may_change: false,
        found_by: Reading,
        unread: Some(Unread::Unrecognised),
    }
    F061 {
        title: "Part of a table is not read",
        severity: Query,
        why: "The layout has a meaning for fewer than half of the table's columns, or of those with figures, or of a matrix \
              for fewer than three quarters of those with figures. Two columns passed over, or one of a matrix, are never too \
              many.",
        remedy: "Look at what was passed over. Give the columns the headings of the form, or describe them in its layout: \
                 what is wanted with its field, what is not under `ignore`.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Reading,
    }    F080 {
        title: "Signed off on a day that has not come",
        severity: Query,
        why: "Nobody can have signed it off yet: the day is mistyped, or the return was signed before its time. Among \
              returns of one service the latest sign-off counts, so a wrong day makes the wrong one count.",
        remedy: "Type the day on which it was signed off.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Typing,
    }
    F081 {
        title: "Past figure of a quarter that is not past",
        severity: Error,
        why: "What has not ended has no figures yet, and nothing is known from so long ago: the year is mistyped.",
        remedy: "Correct the quarter in the file, and import it again.",
        characteristic: Accuracy,
        council_may_change: false,
        found_by: History,
    }
    F082 {
        title: "Quotation mark that takes in other rows",
        severity: Error,
        why: "A cell that begins with a quotation mark goes on to the next one, over the ends of lines: rows become a part \
              of its text.",
        remedy: "Close the quotation mark at the end of its cell, or take it out, and import the file again.",
        characteristic: Completeness,
        council_may_change: false,
        found_by: History,
    }
    F083 {
        title: "Over a past that is there",
        severity: Error,
        why: "The ledger has another figure, or the quarter was reported without one. Taken in silence it would change what was \
              reported, and the next report would compare with it.",
        remedy: "Leave the row out. If what the ledger has is wrong, import with --class, --reason and --by: it is a restatement \
                 then, and stands on the sheet Restatements.",
        characteristic: Reliability,
        council_may_change: false,
        found_by: History,
    }
}
