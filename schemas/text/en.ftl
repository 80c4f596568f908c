### English: the words of every sentence, by its key.
###
### The program says which sentence is meant and with which values; this file says it. Keys of a rule begin with its
### identifier. `{ $step }` and its like are commands, written and quoted by the program.

## No key yet

as-written = { $text }

## Refusals

missing = the ledger has no { $what } { $name }
missing-project-next = { $list } shows them; { $open } opens one
missing-device-next = { $list } shows them; { $add } brings one in
missing-lot-next = { $lots } lists the lots
several-projects = several companies have a project of that name: { $companies }
several-projects-next = say which with `--company NAME`
lot-choice = { $units } are asked for, and { $lots } lots with different dates could give them
lot-choice-next = say which with `--lot LOT` or `--pick oldest-ssa|newest-ssa|fifo`
lot-short-next = take from each lot what it holds, or let `--pick` choose; { $lots } lists lots
later-itself = from a later reversal on, it would itself break: { $what }
later-event = event { $event } ({ $kind } of { $day }) would break then: { $what }
later-set = choose values that agree with it
later-correct = correct event { $event } first
later-date = choose a later `--date`, or { $or }
later-or-fact = { $way }; if it did happen: `--fact --reason TEXT`
perhaps-withheld = { $what }; the payload of { $events } was withheld, which may speak of it
nothing-bound-next = bind licences first; { $balance } shows what there is
nothing-there-next = { $balance } shows what there is

## Reversals

reversal-annul = if it never happened: { $annul }
either = { $one }; { $other }

## Below zero

prj-4-lots-further = lots of it in { $project } would hold { $units } less than nothing on { $day }, { $before } without the act
prj-4-places-further = { $project } would lack { $units } of it on { $day }, { $before } without the act
prj-4-further-next = { $explain } shows the events; record what is missing first
ssa-2-further = { $project } would lack { $credits } credits on { $day }, { $before } without the act
ssa-2-further-next = receive the credits first

## Quotes

quote-later = name a later `--as-of`
quote-of-the-act = for { $apply }: { $next }

## Explanations

explain-finding = { $severity } { $rule }: { $subject }: { $message }
explain-title = Explanation
explain-nothing = there is nothing to explain
explain-event = { $day } · event { $event }{ $effect } · { $what }
explain-effect = {""} · { $effect }
explain-more = +{ $change } → { $total }
explain-less = { $change } → { $total }
explain-of-event = event { $event }: { $source }
explain-line = { $file }, line { $line }: { $text }
explain-line-of-hash = file { $file }, line { $line }: { $text }
explain-line-more = and { $text }
explain-source = { $source }
explain-proposed = proposed here, not recorded
explain-decided = decided by { $actor }
explain-reported = reported, recorded by { $actor }
explain-observed = observed by { $actor }
explain-correction = corrected by { $actor }
explain-by-ledger = by the ledger, for { $actor }
explain-reference = reference { $reference }
explain-reason = because: { $reason }
explain-lots = made up of { $lots ->
    [one] 1 lot
   *[other] { $lots } lots
}
explain-lot = lot { $lot }: { $units } of { $licence } ({ $places }), { $first }, { $covered }
explain-place-free = { $units } free
explain-place-device = { $units } on { $device }
explain-events = from { $events ->
    [one] 1 event
   *[other] { $events } events
}
explain-rules = by these rules
explain-rule = { $rule }: { $text } ({ $source })
explain-act = with this act in its place
explain-recorded = what would be recorded
explain-this-rule = by this rule
explain-resting = resting on { $events ->
    [one] 1 event
   *[other] { $events } events
}
explain-compared = there are { $have }, there must be { $need }
left-out = left out
left-out-nothing = nothing was left out
left-out-unknown = not yet known then
left-out-annulled = annulled by event { $event }
left-out-amended = amended by event { $event }, which counts instead
left-out-after-day = takes effect on { $day }, after the day
left-out-after-event = takes effect after it
left-out-unlisted = { $events ->
    [one] 1 event that speaks of { $subject } was
   *[other] { $events } events that speak of { $subject } were
} not yet known then (from event { $first }); `--not-yet-known` lists them
subject-licence = { $licence }
subject-of-lot = { $licence } of lot { $lot }
subject-of-lot-on = { $licence } of lot { $lot } on { $device }
subject-credits = SSC
subject-device = { $device }
figure-before = before event { $event } of { $day }
figure-at-end = at the end of { $day }
figure-free = { $n } { $what } { $n ->
    [one] is
   *[other] are
} free in { $project } { $when }
figure-bound = { $n } { $what } { $n ->
    [one] is
   *[other] are
} bound in { $project } { $when }
figure-total = { $n } { $what } { $n ->
    [one] is
   *[other] are
} free or bound in { $project } { $when }
figure-covered = { $n } bound { $what } { $n ->
    [one] is
   *[other] are
} under SSA in { $project } { $when }
figure-credits = { $n } credits are in the balance of { $project } { $when }
figure-ssa = lot { $lot } of { $project } has SSA until { $until } (excluded), as seen { $when }
figure-no-ssa = lot { $lot } of { $project } has no SSA, as seen { $when }
figure-warranty = { $device } has warranty until { $until } (excluded), as seen { $when }
figure-warranty-unknown = the end of the warranty of { $device } is unknown, as seen { $when }
state-lot = lot { $lot }: { $first }, { $covered }
state-never-bound = never bound
state-first-bound = first bound { $day }
state-no-ssa = no SSA
state-ssa = SSA { $spans }
state-device = { $device }: { $purchased }, { $extended }
state-purchase-unknown = day of purchase unknown
state-purchased = purchased { $day }
state-not-extended = not extended
state-extended = extended by { $years ->
    [one] 1 year
   *[other] { $years } years
} with key { $key }

## Imports

import-changed-next = compare it with { $show }; a recorded fact is never overwritten

## What events say

