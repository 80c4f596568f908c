"""What events say of the ledger itself: imports, closings and moves (`record.md`, "What verification checks")."""

import datetime

import answers
import blake3
import book
import resolve
from record import side_by_side

_LAST_DAY = "2100-12-31"

_HALVES = {
    "licences-transferred-out": "licences-transferred-in",
    "device-moved-out": "device-moved-in",
    "credits-transferred-out": "credits-transferred-in",
}


def imports(ledger, tree):
    """What ends an import names its trees and bytes, and from its command id follow those of its batches."""
    groups = side_by_side(ledger)
    for index, (event, *others) in enumerate(groups):
        if event.kind != "import-committed" or event.body is None:
            continue
        rows = []
        for group in groups[:index][::-1]:
            if group[0].request != event.request or group[0].kind == "import-committed":
                break
            rows.insert(0, group)
        numbered = [event.command + number.to_bytes(8, "big") for number in range(1, len(rows) + 1)]
        commands = [_version_8(digest[:16]) for digest in blake3.hash_all(numbered)]
        first = rows[0][0].position if rows else event.position
        file = ledger.documents.get(bytes.fromhex(event.body["file"]), b"")
        if (
            others
            or [group[0].command for group in rows] != commands
            or event.body["before"] != tree.head(first)
            or event.body["after"] != tree.head(event.position)
            or event.body["bytes"] != len(file)
        ):
            yield "INT-IMPORT", f"position {event.position}: the import is not what its end says"


def closings(ledger, tree):
    """A closing's day, head and totals are those that the events before it give; totals are listed by stream id.

    It closes no day that was still to come, in UTC.
    """
    targets = resolve.targets(ledger.events)
    for event in ledger.events:
        if event.kind != "period-closed" or event.body is None:
            continue
        projects = book.fold(resolve.folded(ledger.events, targets, event.position, event.effective))
        closed = event.body.get("project")
        if closed is not None:
            projects = [project for project in projects if _named(project) == closed]
        totals = [_total(project, event.effective) for project in sorted(projects, key=lambda one: one.stream)]
        last = datetime.date.fromisoformat(event.effective)
        recorded = datetime.datetime.fromtimestamp(event.recorded / 1_000_000, datetime.timezone.utc).date()
        if (
            last >= recorded
            or event.body["head"] != tree.head(event.position)
            or event.body["until"] != (last + datetime.timedelta(days=1)).isoformat()
            or event.body["totals"] != totals
        ):
            yield "INT-CLOSING", f"position {event.position}: the closing is not what the events before it give"


def moves(ledger):
    """What left a project arrived in the same command."""
    for group in side_by_side(ledger):
        left = [(_HALVES[event.kind], _moved(event)) for event in group if event.kind in _HALVES and event.body]
        arrived = [(event.kind, _moved(event)) for event in group if event.kind in _HALVES.values() and event.body]
        if left != arrived and all(event.body for event in group):
            yield "INT-MOVE", f"position {group[0].position}: what left is not what arrived"


def is_below_zero(ledger):
    """Whether some lot holds less than nothing somewhere, which verification tells beside."""
    facts = resolve.folded(ledger.events, resolve.targets(ledger.events), len(ledger.events), _LAST_DAY)
    lots = [lot for project in book.fold(facts) for lot in project.lots.values()]
    return any(units < 0 for lot in lots for units in lot.holdings.values())


def _moved(event):
    lots = [(lot.get("was", lot["lot"]), lot["licence"], lot["units"]) for lot in event.body.get("lots", [])]
    return lots, event.body.get("credits"), event.body.get("serial") or event.body.get("device", {}).get("serial")


def _total(project, day):
    rows = answers.licences(project, day)
    return {
        "credits": project.credits,
        "licences": [{name: row[name] for name in ("bound", "free", "licence", "ssa_covered")} for row in rows],
        "project": _named(project),
    }


def _named(project):
    stream = project.stream.hex()
    groups = (stream[:8], stream[8:12], stream[12:16], stream[16:20], stream[20:])
    return {"company": project.company, "project": project.name, "stream": "-".join(groups)}


def _version_8(number):
    return number[:6] + bytes([number[6] & 0x0F | 0x80, number[7], number[8] & 0x3F | 0x80]) + number[9:]
