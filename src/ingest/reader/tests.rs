#[test]
fn a_panic_of_the_parser_breaks_the_sheet() {
    assert!(matches!(super::without_panic(|| panic!("as a parser may")), Err(super::Stop::Broken)));
    assert!(super::without_panic(|| Ok(())).is_ok());
}