amount-units = { $units } { $licence }
amount-credits = { $credits } SSC
amount-nothing = nothing
amount-converted = { $units } { $from } converted to { $to }
amount-upgraded = { $units } { $from } upgraded to { $to }
end-key = key { $key }
end-project = project { $project }
told-ledger-created = ledger begun with rulebook { $rulebook }
told-rulebook-adopted = rulebook { $rulebook } adopted
told-company-added = company { $company } added
told-import-committed = { $file } imported: { $new } new, { $known } known
told-loss-accepted = loss accepted: { $seen } events were seen here, { $left } are left
told-project-opened = project { $project } of { $company } opened
told-project-closed = project closed
told-device-purchased = , purchased { $day }
told-device-added = { $model } { $device } added as { $role }{ $purchased }
told-device-software-changed = { $device } runs software { $version }
told-device-role = { $role }
told-device-licensing = { $licensing } licensing
told-device-role-changed = { $device } is now { $now }
told-device-moved-out = { $device } moved to project { $project }{ $with }
told-device-moved-in = { $device } came from project { $project }{ $with }
told-device-replaced = { $old } replaced by { $new } (RMA { $rma }){ $with }
told-with = {""} with { $what }
told-key-redeemed = key { $key } redeemed: { $what }
told-licences-bound = { $what } bound to { $device }
told-licences-released = { $what } released from { $device }
told-licences-released-consent = { $what } released from { $device }, it stays on version 8 or higher
told-licences-converted = { $what } ({ $spent }), SSA { $span }
told-licences-upgraded = { $what } in the balance
told-licences-upgraded-on = { $what } on { $device }
told-licences-transferred-out = { $what } transferred to project { $project }
told-licences-transferred-in = { $what } came from project { $project }
told-credits-received = { $credits } credits received
told-credits-transferred-out = { $credits } credits transferred to project { $project }
told-credits-transferred-in = { $credits } credits came from project { $project }
told-credits = { $credits } credits
told-credits-not-stated = credits not stated
told-ssa-applied = SSA for { $what } ({ $spent })
told-both = { $one }; { $two }
told-lot-covered = { $units } { $licence } { $span }{ $late }
told-lot-late = , { $years ->
    [one] 1 year
   *[other] { $years } years
} late
told-lots-covered = { $lots } lots with { $units } licences, until { $until }
told-lots-covered-until = { $lots } lots with { $units } licences, until { $first } to { $last }
told-warranty-activated = warranty of { $device } extended by { $years ->
    [one] 1 year
   *[other] { $years } years
} ({ $variant }), until { $until }
an-unknown-day = an unknown day
told-trial-issued = trial of { $units } { $licence } on { $device } until { $until }
told-note-added = note: { $text }
told-note-rental = rental: { $text }
told-event-annulled = an earlier event annulled: it never happened
told-event-reversed = an earlier event reversed: undone from this day on
told-event-amended = an earlier event amended: { $becomes }
told-period-closed = period { $closing } closed: every day before { $until }
told-period-closed-of = period { $closing } of project { $project } closed: every day before { $until }

## Corrections in sentences

corrected-reversed = { $said } [reversed on { $day } by event { $event }]
corrected-annulled = { $said } [annulled by event { $event }]
corrected-amended = { $said } [amended by event { $event }]
correction-annuls = event { $event } annulled ({ $what })
correction-reverses = event { $event } reversed ({ $what })
correction-amends = event { $event } amended ({ $what })
correction-of-amendment = amendment of event { $event }: { $was }
correction-amended = event { $event } amended{ $day }: { $becomes }{ $before }
correction-amends-day = {""} on { $day } instead of { $before }
correction-amends-was = {""} (was: { $was })
named-annulment = annulment of event { $event }
named-reversal = reversal of event { $event }

## Register and history

register-title = Register
register-empty = no movements
history-title = History of { $of }
history-project = project { $name }
history-company = company { $name }
history-device = { $device }
history-key = key { $key }
history-lot = lot { $lot }
history-empty = nothing is recorded of { $of } up to { $day }

## Events

no-events = no events
events-title = Events
events-more = { $more } more; name `--from POSITION` or a higher `--limit`
event-title = Event { $event }
event-withheld = { $kind }: its payload was withheld
event-kind = kind      { $kind }
event-recorded = recorded  { $time }
event-id = event     { $id }
event-command = command   { $command }
event-stream = stream    { $stream } version { $version }
event-rulebook = rulebook  { $rulebook }
event-hash = hash      { $hash }
event-reference = reference { $reference }
event-reason = reason    { $reason }
event-evidence = evidence  line { $line } of file { $file }
event-evidence-line = {"          "}{ $text }
event-total = total     { $project }: { $licence } { $free } free, { $bound } bound, { $covered } of them under SSA
event-total-credits = total     { $project }: { $credits } credits
event-payload = payload   { $payload }
event-payload-withheld = payload   withheld; its BLAKE3 is { $hash }

## Corrections, late and who

corrections-title = Corrections
corrections-none = nothing was corrected
late-title = Recorded late
late-none = none of { $events } events was recorded after the day on which it took effect
late-none-over = none of { $events } events was recorded more than { $days ->
    [one] 1 day
   *[other] { $days } days
} after the day on which it took effect
late-some = { $late } of { $events } events { $late ->
    [one] was recorded after the day on which it took
   *[other] were recorded after the day on which they took
} effect; the longest delay is { $longest ->
    [one] 1 day
   *[other] { $longest } days
} (event { $event })
late-some-over = { $late } of { $events } events { $late ->
    [one] was
   *[other] were
} recorded more than { $days ->
    [one] 1 day
   *[other] { $days } days
} after the day on which { $late ->
    [one] it
   *[other] they
} took effect; the longest delay is { $longest ->
    [one] 1 day
   *[other] { $longest } days
} (event { $event })
who-title = Who recorded what
who-recorded = { $operators ->
    [one] 1 operator
   *[other] { $operators } operators
} recorded { $events } events

## Balance, SSA and warranty

unknown = unknown
balance-title = Balance
balance-empty = no licences and no credits
balance-totals = Licences
ssa-title = Software service agreement
ssa-none = no licences that could be under SSA
ssa-never = no SSA can cover lot { $lot } ({ $licence }): it has no version, and the verdict leaves it out
ssa-under = { $project } is under SSA
ssa-not-under = { $project } is not under SSA: lot { $lot } is not covered
ssa-not-under-lots = { $project } is not under SSA: lots { $lots } are not covered
warranty-title = Warranty
warranty-none = no devices
war-7-unknown = its day of purchase is not known, so neither is the end of its warranty
war-7-unknown-next = the invoice or the vendor's portal says it

## Differences

