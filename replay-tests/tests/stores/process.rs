//! Writers as processes of their own: this test's program started again, with its orders in the environment.
//!
//! A writer prints a line for each act that was acknowledged to it. Absent by design: what is checked afterwards.

use super::history;
use ledger_core::ledger::{Ledger, LedgerError, Order, Proposed, Stamp};
use ledger_core::store::{Sqlite, StoreError};
use ledger_core::tree::Head;
use ledger_core::vocabulary::{Actor, CommandId, Day, Hash};
use rusqlite::Connection;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use uuid::Uuid;

const ORDERS: &str = "LICLEDGER_TEST_WRITER";
/// The test in `stores.rs` that calls [`serve`].
const DOOR: &str = "a_writer_of_its_own_is_started_by_the_other_tests";
/// A write that is larger than the memory that SQLite may use for it, so that it reaches the file before its end.
const SPILL: &str = "PRAGMA cache_size = 1; BEGIN IMMEDIATE; WITH RECURSIVE n (x) AS \
    (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 9999) INSERT INTO subject SELECT 'row', 'cut' || x, 1 FROM n";

/// A running writer, killed when it is dropped.
pub(crate) struct Writer {
    child: Child,
    lines: std::io::Lines<BufReader<ChildStdout>>,
}

impl Writer {
    /// Starts a writer that adds so many notes.
    pub(crate) fn adding(path: &Path, number: u32, notes: u32) -> Self {
        Self::start(&format!("add {number} {notes} {}", path.display()))
    }

    /// Starts a writer that begins a large write and never ends it.
    pub(crate) fn stalling(path: &Path) -> Self {
        Self::start(&format!("stall 0 0 {}", path.display()))
    }

    fn start(orders: &str) -> Self {
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.args(["--exact", DOOR, "--nocapture", "--test-threads=1"]).env(ORDERS, orders).stdout(Stdio::piped());
        let mut child = command.spawn().expect("starts");
        let lines = BufReader::new(child.stdout.take().expect("it was piped")).lines();
        Self { child, lines }
    }

    /// The next head that was acknowledged; `None` when the writer has ended.
    pub(crate) fn acknowledged(&mut self) -> Option<Head> {
        let line = self.lines.by_ref().map_while(Result::ok).find(|line| line.starts_with("ack "))?;
        let (size, root) = line.strip_prefix("ack ")?.split_once(':').expect("a whole line");
        Some(Head { size: size.parse().expect("a size"), root: Hash::parse(root).expect("a root") })
    }

    /// Ends the writer in the middle of whatever it does.
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("kills");
    }

    /// Waits for the end of the writer, and says whether it did all that it was to do.
    pub(crate) fn wait(&mut self) -> bool {
        self.child.wait().expect("waits").success()
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Carries out the orders, if this process was started to do so.
pub(crate) fn serve() {
    let Ok(orders) = std::env::var(ORDERS) else { return };
    let words: Vec<&str> = orders.splitn(4, ' ').collect();
    let count = |text: &str| text.parse::<u32>().expect("a number");
    match words[..] {
        ["add", number, notes, path] => add(Path::new(path), count(number), count(notes)),
        ["stall", _, _, path] => stall(Path::new(path)),
        _ => panic!("{orders}: not understood"),
    }
}

fn stall(path: &Path) {
    let connection = Connection::open(path).expect("opens");
    connection.execute_batch(SPILL).expect("runs");
    println!("\nack 0:{}", Hash::ZERO);
    loop {
        std::thread::park();
    }
}

fn add(path: &Path, number: u32, notes: u32) {
    let mut ledger = Ledger::open_file(path).expect("it opens");
    let mut last = 0_u64;
    let mut ids = || {
        last += 1;
        Uuid::from_u64_pair(0x019e_8000_0000_7000 + u64::from(number), 0x9000_0000_0000_0000 + last)
    };
    for note in 0..notes {
        let order = Order {
            command_id: Some(CommandId(Uuid::from_u64_pair(0x7000 + u64::from(number), u64::from(note)))),
            ..Order::of(history::note(&format!("note {note} of writer {number}")))
        };
        let head = loop {
            let today = Day::parse("2026-06-02").expect("a day");
            let actor = Actor::parse("writer").expect("an operator id");
            let stamp = &mut Stamp { now: 1_780_400_000_000_000, today, actor, ids: &mut ids };
            match attempt(&mut ledger, &order, stamp) {
                Ok(head) => break head,
                Err(LedgerError::Moved { .. } | LedgerError::Store(StoreError::Locked)) => {}
                Err(error) => panic!("{error}"),
            }
        };
        println!("\nack {head}");
    }
}

fn attempt(ledger: &mut Ledger<Sqlite>, order: &Order, stamp: &mut Stamp<'_>) -> Result<Head, LedgerError> {
    match ledger.propose(order, stamp)? {
        Proposed::New(proposal) => Ok(ledger.commit(*proposal, stamp)?.head),
        Proposed::Already(receipt) => Ok(receipt.head),
    }
}
