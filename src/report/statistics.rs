//! `statistics.csv`: the numbers behind the words, one line an indicator of the register, at full precision, for those who
//! compute again. A column is a name and where it comes from; the file is RFC 4180, UTF-8, with one header line.

use crate::analyse::benchmark::Standing;
use crate::analyse::signals::{Assurance, Course, IntervalMethod, Trend, Variation, Verdict};
use crate::analyse::{Analysis, Basis, Delivery, IndicatorResult, NoFigure, Outturn, OutturnForecast};
use crate::register::Indicator;
use crate::settings::Settings;
use crate::statistic::mann_kendall::MannKendall;
use crate::statistic::xmr::{SignalRule, Xmr};
use std::fmt::Write as _;
use std::io::{self, Write};

/// The name of the file among the outputs.
pub const FILE: &str = "statistics.csv";

/// What a line is made from.
pub struct Row<'r, 'a> {
    pub indicator: &'a Indicator,
    pub result: &'r IndicatorResult<'a>,
}

/// What stands in one field; nothing where there is none.
pub enum Field<'f> {
    Number(Option<f64>),
    Count(usize),
    Yes(Option<bool>),
    Word(&'f str),
    /// For what has a form of its own, like a quarter.
    Shown(Option<&'f dyn std::fmt::Display>),
}

/// A column: its name, and what stands in it.
pub struct Column {
    pub name: &'static str,
    pub get: for<'f> fn(&'f Row<'f, '_>) -> Field<'f>,
}

macro_rules! columns {
    ($($name:literal |$row:ident| $get:expr;)+) => {
        &[$(Column { name: $name, get: |$row| $get }),+]
    };
}

