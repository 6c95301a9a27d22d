#[test]
fn percent_formats() {
    for (format, percent) in
        [("0%", true), ("0.0%;-0.0%", true), ("0\"%\"", false), ("General", false), ("0;0%", false), ("0\\%", false)]
    {
        assert_eq!(super::is_percent(format), percent, "{format}");
    }
}

#[test]
fn a_panic_of_the_parser_breaks_the_sheet() {
    assert!(matches!(super::without_panic(|| panic!("as a parser may")), Err(super::Stop::Broken)));
    assert!(super::without_panic(|| Ok(())).is_ok());
}
