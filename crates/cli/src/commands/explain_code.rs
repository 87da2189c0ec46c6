//! `explain-code`: what a code, or a row of the semantics, means.

use serde_json::{Value, json};
use servanda_syntax::codes::Code;

use crate::folder::Unusable;
use crate::pages;

/// Prints the page of a code, or the row of the semantics with this number; without one, all codes.
pub fn explain_code(code: Option<&str>, as_json: bool) -> Result<u8, Unusable> {
    let Some(code) = code else {
        if as_json {
            let one = |code: Code| json!({"code": code.word(), "meaning": code.meaning()});
            super::print_json(&Value::Array(pages::codes().map(one).collect()));
        } else {
            anstream::println!("{}", pages::list());
        }
        return Ok(0);
    };
    if let Some(row) = pages::row(code) {
        print(code, &row, as_json);
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
    print(code, page.trim_end(), as_json);
    Ok(0)
}

fn print(code: &str, text: &str, as_json: bool) {
    if as_json {
        super::print_json(&json!({"code": code, "text": text}));
    } else {
        anstream::println!("{text}");
    }
}
