//! `init`: a first agreement that already runs.

use std::path::Path;

use serde_json::json;

use crate::folder::Unusable;

/// Makes a folder with a first agreement; never overwrites.
#[expect(clippy::disallowed_methods, reason = "the user asks for a new folder")]
pub fn init(name: &Path, as_json: bool) -> Result<u8, Unusable> {
    if name.exists() {
        return Err(Unusable(format!("`{}` is there already: nothing was written", name.display())));
    }
    let cannot = |error: std::io::Error| Unusable(format!("cannot write `{}`: {error}", name.display()));
    std::fs::create_dir_all(name).map_err(cannot)?;
    for (file, text) in FIRST {
        std::fs::write(name.join(file), text).map_err(cannot)?;
    }
    if as_json {
        let files: Vec<&str> = FIRST.iter().map(|(file, _)| *file).collect();
        super::print_json(&json!({"folder": name.display().to_string(), "files": files}));
        return Ok(0);
    }
    let quoted = quoted(&name.display().to_string());
    anstream::println!("made {}; now try: servanda status {quoted} --at 2024-03-02 --known 2024-03-02", name.display());
    Ok(0)
}

const FIRST: [(&str, &str); 5] = [
    ("agreement.pact", include_str!("../first/agreement.pact")),
    ("agreement.txt", include_str!("../first/agreement.txt")),
    ("evidence.csv", include_str!("../first/evidence.csv")),
    ("ordinary.policy", include_str!("../first/ordinary.policy")),
    ("first.case", include_str!("../first/first.case")),
];

/// Returns a name as a shell takes it for one word.
fn quoted(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./".contains(c);
    if name.chars().all(plain) { name.to_owned() } else { format!("'{}'", name.replace('\'', "'\\''")) }
}
