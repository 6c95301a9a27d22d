//! Matrices that make no sense: cells without a band, bands over each other, scores that nothing reaches.

use super::matrix::{Band, Limit, RiskMatrix, STANDING, WAYS};
use super::typed::Axis;
use crate::fit::fit;
use crate::reading::RiskLevel;
use crate::settings::faults::FaultList;
use crate::text::words::{meaning, nearest, same};

/// Refuses what makes no sense.
pub fn check(risk: &RiskMatrix, faults: &mut FaultList<'_>) {
    for axis in [Axis::Likelihood, Axis::Impact] {
        steps(risk, axis, faults);
    }
    bands(risk, faults);
    if risk.map.is_empty() {
        if risk.products {
            ranges(risk, faults);
        } else {
            let what = "a matrix without products needs a `map` that says the band of every cell";
            faults.value(&["risk", "products"], what);
        }
    } else {
        map(risk, faults);
    }
    limits(risk, faults);
    delivery(risk, faults);
    for (key, value) in [
        ("review_days", risk.review_days),
        ("step_down_reviews", risk.step_down_reviews),
        ("static_reviews", risk.static_reviews),
    ] {
        if value == 0 {
            faults.value(&["risk", key], format!("`{key}` must be 1 or more; it is 0"));
        }
    }
    for (key, value) in [("step_down_reviews", risk.step_down_reviews), ("static_reviews", risk.static_reviews)] {
        if value > fit::<u32>(crate::past::REVIEWS) {
            let most = crate::past::REVIEWS;
            faults
                .value(&["risk", key], format!("`{key}` must be {most} or fewer, the reviews that are looked back on"));
        }
    }
}

fn steps(risk: &RiskMatrix, axis: Axis, faults: &mut FaultList<'_>) {
    let (words, codes) = risk.axis(axis);
    let key = axis.words();
    let path = ["risk", key];
    if words.is_empty() {
        faults.value(&path, format!("`{key}` has no words; list them from lowest to highest"));
    } else if words.len() > 10 {
        faults.value(&path, format!("`{key}` has {} words; a matrix has at most 10", words.len()));
    }
    for (n, word) in words.iter().enumerate() {
        if word.trim().is_empty() {
            faults.value(&path, format!("`{key}` has a blank word; each rating needs its own"));
        } else if words[..n].iter().any(|w| same(w, word)) {
            faults.value(&path, format!("`{key}` has “{word}” twice; each rating needs its own word"));
        }
    }
    let key = format!("{key}_codes");
    let path = ["risk", key.as_str()];
    if codes.len() != words.len() {
        let what = format!("`{key}` has {} codes for {} words; give each word its code", codes.len(), words.len());
        faults.value(&path, what);
    }
    for (n, code) in codes.iter().enumerate() {
        if meaning(code).is_empty() {
            faults.value(&path, format!("`{key}` has a code without a letter or a figure; each rating needs its own"));
        } else if codes[..n].iter().any(|c| meaning(c) == meaning(code)) {
            faults.value(&path, format!("`{key}` has “{code}” twice; each rating needs its own code"));
        } else if words.iter().enumerate().any(|(k, w)| k != n && meaning(w) == meaning(code)) {
            faults.value(&path, format!("the code “{code}” of `{key}` is the word of another rating"));
        }
    }
}

fn bands(risk: &RiskMatrix, faults: &mut FaultList<'_>) {
    if risk.bands.is_empty() {
        faults.value(&["risk", "bands"], "`bands` is empty; add a [[risk.bands]] for each band, lowest first");
    }
    for (n, band) in risk.bands.iter().enumerate() {
        let number = n.to_string();
        let path = |key| ["risk", "bands", &number, key];
        if band.name.trim().is_empty() {
            faults.value(&path("name"), "`name` of a band is blank; name it");
        } else if risk.bands[..n].iter().any(|b| same(&b.name, &band.name)) {
            faults.value(&path("name"), format!("two bands are called “{}”; give each its own name", band.name));
        }
        if !risk.map.is_empty() && (band.from > 0 || band.to > 0) {
            let key = if band.from > 0 { "from" } else { "to" };
            faults.value(&path(key), format!("the `map` says the bands of this matrix; leave `{key}` out"));
        }
        faults.colour(&path("fill"), &band.fill);
        faults.colour(&path("ink"), &band.ink);
        faults.contrast(&path("ink"), (&band.ink, &band.fill), "its `fill`");
    }
}

