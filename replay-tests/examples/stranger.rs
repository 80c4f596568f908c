//! Writes the ledgers and answers that `stranger/verify.py` checks into a folder.
//!
//! ```text
//! cargo run -p replay-tests --example stranger -- FOLDER [LEDGERS] [FIRST SEED] [ORDERS]
//! ```
//!
//! 75 ledgers of 60 orders each are written unless other numbers are named. Absent by design: checking them.

use replay_tests::stranger::{Wanted, lay_out};
use std::path::Path;

fn main() -> Result<(), String> {
    let mut words = std::env::args().skip(1);
    let folder = words.next().ok_or("name the folder to write into")?;
    let mut number = |otherwise: u64| match words.next() {
        Some(word) => word.parse::<u64>().map_err(|error| format!("{word}: {error}")),
        None => Ok(otherwise),
    };
    let (ledgers, first_seed, orders) = (number(75)?, number(40_000)?, number(60)?);
    let written = lay_out(Path::new(&folder), Wanted { first_seed, ledgers, orders })?;
    println!("{written} ledgers in {folder}");
    Ok(())
}
