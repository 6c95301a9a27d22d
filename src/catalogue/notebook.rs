//! File, of those that go between the team and the services: answers on our list of findings, and the notebook.

super::check::checks! { File, NOTEBOOK;
    F070 {
        title: "Answer that is not to a query of this return",
        severity: Note,
        why: "An answer is kept with the query it stands beside. What is written beside an error, beside a note, or on a \
              list whose hidden column was changed or is of another return, answers nothing.",
        remedy: "Write the answer beside a query, on the list that came back with the return. An error needs the cell \
                 corrected.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Typing,
    }
    F071 {
        title: "File left out by hand",
        severity: Note,
        why: "The performance team has left the file out, with a reason and a name, in the notebook of the quarter.",
        remedy: "Nothing. The performance team has it read again by taking its line out of the sheet Left out of the notebook.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Acceptance,
    }
    F072 {
        title: "Line of the notebook that is not complete",
        severity: Query,
        why: "A decision counts with its reason and a name, since it stands beside the figure for as long as that does. Until \
              it is complete nothing of the line is taken.",
        remedy: "Fill in or correct the cell, save the notebook, close it and run again; until then nothing of the line is taken.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Notebook,
    }
    F073 {
        title: "Line of the notebook that fits nothing",
        severity: Query,
        why: "The line names a query, a file or a row that this quarter does not have, so it changes nothing.",
        remedy: "Correct the name as the report has it: on the sheet Files or Indicators, or, of words, what the line of the \
                 sentence has under About. Or take the line out.",
        characteristic: Validity,
        council_may_change: true,
        found_by: Notebook,
    }
    F074 {
        title: "Sheet of the notebook that cannot be found",
        severity: Error,
        why: "Decisions stand on the sheets Queries, Words and Left out, each under its own headings. Without them what the \
              team decided would be passed over in silence, so the run stops.",
        remedy: "Give the sheets and headings their names again, or move the notebook away: a run prepares a new one with all \
                 that is recorded.",
        characteristic: Validity,
        council_may_change: false,
        found_by: Notebook,
    }
    F075 {
        title: "Own words over figures that have changed",
        severity: Query,
        why: "The team's words stand for what the report said when they were written. It says something else now, so the \
              words may be wrong; they are shown, and marked.",
        remedy: "Read both in the notebook, on the sheet Words. Change the words, clear them, or type Yes under Still right?; \
                 save the notebook, close it and run again.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Notebook,
    }
    F076 {
        title: "Figure in own words that is no longer the quarter's",
        severity: Query,
        why: "An earlier quarter had the figure, or the report when the words were written; this quarter has another.",
        remedy: "Write the figure of this quarter, or say beside the figure of when it is (“from 58%”, “58% last quarter”), or \
                 type Yes under Still right?; save the notebook, close it and run again.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Notebook,
    }
    F077 {
        title: "Figure in own words that nothing vouches for",
        severity: Note,
        why: "No figure of the quarter is this or rounds to it, or only something else has it than what the words name. It \
              may be right, and known to the team alone; nothing here vouches for it.",
        remedy: "Correct it, or type Yes under Still right? on the sheet Words of the notebook; save it, close it and run \
                 again. Nothing, where the team knows it from elsewhere.",
        characteristic: Accuracy,
        council_may_change: true,
        found_by: Notebook,
    }
}
