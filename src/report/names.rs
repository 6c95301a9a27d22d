//! What the workbooks of the editions are called.

use crate::analyse::Part;
use crate::file_name::stem;
use crate::settings::Edition;

/// The longest that the part's own name is in a file name, in signs.
const LONGEST: usize = 80;

/// `cabinet.xlsx`, `officers.xlsx`, `directorate Adults and Public Health.xlsx`: of an edition, and of a part where it has
/// one workbook for each.
pub fn workbook(edition: Edition, part: Option<&Part>) -> String {
    let one = |kind: &str| format!("{kind} {}.xlsx", part.map(|p| stem(&p.name, LONGEST)).unwrap_or_default());
    match edition {
        Edition::Members => "cabinet.xlsx".to_owned(),
        Edition::Directorates => one("directorate"),
        Edition::Portfolios => one("portfolio"),
        Edition::Services => one("service"),
        Edition::Predecessors => one("council before"),
        whole => format!("{}.xlsx", whole.key()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn names_of_workbooks() {
        assert_eq!(workbook(Edition::HalfYear, None), "half-year.xlsx");
        let register = sample::register([sample::service("waste")], vec![]);
        let mut part = Part::services(&register).remove(0);
        let own = format!("service {}.xlsx", part.name);
        assert_eq!(workbook(Edition::Services, Some(&part)), own);
        part.name = "Roads / Transport".to_owned();
        assert_eq!(workbook(Edition::Services, Some(&part)), "service Roads - Transport.xlsx");
    }
}