/// Columns about one thing, and whether the settings ask for it: what is switched off has no columns.
type Part = (&'static [Column], fn(&Settings) -> bool);

/// In the file's order. Another statistic is another part.
static COLUMNS: &[Part] = &[
    (WHICH, |_| true),
    (SERIES, |s| s.signals.on),
    (STATUS, |_| true),
    (TREND, |s| s.signals.on),
    (CHART, |s| s.signals.on),
    (CHANCE, |s| s.signals.on),
    (OUTLIERS, |s| s.signals.on),
    (OUTTURN, |s| s.forecast.on),
    (DELIVERY, |_| true),
    (PEERS, |_| true),
];

static WHICH: &[Column] = columns! {
    "indicator" |r| Field::Word(&r.indicator.id);
};

static SERIES: &[Column] = columns! {
    "points" |r| Field::Count(r.result.signals.points);
    "first_quarter" |r| Field::Shown(r.result.signals.first.as_ref().map(|p| p as &dyn std::fmt::Display));
};

/// The versions of the schemes are in the run record.
static STATUS: &[Column] = columns! {
    "status" |r| Field::Word(r.result.status.key());
    "status_previous" |r| Field::Word(r.result.status_previous.key());
    "status_year_ago" |r| Field::Word(r.result.status_year_ago.key());
    "scheme" |r| Field::Word(crate::status::words::key(r.result.scheme));
    "rule" |r| Field::Number(r.result.rule.map(|n| n as f64 + 1.0));
    "variance" |r| Field::Number(r.result.variance);
};

static TREND: &[Column] = columns! {
    "trend" |r| word(&r.result.signals.trend, |t| course(t.course));
    "trend_why" |r| why(&r.result.signals.trend);
    "trend_test" |r| word(&r.result.signals.trend, |t| {
        if t.by_season { "seasonal-mann-kendall" } else { "mann-kendall" }
    });
    "theil_sen_slope" |r| trend(r, |t| Some(t.line.slope));
    "theil_sen_intercept" |r| trend(r, |t| Some(t.line.intercept));
    "mann_kendall_s" |r| trend(r, |t| Some(t.test.s));
    "mann_kendall_variance" |r| trend(r, |t| Some(t.test.variance));
    "mann_kendall_z" |r| trend(r, |t| Some(t.test.z));
    "mann_kendall_p" |r| trend(r, |t| Some(t.test.p));
    "lag_1_autocorrelation" |r| trend(r, |t| t.autocorrelation);
    "hamed_rao_variance" |r| allowing(r, |t| t.variance);
    "hamed_rao_z" |r| allowing(r, |t| t.z);
    "hamed_rao_p" |r| allowing(r, |t| t.p);
    "may_be_drift" |r| Field::Yes(r.result.signals.trend.ok().map(|t| t.drift));
};

static CHART: &[Column] = columns! {
    "xmr_mean" |r| chart(r, |c| c.mean);
    "xmr_mean_moving_range" |r| chart(r, |c| c.moving_range);
    "xmr_lower" |r| chart(r, |c| c.lower);
    "xmr_upper" |r| chart(r, |c| c.upper);
    "xmr_near_lower" |r| chart(r, |c| c.near_lower);
    "xmr_near_upper" |r| chart(r, |c| c.near_upper);
    "xmr_on_trial" |r| Field::Yes(r.result.signals.chart.map(|_| r.result.signals.trial));
    "variation" |r| word(&r.result.signals.signal, |s| variation(s.variation));
    "variation_rule" |r| word(&r.result.signals.signal, |s| s.rule.map_or("", rule));
    "variation_why" |r| why(&r.result.signals.signal);
    "assurance" |r| word(&r.result.signals.assurance, |a| assurance(*a));
    "assurance_why" |r| why(&r.result.signals.assurance);
};

static CHANCE: &[Column] = columns! {
    "interval_method" |r| word(&r.result.signals.chance, |c| match c.method {
        IntervalMethod::Wilson => "wilson",
        IntervalMethod::Byar => "byar",
    });
    "interval_low" |r| Field::Number(r.result.signals.chance.ok().map(|c| c.range.low));
    "interval_high" |r| Field::Number(r.result.signals.chance.ok().map(|c| c.range.high));
    "interval_why" |r| why(&r.result.signals.chance);
    "chance" |r| word(&r.result.signals.chance, |c| c.verdict.map_or("", verdict));
};

static OUTLIERS: &[Column] = columns! {
    "past_median" |r| Field::Number(r.result.signals.usual.map(|u| u.median));
    "past_mad" |r| Field::Number(r.result.signals.usual.map(|u| u.mad));
    "past_by_season" |r| Field::Yes(r.result.signals.usual.map(|u| u.by_season));
    "modified_z" |r| Field::Number(r.result.signals.modified_z.ok());
    "modified_z_why" |r| why(&r.result.signals.modified_z);
    "times_usual" |r| Field::Number(r.result.signals.times_usual);
    "unchanged" |r| Field::Count(r.result.signals.unchanged as usize);
    "large_change" |r| Field::Yes(r.result.signals.large_change);
};

static OUTTURN: &[Column] = columns! {
    "outturn" |r| outturn(r, |o| Some(o.value));
    "outturn_why" |r| why(&r.result.outturn);
    "outturn_known" |r| Field::Yes(r.result.outturn.as_ref().ok().map(|o| o.foreseen.is_none()));
    "outturn_target" |r| outturn(r, |o| o.target);
    "outturn_meets" |r| Field::Yes(r.result.outturn.as_ref().ok().and_then(|o| o.meets));
    "outturn_method" |r| Field::Word(foreseen(r).map_or("", |f| f.method.words()));
    "outturn_years_tested" |r| Field::Number(foreseen(r).map(|f| f.years as f64));
    "outturn_error" |r| Field::Number(foreseen(r).map(|f| f.error));
    "outturn_error_percent" |r| Field::Number(foreseen(r).and_then(|f| f.error_percent));
    "outturn_spread" |r| Field::Number(foreseen(r).map(|f| f.spread));
    "outturn_low_80" |r| Field::Number(foreseen(r).map(|f| f.range_80.0));
    "outturn_high_80" |r| Field::Number(foreseen(r).map(|f| f.range_80.1));
    "outturn_low_95" |r| Field::Number(foreseen(r).map(|f| f.range_95.0));
    "outturn_high_95" |r| Field::Number(foreseen(r).map(|f| f.range_95.1));
    "outturn_chance" |r| Field::Number(foreseen(r).and_then(|f| f.chance));
    "outturn_by_the_service" |r| outturn(r, |o| o.own);
    "outturn_disagrees" |r| Field::Yes(r.result.outturn.as_ref().ok().and_then(|o| o.disagrees));
};

fn outturn(row: &Row<'_, '_>, get: fn(&Outturn) -> Option<f64>) -> Field<'static> {
    Field::Number(row.result.outturn.as_ref().ok().and_then(|o| get(o)))
}

fn foreseen<'r>(row: &'r Row<'_, '_>) -> Option<&'r OutturnForecast> {
    row.result.outturn.as_ref().ok()?.foreseen.as_ref()
}

