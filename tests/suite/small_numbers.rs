//! Small numbers stay hidden: whoever has all that is published cannot work one back. The attack knows nothing of how they were
//! hidden; it takes the figures from the published files, and narrows intervals by every sum that it knows to hold.

use super::books::{Opened, workbook};
use super::harness::{Council, QUARTER, new_council};
use calamine::Data;
use std::collections::HashMap;

/// Counts from 1 to this are small.
const MOST: f64 = 4.0;
/// Families of a total and three parts.
const FAMILIES: usize = 12;
/// Quarters with figures, this one last: two years and a half.
const QUARTERS: [&str; 8] =
    ["2024-25Q3", "2024-25Q4", "2025-26Q1", "2025-26Q2", "2025-26Q3", "2025-26Q4", "2026-27Q1", QUARTER];

/// Members see every figure: the default.
const OPEN: &str = "hidden_from_members = false";

const LAYOUT: &str = r#"
id = "counts"
title = "Counts"
file-name = "{service} {period}"
[[tables]]
kind = "indicators"
columns = [
  { field = "id", heading = ["Ref"], required = true },
  { field = "value", heading = ["Value"], required = true },
  { field = "numerator", heading = ["Above"] },
  { field = "denominator", heading = ["Below"] },
  { field = "commentary", heading = ["Words"] },
]
"#;

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % most) as f64
    }
}

/// A figure as it truly is.
#[derive(Clone, Copy)]
struct Truth {
    value: f64,
    parts: Option<(f64, f64)>,
}

/// What the council knows: by measure and quarter.
type Known = HashMap<(String, usize), Truth>;

/// Totals with parts, counts of the year so far and shares of few, of every size near the threshold.
fn figures() -> Known {
    let mut dice = Dice(20_261_129);
    let mut known = Known::new();
    let plain = |value| Truth { value, parts: None };
    for family in 0..FAMILIES {
        let mut so_far = 0.0;
        for (q, quarter) in QUARTERS.iter().enumerate() {
            let counts = [dice.below(9), dice.below(30), dice.below(5)];
            for (part, count) in ["A", "B", "C"].iter().zip(counts) {
                known.insert((format!("{part}{family}"), q), plain(count));
            }
            known.insert((format!("T{family}"), q), plain(counts.iter().sum()));
            so_far = if quarter.ends_with("Q1") { 0.0 } else { so_far } + dice.below(8);
            known.insert((format!("Y{family}"), q), plain(so_far));
            let below = 1.0 + dice.below(40);
            let above = dice.below(below as u64 + 1);
            known
                .insert((format!("S{family}"), q), Truth { value: above / below * 100.0, parts: Some((above, below)) });
        }
    }
    known
}

fn ids() -> Vec<String> {
    let kinds = ["T", "A", "B", "C", "Y", "S"];
    (0..FAMILIES).flat_map(|family| kinds.map(|kind| format!("{kind}{family}"))).collect()
}

fn register() -> Vec<u8> {
    let mut rows =
        "Id | Indicator | Service id | Owner | Unit | Decimals | Polarity | Frequency | Aggregation | Year to date? | \
                    Numerator | Denominator | Part of whole? | Part of | Small numbers | Status scheme\n"
            .to_owned();
    for id in ids() {
        let family = &id[1..];
        let (unit, aggregation, to_date, above, below, whole, part) = match &id[..1] {
            "S" => ("Percent", "Ratio", "", "Helped", "Asked", "Yes", String::new()),
            "Y" => ("Number", "Sum", "Yes", "", "", "", String::new()),
            "T" => ("Number", "Sum", "", "", "", "", String::new()),
            _ => ("Number", "Sum", "", "", "", "", format!("T{family}")),
        };
        rows += &format!(
            "{id} | Count {id} | ONE | Head | {unit} | 1 | Lower is better | Quarterly | {aggregation} | {to_date} | {above} | \
             {below} | {whole} | {part} | Yes |\n"
        );
    }
    let targets = "Indicator id | Year | Year's target | Q1 | Q2 | Q3 | Q4";
    let heading =
        ids().into_iter().filter(|id| id.starts_with('A')).map(|id| format!("\n{id} | 2026-27 | 3 | 3 | 3 | 3 | 3"));
    let targets = heading.fold(targets.to_owned(), |all, line| all + &line);
    workbook()
        .sheet("Services")
        .rows("Id | Service | Directorate\nONE | One service | People")
        .sheet("Priorities")
        .rows("Id | Priority | Owner\nP | Well run | Chief executive")
        .sheet("Indicators")
        .rows(&rows)
        .sheet("Targets")
        .rows(&targets)
        .sheet("Checks")
        .rows("Code | Title | Severity | Applies to | Finding when | What to do")
        .sheet("Comparators")
        .rows("Indicator id | Compared with | Quarter | Value | Source | Kind")
        .bytes()
}

