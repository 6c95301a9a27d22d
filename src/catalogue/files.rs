//! File: can it be opened, whose is it, and for which quarter.
super::checks! { File, FILES;
    F001 Error: "Not a workbook",
        why "A file that is not an Excel or OpenDocument workbook cannot be read, whatever its name ends in.",
        do "Send the workbook itself, saved from Excel as .xlsx.";
    F002 Error: "Password on the workbook",
        why "A workbook with a password to open is encrypted: nobody but its owner can read the figures.",
        do "Take the password off (File, Info, Protect Workbook, Encrypt with Password, clear it), save, and send it again.";
    F003 Error: "Damaged workbook",
        why "A part of the file is missing or unreadable, as after an interrupted copy; what is left cannot be trusted.",
        do "Open it in Excel, let Excel repair it, check the figures, save under a new name and send that.";
    F004 Error: "Over the size limits",
        why "The file, or what it claims to unpack to, is far larger than a return; such files stop machines.",
        do "Copy the figures into a fresh template. If the file is rightly this large, raise the limit in quarterday.toml under [limits].";
    F005 Error: "No layout recognised",
        why "The workbook is neither our template nor any layout that the council has described, so no figure in it has a known meaning.",
        do "Send the figures on the template, or describe this form once in a file in layouts/.";
    F006 Note: "Macros in the workbook",
        why "Macros are never run; a figure that a macro would have changed is read as it was saved.",
        do "Nothing, if the saved figures are right. Prefer a workbook without macros.";
    F007 Query: "Links to other workbooks",
        why "Values that come from another workbook are as old as the last time both were open together.",
        do "Update the links, check the figures, then paste them as values.";
    F008 Error: "Return for another quarter",
        why "A return for the wrong quarter would put last quarter's figures in this quarter's report.",
        do "Fill in this quarter's template, or correct the period on the Cover sheet.";
    F009 Error: "No quarter given",
        why "Without a period the figures could be for any quarter; they are never assumed to be for this one.",
        do "Write the quarter on the Cover sheet, like 2026-27Q1.";
    F010 Error: "Unknown service",
        why "A return must belong to a service of the register, or nobody answers for its figures.",
        do "Correct the service on the Cover sheet, or add the service to the register.";
    F011 Query: "A second return from the same service",
        why "Two returns can hold different figures; only one counts, and it must be known which and why.",
        do "Check that the return that counts is the right one; withdraw the other.";
    F012 Query: "Not signed off",
        why "A return that nobody has signed off is a draft.",
        do "Have the head of service sign off on the Cover sheet (name and date) and send it again.";
    F013 Query: "Old version of the template",
        why "An old template lacks what the register has gained since: new indicators, new targets.",
        do "Use this quarter's template next time; check that nothing is missing from this return.";
    F014 Query: "Template changed",
        why "Moved columns and new rows are followed, but whoever changed the form should know that it was seen.",
        do "Leave the template's rows and columns as they are; ask the performance team if something is missing from it.";
    F015 Error: "A sheet that the layout needs is missing",
        why "The figures of that sheet are not in this return.",
        do "Put the sheet back from the template and fill it in.";
    F016 Note: "Sheet not part of the layout",
        why "Nothing on this sheet is read; it is listed so that no figure is left behind unseen.",
        do "Nothing, if the sheet is your own working. Otherwise move its figures to the form.";
    F017 Error: "Reading was stopped by a limit of this machine",
        why "The file was given up after using the time or memory that one file may use; it is neither accepted nor rejected.",
        do "Run again when the machine is quiet, or raise the worker's limits in quarterday.toml under [limits].";
    F018 Error: "A sheet that cannot be read",
        why "One sheet of the workbook is broken; the others were read.",
        do "Open the workbook in Excel, repair the sheet, save and send it again.";
    F019 Note: "Received after the due date",
        why "Late returns are taken, and counted as late.",
        do "Nothing to correct; send the next return by the due date.";
    F020 Note: "Folder among the returns",
        why "Only files beside each other are returns; a folder is where replaced returns are kept, and is not read.",
        do "Nothing, if what is in the folder no longer counts. Otherwise move the returns out of it.";
    F021 Error: "Made for another service",
        why "The cover names one service and the form was made for another, so its figures could be either's.",
        do "Fill in the form that was made for the service; its name on the Cover sheet is not to be changed.";
    F022 Query: "Form out of date",
        why "The form is not the one in use this quarter; it may lack what is asked now.",
        do "Send the figures on the form in use. If this one is still in use, change valid-from or valid-to in its layout.";
    F023 Error: "Complaint's dates out of order",
        why "A complaint cannot be acknowledged or answered before it was received, so one of the days is wrong; the later step is not counted.",
        do "Check both days; day and month, or the year, may be the wrong way round.";
    F024 Error: "Day after the return was sent",
        why "What has not happened yet cannot be in the log, so the day is not taken.",
        do "Correct the day; the year is often the slip.";
    F025 Query: "Counts typed are not those of the log",
        why "The log of complaints and the counts beside it are of the same quarter and do not agree; the log counts.",
        do "Check that the log is complete, then correct or clear the counts.";
}
