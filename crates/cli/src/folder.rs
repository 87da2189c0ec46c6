//! What lies in an agreement's folder: one pact, its texts, evidence, policies, cases.
#![allow(clippy::disallowed_methods, reason = "this room reads the files that the user names")]

use std::path::{Path, PathBuf};

use servanda_datasets::codes::EVIDENCE_NOT_READ;
use servanda_datasets::text::other_format;
use servanda_datasets::{Evidence, EvidenceFile, Remark, SlashDates};
use servanda_model::agreement::{Agreement, Terms};
use servanda_model::check::{Checked, OfficialText, check, check_policy, codes};
use servanda_model::policy::Policy;
use servanda_syntax::ast::{HeadlineKind, Pact, Readable};
use servanda_syntax::words::Text;
use servanda_syntax::{Diagnostic, Severity};

/// A file with what there is to say about it.
#[derive(Debug)]
pub struct Source {
    /// Its name, as the user would write it.
    pub name: String,
    /// Its words.
    pub text: String,
    /// What there is to say.
    pub diagnostics: Vec<Diagnostic>,
}

/// Why a folder cannot be used, in words.
#[derive(Debug)]
pub struct Unusable(pub String);

/// A pact with its official texts, read and checked.
#[derive(Debug)]
pub struct PactFile {
    /// The file.
    pub source: Source,
    /// Its tree.
    pub tree: Pact,
    /// What checking gives.
    pub checked: Checked,
    /// The official texts that were found.
    pub texts: Vec<OfficialText>,
    /// The folder.
    pub folder: PathBuf,
}

impl PactFile {
    /// Reads the pact of a folder, or the pact file itself.
    pub fn read(path: &Path) -> Result<PactFile, Unusable> {
        let (file, folder) = if path.is_dir() {
            let mut pacts = files(path, &["pact"])?;
            match pacts.len() {
                1 => (pacts.remove(0), path.to_owned()),
                0 => {
                    return Err(Unusable(format!("there is no `.pact` file in `{}`", path.display())));
                }
                _ => {
                    return Err(Unusable(format!(
                        "there are {} `.pact` files in `{}`: name the one that is meant",
                        pacts.len(),
                        path.display()
                    )));
                }
            }
        } else {
            (path.to_owned(), path.parent().map(Path::to_owned).unwrap_or_default())
        };
        let text = read_text(&file)?;
        let (tree, parsed) = servanda_syntax::parse_pact(&text);
        let mut texts = Vec::new();
        let mut absent = Vec::new();
        for line in tree.header.iter().flat_map(|header| &header.lines) {
            if let Readable::Base(line) = line
                && let HeadlineKind::Text { file, .. } = &line.kind
            {
                match std::fs::read(folder.join(&file.value)) {
                    Ok(bytes) if other_format(&bytes).is_some() => absent.extend(not_plain_text(file, &bytes)),
                    Ok(bytes) => texts.push(OfficialText {
                        name: file.value.clone(),
                        text: servanda_datasets::text::decode(&bytes).0,
                    }),
                    Err(_) => absent.push(text_not_found(file)),
                }
            }
        }
        let checked = check(&tree, &parsed, &texts);
        let mut diagnostics = parsed;
        diagnostics.extend(absent);
        diagnostics.extend(checked.diagnostics.iter().cloned());
        diagnostics.sort_by_key(|d| (d.span.start, d.span.end));
        let source = Source { name: shown(&file), text, diagnostics };
        Ok(PactFile { source, tree, checked, texts, folder })
    }

    /// Returns the agreement, or says that the file has errors.
    pub fn agreement(&self) -> Result<&Agreement, Unusable> {
        self.checked
            .agreement
            .as_ref()
            .ok_or_else(|| Unusable(format!("`{}` cannot be used: `servanda check` shows why", self.source.name)))
    }

    /// Reads the evidence of the folder.
    pub fn evidence(&self, slash: Option<SlashDates>) -> Result<Evidence, Unusable> {
        let mut found: Vec<PathBuf> =
            EVIDENCE.iter().map(|name| self.folder.join(name)).filter(|path| path.is_file()).collect();
        let mut unread = files(&self.folder, &SPREADSHEETS)?;
        unread.extend(
            files(&self.folder, &TABLES)?.into_iter().filter(|path| !found.contains(path) && called_evidence(path)),
        );
        let more = self.folder.join("evidence");
        if more.is_dir() {
            found.extend(files(&more, &TABLES)?);
            unread.extend(files(&more, &SPREADSHEETS)?);
        }
        let name = |path: &Path| path.strip_prefix(&self.folder).unwrap_or(path).display().to_string();
        let mut all = Vec::new();
        for path in found {
            let bytes =
                std::fs::read(&path).map_err(|error| Unusable(format!("cannot read `{}`: {error}", path.display())))?;
            all.push(EvidenceFile { name: name(&path), bytes });
        }
        let mut evidence = servanda_datasets::read(&all, &self.agreement()?.base, slash);
        evidence.remarks.extend(unread.iter().map(|path| not_read(name(path), path)));
        Ok(evidence)
    }

    /// Reads the policies of the folder, in the order of their files' names.
    pub fn policies(&self) -> Result<Policies, Unusable> {
        let terms = &self.agreement()?.base;
        let mut policies = Policies { all: Vec::new(), sources: Vec::new() };
        for path in files(&self.folder, &["policy"])? {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            policies.add(&name, read_text(&path)?, terms);
        }
        Ok(policies)
    }
}

/// The files of evidence that stand beside the pact.
const EVIDENCE: [&str; 2] = ["evidence.csv", "evidence.jsonl"];
/// What files of evidence end with.
const TABLES: [&str; 4] = ["csv", "tsv", "jsonl", "ndjson"];
/// What files end with that hold a table, and that are not read.
const SPREADSHEETS: [&str; 5] = ["xlsx", "xls", "xlsm", "ods", "numbers"];

