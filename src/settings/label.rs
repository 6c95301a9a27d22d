//! `[label]`: the sensitivity labels that what we write carries.

use super::editions::Edition;
use super::faults::FaultList;
use crate::label::{LabelMethod, guid};
use crate::text::words::nearest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `[label]`: the label of what is written, and who has another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LabelSettings {
    /// The id of the label, a GUID; blank for none.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The id of the council's tenant, a GUID.
    pub tenant: String,
    /// Who chose it.
    pub method: LabelMethod,
    /// `[label.for]`: those who have another label, by the key of an edition, or `forms`.
    #[serde(rename = "for")]
    pub readers: BTreeMap<String, LabelName>,
}

/// A label among those of `[label.for]`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LabelName {
    /// Its id; blank for no label.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// Whose label is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelUse {
    /// A workbook or document for the readers of an edition.
    Edition(Edition),
    /// A return to be filled in, or what goes back to a service about it.
    Forms,
    /// What the performance team writes in.
    Team,
}

/// The key of the returns among `[label.for]`.
const FORMS: &str = "forms";
/// Names and values of properties end here, so that every program keeps them.
const LONGEST_NAME: usize = 255;

impl Default for LabelSettings {
    fn default() -> Self {
        Self {
            id: String::new(),
            name: String::new(),
            tenant: String::new(),
            method: LabelMethod::Standard,
            readers: BTreeMap::new(),
        }
    }
}

impl LabelUse {
    /// Each that can have a label, the team's own first.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Team, Self::Forms].into_iter().chain(Edition::ALL.map(Self::Edition))
    }

    /// Its key, as `[label.for]` has it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Edition(edition) => edition.key(),
            Self::Forms => FORMS,
            Self::Team => "team",
        }
    }
}

/// Refuses ids that are none, labels without a name or a tenant, and readers that there are not; writes ids in one way.
pub(super) fn check(s: &mut LabelSettings, faults: &mut FaultList<'_>) {
    let tenant = s.tenant.trim().to_owned();
    if !tenant.is_empty() {
        id(&mut s.tenant, &["label", "tenant"], faults);
    }
    let path = |reader: Option<&String>, key: &str| {
        let mut path = vec!["label".to_owned()];
        path.extend(reader.into_iter().flat_map(|reader| ["for".to_owned(), reader.clone()]));
        path.push(key.to_owned());
        path
    };
    let mut labels = vec![(None, &mut s.id, &s.name)];
    labels.extend(s.readers.iter_mut().map(|(reader, LabelName { id, name })| (Some(reader), id, &*name)));
    let mut any = false;
    for (reader, own, name) in labels {
        if own.trim().is_empty() {
            own.clear();
            continue;
        }
        any = true;
        id(own, &path(reader, "id"), faults);
        if *own == s.tenant {
            let words = "`id` is the same as `tenant`, which is how a file says that its label was taken off";
            faults.value(&path(reader, "id"), words);
        }
        if name.trim().is_empty() || name.chars().count() > LONGEST_NAME {
            let words = format!("`name` must be the label's name, in {LONGEST_NAME} characters or fewer");
            faults.value(&path(reader, "name"), words);
        }
    }
    match (any, tenant.is_empty()) {
        (true, true) => {
            faults.value(&["label", "tenant"], "`tenant` is blank; a label is known by it and its `id` together")
        }
        (false, false) => faults.value(&["label", "tenant"], "`tenant` is given and no label; write its `id` as well"),
        _ => {}
    }
    let keys = || LabelUse::all().map(LabelUse::key).filter(|key| *key != LabelUse::Team.key());
    for reader in s.readers.keys().filter(|reader| !keys().any(|key| key == **reader)) {
        let near = nearest(reader, keys());
        let hint = near.map_or(".".to_owned(), |key| format!("; did you mean `{key}`?"));
        let words = format!("“{reader}” is no edition{hint} One of {}", keys().collect::<Vec<_>>().join(", "));
        faults.misspelt_key(&["label", "for", reader], words, near);
    }
}

/// Writes an id in the one way, or refuses it.
fn id<P: AsRef<str>>(text: &mut String, path: &[P], faults: &mut FaultList<'_>) {
    match guid(text) {
        Some(id) => *text = id,
        None => {
            let key = path.last().map_or("", AsRef::as_ref);
            let words = "must be an id of Microsoft Purview, like 2096f6a2-d2f7-48be-b329-b73aaa526e5d";
            faults.value(path, format!("`{key}` {words}; it is “{text}”"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::error::Error;
    use crate::settings::load;
    use rstest::rstest;
    use std::path::Path;

    const ID: &str = "2096f6a2-d2f7-48be-b329-b73aaa526e5d";
    const TENANT: &str = "cb46c030-1825-4e81-a295-151c039dbf02";

    #[rstest]
    #[case::no_id("[label]\nid = \"Official\"\nname = \"Official\"\ntenant = \"T\"", (2, "label.id"), "`id` must be an id of Microsoft Purview")]
    #[case::no_tenant("[label]\nid = \"I\"\nname = \"Official\"", (1, "label.tenant"), "`tenant` is blank")]
    #[case::wrong_tenant("[label]\nid = \"I\"\nname = \"Official\"\ntenant = \"council\"", (4, "label.tenant"), "`tenant` must be an id")]
    #[case::tenant_alone("[label]\ntenant = \"T\"", (2, "label.tenant"), "`tenant` is given and no label")]
    #[case::no_name("[label]\nid = \"I\"\ntenant = \"T\"", (1, "label.name"), "`name` must be the label's name")]
    #[case::the_tenant_twice("[label]\nid = \"T\"\nname = \"Official\"\ntenant = \"T\"", (2, "label.id"), "the same as `tenant`")]
    #[case::method("[label]\nmethod = \"Auto\"", (2, "label.method"), "`method` must be one of \"standard\", \"privileged\"")]
    #[case::reader("[label]\ntenant = \"T\"\n[label.for]\nmember = { id = \"I\", name = \"Official\" }", (4, "label.for.member"), "did you mean `members`?")]
    #[case::of_a_reader("[label]\ntenant = \"T\"\n[label.for.forms]\nid = \"x\"\nname = \"Official\"", (4, "label.for.forms.id"), "must be an id")]
    #[case::name_of_a_reader("[label]\ntenant = \"T\"\n[label.for.forms]\nid = \"I\"", (3, "label.for.forms.name"), "`name` must be")]
    #[case::as_text("[label.for]\nforms = \"Official\"", (2, "label.for.forms"), "must be a section")]
    #[case::key_of_a_reader("[label.for.forms]\nnmae = \"Official\"", (2, "label.for.forms.nmae"), "`nmae`")]
    fn faults(#[case] text: &str, #[case] place: (usize, &str), #[case] says: &str) {
        let text = text.replace("\"I\"", &format!("\"{ID}\"")).replace("\"T\"", &format!("\"{TENANT}\""));
        let Err(Error::Settings { faults, .. }) = load(Path::new("q"), &text) else { panic!("accepted: {text}") };
        let fault = faults.0.iter().find(|f| f.message.contains(says)).unwrap_or_else(|| panic!("{faults}"));
        assert_eq!((fault.line, fault.key.as_str()), place, "{faults}");
    }
}
