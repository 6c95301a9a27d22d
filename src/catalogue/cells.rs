//! Cell: is it what it should be.

use super::facts::{Doubt, LiveLine, Origin};

super::check::checks! { Cell, CELLS;
    C001 {
        title: "Number typed as text",
        severity: Note,
        why: "Excel does not add up numbers that are stored as text; the number meant was certain and was taken.",
        remedy: "Type the number again without spaces, commas or units, in a cell formatted as a number.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
        remedy_in_past: "Nothing, if the number is right; else correct it in the file and import it again.",
        repairs_value: true,
    }
    C002 {
        title: "Text where a number belongs",
        severity: Error,
        why: "What was typed cannot be read as a number without guessing.",
        remedy: "Type the number alone, in a cell formatted as a number; put any explanation in the commentary.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Typing,
        remedy_in_past: "Write the number alone in the file, and import it again.",
        origin: Some(Origin::Missing),
        excel_rule: true,
    }
    C003 {
        title: "Excel error value",
        severity: Error,
        why: "A formula failed, so there is no figure; it is not a zero and not a blank.",
        remedy: "Correct the formula, or type the value.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Typing,
        remedy_in_past: "Put the figure in the place of the error, and import the file again.",
        origin: Some(Origin::Missing),
        live: LiveLine::Coloured,
    }
    C004 {
        title: "Formula without a saved result",
        severity: Error,
        why: "The workbook was saved by a program that did not calculate, so the figure is not in the file. An .xlsb, \
              and an .xls whose program left no mark, hold a nought there, which cannot be told from a result: C022 \
              asks about those.",
        remedy: "Open the workbook in Excel, press F9, save and send it again; or type the value.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Typing,
        remedy_in_past: "Open the workbook in Excel, press F9, save it and import it again; or write the value.",
        origin: Some(Origin::Missing),
    }
    C005 {
        title: "Percent or fraction not certain",
        severity: Query,
        why: "0.85 may mean 85% or 0.85%, and neither the cell's format nor the form says which; and 91.2 put without its \
              sign into a cell in per cent shows as 9120%. Where numerator and denominator make one of the two it is read \
              as that one, with a note; where the figures before it are of that size, it is read plainly; where they are \
              not, or there is nothing to go by, this is an error.",
        remedy: "Type the figure with its sign: 85%, or 0.85% if it is less than one per cent.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Typing,
        remedy_in_past: "Write the figure with its sign, 85% or 0.85%, and import the file again.",
        origin: Some(Origin::Size),
        doubts_size: Some(Doubt::Fraction),
        live: LiveLine::Coloured,
    }
    C006 {
        title: "Outside the possible range",
        severity: Error,
        why: "The value is below the least or above the greatest that the indicator can have.",
        remedy: "Check the figure. If it is right, ask the performance team to correct the range in the register.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
        remedy_in_past: "Check the figure. If it is right, correct the range in the register; then import the file again.",
        origin: Some(Origin::Size),
        excel_rule: true,
    }
    C007 {
        title: "More decimals than declared",
        severity: Note,
        why: "The value is kept as sent and rounded for the page and the status.",
        remedy: "Nothing, if the figure is right.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
    }
    C008 {
        title: "Not one of the allowed values",
        severity: Error,
        why: "Only the listed words can be counted and compared.",
        remedy: "Choose a value from the list.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Typing,
        remedy_in_past: "Write one of the words listed.",
        origin: Some(Origin::Missing),
        excel_rule: true,
    }
    C009 {
        title: "Blank with no reason",
        severity: Error,
        why: "A value that is due and blank cannot be told from one that was forgotten.",
        remedy: "Type the value, or choose in the next column the reason why there is none.",
        characteristic: Completeness,
        council_may_change: false,
        found_by: Typing,
        remedy_in_past: "Write the value, or in the column “Reason if no value” why there is none.",
        origin: Some(Origin::Missing),
        live: LiveLine::Counted,
    }
    C010 {
        title: "Date that cannot be read",
        severity: Error,
        why: "What was typed is not a date, or could be two different days.",
        remedy: "Type the date like 30/09/2026.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Typing,
        remedy_in_past: "Write the date like 30/09/2026.",
        origin: Some(Origin::Missing),
        excel_rule: true,
    }
    C011 {
        title: "Date typed as text or number",
        severity: Note,
        why: "The day meant was certain and was taken.",
        remedy: "Type dates in a cell formatted as a date.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
    }
    C012 {
        title: "Value in a hidden row, column or sheet",
        severity: Query,
        why: "What is hidden is easily forgotten: the value was read, and someone must confirm that it is meant.",
        remedy: "Unhide the row, column or sheet, or unmerge the cell that covers it, check the value and send it \
              again; or delete it.",
        characteristic: Reliability,
        council_may_change: true,
        found_by: Typing,
    }
    C013 {
        title: "Merged cell in a value column",
        severity: Query,
        why: "A merged cell holds one value, for its first row and column only; the rest of it is blank.",
        remedy: "Unmerge the cells and type each row's own value.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
    }
    C014 {
        title: "Row that names nothing",
        severity: Error,
        why: "The row has values but no id that the register or the layout knows, so the values belong to nothing.",
        remedy: "Put the id back in the row, or delete the row.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Typing,
        remedy_in_past: "Write the id in the row, or take the row out.",
    }
    C015 {
        title: "Column not recognised",
        severity: Note,
        why: "The column was added to the form or its heading changed beyond recognition; nothing in it is read.",
        remedy: "If the column matters, give it the heading of the template.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Reading,
        remedy_in_past: "If the column matters, give it its heading; else nothing, since it is not read.",
        remedy_on_own_form: "If the column matters, name it in the layout with its field; otherwise name it under `ignore` of its \
                             table, and nothing is said of it.",
    }
    C016 {
        title: "Value and reason both given",
        severity: Query,
        why: "There is a figure and a reason why there is none; the figure was taken, or held back where the reason is \
              that it is suppressed.",
        remedy: "Delete the one that is wrong.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Typing,
        live: LiveLine::Coloured,
        remedy_in_past: "Take out the one that is wrong, and import the file again.",
    }
    C017 {
        title: "Marker written in the value cell",
        severity: Note,
        why: "The word says that there is no number; it was taken as the reason.",
        remedy: "Leave the value blank and choose the reason in its own column.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
        remedy_in_past: "Nothing, if that is why there is no figure.",
        repairs_value: true,
    }
    C018 {
        title: "Value worked out from numerator and denominator",
        severity: Note,
        why: "The program that saved the workbook did not calculate the formula, but what it divides is in the file.",
        remedy: "Nothing, if the figure is right.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
        repairs_value: true,
    }
    C019 {
        title: "Days counted from 1904",
        severity: Note,
        why: "The workbook counts days from 1904, as an early Macintosh did; a date copied between it and another \
              workbook moves by four years and a day.",
        remedy: "Check that the dates are right. To be rid of it: File, Options, Advanced, Use 1904 date system.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
    }
    C020 {
        title: "Two ids in one row",
        severity: Error,
        why: "The form's own id, in its hidden column, and the reference that people see are those of two rows, as \
              after rows were sorted or pasted without the hidden column: the values could be either's.",
        remedy: "Put the rows back in the order of the form, or copy the figures into a fresh form.",
        characteristic: Accuracy,
        council_may_change: false,
        found_by: Typing,
    }
    C021 {
        title: "Heading spelt another way",
        severity: Note,
        why: "The heading is not the form's, but so near to it, and to no other, that the column was read.",
        remedy: "Give the column its heading again, or add this spelling to the headings of the layout.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Reading,
    }
    C022 {
        title: "Formulas that all give 0",
        severity: Query,
        why: "Programs that write formulas and do not calculate them save a 0 with each, which cannot be told from one \
              that was worked out; the values were read as 0.",
        remedy: "Open the workbook in Excel, press F9, save and send it again; say so if the figures are 0.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
    }
    C030 {
        title: "Id that Excel changed",
        severity: Error,
        why: "Excel takes 001 for the number 1, 1.10 for 1.1 and SEP-2 for a day. What was typed cannot be seen any more, \
              and no name in the row tells which id it was.",
        remedy: "Format the column as text, then type the id again.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Typing,
    }
    C031 {
        title: "Id that Excel changed, told by its name",
        severity: Query,
        why: "Excel takes 001 for the number 1, 1.10 for 1.1 and SEP-2 for a day. The name in the row is that of one such \
              id, so the row was read as its row.",
        remedy: "Say whether the row is of this indicator; format the column as text and type the id again.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
    }
    C032 {
        title: "Rows that nobody filled",
        severity: Note,
        why: "Nothing was typed in them: they name nothing, and what stands in them are noughts and formulas that the \
              form keeps ready.",
        remedy: "Nothing, if they are not used. If one of them is, name in it what it is about.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Typing,
    }
    C033 {
        title: "Marks that nobody sees in an id",
        severity: Note,
        why: "Marks for the direction of writing and spaces without width come along when text is copied from a web page \
              or a message; they were passed over.",
        remedy: "Type the id again.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
    }
    C090 {
        title: "Count that is not a whole number",
        severity: Error,
        why: "Complaints, compliments and comments are counted one by one.",
        remedy: "Type how many there were, as a whole number, 0 or more.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Typing,
        excel_rule: true,
    }
    C091 {
        title: "Complaint of another quarter",
        severity: Query,
        why: "A complaint belongs to the quarter in which it came in; of another quarter it is not counted here.",
        remedy: "Correct the day, or move the line to the return of its quarter.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Typing,
        excel_rule: true,
    }
}