diff-title = Difference from { $day }, known at { $known }
diff-none = nothing differs: no figure moved, and no event lies between
diff-figures = Figures that moved
diff-events = Events that lie between
diff-counted = { $figures ->
    [one] 1 figure
   *[other] { $figures } figures
} moved; { $events ->
    [one] 1 event lies
   *[other] { $events } events lie
} between
diff-until = "until" is the first day that is not included
subject-on = { $licence } on { $device }
subject-lot = lot { $lot }
subject-rule = { $rule } { $subject }
moves-title = Figures that would move
moves-none = no figure would move
restatement-title = Restatement of { $day }, kept at { $kept }
restatement-none = nothing that was recorded since takes effect on or before that day
restatement-of-note = the head is that of the checkpoint of { $origin }; its signature (by { $signers }) was not checked
restatement-of-report = the head is that of the report, which nobody signed

## Holdings

companies-title = Companies
companies-none = no companies
company-annulled = company { $company } (event { $event }) was annulled by event { $by }
company-reversed = company { $company } (event { $event }) was reversed by event { $by }
company-amended = company { $company } (event { $event }) was amended by event { $by }
company-is-called = company { $company } (event { $event }) is called { $name } since event { $by }
projects-title = Projects
projects-none = no projects
project-note = { $day } { $project } · { $text } (event { $event })
project-note-rental = { $day } { $project } · rental: { $text } (event { $event })
devices-title = Devices
devices-none = no devices
device-title = { $model } { $device } in { $project }
device-none-bound = no bound licences
device-is = { $role } · { $licensing } licensing · software { $software } · here since { $since }
device-stays = stays on version { $version } or higher (REL-5)
device-left = it has left this project
device-was-replaced = it was replaced by { $new }
device-trial = trial of { $units } { $licence } from { $from } until { $until } (excluded)
presence-here = here
presence-moved = moved
presence-replaced = replaced by { $new }
keys-title = Keys
keys-none = no keys
key-item = { $licence }={ $units }
key-credits = SSC={ $credits }
key-of-warranty = warranty of { $years ->
    [one] 1 year
   *[other] { $years } years
} for { $device }
key-reversed = reversed

## What lies ahead

window-days = { $days ->
    [one] 1 day
   *[other] { $days } days
}
window-months = { $months ->
    [one] 1 month
   *[other] { $months } months
}
due-title = What ends within { $window }, up to and including { $last }
due-nothing = nothing ends within { $window }
due-credits = credits are for one more year; after the end: the first figure while it still runs, the second once it has passed
due-is-estimate = the second is an estimate: rulebook { $rulebook } names no factor for late years (SSA-4)
due-estimate = { $credits } (estimate)
due-next = { $quote } shows what an extension takes, { $apply } buys it
due-next-of = { $what }: { $next }
due-next-ssa = extend its SSA before that day
due-next-warranty = activate a key of the variant after-purchase before that day (WAR-6)
due-next-warranty-over = no further extension (WAR-4)
due-next-trial = bind licences that stay before that day
due-sum = one more year of all of it takes { $now } credits now
due-sum-after = one more year of all of it takes { $now } credits now, { $low } to { $high } after the end
due-lapsed = the SSA of { $lots ->
    [one] 1 lot
   *[other] { $lots } lots
} has ended already: { $show } shows { $lots ->
    [one] it
   *[other] them
}
prj-1-quote = the project was closed on { $day }, so nothing can be bought in it
prj-1-quote-next = use another project
ssa-4-no-years = no whole years of lot { $lot } reach past { $day }
ssa-4-no-years-next = name the end with `--until DATE`
quote-title = What SSA would take in { $project } on { $day }
quote-none = none of these licences can be put under SSA
quote-too-many = too many
quote-balance = balance: { $credits } credits; { $rest }
quote-remains = { $left } would remain
quote-remains-between = { $low } to { $high } would remain
quote-rest-unknown = the remaining credits are not known
ssa-2-quote-short = { $short } more are needed (SSA-2)
ssa-2-quote-short-least = at least { $short } more are needed (SSA-2)
ssa-2-quote-short-perhaps = it may be that { $short } more are needed (SSA-2)
quote-unknown = rulebook { $rulebook } has no SSC value for some of it; what is unknown is never 0 (SSA-11)
quote-estimate = estimate: late years count once or more, and rulebook { $rulebook } names no factor for them (SSA-4)
credits-between = { $low } to { $high }
credits-or-more = { $low } or more
total = Total

## Below an answer

nothing-to-show = nothing to show
adjustments = { $count ->
    [one] 1 prior-period adjustment
   *[other] { $count } prior-period adjustments
}: recorded after closing { $closing } (event { $event }, every day before { $until }), and counted
adjustments-event = event { $event }
adjustments-more = … and { $more } more
finding-event = event { $event }
finding-events = events { $events }
finding-many-events = { $events } events from { $first } to { $last }
tally-errors = { $count ->
    [one] 1 error
   *[other] { $count } errors
}
tally-warnings = { $count ->
    [one] 1 warning
   *[other] { $count } warnings
}
tally-notices = { $count ->
    [one] 1 notice
   *[other] { $count } notices
}
explain-not-broken = nothing breaks { $rule }; { $show } says what it asks

## Rulebooks and imports

rulebooks-title = Rulebooks of the ledger
rulebook-title = Rulebook { $name }: { $title }
rulebook-source = source: { $source }
rulebook-extends = extends { $base }
rulebook-diff-title = From rulebook { $first } to { $second }
rulebook-diff-none = they answer every question alike
imports-title = Imported files
imports-none = nothing was imported; { $import } does
import-title = Import { $event }: { $file }
import-rows = { $new } new acts, { $known } known already; profile { $profile }, { $encoding }
import-file = file { $hash } ({ $bytes } bytes), kept in the ledger
import-heads = head before { $before } { $root }, after { $after } { $then }

## The ledger as a whole

