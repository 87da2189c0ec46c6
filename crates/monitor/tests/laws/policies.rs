//! Random policies: the same sources, judged by other rules.

use servanda_model::agreement::Terms;
use servanda_model::check::check_policy;
use servanda_model::policy::Policy;

use crate::dice::{Dice, Strip};

/// Reads the text of a policy off a strip.
pub fn text(strip: &Strip) -> String {
    let dice = &mut Dice::new(strip);
    let mut lines = vec!["policy \"random\"".to_owned(), "  unrated claims count as 2".to_owned()];
    if dice.once_in(3) {
        lines.push("  admit B2 or better".to_owned());
        lines.push(format!("  admit {} or better from 2 independent sources", dice.pick(&["C3", "E4"])));
    }
    let kept = dice.pick(&["90 days", "90 days", "6 days", "2 days"]);
    lines.push(format!("  levels hold for {kept}"));
    lines.push(format!("  findings hold for {}", dice.pick(&["90 days", "90 days", "6 days", "2 days"])));
    lines.push(format!("  about means {} %", dice.pick(&["20", "0", "50"])));
    lines.push(format!("  unlisted sources are {}", dice.pick(&["E", "refused", "A"])));
    lines.push(format!("  a denial by the obligor alone {}", dice.pick(&["does not dispute", "disputes"])));
    lines.push("source \"Observer\" grade A".to_owned());
    if dice.once_in(4) {
        let what = dice.pick(&["leave", "attack", "release"]);
        lines
            .push(format!("  covers {what} from 3 January 2020, its silence counts after {} days", dice.between(1, 8)));
    }
    lines.push("source \"Second\" grade A".to_owned());
    lines.push("source \"A's ministry\" grade B, speaks for A".to_owned());
    lines.push("source \"B's ministry\" grade B, speaks for B".to_owned());
    lines.push("source \"Press\" grade C".to_owned());
    lines.push(format!("source \"Paper\" grade C{}", dice.pick(&["", ", repeats \"Press\""])));
    lines.push("source \"Machine\" lead only".to_owned());
    if dice.once_in(4) {
        lines.push(format!("\"Observer\" prevails over \"Second\"{}", dice.pick(&["", " on troops", " on leave"])));
    }
    lines.join("\n") + "\n"
}

/// Returns the policy that a text means.
pub fn read(text: &str, terms: &Terms) -> Policy {
    check_policy(&servanda_syntax::parse_policy(text).0, terms).0
}
