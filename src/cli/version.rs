//! What `--version` says.

use std::sync::LazyLock;

/// Version, build, system, and where the licences are told. The build is what the packaging script says of itself, and a
/// commit where it knows one: the program builds without either.
pub fn long() -> &'static str {
    static SAID: LazyLock<String> = LazyLock::new(said);
    &SAID
}

/// The commit that the program was built from, where it was told.
pub fn build() -> Option<&'static str> {
    option_env!("QUARTERDAY_BUILD").filter(|build| !build.is_empty())
}

fn said() -> String {
    let build = build().unwrap_or("from source");
    let kind = match (cfg!(target_env = "gnu"), cfg!(target_env = "musl"), cfg!(target_env = "msvc")) {
        (true, ..) => "-gnu",
        (_, true, _) => "-musl",
        (.., true) => "-msvc",
        _ => "",
    };
    let (system, processor) = (std::env::consts::OS, std::env::consts::ARCH);
    format!(
        "{}\nbuild:    {build}\nsystem:   {system}{kind}, {processor}\nlicences: quarterday licences",
        env!("CARGO_PKG_VERSION")
    )
}