/// The council before it has any figures, with a setting that is another than the default.
fn empty(setting: &str, other: &str) -> Council {
    let mut council = new_council().with_layout("counts", LAYOUT);
    let settings = council.text("quarterday.toml");
    assert!(settings.contains(setting), "{setting}");
    council.write("quarterday.toml", settings.replace(setting, other));
    council.write("register.xlsx", register());
    council
}

/// The council after a run over its quarter.
fn council(known: &Known, setting: &str, other: &str) -> Council {
    let mut council = empty(setting, other);
    let mut past = "Indicator id,Quarter,Value,Numerator,Denominator\n".to_owned();
    let mut sent = "Ref | Value | Above | Below | Words\n".to_owned();
    for id in ids() {
        for (q, quarter) in QUARTERS.iter().enumerate() {
            let truth = known[&(id.clone(), q)];
            let [above, below] =
                truth.parts.map_or([String::new(), String::new()], |(a, b)| [a.to_string(), b.to_string()]);
            match *quarter == QUARTER {
                true => {
                    sent += &format!(
                        "{id} | {} | {above} | {below} | Only {} of them were seen.\n",
                        truth.value, truth.value
                    )
                }
                false => past += &format!("{id},{quarter},{},{above},{below}\n", truth.value),
            }
        }
    }
    let past = council.write("past.csv", past);
    council.import(&past).ends(0);
    council.draws(&format!("ONE {QUARTER}.xlsx"), &workbook().sheet("Counts").rows(&sent));
    council.run(["consolidate", QUARTER, "--edition", "public"]).ends(0);
    council
}

/// What is published of a figure: nothing, or the number.
#[derive(Debug, Clone, Copy, Default)]
struct Published {
    value: Option<f64>,
    parts: [Option<f64>; 2],
}

/// Reads the figures that a published workbook has, quarter by quarter.
fn published(council: &Council, file: &str) -> HashMap<(String, usize), Published> {
    let book = Opened::read(&council.report(file));
    let number = |data: &Data| if let Data::Float(number) = data { Some(*number) } else { None };
    let mut out = HashMap::new();
    for row in book.table("Quarters", "Reference") {
        let heading = row["Quarter"].to_string();
        let label = |quarter: &str| format!("{} {}", &quarter[7..], &quarter[..7]);
        let Some(q) = QUARTERS.iter().position(|quarter| label(quarter) == heading) else { continue };
        let parts = ["Counted above the line", "Counted below the line"].map(|column| number(&row[column]));
        out.insert((row["Reference"].to_string(), q), Published { value: number(&row["Figure"]), parts });
    }
    out
}

