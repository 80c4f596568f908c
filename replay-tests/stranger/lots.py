"""Lots, and what it means to take a part of one (`meaning.md`, "Lots")."""

from typing import NamedTuple

from names import licence, lot_order


class Apart(NamedTuple):
    """That a lot is set apart: from which lot, by the event at which position, and whether a reversal returned it.

    The position is that of the event's first recording, even where an amendment stands in its place: `meaning.md` says
    otherwise, the answers do not. Only what arrives by an amendment has the position of the amendment.
    """

    source: str
    position: int
    returned: bool


class Lot:
    """Units with one origin, one day of first binding and one coverage. The anchor is left out: no answer shows it."""

    def __init__(self, of):
        self.licence = licence(of)
        self.first_bound = None
        self.coverage = []
        self.holdings = {}
        self.apart = None

    def put(self, place, units):
        """Units arrive at a place, or leave it (a negative number); a place with 0 units is no holding."""
        units += self.holdings.pop(place, 0)
        if units:
            self.holdings[place] = units

    def at(self, place):
        """Units at a place."""
        return self.holdings.get(place, 0)

    def units(self):
        """Units at all places."""
        return sum(self.holdings.values())

    def copy(self, other):
        """Takes over licence, days and coverage."""
        self.licence, self.first_bound, self.coverage = other.licence, other.first_bound, list(other.coverage)

    def arrive(self, days):
        """Days and coverage are those of an arrival."""
        self.first_bound = days.get("first_bound")
        self.coverage = [interval(span) for span in days["coverage"]]

    def covered(self, day):
        """Whether some interval contains the day (`meaning.md`, "Coverage")."""
        return any(start <= day < end for start, end in self.coverage)

    def until(self):
        """The latest end of all intervals; None if there is none."""
        return max((end for _, end in self.coverage), default=None)


class Taking(NamedTuple):
    """What an event takes: the event, the place that units leave, and the names that no new lot gets."""

    fact: object
    place: str
    named: frozenset
    changes_licence: bool = False


class Lots(dict):
    """The lots of a project by name."""

    def called(self, name, of):
        """A lot; one that is not there begins empty, with the licence that the event gives it."""
        if name not in self:
            self[name] = Lot(of)
        return self[name]

    def take(self, taking, part, to):
        """"Taking a part": moves the units to the place `to`; the lots in which they are afterwards."""
        name, into, units = part["lot"], part["into"], part["units"]
        along = [] if self._holds(name, taking.place, units) else self._along(taking, part, into == name)
        moved = []
        for other, count in along:
            moved.append(self._go_along(taking, other, count, to, name, into))
            units -= count
        lot = self.called(name, part["licence"])
        if not along and into == name and lot.units() > units and lot.at(taking.place) >= units:
            self._leave_behind(taking, lot, units)
        lot.put(taking.place, -units)
        if into != name:
            source, lot = lot, self.called(into, part["licence"])
            lot.copy(source)
            lot.apart = Apart(name, taking.fact.position, taking.fact.trace)
        lot.put(to, units)
        return [*moved, lot]

    def leave(self, taking, part):
        """The units of a part leave the project, as if `into` were `lot`."""
        name, units = part["lot"], part["units"]
        if not self._holds(name, taking.place, units):
            for other, count in self._along(taking, part, True):
                self[other].put(taking.place, -count)
                units -= count
        self.called(name, part["licence"]).put(taking.place, -units)

    def _holds(self, name, place, units):
        """Whether a part's lot alone is meant: it has the units at the place, or is not there."""
        return name not in self or self[name].at(place) >= units

    def _along(self, taking, part, whole):
        """The lots that go along with a part, in the order of their names, and how many units of each."""
        own = max(0, self[part["lot"]].at(taking.place))
        found = [
            name for name in self._set_apart(part["lot"], taking.fact.position)
            if self[name].at(taking.place) > 0
            and not (taking.changes_licence and str(self[name].licence) != part["licence"])
        ]
        if not whole and own + sum(self[name].at(taking.place) for name in found) != part["units"]:
            found = [name for name in found if self[name].apart.returned]
        missing = part["units"] - own
        along = []
        for name in sorted(found, key=lot_order):
            count = min(missing, self[name].at(taking.place))
            if count > 0:
                along.append((name, count))
                missing -= count
        return along

    def _set_apart(self, name, position):
        """The lots that were set apart from a lot, or from one so found: those returned, and those set apart later."""
        found = [name]
        for source in found:
            for other, lot in self.items():
                apart = lot.apart
                if apart and apart.source == source and other not in found:
                    if apart.returned or apart.position > position:
                        found.append(other)
        return found[1:]

    def _go_along(self, taking, name, count, to, part, into):
        """Units of a lot that was set apart go along; the lot in which they are afterwards."""
        lot = self[name]
        if lot.units() != count or taking.changes_licence:
            source, lot = lot, self._new(taking, str(lot.licence))
            lot.copy(source)
            lot.apart = source.apart._replace(source=into)
            source.put(taking.place, -count)
        else:
            if name != part:
                lot.apart = lot.apart._replace(source=into)
            lot.put(taking.place, -count)
        lot.put(to, count)
        return lot

    def _leave_behind(self, taking, lot, units):
        """What a lot holds beyond the part that an event took as the whole lot becomes a lot of its own."""
        remainder = self._new(taking, str(lot.licence))
        remainder.copy(lot)
        remainder.holdings = dict(lot.holdings)
        remainder.put(taking.place, -units)
        lot.holdings = {taking.place: units}

    def _new(self, taking, of):
        """A lot under the lowest number of the event that is no lot yet and that the event names nowhere."""
        number = 1
        while f"{taking.fact.version}.{number}" in self or f"{taking.fact.version}.{number}" in taking.named:
            number += 1
        return self.called(f"{taking.fact.version}.{number}", of)


def interval(span):
    """A stored span as a pair of days."""
    return (span["from"], span["until"])
