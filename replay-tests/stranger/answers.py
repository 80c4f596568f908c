"""The rows of `balance` and `ssa` (`meaning.md`, "Balance", "Coverage" and "Order of rows"; `report/*.json`)."""

from names import FREE, compared, is_hardware, lot_order


def ordered(projects):
    """Projects by company, then name, then stream id; one without a name comes first."""
    return sorted(
        projects,
        key=lambda project: (_order(project.company), _order(project.name), project.stream),
    )


def balance(projects, day):
    """The rows of `balance`."""
    rows = []
    for project in ordered(projects):
        place = _named(project)
        rows.extend({**place, **row} for row in licences(project, day))
        if project.credits:
            rows.append({**place, **_counts("SSC", "SSC", project.credits, 0, 0, {})})
    return rows


def licences(project, day):
    """One row for each licence without its tier."""
    groups = {}
    for _, lot in sorted(project.lots.items(), key=lambda item: lot_order(item[0])):
        bare = lot.licence.without_tier()
        groups.setdefault(bare.order(), (bare, []))[1].append(lot)
    for _, (bare, lots) in sorted(groups.items()):
        free = sum(lot.holdings.get(FREE, 0) for lot in lots)
        bound = sum(_at_devices(lot) for lot in lots)
        covered = sum(_at_devices(lot) for lot in lots if lot.covered(day))
        tiers = {}
        for lot in lots:
            if lot.holdings:
                floor = str(lot.licence.tier or 0)
                tiers[floor] = tiers.get(floor, 0) + sum(lot.holdings.values())
        if free or bound:
            row = _counts(str(bare), bare.family, free, bound, covered, tiers)
            if bare.version is not None:
                row["version"] = bare.version
            if bare.variant is not None:
                row["variant"] = bare.variant
            yield row


def _counts(name, family, free, bound, covered, tiers):
    return {
        "licence": name, "family": family, "free": free, "bound": bound, "total": free + bound,
        "ssa_covered": covered, "tiers": tiers,
    }


def ssa(projects, day):
    """The rows of `ssa`."""
    rows = []
    for project in ordered(projects):
        for number, lot in _lots(project):
            if lot.licence.version is None:
                continue
            for place, units in sorted(lot.holdings.items()):
                row = {
                    **_named(project), "lot": number, "licence": str(lot.licence), "units": units,
                    "location": place or "free", "intervals": [list(interval) for interval in lot.coverage],
                    "covered": lot.covered(day),
                }
                if place:
                    row["device"] = place
                if lot.first_bound is not None:
                    row["first_bound"] = lot.first_bound
                if lot.until() is not None:
                    row["until"] = lot.until()
                rows.append(row)
    return rows


def verdicts(projects, day, hardware):
    """The list `projects` of `ssa`."""
    entries = []
    for project in ordered(projects):
        bound = [(name, lot) for name, lot in _lots(project) if _is_bound(lot)]
        with_version = [(name, lot) for name, lot in bound if lot.licence.version is not None]
        if with_version:
            preventing = [name for name, lot in with_version if not lot.covered(day)]
            entries.append({
                **_named(project),
                "under_ssa": not preventing,
                "preventing": preventing,
                "without_version": [
                    name for name, lot in bound
                    if lot.licence.version is None and not is_hardware(lot.licence.family, hardware)
                ],
            })
    return entries


def _named(project):
    named = {"project": project.name or "?"}
    if project.company is not None:
        named["company"] = project.company
    return named


def _order(name):
    return compared(name or "").encode()


def _lots(project):
    return sorted(project.lots.items(), key=lambda item: lot_order(item[0]))


def _at_devices(lot):
    return sum(units for place, units in lot.holdings.items() if place != FREE)


def _is_bound(lot):
    """Whether a lot has more than 0 units at some device."""
    return any(units > 0 for place, units in lot.holdings.items() if place != FREE)
