//! Units of counts and levels: the declared one, or its singular.

/// Returns whether `written` is the unit `declared`, or its singular.
///
/// ```
/// use servanda_syntax::units::same_unit;
/// assert!(same_unit("bases", "base"));
/// assert!(same_unit("launch vehicles", "launch vehicle"));
/// assert!(same_unit("tons of coal", "ton of coal"));
/// assert!(same_unit("km", "km"));
/// assert!(!same_unit("bases", "persons"));
/// ```
pub fn same_unit(declared: &str, written: &str) -> bool {
    declared == written || singulars(declared).iter().any(|singular| singular == written)
}

/// Returns the spellings that may be the singular of a unit: of its last word, or of the word before its first `of`.
pub fn singulars(unit: &str) -> Vec<String> {
    let (head, tail) = match unit.find(" of ") {
        Some(at) => unit.split_at(at),
        None => (unit, ""),
    };
    let (before, word) = match head.rfind(' ') {
        Some(at) => head.split_at(at + 1),
        None => ("", head),
    };
    singular_words(word).into_iter().map(|singular| format!("{before}{singular}{tail}")).collect()
}

fn singular_words(word: &str) -> Vec<String> {
    let irregular = match word {
        "people" => Some("person"),
        "men" => Some("man"),
        "women" => Some("woman"),
        "children" => Some("child"),
        "aircraft" => Some("aircraft"),
        _ => None,
    };
    let mut found: Vec<String> = irregular.into_iter().map(str::to_owned).collect();
    if let Some(stem) = word.strip_suffix("ies") {
        found.push(format!("{stem}y"));
    }
    if let Some(stem) = word.strip_suffix("es") {
        found.push(stem.to_owned());
    }
    if let Some(stem) = word.strip_suffix('s')
        && !stem.ends_with('s')
        && !stem.is_empty()
    {
        found.push(stem.to_owned());
    }
    if let Some(stem) = word.strip_suffix("men") {
        found.push(format!("{stem}man"));
    }
    found.retain(|singular| !singular.is_empty());
    found
}
