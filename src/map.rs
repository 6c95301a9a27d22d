//! Maps by ids, which are looked up and never listed: no result may depend on their order.

/// A map by ids that is only looked up, never listed.
pub type Map<K, V> = std::collections::HashMap<K, V, foldhash::fast::FixedState>;

/// As [`Map`].
pub type Set<T> = std::collections::HashSet<T, foldhash::fast::FixedState>;
