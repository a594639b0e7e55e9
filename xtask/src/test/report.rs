//! The table that closes `cargo xtask test`.

use std::fmt;
use std::time::Duration;

use crate::shell::seconds;

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Passed(Duration),
    Failed(Duration),
    /// An earlier one had failed, or its tool isn't installed.
    NotRun,
}

/// The checks in the order they came.
#[derive(Debug, Default)]
pub(crate) struct Report(Vec<(&'static str, Outcome)>);

impl Report {
    pub(crate) fn add(&mut self, name: &'static str, outcome: Outcome) {
        self.0.push((name, outcome));
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [mut passed, mut failed, mut skipped] = [0; 3];
        for (name, outcome) in &self.0 {
            let (word, time) = match outcome {
                Outcome::Passed(time) => {
                    passed += 1;
                    ("passed", seconds(*time))
                }
                Outcome::Failed(time) => {
                    failed += 1;
                    ("failed", seconds(*time))
                }
                Outcome::NotRun => {
                    skipped += 1;
                    ("not run", String::new())
                }
            };
            writeln!(formatter, "{name:<36} {word:<8} {time:>14}")?;
        }
        write!(
            formatter,
            "checks: {passed} passed, {failed} failed, {skipped} skipped"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_how_each_check_ended_and_counts_them() {
        let mut report = Report::default();
        report.add("Format", Outcome::Passed(Duration::from_millis(1_500)));
        report.add("Lint", Outcome::Failed(Duration::from_secs(180)));
        report.add("Test", Outcome::NotRun);
        let text = report.to_string();
        let lines: Vec<Vec<_>> = text
            .lines()
            .map(|line| line.split_whitespace().collect())
            .collect();
        assert_eq!(lines[0], ["Format", "passed", "1.5", "s"]);
        assert_eq!(lines[1], ["Lint", "failed", "3", "min", "0", "s"]);
        assert_eq!(lines[2], ["Test", "not", "run"]);
        assert_eq!(
            text.lines().last(),
            Some("checks: 1 passed, 1 failed, 1 skipped")
        );
    }
}
