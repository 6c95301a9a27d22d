//! Bars on a terminal, nothing elsewhere: the only user of indicatif.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use quarterday::pipeline::Event;
use std::fmt;
use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::Duration;

/// The bar of the present stage, on standard error. Off a terminal each stage is one plain line.
pub struct Bars {
    mode: Mode,
    bar: Mutex<Option<(ProgressBar, &'static str)>>,
    warnings: Mutex<Vec<String>>,
}

#[derive(PartialEq)]
enum Mode {
    Quiet,
    Lines,
    Bars,
}

impl Bars {
    pub fn new(quiet: bool) -> Self {
        let mode = match (quiet, std::io::stderr().is_terminal()) {
            (true, _) => Mode::Quiet,
            (_, true) => Mode::Bars,
            (_, false) => Mode::Lines,
        };
        Self { mode, bar: Mutex::new(None), warnings: Mutex::default() }
    }

    pub fn on(&self, event: Event) {
        // A bar that cannot be drawn is not worth a failed run.
        let Ok(mut bar) = self.bar.lock() else { return };
        match event {
            Event::Begin { stage, total } => {
                if self.mode == Mode::Bars {
                    let next = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
                    next.set_style(style(total));
                    next.set_message(stage);
                    next.enable_steady_tick(Duration::from_millis(120));
                    *bar = Some((next, stage));
                } else if self.mode == Mode::Lines {
                    match total {
                        0 => eprintln!("{stage} …"),
                        n => eprintln!("{stage} ({n}) …"),
                    }
                }
            }
            Event::Step => {
                if let Some((bar, _)) = &*bar {
                    bar.inc(1);
                }
            }
            Event::End => {
                if let Some((bar, _)) = bar.take() {
                    bar.finish_and_clear();
                }
            }
            Event::Warning(warning) => {
                match &*bar {
                    Some((bar, _)) => bar.suspend(|| warn(&warning)),
                    None => warn(&warning),
                }
                self.warnings.lock().iter_mut().for_each(|all| all.push(warning.clone()));
            }
        }
    }

    /// What was warned of so far.
    pub fn warnings(&self) -> Vec<String> {
        self.warnings.lock().map(|all| all.clone()).unwrap_or_default()
    }

    /// Clears what is left on the terminal before the result is printed.
    pub fn finish(&self) {
        self.on(Event::End);
    }
}

/// One line, also where nothing else is shown. A closed stderr must not hide the result.
fn warn(warning: &str) {
    let _ = writeln!(std::io::stderr(), "quarterday: warning: {warning}");
}

fn style(total: u64) -> ProgressStyle {
    let template = match total {
        0 => "{spinner} {msg} {elapsed}",
        _ => "{msg:24} {bar:32} {pos}/{len}  {rate}  {eta} left",
    };
    let rate = |state: &ProgressState, out: &mut dyn fmt::Write| {
        // A bar that cannot be drawn is not worth a failed run.
        let _ = write!(out, "{:.0}/s", state.per_sec());
    };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    style.with_key("rate", rate)
}