none = none
status-title = Ledger
pin-first = not compared: nothing was remembered of this ledger or place before
pin-unreadable = not compared: { $what }
pin-passed = not compared, as `--no-pin` asks
pin-accepted = accepted here by { $actor } on { $time } in place of ledger { $ledger } with { $events } events: { $reason }
pin-compared = { $events } events were seen { $place } before this command{ $seen }{ $since }; root { $root }
pin-here = here
pin-at = at { $place }
pin-seen = {""} on { $time }
pin-since = , first on { $time }
loss-accepted = a loss was accepted (event { $event }, recorded { $time }): { $seen } had been seen, { $there } was there
payloads-withheld = { $payloads ->
    [one] 1 payload was
   *[other] { $payloads } payloads were
} withheld
verify-title = Verification
verify-read = { $events } events in { $streams } streams and { $documents } documents read: payloads, headers, chains, batches, times, tree, index
verify-goes-on = { $pin }: the ledger goes on from there
verify-does-not-go-on = { $pin }: the ledger does NOT go on from there
verify-not-compared = { $pin }; an older copy of the ledger would not have shown
verify-head-agrees = the root over the first { $events } events compared with the { $digits } digits that were named: they agree
verify-head-differs = the root over the first { $events } events compared with the { $digits } digits that were named: they do NOT agree
verify-whole = whole; nobody else holds a head over it, so this says nothing about a rewrite of everything
verify-whole-named = whole; up to the head that was named, a rewrite of everything would show
verify-whole-but = whole, except that { $withheld }
verify-not-whole = NOT whole: { $faults ->
    [one] 1 fault
   *[other] { $faults } faults
}
verify-whole-file = the whole file was read: `--as-of` and `--known-at` choose answers, not what is verified
int-head-subject = head { $head }
int-head-longer = it is a head over { $events } events, and the ledger holds { $held }
int-head-differs = the first { $events } events have another root, { $root }
int-head-next = keep the file as it is, and compare the head with where it was kept; then look for the ledger that it belongs to
replay-title = Replay
replay-rebuilt = { $events } events rebuilt { $projects } projects, { $devices } devices and { $lots } lots
replay-compared = the whole ledger, each project by itself, tree and index: { $agreed }
replay-state = state { $state }
replay-agrees = all agree
replay-agrees-but = all that is there agrees, but { $withheld }
replay-differs = they do NOT agree

## Receipts, previews and imports

next = next: { $next }
clock-ran-back = the clock stands before the last recorded time, which counts on by one
receipt-before = recorded before, nothing new was written
receipt-head = head { $head }
receipt-command = command { $command }
preview-effective = effective { $day }
preview-nothing-written = nothing was written (--dry-run)
import-nothing-new = nothing new in { $file }: all { $acts } acts are known; nothing was written
import-already = { $file } was already imported as event { $event }; nothing was written
import-would = would import { $file }
import-done = imported { $file }
import-event = recorded event { $event }
import-events = recorded { $events } events, { $first } to { $last }
import-plan-file = { $file } ({ $bytes } bytes, { $encoding }, { $separator } between cells)
import-plan-rows = { $read } read, { $skipped } skipped: { $new } new acts, { $known } known already
import-plan-days = { $first } to { $last }
import-plan-opens = project { $project } of { $company }
import-findings = { $findings ->
    [one] 1 finding, line
   *[other] { $findings } findings, lines
} { $lines }
import-findings-more = { $findings } findings, lines { $lines }, …
import-breaks-now = event { $event } now breaks:{" "}
import-more-warnings = … and { $more } more warnings

## Headings, by the key of the column; by the report before it where a report has a word of its own

heading-actor = Actor
heading-acts = Acts
heading-after = After
heading-balance = Free then
heading-becomes = What did happen
heading-before = Before
heading-bound = Bound
heading-change = Change
heading-closed = Closed
heading-companies-count = Projects
heading-companies-projects = Names
heading-company = Company
heading-corrected_by = Corrected by
heading-correction = It was
heading-covered = Covered
heading-credits = Credits
heading-days_left = Days left
heading-delay_days = Days late
heading-device = Device
heading-device-until = SSA until (excluded)
heading-devices = Devices
heading-due-subject = Lot or device
heading-effective = Effective
heading-encoding = Encoding
heading-events = Events
heading-extended_years = Extended years
heading-figure = Figure
heading-file = File
heading-first = First
heading-first_bound = First bound
heading-first_day = First recorded
heading-first_position = First event
heading-free = Free
heading-from = From
heading-holds = Holds
heading-import-plan-days = days
heading-import-plan-events = events
heading-import-plan-file = file
heading-import-plan-opens = opens
heading-import-plan-profile = profile
heading-import-plan-rows = rows
heading-in_force = In force
heading-key = Key
heading-kind = Kind
heading-last_day = Last recorded
heading-last_position = Last event
heading-late_years = Late years
heading-licence = Licence
heading-licensing = Licensing
heading-location = Where
heading-lot = Lot
heading-min_software = At least
heading-model = Model
heading-open = Holds
heading-opened = Opened
heading-origin = Origin
heading-position = Event
heading-price = Credits
heading-price_after = After the end
heading-price_now = Credits now
heading-profile = Profile
heading-project = Project
heading-purchased = Purchased
heading-reason = Reason
heading-recorded = Recorded
heading-recorded_day = Recorded
heading-redeemed = Redeemed
heading-reference = Reference
heading-replay-bound = Bound then
heading-replay-credits = Credits then
heading-replay-free = Free then
heading-role = Role
heading-rows_known = Known
heading-rows_new = New
heading-rulebooks-name = Rulebook
heading-rulebooks-rulebook = Hash
heading-rulebooks-since = Adopted
heading-runs = Software
heading-second = Second
heading-source = Source
heading-spans = SSA from → until (excluded)
heading-ssa_covered = Under SSA
heading-ssc_value = SSC/year
heading-status-bound = bound
heading-status-companies = companies
heading-status-credits = credits
heading-status-devices = devices
heading-status-errors = errors
heading-status-events = events
heading-status-file = file
heading-status-findings = findings
heading-status-today = today
heading-status-zone = zone
heading-status-free = free
heading-status-last_recorded = last recorded
heading-status-ledger = ledger
heading-status-pinned = pinned
heading-status-projects = projects
heading-status-projects_open = projects open
heading-status-rulebook = rulebook
heading-step = Reminder
heading-subject = Subject
heading-target = Target
heading-to = To
heading-quote-to = To (excluded)
heading-total = Total
heading-unit = Unit
heading-units = Units
heading-until = Until (excluded)
heading-value = Value
heading-was = What was recorded
heading-what = What
heading-where = Where
heading-years = Years
## What an act puts at stake

