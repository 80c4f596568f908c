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

## Imports

import-changed-next = compare it with { $show }; a recorded fact is never overwritten