/// Bands as ranges: from 1, upwards, none over another, and no score of the matrix between two.
fn ranges(risk: &RiskMatrix, faults: &mut FaultList<'_>) {
    let most = fit::<u32>(risk.likelihood.len() * risk.impact.len());
    let mut scores: Vec<u32> = (1..=fit::<u32>(risk.likelihood.len()))
        .flat_map(|l| (1..=fit::<u32>(risk.impact.len())).map(move |i| l * i))
        .collect();
    scores.sort_unstable();
    for (n, band) in risk.bands.iter().enumerate() {
        let (number, name) = (n.to_string(), &band.name);
        let path = |key| ["risk", "bands", &number, key];
        let before = n.checked_sub(1).map(|k| &risk.bands[k]);
        match before.map(|b| b.from) {
            None if band.from != 1 => {
                let what =
                    format!("`from` of the lowest band must be 1, so that every score has a band; it is {}", band.from);
                faults.value(&path("from"), what);
            }
            Some(before) if band.from <= before => {
                let what = format!(
                    "`from` of the band “{name}” must be above {before}, where the band before starts; it is {}",
                    band.from
                );
                faults.value(&path("from"), what);
            }
            _ if most > 0 && band.from > most => {
                let from = band.from;
                let what =
                    format!("no score reaches the band “{name}”: it starts at {from}, and the highest is {most}");
                faults.value(&path("from"), what);
            }
            _ => {}
        }
        let ends = |b: &Band| (b.to > 0).then_some(b.to);
        if let Some(end) = before.and_then(ends) {
            if end >= band.from {
                let what = format!("the bands overlap at {}: the one before “{name}” goes up to {end}", band.from);
                faults.value(&path("from"), what);
            } else if let Some(between) = scores.iter().find(|s| (end + 1..band.from).contains(s)) {
                let what =
                    format!("score {between} is in no band: one ends at {end}, “{name}” starts at {}", band.from);
                faults.value(&path("from"), what);
            }
        }
        if let Some(end) = ends(band).filter(|end| *end < band.from || (n + 1 == risk.bands.len() && *end < most)) {
            let what = format!(
                "`to` of the band “{name}” is {end}; the band starts at {} and scores go up to {most}",
                band.from
            );
            faults.value(&path("to"), what);
        }
    }
}

/// A map has a band for every cell, and no band falls where likelihood or impact rises.
fn map(risk: &RiskMatrix, faults: &mut FaultList<'_>) {
    let (down, across) = (risk.likelihood.len(), risk.impact.len());
    if risk.map.len() != down {
        let what = format!("`map` has {} rows for {down} words of likelihood; write one for each", risk.map.len());
        faults.value(&["risk", "map"], what);
        return;
    }
    let mut ranks: Vec<Vec<usize>> = vec![];
    for (row, word) in risk.map.iter().zip(&risk.likelihood) {
        let number = ranks.len().to_string();
        let path = ["risk", "map", number.as_str()];
        if row.len() != across {
            let what = format!("the row of `map` for “{word}” has {} cells; impact has {across} words", row.len());
            faults.value(&path, what);
            return;
        }
        let mut here = vec![];
        for name in row {
            match risk.named(name) {
                Some(rank) => here.push(rank),
                None => {
                    let near = nearest(name, risk.bands.iter().map(|b| b.name.as_str()));
                    let hint = near.map(|b| format!("; did you mean “{b}”?")).unwrap_or_default();
                    let what = if name.trim().is_empty() {
                        "a cell without a band".into()
                    } else {
                        format!("“{name}”, which is no band{hint}")
                    };
                    faults.value(&path, format!("the row of `map` for “{word}” has {what}"));
                    return;
                }
            }
        }
        let falls = here.windows(2).any(|w| w[1] < w[0])
            || ranks.last().is_some_and(|b| b.iter().zip(&here).any(|(b, h)| h < b));
        if falls {
            let what = format!(
                "in the row of `map` for “{word}” a cell has a lower band than one that is less likely or less bad"
            );
            faults.value(&path, what);
        }
        ranks.push(here);
    }
}

