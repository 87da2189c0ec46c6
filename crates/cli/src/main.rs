//! `servanda`: makes peace agreements run.

fn main() -> std::process::ExitCode {
    servanda::commands::run()
}
