//! Every code of a rejected row, with its meaning. Each has a page in `docs/diagnostics/`.

servanda_syntax::codes! {
    "Evidence: the table" {
        BROKEN_ROW = "broken-row": "a line of an evidence file is no row";
        TOO_MANY_CELLS = "too-many-cells": "a row has more cells than the header has columns";
        EVIDENCE_NOT_READ = "evidence-not-read": "a file that looks like evidence is of a kind that is not read";
        UNUSED_COLUMN = "unused-column": "nothing uses a column of an evidence file";
        NO_COLUMN = "no-column": "an evidence file lacks a column that every row needs";
        EMPTY_CELL = "empty-cell": "a row lacks something that every row of its kind says";
        ID_TWICE = "id-twice": "two rows have one id";
        NO_PUBLICATION_DATE = "no-publication-date": "a row does not say when anybody could know it";
    }
    "Evidence: what a row says" {
        UNKNOWN_KIND = "unknown-kind": "a row is of no kind of claim";
        UNKNOWN_CLAIM = "unknown-claim": "a row is about something that the agreement does not declare";
        KIND_AND_CLAIM = "kind-and-claim": "a row says of an act, event, measure or condition what cannot be said of it";
        UNKNOWN_RECORD = "unknown-record": "a row names another row that does not exist";
        SILENT_RECORD = "silent-record": "a row completes itself from a row that makes no claim of its own";
        CIRCLE_OF_RECORDS = "circle-of-records": "rows name each other in a circle";
        UNKNOWN_ELEMENT = "unknown-element": "a cell holds no element of the column's set";
        NO_ELEMENT = "no-element": "a row does not say which element of a set it is about";
        TWO_ELEMENTS = "two-elements": "`actor` and the set's own column disagree";
    }
    "Evidence: when and how much" {
        TWO_MEANINGS_DATE = "two-meanings-date": "a date can be read in two ways";
        NO_DATE = "no-date": "a cell that holds a date cannot be read as one";
        NONEXISTENT_DATE = "nonexistent-date": "a cell names a day or a time that does not exist";
        BACKWARDS_DATES = "backwards-dates": "a stretch of time ends before it begins";
        OPEN_PUBLICATION = "open-publication": "a date of publication has no end";
        NO_AMOUNT = "no-amount": "a cell that holds an amount cannot be read as one";
        NO_ANSWER_IN_FINDING = "no-answer-in-finding": "a finding says neither `yes` nor `no`";
        BAD_CREDIBILITY = "bad-credibility": "a credibility is no digit from 1 to 6";
    }
}
