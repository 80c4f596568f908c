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
later-itself = from a later reversal on, it would itself break: { $what }
later-event = event { $event } ({ $kind } of { $day }) would break then: { $what }
later-set = set what agrees with it
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
diff-until = a figure called until is a day that is excluded: the first one outside
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
quote-rest-unknown = what would remain is not known
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
replay-compared = the whole ledger, each project alone, tree and index: { $agreed }
replay-state = state { $state }
replay-agrees = all agree
replay-agrees-but = all that is there agrees, but { $withheld }
replay-differs = they do NOT agree

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