/// The same from the table for programs.
fn tabled(council: &Council) -> HashMap<(String, usize), Published> {
    let bytes = council.bytes(&format!("reports/{QUARTER}/public-figures.csv"));
    let rows = csv::Reader::from_reader(&bytes[..]).into_deserialize::<HashMap<String, String>>();
    let mut out: HashMap<(String, usize), Published> = HashMap::new();
    for row in rows.map(Result::unwrap) {
        let Some(q) = QUARTERS.iter().position(|quarter| *quarter == row["quarter"]) else { continue };
        let number = |column: &str| row[column].parse().ok();
        let figure = Published { value: number("value"), parts: [number("numerator"), number("denominator")] };
        let key = (row["measure"].clone(), q);
        // The first of a quarter is its own. The year so far behind it is made of the quarters: none is told where one of them
        // is hidden.
        if row["figure_of"] == "year to date" && out.contains_key(&key) {
            let hides = |q: usize| out[&(key.0.clone(), q)].value.is_none();
            assert!(figure.value.is_none() || !hides(6) && !hides(7), "{row:?}");
        }
        out.entry(key).or_insert(figure);
    }
    out
}

/// The page has [c] where the table for programs has no figure, quarter by quarter, and says of each chart how many it leaves out.
fn page_hides_the_same(council: &Council, told: &HashMap<(String, usize), Published>) {
    let page = council.text(&format!("reports/{QUARTER}/public.html"));
    for id in ids() {
        let from = page.find(&format!("id=\"measure-{}\"", id.to_lowercase())).unwrap();
        let article = &page[from..from + page[from..].find("</article>").unwrap()];
        for (q, quarter) in QUARTERS.iter().enumerate() {
            let row = format!("<th scope=\"row\">{} {}</th><td class=\"n\">", &quarter[7..], &quarter[..7]);
            let (_, cell) = article.split_once(&row).unwrap_or_else(|| panic!("{id}: {row}"));
            assert_eq!(
                cell.starts_with("[c]"),
                told[&(id.clone(), q)].value.is_none(),
                "{id} {quarter}: {}",
                &cell[..20]
            );
        }
        let hidden = (0..QUARTERS.len()).filter(|q| told[&(id.clone(), *q)].value.is_none()).count();
        // Of figures that are all hidden there is no chart.
        assert_eq!(article.contains("<desc"), hidden < QUARTERS.len(), "{id}");
        let says = article.contains(&format!("Hidden: {hidden} figure"));
        assert_eq!(says, (1..QUARTERS.len()).contains(&hidden), "{id}");
    }
}

/// What can be known of a number.
#[derive(Debug, Clone, Copy)]
struct Interval(f64, f64);

impl Interval {
    fn of(told: Option<f64>) -> Self {
        told.map_or(Self(0.0, f64::INFINITY), |n| Self(n, n))
    }

    /// Noughts are told: a hidden count is one or more.
    fn of_count(told: Option<f64>, truth: f64) -> Self {
        told.map_or(Self(f64::from(u8::from(truth > 0.0)), f64::INFINITY), |n| Self(n, n))
    }

    fn narrow(&mut self, low: f64, high: f64) -> bool {
        let before = (self.0, self.1);
        *self = Self(self.0.max(low), self.1.min(high));
        (self.0, self.1) != before
    }
}

/// Narrows `total = Σ parts` until nothing moves.
fn add_up(numbers: &mut [Interval], total: usize, parts: &[usize]) -> bool {
    let sum = |numbers: &[Interval], but: Option<usize>| {
        let of = parts.iter().filter(|n| Some(**n) != but).map(|n| numbers[*n]);
        of.fold((0.0, 0.0), |sum, n| (sum.0 + n.0, sum.1 + n.1))
    };
    let (low, high) = sum(numbers, None);
    let mut moved = numbers[total].narrow(low, high);
    for n in parts {
        let rest = sum(numbers, Some(*n));
        let (low, high) = (numbers[total].0 - rest.1, numbers[total].1 - rest.0);
        moved |= numbers[*n].narrow(low, high);
    }
    moved
}

