//! Every code that checking can give, with its meaning. Each has a page in `docs/diagnostics/`.

servanda_syntax::codes! {
    "The header" {
        NO_ZONE = "no-zone": "the header does not say whose calendar its days are of";
        NO_SIGNATURE = "no-signature": "the header does not say when it was signed, announced or adopted";
        UNKNOWN_ZONE = "unknown-zone": "the zone database has no such time zone";
    }
    "The official text" {
        TEXT_NOT_FOUND = "text-not-found": "the folder does not hold the official text that the agreement names";
        NOT_PLAIN_TEXT = "not-plain-text": "the official text is no plain text";
        QUOTE_NOT_FOUND = "quote-not-found": "quoted words are not in the official text";
        QUOTE_TWICE = "quote-twice": "quoted words stand in the official text more than once";
        UNCOVERED_SENTENCE = "uncovered-sentence": "a sentence of the text promises something, and nothing quotes it";
    }
    "Who and what there is" {
        GROUP_IN_ITSELF = "group-in-itself": "a group is a member of itself";
        SET_TWICE = "set-twice": "a clause or a declaration runs over one set twice";
        NO_OTHER = "no-other": "`the other` is said of a set that has not two elements";
        TABLE_INCOMPLETE = "table-incomplete": "a table has no number for an element of its set";
        MEASURE_OF_ITSELF = "measure-of-itself": "a measure is worked out from itself";
        EVENT_OF_ITSELF = "event-of-itself": "an event, or the entry into force, is counted from itself";
        WHICH_ELEMENT = "which-element": "something declared for each element of a set stands in a clause that does not say for which";
        UNKNOWN_CLAUSE = "unknown-clause": "a line refers to a clause that does not exist";
        UNKNOWN_CODE = "unknown-code": "an `allow` line names a warning that does not exist";
        HOLE = "hole": "a `?` stands where something is not yet known";
    }
    "Time" {
        HALF_MONTHS = "half-months": "a part of a month is no number of days";
        BROKEN_DURATION = "broken-duration": "a length of time counts a fraction where only whole numbers count";
        HOURS_AND_MONTHS = "hours-and-months": "hours and months stand in one length of time";
        DURATION_TOO_LONG = "duration-too-long": "a length of time is too long to be meant";
        NO_SUCH_DAY = "no-such-day": "counting months leads to a day that the month does not have";
        PERIOD_LENGTH = "period-length": "a period is no whole number of days";
        CUT_PERIOD = "cut-period": "the first period begins some hours before the agreement is in force";
        EMPTY_WINDOW = "empty-window": "a window closes before it opens";
    }
    "What a clause asks" {
        AIM_BEFORE_TRIGGER = "aim-before-trigger": "the date of an aim can pass before the event that starts it";
        DUTY_BEFORE_TRIGGER = "duty-before-trigger": "the date of a duty can pass before the event that starts it";
        CEILING_OWED = "ceiling-owed": "`up to` cannot be owed: doing nothing would perform it";
        BELOW_ZERO = "below-zero": "a number of acts, or a level, is below zero";
        NOTHING_ASKED = "nothing-asked": "at least none of an act is asked for: doing nothing performs it";
        ANYONE_COUNTS = "anyone-counts": "a line says whose acts count too, and anyone's count";
        GUARANTEE_OF_ITSELF = "guarantee-of-itself": "a guarantee guarantees itself";
        CLAUSE_CIRCLE = "clause-circle": "a clause waits for itself, or clauses wait for each other";
        EACH_WITHOUT_WITHIN = "each-without-within": "`upon each` stands without a window that each occurrence opens and closes";
        AS_MANY_AS_WHAT = "as-many-as-what": "`as many` does not say as many as what";
        OWN_TRIGGER = "own-trigger": "what a clause asks for is also what starts it";
        ACTS_OF_A_LEVEL = "acts-of-a-level": "a clause about a level says whose acts count";
        EXCUSE_WITHOUT_DEADLINE = "excuse-without-deadline": "`excused if` stands on a duty that has no deadline";
    }
    "Policies, cases and their agreement" {
        UNKNOWN_IN_CASE = "unknown-in-case": "a case asks about something that the agreement does not have";
        UNKNOWN_IN_POLICY = "unknown-in-policy": "a policy names something that the agreement does not declare";
    }
}
