//! `explain-code`: what a code, or a row of the semantics, means.

use crate::folder::Unusable;
use crate::pages;

/// Prints the page of a code, or the row of the semantics with this number; without one, all codes.
pub fn explain_code(code: Option<&str>) -> Result<u8, Unusable> {
    let Some(code) = code else {
        anstream::println!("{}", pages::list());
        return Ok(0);
    };
    if let Some(row) = pages::row(code) {
        anstream::println!("{row}");
        return Ok(0);
    }
    let page = pages::page(code).map_err(|near| {
        let near: Vec<String> = near.iter().map(|code| format!("`{code}`")).collect();
        let help = if near.is_empty() {
            "`servanda explain-code` lists all".to_owned()
        } else {
            format!("did you mean {}?", near.join(" or "))
        };
        Unusable(format!("there is no code and no row `{code}`; {help}"))
    })?;
    anstream::println!("{}", page.trim_end());
    Ok(0)
}
