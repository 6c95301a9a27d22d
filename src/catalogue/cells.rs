//! Cell: is it what it should be.

use super::facts::{Doubt, LiveLine};

super::check::checks! { Cell, CELLS;
    C001 {
        title: "Number typed as text",
        severity: Note,
        why: "Excel does not add up numbers that are stored as text; the number meant was certain and was taken.",
        remedy: "Type the number again without spaces, commas or units, in a cell formatted as a number.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
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
    }
    C005 {
        title: "Percent or fraction not certain",
        severity: Query,
        why: "0.85 may mean 85% or 0.85%, and neither the cell's format nor the form says which. Where the figures before \
              it are as small, it is read plainly; where they are not, or there is nothing to go by, this is an error.",
        remedy: "Type the figure with its sign: 85%, or 0.85% if it is less than one per cent.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Typing,
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
    }
    C015 {
        title: "Column not recognised",
        severity: Note,
        why: "The column was added to the form or its heading changed beyond recognition; nothing in it is read.",
        remedy: "If the column matters, give it the heading of the template.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Reading,
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
    }
    C017 {
        title: "Marker written in the value cell",
        severity: Note,
        why: "The word says that there is no number; it was taken as the reason.",
        remedy: "Leave the value blank and choose the reason in its own column.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
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
    C040 {
        title: "Raised or lowered characters in a number",
        severity: Query,
        why: "The mark of a footnote is no digit, and an exponent changes the number; the number was read without them.",
        remedy: "Type the number alone, and put what the mark refers to in the commentary.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Typing,
        repairs_value: true,
    }
    C041 {
        title: "Crossed out",
        severity: Query,
        why: "What is crossed out may have been withdrawn or replaced; it was read as if it were not.",
        remedy: "Delete what no longer counts; take the line off (Home, Font, Strikethrough) what does.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Typing,
    }
    C042 {
        title: "Part of a text not read",
        severity: Note,
        why: "A part of the text is crossed out, or is the raised mark of an id; the rest was read.",
        remedy: "Delete what is crossed out, and check that what is left is what is meant.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Typing,
    }
    C043 {
        title: "Formula that points at a blank cell",
        severity: Error,
        why: "A formula that only points at another cell shows 0 where that cell is blank; nobody has typed that 0.",
        remedy: "Type the value in the cell that the formula points at, or in this one; a 0 too, if it is 0.",
        characteristic: Completeness,
        council_may_change: false,
        found_by: Typing,
    }
    C044 {
        title: "Note on a figure",
        severity: Note,
        why: "Notes and comments on cells are not read; one on a figure may say something of it.",
        remedy: "Put in the commentary what should be known of the figure.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Typing,
    }
    C045 {
        title: "Picture in a cell",
        severity: Error,
        why: "A picture stands in the cell, or something else of Excel's that other programs cannot read.",
        remedy: "Type the figure or the words, and put a picture beside the table.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Typing,
    }
    C046 {
        title: "Nought that may not have been calculated",
        severity: Query,
        why: "The workbook was saved by a program that leaves calculating to the next one, and that saves a 0 with a \
              formula until then. It was read as 0.",
        remedy: "Open the workbook in Excel, press F9, save and send it again; say so if the figure is 0.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
    }
    C055 {
        title: "Shown as another number",
        severity: Error,
        why: "The number format of the cell shows another number than the cell holds, such as thousands, a word or the \
              other sign. Whoever looked at the form saw the one; a program reads the other.",
        remedy: "Format the cell as a number (Home, Number, General), look at what it shows then, and correct it.",
        characteristic: Accuracy,
        council_may_change: false,
        found_by: Typing,
    }
    C056 {
        title: "Shown in thousands or millions",
        severity: Query,
        why: "The cell holds the whole number and shows it in thousands or millions, with a word that says so. The whole \
              number was read.",
        remedy: "Format the cell as a number (Home, Number, General), and say whether what it shows then is right.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Typing,
    }
    C058 {
        title: "Read as the cell shows it",
        severity: Note,
        why: "The cell holds another number than its format shows, a part of a day or a whole sum; by the unit of the \
              figure what is shown was certain and was taken.",
        remedy: "Format the cell as a number (Home, Number, General) and type the figure in its unit.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
        repairs_value: true,
    }
    C059 {
        title: "Another currency than the pound",
        severity: Query,
        why: "The cell shows euros, dollars or another currency, and the figure is in pounds; it was read as pounds.",
        remedy: "Give the figure in pounds, in a cell whose format shows pounds or no currency.",
        characteristic: Accuracy,
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
