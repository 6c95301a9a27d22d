//! Cell, continued: what is said of a figure of an earlier quarter that a service corrects.

use super::facts::Origin;
use crate::reading::asked::AskedDetail;

super::check::checks! { Cell, CORRECTIONS;
    C100 {
        title: "Corrected figure without what it is made of",
        severity: Query,
        why: "The published figure has a numerator and a denominator, which go with it. Without those of the corrected one \
              a year that is worked out from them lacks that quarter.",
        remedy: "Type the corrected numerator and the corrected denominator beside the corrected figure.",
        characteristic: Completeness,
        council_may_change: true,
        found_by: Validation,
        origin: Some(Origin::Missing),
        asks: &[AskedDetail::Numerator, AskedDetail::Denominator],
    }
}