static DELIVERY: &[Column] = columns! {
    "chance_of_missing" |r| delivery(r, |d| d.basis.chance() / 100.0);
    "chance_of_missing_from" |r| word(&r.result.delivery, |d| match d.basis {
        Basis::Forecast(_) => "forecast",
        Basis::Known(_) => "outturn",
        Basis::Standing(..) => "status-and-direction",
    });
    "risk_likelihood" |r| delivery(r, |d| f64::from(d.rating.likelihood));
    "risk_impact" |r| delivery(r, |d| f64::from(d.rating.impact));
    "risk_score" |r| delivery(r, |d| f64::from(d.score));
    "risk_why" |r| why(&r.result.delivery);
};

static PEERS: &[Column] = columns! {
    "peers_quarter" |r| Field::Shown(standing(r).map(|s| &s.period as &dyn std::fmt::Display));
    "peers" |r| among(r, |s| Some(f64::from(s.peers)));
    "peers_nearest" |r| Field::Yes(standing(r).map(|s| s.nearest));
    "peers_own" |r| among(r, |s| Some(s.own));
    "peers_median" |r| among(r, |s| Some(s.median));
    "peers_distance" |r| among(r, |s| Some(s.distance));
    "peers_rank" |r| among(r, |s| s.place.map(|p| f64::from(p.rank)));
    "peers_of" |r| among(r, |s| s.place.map(|p| f64::from(p.of)));
    "peers_ties" |r| among(r, |s| s.place.map(|p| f64::from(p.ties)));
    "peers_quartile" |r| among(r, |s| s.place.map(|p| f64::from(p.quartile)));
    "peers_why" |r| Field::Word(match r.result.benchmark.as_deref().and_then(|b| b.standing.as_ref()) {
        Some(Ok(_)) => "",
        Some(Err(why)) => why.key(),
        None => "no-peers",
    });
};

fn standing<'r>(row: &'r Row<'_, '_>) -> Option<&'r Standing> {
    row.result.benchmark.as_deref()?.standing.as_ref()?.as_ref().ok()
}

fn among(row: &Row<'_, '_>, get: fn(&Standing) -> Option<f64>) -> Field<'static> {
    Field::Number(standing(row).and_then(get))
}

/// A word of what there is, nothing where it is not.
pub fn word<'f, T>(of: &'f Result<T, NoFigure>, word: impl FnOnce(&'f T) -> &'static str) -> Field<'f> {
    Field::Word(of.as_ref().map_or("", word))
}

/// Why there is nothing.
pub fn why<T>(of: &Result<T, NoFigure>) -> Field<'static> {
    Field::Word(of.as_ref().err().map_or("", |why| why.words()))
}

fn trend(row: &Row<'_, '_>, get: fn(&Trend) -> Option<f64>) -> Field<'static> {
    Field::Number(row.result.signals.trend.as_ref().ok().and_then(get))
}

fn allowing(row: &Row<'_, '_>, get: fn(&MannKendall) -> f64) -> Field<'static> {
    Field::Number(row.result.signals.trend.ok().and_then(|t| t.allowing).map(|t| get(&t)))
}

fn delivery(row: &Row<'_, '_>, get: fn(&Delivery) -> f64) -> Field<'static> {
    Field::Number(row.result.delivery.as_ref().ok().map(get))
}

fn chart(row: &Row<'_, '_>, get: fn(&Xmr) -> f64) -> Field<'static> {
    Field::Number(row.result.signals.chart.as_ref().map(get))
}

fn course(course: Course) -> &'static str {
    match course {
        Course::Improving => "improving",
        Course::Worsening => "worsening",
        Course::Rising => "rising",
        Course::Falling => "falling",
        Course::Steady => "steady",
        Course::Unclear => "no-clear-trend",
    }
}

fn variation(variation: Variation) -> &'static str {
    match variation {
        Variation::Improvement => "improvement",
        Variation::Concern => "concern",
        Variation::High => "high",
        Variation::Low => "low",
        Variation::CommonCause => "common-cause",
    }
}

fn rule(rule: SignalRule) -> &'static str {
    match rule {
        SignalRule::OutsideLimits => "outside-limits",
        SignalRule::Run => "run",
        SignalRule::NearLimit => "two-of-three-near-limit",
        SignalRule::OneSide => "one-side-of-mean",
    }
}