stakes-credits = { $spent } of { $held } credits are spent, { $left } remain
stakes-covered = { $units } { $licence } (lot { $lot }) are covered { $span }
stakes-covered-late = { $units } { $licence } (lot { $lot }) are covered { $span }, { $years ->
        [one] 1 year
       *[other] { $years } years
    } of it past
stakes-loses = { $units } { $licence } lose SSA that runs until { $end }
stakes-warranty = a warranty is extended once, with all its years
stakes-stays = { $family } licences stay on it for good
stakes-replaced = everything on it moves to the new device for good
stakes-not-here = it is not in the project
stakes-unknown-model = { $why }, and the catalogue does not know its model { $model }: it may be hardware or a virtual machine
stakes-left = { $left } are left in { $project }
stakes-left-licences = { $n } licences
stakes-left-credits = { $n } credits
stakes-left-devices = { $n } devices
stakes-closed = nothing can be recorded in a closed project, and its name stays taken

## Deciding

known-company-next = { $list } shows them
missing-company-next = { $add } makes it known
missing-event-next = { $list } shows them with their positions
correct-fields-next = { $show } shows the fields
correct-nothing-next = annul an event that never happened: { $annul }
prj-9-rental = { $count } iSC are rental currency, which no balance holds
prj-9-rental-next = record the contract: { $note }

## What to do where a rule says no

hw-2-next = only an RMA moves it: { $replace }
hw-6-next = name a gateway; { $list } shows the models
name-3-near-next = { $near } may be meant: { $show } tells what it is; a reported fact is kept under its name with `--fact --reason TEXT`
name-3-next = compare the name with the certificate; a reported fact is kept under it with `--fact --reason TEXT`
prj-1-company-known-next = choose another name; { $list } shows them
prj-1-company-unknown-next = { $add } makes it known; { $list } shows them
prj-1-device-unknown-next = { $list } shows them
prj-1-history-next = { $history } shows where it was when
prj-2-used-next = { $show } says for what
prj-3-next = { $balance } shows what is free
prj-4-below-next = { $explain } shows the events; record what is missing, or correct the event that took too much
prj-4-conserved-next = the ledger itself is wrong: run { $verify } and keep a copy of the file
prj-4-held-next = { $balance } shows where they are
prj-5-halves-next = correct both: { $annul } takes both halves
prj-6-next = { $show } shows it; a device changes its project with { $to }
prj-7-once-next = { $show } says for which device; each return has a number of its own
rel-1-software-next = record it: { $record }
rel-5-reversal-next = release it: { $release }
rel-7-next = { $balance } shows what is bound to { $serial }
ssa-2-next = receive them first: { $receive }
ssa-2-beyond-next = spend less
ssa-5-day-next = name that day, or adopt a rulebook with the right one: { $adopt }
ssa-5-ended-next = the vendor's portal may ask for SSA that runs today: { $quote }
ssa-5-fact-next = SSA that covers the day of the version, or a conversion in the balance (one year of SSA)
ssa-5-lower-next = a lower version is a conversion in the balance: { $convert }
ssa-5-never-next = put it under SSA ({ $apply }), or convert it in the balance (one year of SSA)
ssa-5-undated-next = adopt a rulebook that names it: { $adopt }
ssa-11-next = name the credits with `--credits N`, or adopt a rulebook with SSC values: { $adopt }
time-1-annul-next = { $annul }, then record what is right
time-1-own-next = correct the events that it speaks of, one by one
time-1-rulebook-next = adopt the rulebook that is to hold: { $adopt }
time-2-amended-next = correct the correction: { $amend }, or annul it: { $annul }
time-2-undone-next = annul that correction first: { $annul }
time-3-next = name a later `--date`; annul an event that never happened: { $annul }
vm-5-next = record newer software first: { $newer }
war-7-next = { $amend } records the day
war-7-added-next = amend the event that added it

## Receipts and confirmation

final-line = { $serial }: { $why }
pin-file-next = look at that file; if nobody can mend it, compare the ledger with a head that was kept elsewhere ({ $verify }), then remove the file
pin-missing-next = compare the ledger with a head that was kept elsewhere ({ $verify }); without `--require-pin` it is remembered from then on
pin-older-next = bring the newest copy back; if it is lost, { $accept } goes on from here; to read an older copy as it is, add `--no-pin`
pin-other-next = bring the ledger back that belongs here; if this one is right here now, { $accept } says so; to read it as it is, add `--no-pin`
pin-differs-next = keep the file as it is, and look for the copy that goes on from what was seen; to read this one as it is, add `--no-pin`; if its history is the right one, { $accept } says so
int-pin-next = { $accept } goes on with what is left, and records it
int-withheld-next = ask whoever holds the payload: its BLAKE3 shows that it is the one; { $verify } says what is whole

## Stores

integrity-next = run { $verify }; go back to a backup whose head you know
moved-next = look at what was added with { $list }, then run the command again
outcome-unknown-next = ask with { $ask } before repeating it
command-reused-next = { $ask } shows what it stands for; leave `--command-id` out for a new act
untold-next = do not repeat it; { $ask } shows the receipt
store-not-found-next = name another file with `--ledger FILE`, or make a ledger with { $init }
store-exists-next = choose another file with `--ledger FILE`, or use the one that is there
store-not-a-ledger-next = name the ledger's file
store-newer-next = use a newer licledger
store-schema-next = go back to a copy whose head matches a checkpoint
store-locked-next = try again when it has ended
store-damaged-next = run { $verify }, and restore from a backup if it agrees
store-read-only-next = lift the protection, or work on a copy
store-hot-journal-next = copy the file together with its -journal to a folder that can be written, and open the copy
store-replaced-next = find out who replaced it, then run the command again
store-hard-linked-next = remove the other names
store-not-synced-next = look for it then, and make it again if it is not there
store-report-next = report this, with the command

## What is not there

missing-position-next = name a position up to the head; { $status } shows it
missing-company-list-next = { $list } shows them
missing-key-next = { $list } shows them
missing-event-list-next = { $list } shows them
missing-device-then-next = { $history } shows since when; name a later `--as-of`
missing-import-next = { $list } shows the imports and their events
missing-profile-next = { $list } shows what can be read
missing-rule-next = { $list } lists them
missing-rulebook-next = { $list } shows those of the ledger; a file is named by its path
damaged-rulebook-next = run { $verify }

