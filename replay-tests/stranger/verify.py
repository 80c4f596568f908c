"""Checks ledgers and the program's answers about them without the program (see README.md beside this file)."""

import json
import sys
from collections import Counter
from pathlib import Path

sys.dont_write_bytecode = True  # before the imports below: nothing is to be written beside this file

import answers
import book
import claims
import names
import record
import resolve
from ledger import CORRECTIONS, Ledger, Unreadable
from shape import Shapes
from tree import Tree

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"
COUNTS = (
    "ledgers", "events", "documents", "index_rows", "corrections", "balance_rows", "ssa_rows", "mismatches"
)


class Verifier:
    """Goes through a folder of ledgers, counts what it recomputed and complains about what differs."""

    def __init__(self, folder):
        self.folder = folder
        self.counts = Counter()
        self.shapes = Shapes(SCHEMAS / "event")
        self.definitions = (SCHEMAS / "ledger.v1.sql").read_text("utf-8")
        self.hardware = names.hardware_families(SCHEMAS / "catalogue.json")

    def run(self):
        """Everything that `index.json` names."""
        for entry in _json(self.folder / "index.json", "ledgers")["ledgers"]:
            self._ledger(self.folder / entry["folder"], entry["answers"])

    def _complain(self, place, what):
        self.counts["mismatches"] += 1
        print(f"{place}: {what}", file=sys.stderr)

    def _ledger(self, folder, asked):
        path = folder / "ledger.licledger"
        ledger = Ledger(path, self.definitions)
        self.counts["ledgers"] += 1
        self.counts["events"] += len(ledger.events)
        self.counts["documents"] += len(ledger.documents)
        self.counts["index_rows"] += len(ledger.subjects)
        self.counts["corrections"] += sum(event.kind in CORRECTIONS for event in ledger.events)
        tree = Tree([event.hash for event in ledger.events])
        found = self._record(path, ledger, tree)
        targets = resolve.targets(ledger.events)
        for answer in asked:
            file = folder / answer["file"]
            told = _json(file)
            if "error" in told:
                self._complain(file, f"no answer: {told['error']['code']}, {told['error']['message']}")
            elif answer["question"] == "verify":
                self._verify(file, told, answer["exit"], ledger, tree, found)
            else:
                self._question(file, told, answer, ledger.events, targets, tree)

    def _record(self, path, ledger, tree):
        """Checks the record: identifiers and sentences of what was found."""
        found = [("INT-STORE", fault) for fault in ledger.faults]
        for check in (
            record.read_payloads(ledger, self.shapes), record.headers(ledger), record.kinds(ledger),
            record.batches(ledger), record.targets(ledger), record.frontier(ledger, tree), record.documents(ledger),
            record.index(ledger), claims.imports(ledger, tree), claims.closings(ledger, tree), claims.moves(ledger),
        ):
            found.extend(check)
        return found

    def _verify(self, file, told, status, ledger, tree, found):
        """`verify`'s head, findings and exit code (`codes.md`, and `record.md`, "What verification checks").

        A fault that both find is no difference. Of what is told beside, only whether there is any is compared.
        """
        size = len(ledger.events)
        ours = {code for code, _ in found}
        theirs = {finding["rule"] for finding in told["findings"]}
        for code, what in found:
            if code not in theirs:
                self._complain(file.parents[1] / "ledger.licledger", f"{code}: {what}")
        whole = ours <= {"INT-WITHHELD"}
        faults = {code for code in theirs if code.startswith("INT-")}
        self._same(file, "head", tree.head(size), told["head"])
        self._same(file, "events", [size, size], [told["events"], told["known_at"]])
        self._same(file, "findings", sorted(ours), sorted(faults))
        if whole:
            self._same(file, "lots below zero", claims.is_below_zero(ledger), theirs != faults)
        self._same(file, "exit code", 0 if not ours else 1 if whole else 5, status)

    def _question(self, file, told, answer, events, targets, tree):
        """A `balance` or `ssa` answer: its head, its two sides and each of its rows."""
        day, known_at = answer["as_of"], answer["known_at"]
        withheld = any(event.payload is None for event in events[:known_at])
        self._same(file, "exit code", int(withheld), answer["exit"])
        self._same(file, "question", [day, known_at], [told["as_of"], told["known_at"]])
        self._same(file, "head", tree.head(known_at), told["head"])
        projects = book.fold(resolve.folded(events, targets, known_at, day))
        if answer["question"] == "balance":
            self._rows(file, "rows", answers.balance(projects, day), told["rows"], "balance_rows")
        else:
            self._rows(file, "rows", answers.ssa(projects, day), told["rows"], "ssa_rows")
            self._rows(file, "projects", answers.verdicts(projects, day, self.hardware), told["projects"], None)

    def _rows(self, file, what, ours, theirs, counted):
        if counted:
            self.counts[counted] += len(ours)
        for number in range(max(len(ours), len(theirs))):
            pair = [rows[number] if number < len(rows) else None for rows in (ours, theirs)]
            self._same(file, f"{what}[{number}]", *pair)

    def _same(self, file, what, ours, theirs):
        ours, theirs = (json.dumps(value, sort_keys=True) for value in (ours, theirs))
        if ours != theirs:
            self._complain(file, f"{what}: {ours} was expected, {theirs} is there")


def _json(path, *names):
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Unreadable(f"{path}: {error}") from error
    if not isinstance(value, dict) or any(name not in value for name in names):
        raise Unreadable(f"{path}: not an object with {', '.join(names)}")
    return value


def main():
    """Exit codes: 0 nothing differs, 1 something does, 2 an input cannot be read."""
    if len(sys.argv) != 2:
        print("usage: verify.py FOLDER", file=sys.stderr)
        return 2
    verifier = Verifier(Path(sys.argv[1]))
    try:
        verifier.run()
    except Unreadable as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps({name: verifier.counts[name] for name in COUNTS}))
    return 1 if verifier.counts["mismatches"] else 0


if __name__ == "__main__":
    sys.exit(main())
