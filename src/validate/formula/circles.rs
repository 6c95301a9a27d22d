//! Circles in a graph of references.

/// Ways that lead back to where they start, each once, from its lowest position.
pub(super) fn circles(next: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut out = Vec::new();
    let mut done = vec![false; next.len()];
    for start in 0..next.len() {
        // The way so far, and how many turns were tried at each place of it.
        let mut way: Vec<(usize, usize)> = vec![];
        let mut here = (!done[start]).then_some(start);
        loop {
            if let Some(n) = here.take() {
                if let Some(at) = way.iter().position(|(m, _)| *m == n) {
                    out.push(way[at..].iter().map(|(m, _)| *m).collect());
                } else if !done[n] {
                    way.push((n, 0));
                }
            }
            let Some((n, tried)) = way.last_mut() else { break };
            match next[*n].get(*tried) {
                Some(turn) => {
                    *tried += 1;
                    here = Some(*turn);
                }
                None => {
                    done[*n] = true;
                    way.pop();
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::circles;

    #[test]
    fn circles_are_found_once() {
        assert_eq!(circles(&[vec![1, 2], vec![2], vec![]]), Vec::<Vec<usize>>::new());
        assert_eq!(circles(&[vec![1], vec![2], vec![0]]), [[0, 1, 2]]);
        assert_eq!(circles(&[vec![0]]), [[0]]);
        assert_eq!(circles(&[vec![1], vec![2], vec![3], vec![1]]), [[1, 2, 3]]);
        assert_eq!(circles(&[vec![1, 2], vec![0], vec![0]]), [[0, 1], [0, 2]]);
    }
}
