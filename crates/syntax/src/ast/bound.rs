//! How much: quantities of acts, bounds of levels, arithmetic.

use crate::words::{Date, Name, Number, Slot, Span, Unit};

/// How much of an act.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Quantity {
    /// `at least`, `at most`, `exactly`, `up to` a number.
    Counted {
        /// Which of them.
        how: Counting,
        /// The number.
        number: Slot<Number>,
        /// The unit, if written.
        unit: Option<Unit>,
        /// The place.
        span: Span,
    },
    /// `as many [UNIT]`: the quantity of the record that triggered.
    AsMany {
        /// The unit, if written.
        unit: Option<Unit>,
        /// The place.
        span: Span,
    },
}

/// How a quantity of an act is limited.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each name is the words it stands for")]
pub enum Counting {
    AtLeast,
    AtMost,
    Exactly,
    UpTo,
}

/// `bound`: where a level should be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Bound {
    /// `zero`, `at zero`: the place of these words.
    Zero(Span),
    /// A comparison with a limit.
    Compared {
        /// Which comparison.
        how: Comparison,
        /// With what.
        limit: Limit,
        /// The place.
        span: Span,
    },
}

/// How a level is compared with its limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each name is the words it stands for")]
pub enum Comparison {
    AtLeast,
    AtMost,
    Exactly,
    Below,
    Above,
}

/// What a level is compared with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Limit {
    /// `NUMBER [UNIT]`.
    Number {
        /// The number.
        number: Slot<Number>,
        /// The unit, if written.
        unit: Option<Unit>,
    },
    /// `NUMBER % of MEASURE [on DATE]`.
    Percent {
        /// How many per cent.
        number: Slot<Number>,
        /// Of which measure.
        of: Slot<Name>,
        /// Its level on this day, rather than now.
        on: Option<Slot<Date>>,
    },
    /// Arithmetic that is more than one number.
    Arith(Arith),
}

/// `ARITH`, with the usual precedence: `*` and `/` before `+` and `-`, from left to right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Arith {
    /// Which form.
    pub kind: ArithKind,
    /// The place.
    pub span: Span,
}

/// The forms of arithmetic.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ArithKind {
    /// A number (or a `?`).
    Number(Slot<Number>),
    /// `MEASURE [on DATE]`.
    Measure {
        /// The measure.
        name: Name,
        /// Its level on this day, rather than now.
        on: Option<Slot<Date>>,
    },
    /// A table: its number at the clause's element.
    Table(Name),
    /// Two operands.
    Binary {
        /// The left one.
        left: Box<Arith>,
        /// The sign.
        operator: Operator,
        /// The right one.
        right: Box<Arith>,
    },
    /// `( ARITH )`.
    Brackets(Box<Arith>),
}

/// The signs of arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operator {
    /// `+`.
    Plus,
    /// `-`.
    Minus,
    /// `*`.
    Times,
    /// `/`.
    Divided,
}
