//! Which sheet is shown when the workbook opens, in the part of the settings.

use super::super::xml::{Edit, Edits, TagKind, Tags, escaped};

/// The settings with sheet `name` shown, its first `head` rows kept in sight. Settings without such an entry are left
/// alone: then the first sheet is shown.
pub(super) fn first(settings: &str, name: &str, head: usize) -> Edit<String> {
    let mut edits = Edits::default();
    let mut tags = Tags::new(settings);
    while let Some(tag) = tags.next()? {
        match (tag.kind, tag.name(), tag.raw("config:name")) {
            (TagKind::Open, "config:config-item", Some("ActiveTable")) => {
                let end = tags.next()?.map_or(tag.at.end, |close| close.at.start);
                edits.replace(tag.at.end..end, escaped(name));
            }
            (TagKind::Open, "config:config-item-map-named", Some("Tables")) => {
                edits.insert(tag.at.end, entry(name, head))
            }
            // That of our sheet in an earlier copy.
            (TagKind::Open, "config:config-item-map-entry", Some(_))
                if tag.value("config:name").as_deref() == Some(name) =>
            {
                let old = tags.rest_of(&tag)?;
                edits.replace(old, "");
            }
            _ => {}
        }
    }
    edits.apply(settings)
}

fn entry(name: &str, head: usize) -> String {
    let item = |name: &str, kind: &str, value: &str| {
        format!("<config:config-item config:name=\"{name}\" config:type=\"{kind}\">{value}</config:config-item>")
    };
    let head = head.to_string();
    let items = [
        item("CursorPositionX", "int", "0"),
        item("CursorPositionY", "int", &head),
        item("HorizontalSplitMode", "short", "0"),
        item("VerticalSplitMode", "short", "2"),
        item("HorizontalSplitPosition", "int", "0"),
        item("VerticalSplitPosition", "int", &head),
        item("ActiveSplitRange", "short", "2"),
        item("PositionTop", "int", "0"),
        item("PositionBottom", "int", &head),
        item("ShowGrid", "boolean", "false"),
    ];
    format!(
        "<config:config-item-map-entry config:name=\"{}\">{}</config:config-item-map-entry>",
        escaped(name),
        items.concat()
    )
}
