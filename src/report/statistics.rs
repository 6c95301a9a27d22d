//! `statistics.csv`: the numbers behind the words, one line an indicator of the register, at full precision, for those who
//! compute again. A column is a name and where it comes from; the file is RFC 4180, UTF-8, with one header line.

use crate::analyse::benchmark::Standing;
use crate::analyse::signals::{Assurance, Course, IntervalMethod, Trend, Variation, Verdict};
use crate::analyse::{Analysis, Basis, Delivery, IndicatorResult, NoFigure, Outturn, OutturnForecast};
use crate::register::Indicator;
use crate::settings::Settings;
use crate::statistic::mann_kendall::MannKendall;
use crate::statistic::xmr::{SignalRule, Xmr};
use crate::text::digits::Digits;
use crate::workbook::Columns;
use std::fmt::Write as _;
use std::io::{self, Write};

/// The name of the file among the outputs.
pub const FILE: &str = "statistics.csv";

/// What a line is made from.
struct StatisticRow<'f> {
    indicator: &'f Indicator,
    result: &'f IndicatorResult<'f>,
}

/// What stands in one field; nothing where there is none.
enum StatisticField<'f> {
    Number(Option<f64>),
    Count(usize),
    Yes(Option<bool>),
    Word(&'f str),
    /// For what has a form of its own, like a quarter.
    Shown(Option<&'f dyn std::fmt::Display>),
}

type StatisticColumns<'f> = Columns<'f, StatisticRow<'f>, StatisticField<'f>>;

/// In the file's order. Another statistic is another part; of what is switched off there is none.
fn columns<'f>(settings: &Settings) -> StatisticColumns<'f> {
    let (always, signals, forecast) = (true, settings.signals.on, settings.forecast.on);
    let parts = [
        (always, which()),
        (signals, series()),
        (always, status()),
        (signals, trends()),
        (signals, charts()),
        (signals, chances()),
        (signals, outliers()),
        (forecast, outturns()),
        (always, deliveries()),
        (always, peers()),
    ];
    parts.into_iter().filter(|(shown, _)| *shown).fold(Columns::new(), |all, (_, part)| all.and(part))
}

fn which<'f>() -> StatisticColumns<'f> {
    StatisticColumns::new().field("indicator", |r| StatisticField::Word(&r.indicator.id))
}

fn series<'f>() -> StatisticColumns<'f> {
    StatisticColumns::new()
        .field("points", |r| StatisticField::Count(r.result.signals.points))
        .field("first_quarter", |r| {
            StatisticField::Shown(r.result.signals.first.as_ref().map(|p| p as &dyn std::fmt::Display))
        })
}

/// The versions of the schemes are in the run record.
fn status<'f>() -> StatisticColumns<'f> {
    StatisticColumns::new()
        .field("status", |r| StatisticField::Word(r.result.status.key()))
        .field("status_previous", |r| StatisticField::Word(r.result.status_previous.key()))
        .field("status_year_ago", |r| StatisticField::Word(r.result.status_year_ago.key()))
        .field("scheme", |r| StatisticField::Word(crate::status::words::key(r.result.scheme)))
        .field("rule", |r| StatisticField::Number(r.result.rule.map(|n| n as f64 + 1.0)))
        .field("variance", |r| StatisticField::Number(r.result.variance))
}

fn trends<'f>() -> StatisticColumns<'f> {
    StatisticColumns::new()
        .field("trend", |r| word(&r.result.signals.trend, |t| course(t.course)))
        .field("trend_why", |r| why(&r.result.signals.trend))
        .field("trend_test", |r| {
            word(&r.result.signals.trend, |t| if t.by_season { "seasonal-mann-kendall" } else { "mann-kendall" })
        })
        .field("theil_sen_slope", |r| trend(r, |t| Some(t.line.slope)))
        .field("theil_sen_intercept", |r| trend(r, |t| Some(t.line.intercept)))
        .field("mann_kendall_s", |r| trend(r, |t| Some(t.test.s)))
        .field("mann_kendall_variance", |r| trend(r, |t| Some(t.test.variance)))
        .field("mann_kendall_z", |r| trend(r, |t| Some(t.test.z)))
        .field("mann_kendall_p", |r| trend(r, |t| Some(t.test.p)))
        .field("lag_1_autocorrelation", |r| trend(r, |t| t.autocorrelation))
        .field("hamed_rao_variance", |r| allowing(r, |t| t.variance))
        .field("hamed_rao_z", |r| allowing(r, |t| t.z))
        .field("hamed_rao_p", |r| allowing(r, |t| t.p))
        .field("may_be_drift", |r| StatisticField::Yes(r.result.signals.trend.ok().map(|t| t.drift)))
}

fn charts<'f>() -> StatisticColumns<'f> {
    StatisticColumns::new()
        .field("xmr_mean", |r| chart(r, |c| c.mean))
        .field("xmr_mean_moving_range", |r| chart(r, |c| c.moving_range))
        .field("xmr_lower", |r| chart(r, |c| c.lower))
        .field("xmr_upper", |r| chart(r, |c| c.upper))
        .field("xmr_near_lower", |r| chart(r, |c| c.near_lower))
        .field("xmr_near_upper", |r| chart(r, |c| c.near_upper))
        .field("xmr_on_trial", |r| StatisticField::Yes(r.result.signals.chart.map(|_| r.result.signals.trial)))
        .field("variation", |r| word(&r.result.signals.signal, |s| variation(s.variation)))
        .field("variation_rule", |r| word(&r.result.signals.signal, |s| s.rule.map_or("", rule)))
        .field("variation_why", |r| why(&r.result.signals.signal))
        .field("assurance", |r| word(&r.result.signals.assurance, |a| assurance(*a)))
        .field("assurance_why", |r| why(&r.result.signals.assurance))
}

fn chances<'f>() -> StatisticColumns<'f> {
    StatisticColumns::new()
        .field("interval_method", |r| {
            word(&r.result.signals.chance, |c| match c.method {
                IntervalMethod::Wilson => "wilson",
                IntervalMethod::Byar => "byar",
            })
        })
        .field("interval_low", |r| StatisticField::Number(r.result.signals.chance.ok().map(|c| c.range.low)))
        .field("interval_high", |r| StatisticField::Number(r.result.signals.chance.ok().map(|c| c.range.high)))
        .field("interval_why", |r| why(&r.result.signals.chance))
        .field("chance", |r| word(&r.result.signals.chance, |c| c.verdict.map_or("", verdict)))
}

fn outliers<'f>() -> StatisticColumns<'f> {
    StatisticColumns::new()
        .field("past_median", |r| StatisticField::Number(r.result.signals.usual.map(|u| u.median)))
        .field("past_mad", |r| StatisticField::Number(r.result.signals.usual.map(|u| u.mad)))
        .field("past_by_season", |r| StatisticField::Yes(r.result.signals.usual.map(|u| u.by_season)))
        .field("modified_z", |r| StatisticField::Number(r.result.signals.modified_z.ok()))
        .field("modified_z_why", |r| why(&r.result.signals.modified_z))
        .field("times_usual", |r| StatisticField::Number(r.result.signals.times_usual))
        .field("unchanged", |r| StatisticField::Count(r.result.signals.unchanged as usize))
        .field("large_change", |r| StatisticField::Yes(r.result.signals.large_change))
}

fn outturns<'f>() -> StatisticColumns<'f> {
    StatisticColumns::new()
        .field("outturn", |r| outturn(r, |o| Some(o.value)))
        .field("outturn_why", |r| why(&r.result.outturn))
        .field("outturn_known", |r| StatisticField::Yes(r.result.outturn.as_ref().ok().map(|o| o.foreseen.is_none())))
        .field("outturn_target", |r| outturn(r, |o| o.target))
        .field("outturn_meets", |r| StatisticField::Yes(r.result.outturn.as_ref().ok().and_then(|o| o.meets)))
        .field("outturn_method", |r| StatisticField::Word(foreseen(r).map_or("", |f| f.method.words())))
        .field("outturn_years_tested", |r| StatisticField::Number(foreseen(r).map(|f| f.years as f64)))
        .field("outturn_error", |r| StatisticField::Number(foreseen(r).map(|f| f.error)))
        .field("outturn_error_percent", |r| StatisticField::Number(foreseen(r).and_then(|f| f.error_percent)))
        .field("outturn_spread", |r| StatisticField::Number(foreseen(r).map(|f| f.spread)))
        .field("outturn_low_80", |r| StatisticField::Number(foreseen(r).map(|f| f.range_80.0)))
        .field("outturn_high_80", |r| StatisticField::Number(foreseen(r).map(|f| f.range_80.1)))
        .field("outturn_low_95", |r| StatisticField::Number(foreseen(r).map(|f| f.range_95.0)))
        .field("outturn_high_95", |r| StatisticField::Number(foreseen(r).map(|f| f.range_95.1)))
        .field("outturn_chance", |r| StatisticField::Number(foreseen(r).and_then(|f| f.chance)))
        .field("outturn_by_the_service", |r| outturn(r, |o| o.own))
        .field("outturn_disagrees", |r| StatisticField::Yes(r.result.outturn.as_ref().ok().and_then(|o| o.disagrees)))
}

fn outturn(row: &StatisticRow<'_>, get: fn(&Outturn) -> Option<f64>) -> StatisticField<'static> {
    StatisticField::Number(row.result.outturn.as_ref().ok().and_then(|o| get(o)))
}

fn foreseen<'f>(row: &StatisticRow<'f>) -> Option<&'f OutturnForecast> {
    row.result.outturn.as_ref().ok()?.foreseen.as_ref()
}