/// Every hidden count of a small figure, and what is left of it for whoever has the files.
fn attack(known: &Known, told: &HashMap<(String, usize), Published>) -> Vec<String> {
    let mut broken = vec![];
    let small = |n: f64| n > 0.0 && n <= MOST;
    let mut judge = |what: String, truth: f64, Interval(low, high): Interval| {
        if small(truth) && high.floor() - low.ceil() < MOST - 1.0 {
            broken.push(format!("{what} is {truth} and can be told to be {low} to {high}"));
        }
    };
    for family in 0..FAMILIES {
        for q in 0..QUARTERS.len() {
            let ids = ["T", "A", "B", "C"].map(|kind| (format!("{kind}{family}"), q));
            let mut numbers = ids.each_ref().map(|id| Interval::of_count(told[id].value, known[id].value));
            while add_up(&mut numbers, 0, &[1, 2, 3]) {}
            ids.iter().zip(numbers).for_each(|(id, interval)| judge(format!("{id:?}"), known[id].value, interval));

            let share = (format!("S{family}"), q);
            let (above, below) = known[&share].parts.unwrap();
            let [a, b] = told[&share].parts;
            // Above, the rest, below; the value ties above to below where it is told.
            let mut numbers = [Interval::of(a), Interval::of(None), Interval::of(b)];
            while add_up(&mut numbers, 2, &[0, 1]) {}
            if let (Some(value), Some(below)) = (told[&share].value, b) {
                numbers[0].narrow((value - 0.05) / 100.0 * below, (value + 0.05) / 100.0 * below);
                while add_up(&mut numbers, 2, &[0, 1]) {}
            }
            judge(format!("{share:?} above"), above, numbers[0]);
            judge(format!("{share:?} rest"), below - above, numbers[1]);
            judge(format!("{share:?} below"), below, numbers[2]);
        }
        // The year so far: each quarter's is the one before and the quarter alone.
        let so_far: Vec<(String, usize)> = (0..QUARTERS.len()).map(|q| (format!("Y{family}"), q)).collect();
        let mut numbers: Vec<Interval> =
            so_far.iter().map(|id| Interval::of_count(told[id].value, known[id].value)).collect();
        numbers.extend((0..QUARTERS.len()).map(|_| Interval::of(None)));
        let first = |q: usize| QUARTERS[q].ends_with("Q1") || q == 0;
        while (0..QUARTERS.len()).fold(false, |moved, q| {
            let (alone, parts) = (QUARTERS.len() + q, [QUARTERS.len() + q, q.saturating_sub(1)]);
            let parts = if first(q) { &parts[..1] } else { &parts[..] };
            // What stood before the first quarter that is known is not.
            let known = q > 0 || QUARTERS[q].ends_with("Q1");
            debug_assert_eq!(alone, parts[0]);
            moved | (known && add_up(&mut numbers, q, parts))
        }) {}
        for q in 1..QUARTERS.len() {
            let before = if first(q) { 0.0 } else { known[&so_far[q - 1]].value };
            judge(format!("{:?} so far", so_far[q]), known[&so_far[q]].value, numbers[q]);
            judge(format!("{:?} alone", so_far[q]), known[&so_far[q]].value - before, numbers[QUARTERS.len() + q]);
        }
    }
    broken
}

#[test]
fn no_small_number_can_be_worked_back_from_what_is_published() {
    let known = figures();
    let council = council(&known, OPEN, OPEN);
    let files = [
        ("public.xlsx", published(&council, "public.xlsx")),
        ("public.ods", published(&council, "public.ods")),
        ("public-figures.csv", tabled(&council)),
    ];
    page_hides_the_same(&council, &files[2].1);
    for (file, told) in files {
        assert_eq!(told.len(), ids().len() * QUARTERS.len(), "{file}");
        let hidden = told.values().filter(|figure| figure.value.is_none()).count();
        assert!(hidden > 100 && hidden < told.len() / 2 + 150, "{file}: {hidden} of {} are hidden", told.len());
        let broken = attack(&known, &told);
        assert!(broken.is_empty(), "{file}: {}\n{}", broken.len(), broken.join("\n"));
        // What is told is true.
        for (id, figure) in &told {
            let near = |told: Option<f64>, truth: f64| told.is_none_or(|told| (told - truth).abs() < 0.051);
            assert!(near(figure.value, known[id].value), "{id:?}");
        }
    }
    // The attack can succeed: with one hidden figure told, its neighbour is known.
    let told = published(&council, "public.xlsx");
    let hides = |family: &usize| {
        let hidden = |kind: &str| told[&(format!("{kind}{family}"), 7)].value.is_none();
        ["T", "A", "B", "C"].iter().filter(|kind| hidden(kind)).count() == 2 && !hidden("T")
    };
    let family = (0..FAMILIES).find(hides).expect("a family with two hidden parts");
    let tells = ["A", "B", "C"].map(|kind| (format!("{kind}{family}"), 7));
    let hidden: Vec<_> = tells.iter().filter(|id| told[*id].value.is_none()).cloned().collect();
    for (id, other) in [(&hidden[0], &hidden[1]), (&hidden[1], &hidden[0])] {
        let mut told = told.clone();
        told.get_mut(id).unwrap().value = Some(known[id].value);
        let small = known[other].value > 0.0 && known[other].value <= MOST;
        assert_eq!(
            !attack(&known, &told).is_empty(),
            small || known[id].value <= MOST && known[id].value > 0.0,
            "{other:?}"
        );
    }
}