fn assurance(assurance: Assurance) -> &'static str {
    match assurance {
        Assurance::Passes => "consistently-passes",
        Assurance::Fails => "consistently-fails",
        Assurance::HitOrMiss => "hit-or-miss",
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::MissedByLess => "missed-by-less",
        Verdict::MissedByMore => "missed-by-more",
        Verdict::MetByLess => "met-by-less",
        Verdict::MetByMore => "met-by-more",
    }
}

/// Writes the file. Numbers are the shortest decimals that read back as the same number.
///
/// # Errors
/// When `out` cannot be written.
pub fn statistics(analysis: &Analysis<'_>, out: impl Write) -> io::Result<()> {
    let wanted = COLUMNS.iter().filter(|(_, wanted)| wanted(analysis.settings));
    let columns: Vec<&Column> = wanted.flat_map(|(part, _)| part.iter()).collect();
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    csv.write_record(columns.iter().map(|c| c.name))?;
    let mut text = String::new();
    for result in &analysis.indicators {
        let row = Row { indicator: &analysis.register.indicators[result.indicator], result };
        for column in &columns {
            text.clear();
            let written = match (column.get)(&row) {
                Field::Word(word) => {
                    csv.write_field(word)?;
                    continue;
                }
                Field::Number(Some(n)) if n.is_finite() => write!(text, "{}", n + 0.0),
                Field::Count(n) => write!(text, "{n}"),
                Field::Yes(Some(yes)) => text.write_str(if yes { "yes" } else { "no" }),
                Field::Shown(Some(shown)) => write!(text, "{shown}"),
                Field::Number(_) | Field::Yes(None) | Field::Shown(None) => Ok(()),
            };
            written.map_err(io::Error::other)?;
            csv.write_field(&text)?;
        }
        csv.write_record(None::<&[u8]>)?;
    }
    csv.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::Sample;
    use std::collections::BTreeSet;

    #[test]
    fn one_line_an_indicator_and_every_name_once() {
        let sample = Sample::new(60);
        let analysis = sample.analysis();
        let mut out = vec![];
        statistics(&analysis, &mut out).unwrap();
        let mut csv = csv::Reader::from_reader(out.as_slice());
        let names = csv.headers().unwrap().clone();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
        let plain = |n: &str| n.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        assert!(names.iter().all(plain), "{names:?}");
        let lines: Vec<csv::StringRecord> = csv.records().collect::<Result<_, _>>().unwrap();
        assert_eq!(lines.len(), 60);
        // What has a word for its absence has one or the other, and never both.
        for (n, why) in names.iter().enumerate().filter(|(_, name)| name.ends_with("_why")) {
            let of = names.iter().position(|name| name == why.trim_end_matches("_why")).unwrap_or(n - 1);
            assert!(lines.iter().all(|l| l[of].is_empty() != l[n].is_empty()), "{why}");
        }
    }

    #[test]
    fn what_is_switched_off_has_no_columns() {
        let names = |signals, forecast| {
            let mut sample = Sample::new(1);
            (sample.settings.signals.on, sample.settings.forecast.on) = (signals, forecast);
            let mut out = vec![];
            statistics(&sample.analysis(), &mut out).unwrap();
            let mut csv = csv::Reader::from_reader(out.as_slice());
            assert_eq!(csv.records().count(), 1);
            csv.headers().unwrap().iter().map(str::to_owned).collect::<Vec<_>>()
        };
        for (signals, forecast) in [(true, true), (true, false), (false, true), (false, false)] {
            let names = names(signals, forecast);
            let any = |name: &str| names.iter().any(|n| n == name);
            assert_eq!((any("indicator"), any("status"), any("peers")), (true, true, true));
            assert_eq!([any("xmr_mean"), any("trend"), any("modified_z"), any("points")], [signals; 4]);
            assert_eq!(any("outturn"), forecast);
        }
    }

    #[test]
    fn numbers_read_back_as_themselves() {
        let sample = Sample::new(60);
        let analysis = sample.analysis();
        let mut out = vec![];
        statistics(&analysis, &mut out).unwrap();
        let mut csv = csv::Reader::from_reader(out.as_slice());
        let at = csv.headers().unwrap().iter().position(|n| n == "xmr_mean").unwrap();
        let mut seen = 0;
        for (line, result) in csv.records().map(Result::unwrap).zip(&analysis.indicators) {
            let written: Option<f64> = line[at].parse().ok();
            assert_eq!(written, result.signals.chart.map(|c| c.mean));
            seen += u32::from(written.is_some());
        }
        assert!(seen > 20);
    }
}
