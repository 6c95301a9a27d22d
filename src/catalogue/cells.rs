//! Cell: is it what it should be.
super::checks! { Cell, CELLS;
    C001 Note: "Number typed as text",
        why "Excel does not add up numbers that are stored as text; the number meant was certain and was taken.",
        do "Type the number again without spaces, commas or units, in a cell formatted as a number.";
    C002 Error: "Text where a number belongs",
        why "What was typed cannot be read as a number without guessing.",
        do "Type the number alone; put any explanation in the commentary.";
    C003 Error: "Excel error value",
        why "A formula failed, so there is no figure; it is not a zero and not a blank.",
        do "Correct the formula, or type the value.";
    C004 Error: "Formula without a saved result",
        why "The workbook was saved by a program that did not calculate, so the figure is not in the file. An .xlsb, and an .xls \
             whose program left no mark, hold a nought there, which cannot be told from a result: C022 asks about those.",
        do "Open the workbook in Excel, press F9, save and send it again; or type the value.";
    C005 Query: "Percent or fraction not certain",
        why "0.85 may mean 85% or 0.85%, and neither the cell's format nor the form says which. It was read as typed.",
        do "Type percentages as 85 or as 85%, and say whether this figure is right.";
    C006 Error: "Outside the possible range",
        why "The value is below the least or above the greatest that the indicator can have.",
        do "Check the figure. If it is right, ask the performance team to correct the range in the register.";
    C007 Note: "More decimals than declared",
        why "The value is kept as sent and rounded for the page and the status.",
        do "Nothing, if the figure is right.";
    C008 Error: "Not one of the allowed values",
        why "Only the listed words can be counted and compared.",
        do "Choose a value from the list.";
    C009 Error: "Blank with no reason",
        why "A value that is due and blank cannot be told from one that was forgotten.",
        do "Type the value, or choose in the next column the reason why there is none.";
    C010 Error: "Date that cannot be read",
        why "What was typed is not a date, or could be two different days.",
        do "Type the date like 30/09/2026.";
    C011 Note: "Date typed as text or number",
        why "The day meant was certain and was taken.",
        do "Type dates in a cell formatted as a date.";
    C012 Query: "Value in a hidden row, column or sheet",
        why "What is hidden is easily forgotten: the value was read, and someone must confirm that it is meant.",
        do "Unhide the row, column or sheet, or unmerge the cell that covers it, check the value and send it again; or delete it.";
    C013 Query: "Merged cell in a value column",
        why "A merged cell holds one value, for its first row and column only; the rest of it is blank.",
        do "Unmerge the cells and type each row's own value.";
    C014 Error: "Row that names nothing",
        why "The row has values but no id that the register or the layout knows, so the values belong to nothing.",
        do "Put the id back in the row, or delete the row.";
    C015 Note: "Column not recognised",
        why "The column was added to the form or its heading changed beyond recognition; nothing in it is read.",
        do "If the column matters, give it the heading of the template.";
    C016 Query: "Value and reason both given",
        why "There is a figure and a reason why there is none; the figure was taken, or held back where the reason is that it is suppressed.",
        do "Delete the one that is wrong.";
    C017 Note: "Marker written in the value cell",
        why "The word says that there is no number; it was taken as the reason.",
        do "Leave the value blank and choose the reason in its own column.";
    C018 Note: "Value worked out from numerator and denominator",
        why "The program that saved the workbook did not calculate the formula, but what it divides is in the file.",
        do "Nothing, if the figure is right.";
    C019 Note: "Days counted from 1904",
        why "The workbook counts days from 1904, as an early Macintosh did; a date copied between it and another workbook moves by four years and a day.",
        do "Check that the dates are right. To be rid of it: File, Options, Advanced, Use 1904 date system.";
    C020 Error: "Two ids in one row",
        why "The form's own id, in its hidden column, and the reference that people see are those of two rows, as after rows were sorted or pasted without the hidden column: the values could be either's.",
        do "Put the rows back in the order of the form, or copy the figures into a fresh form.";
    C021 Note: "Heading spelt another way",
        why "The heading is not the form's, but so near to it, and to no other, that the column was read.",
        do "Give the column its heading again, or add this spelling to the headings of the layout.";
    C022 Query: "Formulas that all give 0",
        why "Programs that write formulas and do not calculate them save a 0 with each, which cannot be told from one that was worked out; the values were read as 0.",
        do "Open the workbook in Excel, press F9, save and send it again; say so if the figures are 0.";
}
