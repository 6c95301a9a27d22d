//! What holds of all points.

use super::*;

#[test]
fn every_point_of_the_source_is_there() {
    let numbers: Vec<u8> = points().map(|p| p.number).collect();
    assert_eq!(numbers, (1..=36).collect::<Vec<u8>>());
    assert_eq!(points().filter(|p| p.essential).count(), 19);
}