## Usage

usage-annul-date-next = leave it out; what happened and was undone on a day is reversed: { $reverse }
usage-calendar-next = write `-O text` or `-O json`; { $due } makes a calendar of what ends soon
usage-company-next = add `--company NAME`; { $list } shows them
usage-explain-next = { $anything }; { $rules } lists the rules
usage-bad-value = invalid value '{ $value }' for '{ $argument }'
usage-conflict = the argument '{ $argument }' cannot be used with '{ $other }'
usage-count-of-values = '{ $argument }' has too many or too few values
usage-incomplete = a verb or an argument is missing
usage-missing = the following required arguments were not provided: { $arguments }
usage-no-equals = '{ $argument }' needs = before its value
usage-no-value = a value is required for '{ $argument }' but none was supplied
usage-not-text = an argument is not UTF-8
usage-other = the command line cannot be understood
usage-similar-argument = a similar argument exists: { $arguments }
usage-similar-value = a similar value exists: { $values }
usage-similar-verb = { $n ->
        [one] a similar subcommand exists: { $verbs }
       *[other] some similar subcommands exist: { $verbs }
    }
usage-twice = the argument '{ $argument }' cannot be used multiple times
usage-unknown-argument = unexpected argument '{ $argument }' found
usage-unknown-verb = unrecognized subcommand '{ $verb }'
usage-values = possible values: { $values }
usage-write = write `{ $usage }`
usage-help-next = { $help } shows verbs and options
usage-position-next = write a whole number in plain digits; { $status } shows the head
usage-project-next = add `--project NAME`; { $list } shows them
unknown-family-next = compare it with the certificate; the ledger can hold it all the same (NAME-3)
unknown-family-near-next = { $near } may be meant: { $show } tells what it is; the ledger can hold the other name all the same (NAME-3)

## Rules