/// The words beside a hidden figure are as telling as the figure.
#[test]
fn words_that_tell_a_hidden_number_are_nowhere() {
    let known = figures();
    let council = council(&known, OPEN, OPEN);
    let told = published(&council, "public.xlsx");
    let words = |q: usize, id: &String| format!("Only {} of them were seen.", known[&(id.clone(), q)].value);
    let hidden = ids().into_iter().filter(|id| told[&(id.clone(), 7)].value.is_none());
    let withheld: Vec<String> = hidden.map(|id| words(7, &id)).collect();
    let off = Opened::read(&council.report("public.xlsx"));
    let all: String =
        off.sheets().flat_map(|(_, sheet)| sheet.used_cells()).map(|(.., data)| format!("{data}\n")).collect();
    let visible = ids().into_iter().filter(|id| told[&(id.clone(), 7)].value.is_some());
    let allowed: Vec<String> = visible.map(|id| words(7, &id)).collect();
    for text in withheld.iter().filter(|text| !allowed.contains(text)) {
        assert!(!all.contains(text.as_str()), "{text}");
    }
}

/// Members see every figure, unless the settings say that they do not.
#[test]
fn members_see_them_unless_the_settings_say_otherwise() {
    let known = figures();
    let small =
        ids().into_iter().find(|id| (1.0..=MOST).contains(&known[&(id.clone(), 7)].value) && !id.starts_with('S'));
    let id = small.expect("a small count");
    let shown = |council: &Council, file: &str| {
        let rows = Opened::read(&council.report(file)).table("Indicators", "Ref");
        rows.into_iter().find(|row| row["Ref"].to_string() == id).unwrap()["Value"].clone()
    };
    let open = council(&known, OPEN, OPEN);
    assert_eq!(shown(&open, "cabinet.xlsx"), Data::Float(known[&(id.clone(), 7)].value));
    let closed = council(&known, OPEN, "hidden_from_members = true");
    assert!(!matches!(shown(&closed, "cabinet.xlsx"), Data::Float(_)), "{:?}", shown(&closed, "cabinet.xlsx"));
    assert_eq!(shown(&closed, "officers.xlsx"), Data::Float(known[&(id.clone(), 7)].value));
}

#[test]
fn a_rule_that_hides_everything_stops_the_run_before_anything_is_written() {
    let mut council = empty("small_numbers = 4", "small_numbers = 100");
    let sent = ids().into_iter().filter(|id| !id.starts_with('S')).map(|id| format!("{id} | 7\n"));
    council.draws(
        &format!("ONE {QUARTER}.xlsx"),
        &workbook().sheet("Counts").rows(&format!("Ref | Value\n{}", sent.collect::<String>())),
    );
    let said = council.run(["consolidate", QUARTER, "--edition", "public"]).ends(2);
    said.complains("small numbers hide every figure of the quarter");
    assert!(council.files("reports", &["xlsx", "ods", "csv", "json"]).is_empty());
}
