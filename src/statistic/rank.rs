//! Where one value stands among others: rank with ties, quartile, and distance from the median.
//!
//! Quantiles are type 7 of Hyndman and Fan, “Sample Quantiles in Statistical Packages”, The American Statistician 50
//! (1996): linear between the order statistics at 1 + (n − 1)p. It is what Excel's QUARTILE.INC and MEDIAN, R and NumPy
//! give by default, so that a reader can check a figure in the workbook itself.

use crate::fit::fit;

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// The greatest is first.
    Higher,
    /// The least is first.
    Lower,
}

/// A place among others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rank {
    /// 1 is the best; equal values share the better rank, and the ranks that they take up are left out after them.
    pub rank: u32,
    /// How many are ranked, this one among them.
    pub of: u32,
    /// How many of the others have the same value.
    pub ties: u32,
    /// 1 is the best quarter of all that are ranked, 4 the worst; a value on a boundary belongs to the better one.
    pub quartile: u8,
}

/// The quantile `p` (0 to 1) of values in ascending order, by type 7. `None` without values or for another `p`.
pub fn quantile(ascending: &[f64], p: f64) -> Option<f64> {
    let last = ascending.len().checked_sub(1)?;
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    let at = last as f64 * p;
    let below = at.floor();
    let low = *ascending.get(fit::<usize>(below))?;
    let high = ascending.get(fit::<usize>(below) + 1).copied().unwrap_or(low);
    Some(low + (high - low) * (at - below))
}

/// The median of values in ascending order; the mean of the two in the middle where their number is even.
pub fn median(ascending: &[f64]) -> Option<f64> {
    quantile(ascending, 0.5)
}

/// Where `own` stands among `others`, which are in ascending order and without it. `buffer` is working space. `None`
/// without others, since nothing is first of one, and for a value that is not a number.
pub fn place(own: f64, others: &[f64], better: Better, buffer: &mut Vec<f64>) -> Option<Rank> {
    if others.is_empty() || own.is_nan() {
        return None;
    }
    let below = others.partition_point(|v| *v < own);
    let above = others.len() - others.partition_point(|v| *v <= own);
    let ahead = match better {
        Better::Higher => above,
        Better::Lower => below,
    };
    buffer.clear();
    buffer.extend_from_slice(&others[..below]);
    buffer.push(own);
    buffer.extend_from_slice(&others[below..]);
    let is_within = |quarters_from_best: u8| {
        let share = f64::from(quarters_from_best) / 4.0;
        match better {
            Better::Higher => quantile(buffer, 1.0 - share).is_some_and(|bound| own >= bound),
            Better::Lower => quantile(buffer, share).is_some_and(|bound| own <= bound),
        }
    };
    let quartile = (1..4).find(|q| is_within(*q)).unwrap_or(4);
    let ties = others.len() - below - above;
    Some(Rank { rank: fit::<u32>(ahead) + 1, of: fit::<u32>(others.len()) + 1, ties: fit::<u32>(ties), quartile })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Microsoft's example of QUARTILE.INC: the first quartile of 1, 2, 4, 7, 8, 9, 10, 12 is 3.5. NumPy's default for
    /// the rest.
    #[test]
    fn quantiles_as_excel_and_numpy_give_them() {
        let published = [1.0, 2.0, 4.0, 7.0, 8.0, 9.0, 10.0, 12.0];
        assert_eq!(quantile(&published, 0.25), Some(3.5));
        assert_eq!((median(&published), quantile(&published, 0.75)), (Some(7.5), Some(9.25)));
        assert_eq!((quantile(&published, 0.0), quantile(&published, 1.0)), (Some(1.0), Some(12.0)));
        assert_eq!((median(&[]), median(&[5.0]), median(&[1.0, 2.0])), (None, Some(5.0), Some(1.5)));
        assert_eq!((quantile(&[1.0], 1.5), quantile(&[1.0], f64::NAN)), (None, None));
    }

    #[test]
    fn ranks_with_ties() {
        let others = [10.0, 20.0, 20.0, 30.0];
        let of = |own, better| place(own, &others, better, &mut vec![]).unwrap();
        let rank = |own, better| (of(own, better).rank, of(own, better).of, of(own, better).ties);
        assert_eq!(rank(20.0, Better::Higher), (2, 5, 2));
        assert_eq!(rank(30.0, Better::Higher), (1, 5, 1));
        assert_eq!(rank(31.0, Better::Higher), (1, 5, 0));
        assert_eq!(rank(10.0, Better::Higher), (4, 5, 1));
        assert_eq!(rank(10.0, Better::Lower), (1, 5, 1));
        assert_eq!(rank(25.0, Better::Lower), (4, 5, 0));
        assert_eq!(rank(9.0, Better::Higher), (5, 5, 0));
        assert_eq!(place(1.0, &[], Better::Higher, &mut vec![]), None);
        assert_eq!(place(f64::NAN, &others, Better::Higher, &mut vec![]), None);
    }

    /// Sixteen councils: the quarters hold four each.
    #[test]
    fn quarters_of_sixteen() {
        for own in 1..=16 {
            let others: Vec<f64> = (1..=16).filter(|n| *n != own).map(f64::from).collect();
            let high = place(f64::from(own), &others, Better::Higher, &mut vec![]).unwrap();
            assert_eq!((high.rank, u32::from(high.quartile)), (17 - own as u32, (16 - own as u32) / 4 + 1));
        }
    }

    proptest! {
        /// A mirrored measure has the mirrored polarity and the same place.
        #[test]
        fn mirrored_values_mirror_the_rank(own in -50i32..50, mut others in prop::collection::vec(-50i32..50, 1..40)) {
            others.sort_unstable();
            let up: Vec<f64> = others.iter().map(|v| f64::from(*v)).collect();
            let down: Vec<f64> = up.iter().rev().map(|v| -v).collect();
            let own = f64::from(own);
            let higher = place(own, &up, Better::Higher, &mut vec![]);
            prop_assert_eq!(higher, place(-own, &down, Better::Lower, &mut vec![]));
            let lower = place(own, &up, Better::Lower, &mut vec![]);
            let (h, l) = (higher.unwrap(), lower.unwrap());
            prop_assert_eq!(h.rank + l.rank + h.ties, h.of + 1);
        }

        #[test]
        fn scale_and_shift_change_no_place(own in -50i32..50, mut others in prop::collection::vec(-50i32..50, 1..40)) {
            others.sort_unstable();
            let plain: Vec<f64> = others.iter().map(|v| f64::from(*v)).collect();
            let moved: Vec<f64> = plain.iter().map(|v| v * 4.0 + 7.0).collect();
            let own = f64::from(own);
            prop_assert_eq!(
                place(own, &plain, Better::Higher, &mut vec![]),
                place(own * 4.0 + 7.0, &moved, Better::Higher, &mut vec![])
            );
        }
    }
}
