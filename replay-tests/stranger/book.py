"""Folding events into projects (`meaning.md`, "Projects" and "What each kind does")."""

from lots import Apart, Lots, Taking, interval
from names import FREE, licence

_OF_NO_PROJECT = (
    "period-closed", "import-committed", "loss-accepted", "rulebook-adopted", "ledger-created", "company-added"
)


class Project:
    """One project's stream, folded."""

    def __init__(self, stream):
        self.stream = stream
        self.company = None
        self.name = None
        self.lots = Lots()
        self.credits = 0

    def fold(self, fact):
        """One more fact; kinds that are not named in the table change nothing that is counted here."""
        effects = _TRACES if fact.trace else _EFFECTS
        if fact.kind in effects:
            effects[fact.kind](self, fact, fact.body)

    def _opened(self, _fact, body):
        self.company, self.name = body["company"], body["project"]

    def _redeemed(self, _fact, body):
        for item in body["items"]:
            self.lots.called(item["lot"], item["licence"]).put(FREE, item["units"])
        self.credits += body.get("credits", 0)

    def _bound(self, fact, body):
        taking = Taking(fact, FREE, _named(body["parts"]))
        for part in body["parts"]:
            for lot in self.lots.take(taking, part, body["serial"]):
                lot.first_bound = lot.first_bound or fact.effective

    def _bound_and_reversed(self, fact, body):
        """"What a reversal leaves" of a binding."""
        taking = Taking(fact, FREE, _named(body["parts"]))
        for part in body["parts"]:
            if part["lot"] in self.lots and self.lots[part["lot"]].at(FREE) >= part["units"]:
                for lot in self.lots.take(taking, part, FREE):
                    lot.first_bound = lot.first_bound or fact.effective

    def _released(self, fact, body):
        taking = Taking(fact, body["serial"], _named(body["parts"]))
        for part in body["parts"]:
            self.lots.take(taking, part, FREE)

    def _replaced(self, fact, body):
        old, new = body["old"], body["new"]
        for part in body["parts"]:
            source = self.lots.get(part["lot"])
            if part["into"] != part["lot"] and source is not None and source.at(old) > 0:
                lot = self.lots.called(part["into"], part["licence"])
                lot.copy(source)
                lot.apart = Apart(part["lot"], fact.position, False)
                lot.put(old, source.at(old))
                source.put(old, -source.at(old))
        for lot in self.lots.values():
            lot.put(new, lot.holdings.pop(old, 0))

    def _converted(self, fact, body):
        term = interval(body["coverage"])
        taking = Taking(fact, FREE, _named([changed["part"] for changed in body["parts"]]), True)
        for changed in body["parts"]:
            for lot in self.lots.take(taking, changed["part"], FREE):
                lot.licence = licence(changed["becomes"])
                cut = [(start, min(end, term[0])) for start, end in lot.coverage if start < term[0]]
                lot.coverage = [*cut, term]
        self.credits -= body.get("credits", 0)

    def _upgraded(self, fact, body):
        place = body.get("serial", FREE)
        taking = Taking(fact, place, _named([changed["part"] for changed in body["parts"]]), True)
        for changed in body["parts"]:
            for lot in self.lots.take(taking, changed["part"], place):
                lot.licence = licence(changed["becomes"])

    def _applied(self, fact, body):
        named = _named([share["part"] for share in body["lots"]])
        for share in body["lots"]:
            place = share.get("serial", FREE)
            for lot in self.lots.take(Taking(fact, place, named), share["part"], place):
                lot.coverage.append(interval(share["span"]))
        self.credits -= body.get("credits", 0)

    def _left(self, fact, body):
        for part in body["lots"]:
            self.lots.leave(Taking(fact, body.get("serial", FREE), frozenset()), part)

    def _arrived(self, fact, body):
        place = body["device"]["serial"] if "device" in body else FREE
        for arriving in body["lots"]:
            lot = self.lots.called(arriving["lot"], arriving["licence"])
            lot.arrive(arriving)
            lot.put(place, arriving["units"])
        if fact.first is not None:
            self._arrived_by_amendment(fact, body["lots"])

    def _arrived_by_amendment(self, fact, arriving):
        """"What arrives by an amendment": the shortfall of a lot is used up by what is set apart from it."""
        now = {lot["lot"]: lot["units"] for lot in arriving}
        fewer = {lot["lot"]: lot["units"] - now.get(lot["lot"], 0) for lot in fact.first["lots"]}
        for name, units in now.items():
            source = next((other for other in fewer if fewer[other] >= units), None)
            if name not in fewer and source is not None:
                fewer[source] -= units
                self.lots[name].apart = Apart(source, fact.recording, False)

    def _credited(self, _fact, body):
        self.credits += body["credits"]

    def _debited(self, _fact, body):
        self.credits -= body["credits"]


_EFFECTS = {
    "project-opened": Project._opened,
    "key-redeemed": Project._redeemed,
    "licences-bound": Project._bound,
    "licences-released": Project._released,
    "licences-converted": Project._converted,
    "licences-upgraded": Project._upgraded,
    "ssa-applied": Project._applied,
    "licences-transferred-out": Project._left,
    "licences-transferred-in": Project._arrived,
    "device-moved-out": Project._left,
    "device-moved-in": Project._arrived,
    "device-replaced": Project._replaced,
    "credits-received": Project._credited,
    "credits-transferred-in": Project._credited,
    "credits-transferred-out": Project._debited,
}

_TRACES = {"licences-bound": Project._bound_and_reversed}


def fold(facts):
    """The projects that the facts make up, in no order."""
    projects = {}
    for fact in facts:
        if fact.kind not in _OF_NO_PROJECT:
            if fact.stream not in projects:
                projects[fact.stream] = Project(fact.stream)
            projects[fact.stream].fold(fact)
    return list(projects.values())


def _named(parts):
    return frozenset(part[name] for part in parts for name in ("lot", "into"))