fn deliveries<'f>() -> StatisticColumns<'f> {
    StatisticColumns::new()
        .field("chance_of_missing", |r| delivery(r, |d| d.basis.chance() / 100.0))
        .field("chance_of_missing_from", |r| {
            word(&r.result.delivery, |d| match d.basis {
                Basis::Forecast(_) => "forecast",
                Basis::Known(_) => "outturn",
                Basis::Standing(..) => "status-and-direction",
            })
        })
        .field("miss_percent", |r| {
            StatisticField::Number(r.result.delivery.ok().and_then(|d| d.miss).filter(|m| m.is_finite()))
        })
        .field("risk_likelihood", |r| delivery(r, |d| f64::from(d.rating.likelihood)))
        .field("risk_impact", |r| delivery(r, |d| f64::from(d.rating.impact)))
        .field("risk_score", |r| delivery(r, |d| f64::from(d.score)))
        .field("risk_why", |r| why(&r.result.delivery))
}

fn peers<'f>() -> StatisticColumns<'f> {
    StatisticColumns::new()
        .field("peers_quarter", |r| StatisticField::Shown(standing(r).map(|s| &s.period as &dyn std::fmt::Display)))
        .field("peers", |r| among(r, |s| Some(f64::from(s.peers))))
        .field("peers_nearest", |r| StatisticField::Yes(standing(r).map(|s| s.nearest)))
        .field("peers_own", |r| among(r, |s| Some(s.own)))
        .field("peers_median", |r| among(r, |s| Some(s.median)))
        .field("peers_distance", |r| among(r, |s| Some(s.distance)))
        .field("peers_rank", |r| among(r, |s| s.place.map(|p| f64::from(p.rank))))
        .field("peers_of", |r| among(r, |s| s.place.map(|p| f64::from(p.of))))
        .field("peers_ties", |r| among(r, |s| s.place.map(|p| f64::from(p.ties))))
        .field("peers_quartile", |r| among(r, |s| s.place.map(|p| f64::from(p.quartile))))
        .field("peers_why", |r| {
            StatisticField::Word(match r.result.benchmark.as_deref().and_then(|b| b.standing.as_ref()) {
                Some(Ok(_)) => "",
                Some(Err(why)) => why.key(),
                None => "no-peers",
            })
        })
}

