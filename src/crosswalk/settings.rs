//! The settings and the layouts with which a successor begins: those of old councils, with a few words replaced and everything
//! else as it is written, comments too.

/// The text of settings with another name of the council in it. `None` where no line gives the name.
pub fn with_name(text: &str, name: &str) -> Option<String> {
    replaced(text, ("council", "name"), name)
}

/// The text of a layout, with the council whose ids its form has and with this id.
pub fn of_council(text: &str, council: &str, id: &str) -> String {
    let text = replaced(text, ("", "id"), id).unwrap_or_else(|| text.to_owned());
    replaced(&text, ("", "council"), council).unwrap_or_else(|| format!("council = {}\n{text}", quoted(council)))
}

fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The text with another value of the first line that gives a key in a section (`""` for the top).
fn replaced(text: &str, (section, key): (&str, &str), value: &str) -> Option<String> {
    let (mut here, mut found) = (String::new(), false);
    let line = |line: &str| {
        let trimmed = line.trim_start();
        if trimmed.starts_with('[') {
            here = trimmed.split(']').next().unwrap_or_default().trim_start_matches('[').trim().to_owned();
        }
        let (name, rest) = line.split_once('=').unwrap_or((line, ""));
        if found || here != section || name.trim() != key {
            return line.to_owned();
        }
        found = true;
        format!("{name}= {}{}", quoted(value), comment(rest))
    };
    let lines: Vec<String> = text.split('\n').map(line).collect();
    found.then(|| lines.join("\n"))
}

/// What stands behind a value in quotation marks: a comment, a line's own end.
fn comment(rest: &str) -> &str {
    let value = rest.trim_start();
    let Some(mark) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return "" };
    let mut escaped = false;
    let end = value[1..].char_indices().find(|(_, c)| {
        let ends = *c == mark && !escaped;
        escaped = mark == '"' && *c == '\\' && !escaped;
        ends
    });
    end.map_or("", |(at, _)| &value[at + 2..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("[council]\nname = \"Ash\"\n", Some("[council]\nname = \"East \\\"A\\\"\"\n"))]
    #[case::comment(
        "[council]\nname = 'Ash' # ours\nteam = \"P\"",
        Some("[council]\nname = \"East \\\"A\\\"\" # ours\nteam = \"P\"")
    )]
    #[case::of_another(
        "[look]\nname = \"x\"\n[council]\nname=\"Ash\"\r\n",
        Some("[look]\nname = \"x\"\n[council]\nname= \"East \\\"A\\\"\"\r\n")
    )]
    #[case::none("[council]\nteam = \"P\"\n", None)]
    fn the_name_is_replaced(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(with_name(text, "East \"A\"").as_deref(), expected);
    }

    #[test]
    fn a_layout_says_whose_ids_it_has() {
        let layout = "# A form\nid = \"form\"\n[markers]\nid = \"x\"\n";
        assert_eq!(
            of_council(layout, "ASH", "ash-form"),
            "council = \"ASH\"\n# A form\nid = \"ash-form\"\n[markers]\nid = \"x\"\n"
        );
    }
}
