//! Trend, signals and chance in words for a councillor, with the numbers that the code goes by.

use crate::report::statistics::FILE as STATISTICS;
use crate::settings::Settings;
use crate::statistic::{outlier, xmr};

pub fn paragraphs(settings: &Settings) -> Vec<(&'static str, String)> {
    let (trend, signals) = (&settings.trend, &settings.signals);
    if !signals.on {
        return vec![("Trend, signal and chance", "Switched off in the settings.".into())];
    }
    let seasonal = if trend.by_season {
        " Where the register says that a measure has seasons, each quarter is compared with the same quarter of other \
         years only (Hirsch, Slack and Smith)."
    } else {
        ""
    };
    let screening = if signals.screening {
        format!(
            " A movement of {} times the average or more is left out of that average, once, since one upheaval should \
             not widen the range for ever.",
            xmr::SCREEN
        )
    } else {
        String::new()
    };
    let chances = format!("{}%", crate::analyse::shown::plain(1, signals.confidence * 100.0));
    let chances = chances.replace(".0%", "%");
    vec![
        (
            "Trend",
            format!(
                "Which way all figures since the definition last changed go together, up to the six years that are \
                 looked back on: the typical change from any one quarter to any later one (Theil–Sen), told where chance \
                 alone would give one like it less often than {} times in a hundred (Mann–Kendall) and there are at \
                 least {} figures. Else “No clear trend”. “Steady”: clear, and no more in all than the rounding steps \
                 above. “Or drift”: each figure leans on the one before, and allowing for that (Hamed and Rao) the trend \
                 is not clear.{seasonal}",
                crate::analyse::shown::plain(1, trend.level * 100.0).trim_end_matches(".0"),
                trend.least_points
            ),
        ),
        (
            "Signal or noise",
            format!(
                "Every measure moves a little from quarter to quarter. Its limits lie {} times its average movement \
                 above and below its mean; between them it is in its usual range, and a rise or fall there has no \
                 cause of its own to look for.{screening} A signal is, in this order: a figure outside the limits; {} \
                 in a row that each rise, or each fall; {} of {} in a row, all on one side of the mean, in the third of \
                 the range that is next to a limit; {} in a row on one side of the mean. It is an improvement or a \
                 concern by which way is better for the measure. Limits start again where a definition changed; of fewer than {} \
                 figures they are on trial, and no signal is told. The method is the XmR chart as the NHS uses it \
                 (Making Data Count).",
                xmr::LIMIT,
                xmr::RUN,
                xmr::TWO_OF_THREE.0,
                xmr::TWO_OF_THREE.1,
                xmr::RUN,
                signals.least_points
            ),
        ),
        (
            "Can it meet its target?",
            "Consistently passes: the target lies on the easy side of both limits, so the measure meets it whatever the \
             noise. Consistently fails: the target lies beyond both, so it will not be met until something is done \
             differently, however hard people try. Hit or miss: the target lies between, and noise decides. The limits tell \
             where a measure has been: one that is changing may meet a target that it would consistently have failed."
                .into(),
        ),
        (
            "Status and signal",
            "The colour says where the figure stands against its target today; the signal says whether anything has \
             changed. The two can disagree, and then it is said: off target but within its usual range asks for another \
             way of working, on target with a signal of concern asks for attention now."
                .into(),
        ),
        (
            "Chance",
            format!(
                "A share of few cases, or a small count, would come out otherwise next time though nothing had changed. \
                 The range that chance could explain, with {chances} certainty, is known for a percentage with whole \
                 numerator and denominator (Wilson's interval) and for a count of events or a rate of them (Byar's). \
                 “Missed by less than chance could explain”: the target lies within that range. It never changes the \
                 status."
            ),
        ),
        (
            "Far from its past",
            format!(
                "Query S001: {} × the distance from the median of the past ÷ the median of such distances is above {} \
                 (Iglewicz and Hoaglin) and the figure is outside all that was seen before. S002: within {}% of ten or a \
                 hundred times what is usual or of a tenth or a hundredth, or {} times off and more. S003: a change of \
                 more than {}% that is also more than {} times the usual one. S004: the same figure {} times in a row. \
                 What a formula of the register gives is looked at too (S001, S002, S006); such a query stands at the \
                 formula and names what it is made of.",
                outlier::MODIFIED_Z,
                settings.checks.outlier_z,
                crate::analyse::shown::plain(0, outlier::NEAR * 100.0),
                outlier::FAR,
                settings.checks.change_percent,
                settings.checks.change_times_usual,
                crate::analyse::signals::UNCHANGED
            ),
        ),
        (
            "Usual for this quarter of the year",
            "Where the long-term direction is measured against the same quarter last year, S001 and S002 compare a figure \
             with that quarter of past years: with its median. How far figures usually lie apart is taken from all \
             quarters together, each figure's distance from the median of the other years' figures of its own quarter; \
             “seen before” is as far as any of them lay from it. It takes two figures of the quarter and eight such \
             distances that are not mostly the same; else all past quarters are taken together."
                .into(),
        ),
        (
            "The numbers behind the words",
            format!("{STATISTICS}, beside this workbook, has them for every indicator, unrounded."),
        ),
    ]
}
