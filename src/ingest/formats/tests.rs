use super::*;

#[test]
fn tmp() {
    let t: Vec<(String, f64, String)> =
        serde_json::from_str(&std::fs::read_to_string("/tmp/fmtx/t/t.json").unwrap()).unwrap();
    let mut last = String::new();
    for (c, v, e) in t {
        let f = NumberFormat::new(&c);
        let shown = f.shows(v);
        if c != last {
            println!("== {c}  plain {}", f.is_plain());
            last = c.clone();
        }
        if let NumberShown::Other(s) = &shown {
            println!("   {} {v}: {:?} {:?} LO {e:?}", if s.text == e.trim() { " " } else { "!" }, s.how, s.text);
        } else {
            println!("     {v}: {shown:?} LO {e:?}");
        }
    }
}
