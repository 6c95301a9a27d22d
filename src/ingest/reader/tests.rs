#[test]
fn percent_formats() {
    for (format, percent) in
        [("0%", true), ("0.0%;-0.0%", true), ("0\"%\"", false), ("General", false), ("0;0%", false), ("0\\%", false)]
    {
        assert_eq!(super::is_percent(format), percent, "{format}");
    }
}