fn limit(risk: &RiskMatrix, path: &[&str], limit: &Limit, faults: &mut FaultList<'_>) {
    let most = fit::<u32>(risk.likelihood.len() * risk.impact.len());
    let key = path.last().copied().unwrap_or_default();
    match limit {
        Limit::Score(at) if !risk.products => {
            faults.value(path, format!("`{key}` must be a band, since this matrix has no scores; it is {at}"));
        }
        Limit::Score(at) if most > 0 && !(1..=most).contains(at) => {
            faults.value(path, format!("`{key}` must be a score of the matrix, 1 to {most}; it is {at}"));
        }
        Limit::Band(name) if risk.named(name).is_none() => {
            let names: Vec<&str> = risk.bands.iter().map(|b| b.name.as_str()).collect();
            let what = format!("`{key}` must be a score or one of the bands {}; it is “{name}”", names.join(", "));
            faults.value(path, what);
        }
        _ => {}
    }
}

fn limits(risk: &RiskMatrix, faults: &mut FaultList<'_>) {
    limit(risk, &["risk", "escalate_at"], &risk.escalate_at, faults);
    for (key, own) in &risk.escalate {
        let path = ["risk", "escalate", key.as_str()];
        match RiskLevel::from_words(key) {
            None | Some(RiskLevel::Project) => {
                let what = format!(
                    "`{key}` is not a level that risks are passed up to; write service, directorate or corporate"
                );
                faults.key(&path, what);
            }
            Some(_) => limit(risk, &path, own, faults),
        }
    }
    // Anything at a level's threshold has passed those below it.
    let of = |level| risk.threshold(level).and_then(|l| risk.height(l));
    for (low, high) in [(RiskLevel::Service, RiskLevel::Directorate), (RiskLevel::Directorate, RiskLevel::Corporate)] {
        if of(low).zip(of(high)).is_some_and(|(l, h)| l > h) {
            let what = format!(
                "the threshold of the {} register is above the {} one",
                low.words().to_lowercase(),
                high.words().to_lowercase()
            );
            faults.value(&["risk", "escalate"], what);
        }
    }
    for (category, own) in &risk.appetite {
        limit(risk, &["risk", "appetite", category], own, faults);
    }
}

fn delivery(risk: &RiskMatrix, faults: &mut FaultList<'_>) {
    let d = &risk.delivery;
    for (key, own, steps, most) in
        [("chance", &d.chance, risk.likelihood.len(), 100.0), ("weight", &d.weight, risk.impact.len(), f64::MAX)]
    {
        let path = ["risk", "delivery", key];
        let wanted = steps.saturating_sub(1);
        if !own.is_empty() && own.len() != wanted {
            faults.value(&path, format!("`{key}` has {} bounds; {steps} steps need {wanted}", own.len()));
        }
        if own.iter().any(|b| !(0.0..=most).contains(b)) || own.windows(2).any(|w| w[1] <= w[0]) {
            faults.value(&path, format!("`{key}` must rise from one bound to the next, within its scale"));
        }
    }
    if d.miss.iter().any(|b| !b.is_finite() || *b <= 0.0) || d.miss.windows(2).any(|w| w[1] <= w[0]) {
        faults.value(
            &["risk", "delivery", "miss"],
            "`miss` must rise from one bound to the next, from above 0".to_owned(),
        );
    }
    let (rows, sizes) = (risk.impact.len(), risk.misses().len() + 1);
    let steps = 1..=fit::<u8>(rows);
    if !d.impact.is_empty() {
        let path = ["risk", "delivery", "impact"];
        if d.impact.len() != rows || d.impact.iter().any(|row| row.len() != sizes) {
            let what = format!(
                "`impact` must have {rows} rows, one for each step of the weight, of {sizes} sizes of the miss"
            );
            faults.value(&path, what);
        } else if d.impact.iter().flatten().any(|impact| !steps.contains(impact)) {
            faults.value(&path, format!("`impact` must be made of steps of the matrix, 1 to {rows}"));
        }
    }
    let known: Vec<String> = STANDING.iter().flat_map(|(s, _)| WAYS.iter().map(move |w| format!("{s}-{w}"))).collect();
    for (key, chance) in &d.standing {
        let path = ["risk", "delivery", "standing", key.as_str()];
        if !known.contains(key) {
            let near = nearest(key, known.iter().map(String::as_str)).unwrap_or("green-steady");
            faults.misspelt_key(
                &path,
                format!("“{key}” is not a status and a direction; did you mean `{near}`?"),
                Some(near),
            );
        } else if !(0.0..=100.0).contains(chance) {
            faults.value(&path, format!("`{key}` must be a chance from 0 to 100 percent; it is {chance}"));
        }
    }
}
