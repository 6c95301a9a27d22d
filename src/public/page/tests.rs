//! The page of the sample quarter.
use super::*;
#[test]
fn first() {
    let sample = crate::report::sample::Sample::new(24);
    let e =
        crate::public::public_edition(&sample.inputs(), &sample.analysis(), &Default::default(), &sample.provenance);
    let html = page(&e, &[]).unwrap();
    std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/target/page")).unwrap();
    std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/target/page/index.html"), html).unwrap();
}