prj-1-ledger-knows-company-name = the ledger knows a company of that name since event { $other }
prj-1-ledger-knows-company-name-2 = the ledger knows no company of that name on { $day }
prj-1-ledger-knows-device-serial = the ledger knows no device of that serial number on { $day }
prj-7-licences-bound-replacement-names = { $there } licences are bound to it, the replacement names { $named } of other lots or units
ssa-6-ssa-run-conversion-starts = its SSA would run { $coverage }; a conversion on { $day } starts { $granted }
ssa-5-version-come-out-rulebook = version { $version } would come out on { $named }; rulebook { $rulebook } says { $known }
ssa-2-lots-take-credits-all = its lots take { $sum } credits in all, the purchase { $said }
war-7-warranty-end-purchase-extension = its warranty would end { $said }; purchase on { $purchased } and the extension give { $until }
prj-8-run-until-trial-runs = it would run until { $until }; a trial of { $day } runs until { $until2 }
ssa-2-lot-covered-term-gives = lot { $id } would be covered { $span }, its term gives { $span2 }
ssa-4-years-lot-late = { $late_years } years of lot { $id } would be late, { $late_years2 } are
ssa-2-lot-take-credits-rulebook = lot { $lot } would take { $said } credits, by the rulebook { $value }
ssa-2-name-rulebooks-value-take = name the rulebook's value, or take the share away and name the credits of the act
ssa-2-name-credits = name the credits: `--set credits={ $value }`
ssa-2-take-credits-rulebook = it would take { $said } credits, by the rulebook { $value }
ssa-12-take-credits-rulebook = it would take no credits, by the rulebook { $value }
prj-7-replacement-moves-everything = a replacement moves everything
ssa-6-leave-interval-out-follows = leave the interval out: it follows from the day
ssa-2-name-agrees-take-shares = name what agrees, or take the shares of the lots away
war-7-leave-end-out-follows = leave the end out: it follows from purchase and years
prj-8-leave-end-out-follows = leave the end out: it follows from the day
ssa-2-change-years-every-interval = change the years and every interval of the act
ssa-4-name-years-passed = name the years that had passed
prj-4-lot-holds-more-taken = lot { $id } holds { $units } { $wherein }: more was taken than came
time-1-corrects-earlier-event-stream = it corrects no earlier event of its stream
time-2-cannot-become = { $says } cannot become { $says2 }
time-2-event-already = it was { $participle } by event { $position } already
time-3-took-effect-cannot-undone = it took effect on { $effective }, and cannot be undone on { $day }
prj-5-move-between-projects-holds = a move between projects holds on one side only; the other is event { $position }
prj-5-left-one-project-arrived = the two halves of the move would differ, by event { $position }
prj-5-choose-values-both-halves = choose values that both halves can have
time-4-closing-name-days-before = a closing of that name, of the days before { $until }, is event { $position }
time-1-name-event-position = name the event by its position
time-4-choose-another-name = choose another name
hw-2-hardware-licence-bound-good = is a hardware licence, bound for good (HW-2, REL-3)
hw-3-hardware-licence-without-version = is a hardware licence without a version and cannot be { $act }
ver-1-version-cannot = has no version and cannot be { $act }
ipva-4-bound-mac-virtual-machine = is bound to the MAC of its virtual machine and never released (IPVA-4, REL-3)
ipva-4-bound-mac-address-cannot = { $licence } is bound to its MAC address and cannot go to { $new }
ipva-4-virtual-machine-rma-replaces = is a virtual machine, and an RMA replaces hardware only
ipva-4-set-up-virtual-machine = set up the virtual machine with its old MAC address; its licences and its record stay as they are
ipva-5-name-device-model-ipva = name a device of the model ipva
ipva-5-bound-mac-address-virtual = is bound to the MAC address of a virtual machine, { $serial } is an { $model }
ipva-5-bound-good-nobody-knows = is bound for good to { $serial }, and nobody knows whether its model { $model } is a virtual machine
hw-6-hardware-licence-virtual-machine = is a hardware licence, { $serial } is a virtual machine ({ $model })
hw-6-bound-good-nobody-knows = is bound for good to { $serial }, and nobody knows whether its model { $model } is hardware
hw-3-leave-hardware-licences-out = leave hardware licences out
ver-1-name-licence-version = name a licence that has a version
ipva-4-keep-mac-when-virtual = keep the MAC when the virtual machine moves
prj-4-came-stayed-free-bound = { $owned } { $licence } came in and stayed, { $held } are free or bound in { $project }
prj-5-licences-bound-move-takes = { $bound } licences are bound to it, its move takes { $leaving } along
prj-5-move-takes-lot-whole = the move takes lot { $lot } as a whole, which is now { $parts }
prj-5-left-otherwise-arrived-software = it left { $project } otherwise than it arrived (software, role, warranty or trials)
prj-5-lot-left-other-dates = lot { $id } left { $project } with other dates or coverage than it arrived with
name-3-family-catalogue = the family { $family } is not in the catalogue
name-5-base-licence-user-licence = is a base licence or a user licence, and the name does not say which
name-5-variants-given = { $family } has no variants, { $variant } was given
prj-4-sold-without-tiers-leave = { $entry } is sold without tiers: leave %{ $floor } out
prj-4-tiers = its tiers are { $tiers }
prj-4-become-only-version-licence = would become { $to }; only the version of a licence can change
name-5-write-base-user = write { $licence }:base or { $licence }:user
name-5-leave-variant-out = leave the variant out
prj-4-tier = { $entry } has no tier %{ $floor }
prj-4-name-version = name a version with `--to-version`
ssa-4-coverage-end-after-where = the coverage would not end after { $start }, where it starts
ssa-11-rulebook-ssc-value-so = rulebook { $rulebook } has no SSC value for it, so what { $act } takes is not known
ssa-4-late-rulebook-names-factor = { $late } of it late, and rulebook { $rulebook } names no factor for that
ssa-4-name-credits-vendor-counts = name the credits with `--credits N`; the vendor counts late years once or twice
ssa-4-name-later-end-fewer = name a later end, or fewer years
ssa-2-take-more-credits-one = it would take more credits than one act can spend
ssa-2-split-act = split the act
prj-1-project-open = the project is not open on { $day }
prj-1-project-closed = the project was closed on { $closed }
prj-1-left-project = has left project { $project }
prj-1-replaced = was replaced by { $new }
prj-1-project = is not in project { $project } on { $day }
prj-1-project-name = { $company } has a project of that name{ $since }
prj-1-model-catalogue-so-includes = the model { $model } is not in the catalogue, so what it includes is unknown
prj-2-key-used-before-event = this key was used before, by event { $first }
prj-2-list-certificate-says = list what its certificate says: `--item 'PBX-Port12=100'`
prj-3-taken-balance-free = { $wanted }{ $lot } are to be taken from the balance of { $name }, { $free } are free
prj-4-taken = { $wanted }{ $lot } are to be taken from { $from }, { $there } are there
prj-5-cannot-move = { $what } cannot move from { $from } to { $project } of { $company }
prj-6-stands-device-project-since = stands for a device of project { $project } since { $since }
prj-6-prefix-vendors-e = has a prefix that is not the vendor's (00-90-33, 02-90-33, 80-90-33, 00-01-3e)
prj-7-name = name it with `--rma ID`
prj-7-rma-number-used-before = RMA number { $rma } was used before, by event { $first }
prj-8-trials-version = there are no trials for version { $version }
prj-8-trial-version-one-each = it has had its trial; from version { $once_from } on there is one for each device
prj-1-open-project-earlier = open the project with an earlier `--date`
prj-1-use-another-project = use another project
prj-1-check-spelling-ip-ip = check the spelling: ip311, ip6010, ipva …
prj-2-key-credit-nothing = the key would credit nothing
prj-5-choose-project-same-company = choose a project of the same company
prj-6-compare-label-device = compare it with the label of the device
prj-7-replacement-names-rma-number = the replacement names no RMA number
prj-8-said = there are from { $none_up_to } on
prj-8-redeem-key-licences-stay = redeem a key for licences that stay
rel-1-unknown = cannot be released: the rulebook does not know from which version on licences are
rel-1-unknown-next = adopt a rulebook with `release_min_version`
rel-1-can-released-version = can be released from version { $least } on
rel-1-cannot-released-runs-software = cannot be released from { $serial }, which runs software { $software }
rel-1-cannot-released-whose-software = cannot be released from { $serial }, whose software version is not known
rel-2-bound-may-only-bound = was bound in { $company } and may only be bound again there, not in { $company2 }
rel-3-licence-version-never-released = is a licence of version { $version }, which is never released
rel-3-legacy-licence-names-version = is a legacy licence that names no version; it may be of version 6, which is never released
rel-4-release-names-security-certificate = the release names no security certificate
rel-4-name-devices-release-file = name the device's release file or its reference with `--certificate REF`
rel-5-version-releasing-needs-consent = is of version 7: releasing it needs consent that { $serial } stays on version 8 or higher
rel-5-version-runs-software-higher = is of version 7 and { $serial } runs software { $software }, not 8 or higher
rel-5-version-software-known = is of version 7 and the software of { $serial } is not known
rel-5-give-consent-device-software = give the consent with `--consent-v8`, on a device with software 8 or higher
rel-5-cannot-go-software-gave = cannot go to software { $software }: it gave version 7 licences back on that condition
rel-6-bound-virtual-appliance-gives = is bound to the virtual appliance { $serial }, which gives no licences back
rel-6-rulebook-allows-force = a rulebook with `ipva_other_licences_released` allows it; in force is { $rulebook }
rel-7-released-bound = { $wanted }{ $lot } are to be released from { $serial }, { $bound } are bound there
rel-1-such-licence-stays-where = such a licence stays where it is
rel-1-can-software = it can from software { $least } on
rel-5-stays-higher = it stays on { $floor } or higher
war-3-warranty-extension-bound-device = a warranty extension is bound to its device for good, and its key is used (WAR-3, REL-3)
prj-8-trial-issued-once-each = a trial is issued once for each device; it runs until its end
hw-2-hardware-licence-bound-good-2 = is a hardware licence, bound to { $serial } for good (HW-2, REL-3)
rel-3-counts-licence-version-never = counts as a licence of version 6, which is never taken off a device; it stays on { $serial }
rel-5-version-taking-off-needs = is of version 7: taking it off { $serial } needs consent that the device stays on version 8 or higher
rel-6-rulebook-allows = a rulebook with `ipva_other_licences_released` allows it; this is { $name }
ssa-2-credits-spent-balance-holds = { $spent } credits are to be spent, the balance holds { $credits }
ssa-3-lot-never-bound-so = lot { $id } was never bound, so SSA has no day to start from
ssa-4-lot-covered-coverage-goes = lot { $id } would be covered from { $span }, its coverage goes on from { $start }
ssa-4-lot-covered-until-past = lot { $id } would be covered until { $until }, which is not past { $day }
ssa-4-name-later-end = name a later end
ssa-4-least-term-does = the least term that does is { $years ->
        [one] 1 year
       *[other] { $years } years
    }