fn standing<'f>(row: &StatisticRow<'f>) -> Option<&'f Standing> {
    row.result.benchmark.as_deref()?.standing.as_ref()?.as_ref().ok()
}

fn among(row: &StatisticRow<'_>, get: fn(&Standing) -> Option<f64>) -> StatisticField<'static> {
    StatisticField::Number(standing(row).and_then(get))
}

/// A word of what there is, nothing where it is not.
fn word<'f, T>(of: &'f Result<T, NoFigure>, word: impl FnOnce(&'f T) -> &'static str) -> StatisticField<'f> {
    StatisticField::Word(of.as_ref().map_or("", word))
}

/// Why there is nothing.
fn why<T>(of: &Result<T, NoFigure>) -> StatisticField<'static> {
    StatisticField::Word(of.as_ref().err().map_or("", |why| why.words()))
}

fn trend(row: &StatisticRow<'_>, get: fn(&Trend) -> Option<f64>) -> StatisticField<'static> {
    StatisticField::Number(row.result.signals.trend.as_ref().ok().and_then(get))
}

fn allowing(row: &StatisticRow<'_>, get: fn(&MannKendall) -> f64) -> StatisticField<'static> {
    StatisticField::Number(row.result.signals.trend.ok().and_then(|t| t.allowing).map(|t| get(&t)))
}

fn delivery(row: &StatisticRow<'_>, get: fn(&Delivery) -> f64) -> StatisticField<'static> {
    StatisticField::Number(row.result.delivery.as_ref().ok().map(get))
}

fn chart(row: &StatisticRow<'_>, get: fn(&Xmr) -> f64) -> StatisticField<'static> {
    StatisticField::Number(row.result.signals.chart.as_ref().map(get))
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
    let columns = columns(analysis.settings);
    let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    csv.write_record(columns.headings())?;
    let (mut text, mut digits) = (String::new(), Digits::default());
    for result in &analysis.indicators {
        let row = StatisticRow { indicator: &analysis.register.indicators[result.indicator], result };
        for field in columns.values(&row) {
            text.clear();
            let written = match field {
                StatisticField::Word(word) => word,
                StatisticField::Number(Some(n)) if n.is_finite() => {
                    digits.put(n, &mut text);
                    &text
                }
                StatisticField::Count(n) => digits.whole(n),
                StatisticField::Yes(Some(yes)) => {
                    if yes {
                        "yes"
                    } else {
                        "no"
                    }
                }
                StatisticField::Shown(Some(shown)) => {
                    write!(text, "{shown}").map_err(io::Error::other)?;
                    &text
                }
                StatisticField::Number(_) | StatisticField::Yes(None) | StatisticField::Shown(None) => "",
            };
            csv.write_field(written)?;
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