fn called_evidence(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().to_lowercase().starts_with("evidence"))
}

fn not_read(file: String, path: &Path) -> Remark {
    let spreadsheet =
        path.extension().is_some_and(|ending| SPREADSHEETS.iter().any(|one| ending.eq_ignore_ascii_case(one)));
    let (message, help) = if spreadsheet {
        (
            "a spreadsheet is not read as evidence",
            "save it as CSV: `evidence.csv`, or any name in the folder `evidence`",
        )
    } else {
        (
            "this file is not read as evidence",
            "call it `evidence.csv` or `evidence.jsonl`, or put it into the folder `evidence`",
        )
    };
    Remark {
        severity: Severity::Warning,
        code: EVIDENCE_NOT_READ,
        file,
        line: 1,
        column: 1,
        message: message.to_owned(),
        help: help.to_owned(),
    }
}

fn text_not_found(file: &Text) -> Diagnostic {
    let message = format!("the folder has no file `{}`", file.value);
    Diagnostic::warning(codes::TEXT_NOT_FOUND, file.span, message)
        .label("no quote is looked up in it")
        .help("put the official text into the folder of the pact, or name the file that is there")
}

fn not_plain_text(file: &Text, bytes: &[u8]) -> Option<Diagnostic> {
    let message = format!("`{}` is {}, and no plain text", file.value, other_format(bytes)?);
    let said = Diagnostic::warning(codes::NOT_PLAIN_TEXT, file.span, message)
        .label("no quote is looked up in it")
        .help("save it as plain text (`.txt`, UTF-8), read it against the original, and name that file here");
    Some(said)
}

/// The policies of a folder.
#[derive(Debug)]
pub struct Policies {
    /// The usable ones: file name, policy.
    pub all: Vec<(String, Policy)>,
    /// Every policy file with what there is to say about it.
    pub sources: Vec<Source>,
}

impl Policies {
    /// Adds one policy file.
    pub fn add(&mut self, name: &str, text: String, terms: &Terms) {
        let (tree, mut diagnostics) = servanda_syntax::parse_policy(&text);
        let (policy, more) = check_policy(&tree, terms);
        diagnostics.extend(more);
        if !diagnostics.iter().any(|d| d.severity == Severity::Error) {
            self.all.push((name.to_owned(), policy));
        }
        self.sources.push(Source { name: name.to_owned(), text, diagnostics });
    }

    /// Returns every name under which one of them can be asked for.
    pub fn names(&self) -> Vec<String> {
        let own = self.all.iter().flat_map(|(file, policy)| {
            [Some(policy.name.clone()), Some(file.clone()), file.strip_suffix(".policy").map(str::to_owned)]
        });
        let built_in = self.all.is_empty().then(|| "ordinary".to_owned());
        own.flatten().chain(built_in).collect()
    }

    /// Returns the policy of this name (or file), or the one used without a name, and what to say about the choice.
    pub fn choose(&self, name: Option<&str>) -> Result<(Policy, Option<String>), Unusable> {
        let called = |wanted: &str| {
            self.all.iter().find(|(file, policy)| {
                policy.name == wanted || file == wanted || file.strip_suffix(".policy") == Some(wanted)
            })
        };
        let listed = || self.all.iter().map(|(_, policy)| format!("`{}`", policy.name)).collect::<Vec<_>>().join(", ");
        if let Some(broken) = self.sources.iter().find(|s| {
            let unusable = s.diagnostics.iter().any(|d| d.severity == Severity::Error);
            unusable && name.is_none_or(|n| s.name.strip_suffix(".policy") == Some(n) || s.name == n)
        }) {
            return Err(Unusable(format!("the policy file `{}` has errors: `servanda check` shows them", broken.name)));
        }
        match name {
            Some(wanted) => match called(wanted) {
                Some((_, policy)) => Ok((policy.clone(), None)),
                None if wanted == "ordinary" && self.all.is_empty() => Ok((Policy::ordinary(), None)),
                None => Err(crate::messages::no_policy(wanted, self.all.iter().map(|(_, policy)| &policy.name))),
            },
            None => match (called("ordinary"), &self.all[..]) {
                (Some((_, policy)), _) => Ok((policy.clone(), None)),
                (None, []) => Ok((
                    Policy::ordinary(),
                    Some("no policy in the folder: the built-in `ordinary` is used, which lists no sources".to_owned()),
                )),
                (None, [(_, policy)]) => Ok((policy.clone(), None)),
                (None, _) => Err(Unusable(format!(
                    "several policies, and none is called `ordinary`: choose with --policy; there is {}",
                    listed()
                ))),
            },
        }
    }
}

/// Returns a path as a message shows it.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}

/// Returns the files of a folder with one of these endings, in the order of their names.
pub fn files(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>, Unusable> {
    let entries =
        std::fs::read_dir(folder).map_err(|error| Unusable(format!("cannot read `{}`: {error}", folder.display())))?;
    let mut all: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| {
            path.is_file()
                && path
                    .extension()
                    .and_then(|e| e.to_str())
                    .is_some_and(|e| endings.contains(&e.to_lowercase().as_str()))
        })
        .collect();
    all.sort();
    Ok(all)
}

/// Returns the text of a file, whatever its encoding.
pub fn read_text(path: &Path) -> Result<String, Unusable> {
    let bytes = std::fs::read(path).map_err(|error| Unusable(format!("cannot read `{}`: {error}", path.display())))?;
    if let Some(format) = other_format(&bytes) {
        return Err(Unusable(format!("`{}` is {format}: save it as plain text", path.display())));
    }
    Ok(servanda_datasets::text::decode(&bytes).0)
}
