//! Cell, continued: what a cell shows, where that is not what it holds.

use super::facts::{Doubt, Origin};

super::check::checks! { Cell, SHOWN;
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
        origin: Some(Origin::Missing),
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
        origin: Some(Origin::Missing),
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
        origin: Some(Origin::Size),
        doubts_size: Some(Doubt::Uncalculated),
    }
    C047 {
        title: "Figure beside a label that is not known",
        severity: Note,
        why: "On a page of figures beside their labels this one stands beside words that the layout does not have; it is not \
              read.",
        remedy: "Write the label as the form had it. Where the form is right, name the label in its layout: under \
                 `[forms.values]` with its indicator, or under `ignore`.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Reading,
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
}
