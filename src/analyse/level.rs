//! How many measures have which status, and the share of them that is on target.

use crate::settings::Status;

/// Counts by status of one basket in one quarter.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct BasketLevel {
    /// On target.
    pub green: u32,
    /// Near target.
    pub amber: u32,
    /// Off target.
    pub red: u32,
    /// With a number, rated or not.
    pub measured: u32,
    /// Due and without a figure, of those that would be rated with one.
    pub missing: u32,
    /// All of its indicators.
    pub total: u32,
    /// Weighted share of rated indicators that are green, 0 to 1; `None` when none is rated.
    pub share: Option<f64>,
    /// Weighted share of those rated or missing that are green: a figure that is left out never raises it.
    pub share_of_due: Option<f64>,
}

impl BasketLevel {
    /// How many have a rating.
    pub fn rated(&self) -> u32 {
        self.green + self.amber + self.red
    }

    /// Whether fewer than half of what should be rated could be, so that the level may yet move far.
    pub fn is_provisional(&self) -> bool {
        self.rated() > 0 && self.rated() < self.missing
    }

    /// Counts statuses with the weights of their indicators, and the weights of those that are missing.
    pub fn of(statuses: impl Iterator<Item = (Status, f64)>, missing: impl Iterator<Item = f64>) -> Self {
        let unrated = [Status::Contextual, Status::NoTarget, Status::NotComparable, Status::Unknown];
        let mut level = Self::default();
        let (mut green, mut rated) = (0.0, 0.0);
        for (status, weight) in statuses {
            level.total += 1;
            match status {
                Status::Green | Status::Exceeds => level.green += 1,
                Status::Amber => level.amber += 1,
                Status::Red => level.red += 1,
                _ => {}
            }
            if status.rated() || unrated.contains(&status) {
                level.measured += 1;
            }
            if status.rated() {
                rated += weight;
                green += if status.on_target() { weight } else { 0.0 };
            }
        }
        level.share = (rated > 0.0).then(|| green / rated);
        for weight in missing {
            level.missing += 1;
            rated += weight;
        }
        level.share_of_due = (rated > 0.0).then(|| green / rated);
        level
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn level_is_of_those_rated() {
        use Status::*;
        let level = |s: &[(Status, f64)]| BasketLevel::of(s.iter().copied(), std::iter::empty());
        let equal = level(&[(Green, 1.0), (Green, 1.0), (Green, 1.0), (Red, 1.0), (NoTarget, 1.0), (Awaited, 1.0)]);
        assert_eq!((equal.share, equal.rated(), equal.measured, equal.total), (Some(0.75), 4, 5, 6));
        assert_eq!(level(&[(Green, 3.0), (Red, 1.0)]).share, Some(0.75));
        assert_eq!(level(&[(Green, 0.0), (Red, 0.0)]).share, None);
        assert_eq!(level(&[(Contextual, 1.0)]).share, None);
        assert_eq!(level(&[]).share, None);
    }
}
