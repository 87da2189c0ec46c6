//! `fmt`: files in their tidy form.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::folder::{Unusable, files, read_text};

/// Rewrites files in their tidy form, or says which differ from it.
///
/// Every file is read and made tidy before the first is written: one that cannot be used leaves all as they were.
pub fn fmt(paths: &[PathBuf], only_check: bool, as_json: bool) -> Result<u8, Unusable> {
    let mut all = Vec::new();
    for path in paths {
        if path.is_dir() { all.extend(files(path, &["pact", "policy", "case"])?) } else { all.push(path.clone()) }
    }
    let mut differing = Vec::new();
    for path in &all {
        let text = read_text(path)?;
        let tidy = match path.extension().and_then(|e| e.to_str()) {
            Some("pact") => servanda_syntax::format_pact(&text),
            Some("policy") => servanda_syntax::format_policy(&text),
            Some("case") => servanda_syntax::format_case(&text),
            _ => return Err(Unusable(format!("`{}` is no .pact, .policy or .case file", path.display()))),
        };
        if tidy != text {
            differing.push((path, tidy));
        }
    }
    if !only_check {
        differing.iter().try_for_each(|(path, tidy)| replace(path, tidy))?;
    }
    if as_json {
        let differs = |path: &PathBuf| differing.iter().any(|(other, _)| *other == path);
        let one = |path: &PathBuf| json!({"file": path.display().to_string(), "differs": differs(path)});
        super::print_json(&Value::Array(all.iter().map(one).collect()));
    } else {
        for (path, _) in &differing {
            let words = if only_check { "differs from its tidy form" } else { "formatted" };
            anstream::println!("{} {words}", path.display());
        }
    }
    Ok(u8::from(only_check && !differing.is_empty()))
}

/// Replaces a file as a whole, so that nothing is ever half written.
#[expect(clippy::disallowed_methods, reason = "the user asks for these files to be rewritten")]
fn replace(path: &Path, text: &str) -> Result<(), Unusable> {
    let cannot = |error: std::io::Error| Unusable(format!("cannot write `{}`: {error}", path.display()));
    let mut name = path.file_name().map(std::ffi::OsStr::to_owned).unwrap_or_default();
    name.push(".new");
    let new = path.with_file_name(name);
    std::fs::write(&new, text).map_err(cannot)?;
    std::fs::rename(&new, path).map_err(cannot)
}