ssa-5-did-exist-version-new = { $family } did not exist at version { $old }: it is a new feature, which SSA does not bring
ssa-5-never-under-ssa-so = it was never under SSA, so no upgrade to version { $new } is free
ssa-5-version-date-unknown = the version date of { $new } is unknown
ssa-5-version-comes-out-after = version { $new } comes out on { $date }, after { $day }
ssa-5-version-came-out-outside = the version came out on { $date }, outside its coverage; its SSA: { $spans }
ssa-5-ssa-covers-day-conversion = SSA that covers that day, or a conversion in the balance (one year of SSA)
ssa-5-version-came-out-under = the version came out on { $date } under SSA, which no longer runs on { $day }
ssa-6-version-already-converting-only = has that version already; converting it would only lose its SSA
ssa-11-took-credits-stated-rulebook = the credits of { $act } are not stated, and rulebook { $rulebook } has no value for it
ssa-12-took-credits-rulebook-takes = { $act } took { $credits } credits, and by rulebook { $rulebook } it takes { $worth }
ssa-12-leave-out-name-portal = leave `--credits` out, or name what the portal took
ssa-12-compare-portals-statement = compare it with the portal's statement
ssa-12-leave-out-say-why = leave `--credits` out, or say with `--reason` why it took other credits
ssa-13-version-comes-out-after = version { $version } comes out on { $date }, after { $day }
ssa-13-compare-vendors-list-versions = compare it with the vendor's list of versions, and adopt a rulebook that dates it
ssa-3-bind-device-first = bind it to a device first
ssa-4-coverage-gaps-overlaps = coverage has no gaps and no overlaps
ssa-5-version-above = version { $new } is not above { $old }
ssa-5-buy-anew = buy it anew
ssa-5-upgrade-later = upgrade on { $date } or later
ssa-6-name-another-version = name another version with `--to-version`
ssa-11-name-credits-adopt-rulebook = name the credits (`--credits N`), or adopt a rulebook with SSC values
ssa-13-convert-later = convert on { $date } or later
prj-4-covered = { $short } are to be covered, { $have } are there
prj-4-name-most = name at most what is there
uc-2-cannot-become-uc-licence = cannot become { $to }: a UC licence is indivisible
vm-4-cannot-become-two-voicemail = cannot become { $to }: the two voicemail models cannot be converted into each other
vm-5-does-exist-version-begins = does not exist in version { $version }: { $family } begins with version { $least }
vm-5-cannot-used-runs-software = cannot be used on { $serial }, which runs software { $software }: it needs { $least } or higher
vm-5-cannot-go-software-bound = cannot go to software { $software }: { $licence } is bound to it and needs { $least } or higher
uc-2-convert-uc-licences-uc = convert UC licences to UC licences of another version
vm-4-redeem-pbx-voicemailuser-licences = redeem PBX-VoicemailUser licences for all users
vm-5-name-version-higher = name version { $least } or higher
vm-5-release-those-licences-first = release those licences first
war-1-purchase-date-after-day = its purchase date { $purchased } is after { $day }, the day it was added
war-1-virtual-machine-warranty = is a virtual machine ({ $model }), which has no warranty
war-2-device-purchased-until = the device was not purchased until { $purchased }
war-2-extension-asked-most-all = an extension of { $years ->
        [one] 1 year
       *[other] { $years } years
    } is asked for, { $most } is the most ({ $most2 } in all)
war-4-extension-until-key = has an extension of { $years ->
        [one] 1 year
       *[other] { $years } years
    } until { $until } (key { $key })
war-5-bind-once-after-purchase = bind it at once after the purchase
war-5-base-warranty-ended-variant = the base warranty ended on { $end }; the variant at-purchase is bound directly after { $purchased }
war-5-bound-days-after-purchase = bound { $days } days after the purchase of { $purchased }, the variant is meant for { $most }
war-6-base-warranty-ended-variant = the base warranty ended on { $end }; the variant after-purchase is bound before that day
war-6-extension-bought-before-device = the extension was bought on { $bought }, before the device on { $purchased }: that is the variant at-purchase
war-6-extension-bought-after-day = the extension was bought on { $bought }, after { $day }, the day on which it is bound
war-7-day-purchase-known-so = its day of purchase is not known, so no warranty can be reckoned
war-1-compare-both-days-invoice = compare both days with the invoice
war-1-name-serial-number-hardware = name the serial number of a hardware device
war-2-name-day-purchase = name a day from the purchase on
war-2-name-years = name 1 to { $most } years
war-4-all-years-activated-once = all years are activated at once; no other can follow
war-6-extension-possible-any-more = no extension is possible any more
war-6-compare-invoice = compare `--bought` with the invoice

## Parts of sentences

on-unknown-day = on an unknown day
on-day = on { $day }
in-the-balance-of = in the balance of { $project }
on-device-in = on { $device } in { $project }
units-of-lot = { $units } of lot { $lot }
tier = %{ $tier }
since = {""} since { $day }
of-lot = {""} of lot { $lot }
credits = { $credits } credits
ssa-12-between = { $low } to { $high } credits
credits-at-least = at least { $low } credits
years = { $years ->
        [one] 1 year
       *[other] { $years } years
    }
act-this-conversion = this conversion
act-this-ssa = this SSA
act-a-year-of-ssa = a year of SSA
act-ssa = SSA
act-converting = converting
participle-ssa = put under SSA
participle-converted = converted
participle-upgraded = upgraded
time-1-own = the ledger recorded it about itself
time-1-rulebook = events judged under this rulebook stay judged under it
time-1-holds = a correction is annulled instead
time-1-cannot-be = { $kind } cannot be { $corrected }: { $why }
prj-5-carry-next = `--carry` amends the move (event { $at }) in the same act, so that it goes along; or record it in the project that the move went to, on a later day
ssa-13-unheard-of = nobody knows whether version { $version } exists on { $day }: { $highest } is the highest known
