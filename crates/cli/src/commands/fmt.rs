//! `fmt`: files in their tidy form.

use std::path::PathBuf;

use crate::folder::{Unusable, files, read_text};

/// Rewrites files in their tidy form, or says which differ from it.
#[expect(clippy::disallowed_methods, reason = "the user asks for these files to be rewritten")]
pub fn fmt(paths: &[PathBuf], only_check: bool) -> Result<u8, Unusable> {
    let mut all = Vec::new();
    for path in paths {
        if path.is_dir() { all.extend(files(path, &["pact", "policy", "case"])?) } else { all.push(path.clone()) }
    }
    let mut differ = 0;
    for path in all {
        let text = read_text(&path)?;
        let tidy = match path.extension().and_then(|e| e.to_str()) {
            Some("pact") => servanda_syntax::format_pact(&text),
            Some("policy") => servanda_syntax::format_policy(&text),
            Some("case") => servanda_syntax::format_case(&text),
            _ => return Err(Unusable(format!("`{}` is no .pact, .policy or .case file", path.display()))),
        };
        if tidy == text {
            continue;
        }
        differ = 1;
        if only_check {
            anstream::println!("{} differs from its tidy form", path.display());
        } else {
            std::fs::write(&path, tidy)
                .map_err(|error| Unusable(format!("cannot write `{}`: {error}", path.display())))?;
            anstream::println!("{} formatted", path.display());
        }
    }
    Ok(if only_check { differ } else { 0 })
}
