//! The user of the process: what the environment calls them, or the system.
//!
//! Absent by design: any other name. Whoever has none is told by number.

use ledger_core::vocabulary::Actor;
use std::env;

/// Whom the environment names as the user: on Unix and on Windows.
const NAMES: [&str; 3] = ["USER", "LOGNAME", "USERNAME"];

/// The user as an actor: by the environment, by the system's list of users, by the user's number.
pub(crate) fn actor() -> Option<Actor> {
    let named = NAMES.iter().filter_map(|name| env::var(name).ok());
    named.chain(by_number()).find_map(|name| Actor::parse(&name).ok())
}

/// The name that the system gives to the user's number, and the number.
#[cfg(unix)]
fn by_number() -> Vec<String> {
    let number = rustix::process::getuid().as_raw().to_string();
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    name_of(&users, &number).into_iter().chain([format!("uid {number}")]).collect()
}

#[cfg(not(unix))]
fn by_number() -> Vec<String> {
    Vec::new()
}

/// The name that goes with a number in a list of users: `name:password:number:…`, a line each.
#[cfg(unix)]
fn name_of(users: &str, number: &str) -> Option<String> {
    let mut fields = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
    let mine = fields.find(|fields| fields.get(2) == Some(&number))?;
    mine.first().map(|name| (*name).to_owned())
}

#[cfg(all(test, unix))]
mod tests {
    use super::name_of;

    #[test]
    fn a_number_has_the_name_that_the_system_gives_it() {
        let users = "root:x:0:0:root:/root:/bin/sh\nanna:x:1000:1000::/home/anna:/bin/sh\n";
        assert_eq!(name_of(users, "1000").as_deref(), Some("anna"));
        assert_eq!(name_of(users, "7"), None);
    }
}
