//! Which label what we write has.

use super::editions::Edition;
use super::label::{LabelSettings, LabelUse};
use super::model::Settings;
use crate::label::Label;
use crate::period::Period;

impl Settings {
    /// The label of what is written for `of`, since the first day of the quarter that it is of; `None` where it has none.
    ///
    /// What everybody may read has the label that is named for it and never the council's own.
    pub fn label(&self, of: LabelUse, period: Option<Period>) -> Option<Label> {
        let LabelSettings { id, name, tenant, method, readers } = &self.label;
        let (id, name) = match readers.get(of.key()) {
            Some(own) => (&own.id, &own.name),
            None if of == LabelUse::Edition(Edition::Public) => return None,
            None => (id, name),
        };
        let since = period.map(|period| period.first_day(self.year.start_month));
        (!id.is_empty()).then(|| Label {
            id: id.clone(),
            name: name.clone(),
            tenant: tenant.clone(),
            method: *method,
            since,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::load;
    use std::path::Path;

    const ID: &str = "2096f6a2-d2f7-48be-b329-b73aaa526e5d";
    const TENANT: &str = "cb46c030-1825-4e81-a295-151c039dbf02";
    const OTHER: &str = "0f6ee3ab-7d4f-4c12-9a0a-5a9a3a8f5a11";

    fn main() -> String {
        format!("[label]\nid = \"{{{}}}\"\nname = \"Official\"\ntenant = \"{TENANT}\"\n", ID.to_uppercase())
    }

    #[test]
    fn each_reader_has_its_label_and_the_public_never_the_councils() {
        let of = |settings: &Settings, reader| {
            let label = settings.label(reader, "2026-27Q2".parse().ok());
            label.map(|l| (l.id, l.name, l.since.unwrap().to_string()))
        };
        let [members, officers, public] = [Edition::Members, Edition::Officers, Edition::Public].map(LabelUse::Edition);
        assert_eq!(of(&Settings::default(), members), None);
        let settings = load(Path::new("q"), &main()).unwrap();
        let own = Some((ID.to_owned(), "Official".to_owned(), "2026-07-01".to_owned()));
        for reader in [members, officers, LabelUse::Forms, LabelUse::Team] {
            assert_eq!(of(&settings, reader), own);
        }
        assert_eq!(of(&settings, public), None);
        let readers = format!(
            "[label.for]\nmembers = {{ id = \"{OTHER}\", name = \"Members\" }}\nofficers = {{}}\npublic = {{ id = \"{OTHER}\", name = \"Public\" }}\n"
        );
        let settings = load(Path::new("q"), &(main() + &readers)).unwrap();
        let other = |name: &str| Some((OTHER.to_owned(), name.to_owned(), "2026-07-01".to_owned()));
        assert_eq!((of(&settings, members), of(&settings, public)), (other("Members"), other("Public")));
        assert_eq!((of(&settings, officers), of(&settings, LabelUse::Forms)), (None, own));
        assert_eq!(settings.label(LabelUse::Team, None).unwrap().since, None);
    }
}
