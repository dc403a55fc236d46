# Who blinks first: attrition with audience costs (after Fearon 1994). [R]
#
# Mechanism: two countries stand against each other over a prize. The longer it
# lasts, the more it costs a government at home to back down. Each hopes that the
# other quits; those who would rather fight than quit never do. After a while
# only these are left, and there is war.
#
# Source: a reduced form after Fearon, J. D. (1994). Domestic Political Audiences
# and the Escalation of International Disputes. American Political Science Review
# 88 (3), 577-592. Not the author's theorem: attacking before the end is left
# out, since nobody gains by it.
#
# Result: backing down at time t costs country i a_i t; what war costs it is
# evenly spread from 0 to W_i. Let k_i(t) = (a_i t / W_i) (1 + a_j t / v), and t*
# the first time at which one of them is 1. Country i quits at once with
# probability 1 - k_i(t*), which is 0 for one of the two; nobody quits after t*;
# there is war with probability (a_1 t* / W_1) (a_2 t* / W_2). So the country
# whose government pays less for backing down is the likelier to back down.
#
# Restriction: k_2 < k_1 at t*: the second country is the one that may quit at
# once (otherwise exchange the names). It moves first in each period; then time in
# steps changes nothing, since the odds of quitting within a step, however long,
# are those that keep the other waiting.
#
# Grid: three moments up to `early` and 7 more up to `late`. The kinds of the
# first country that come to prefer war in between are ready for it in the middle
# of one of these 7 steps, those of the second at their ends; the others fight in
# any case, or never. Thereby t* is known to half a step, (late - early) / 14.
# Both bounds need no equilibrium: t* comes before `ready`, hence the factor in
# k_i is at most 1 + a_j ready / v, and t* not before `early`; hence that factor
# is at least 1 + a_j early / v, and t* not after `late`. Fights are put off to the
# last moment, which costs nobody anything.

scenario "attrition" {
  title       = "Who blinks first"
  description = "Two governments, for whom backing down gets dearer every week, wait for each other to quit."
  start       = "2013-01-01"
  period      = "week"
  horizon     = 10
  foresight   = 10
}

actor "first" {
  title     = "The first country"
  precision = 5000
}

actor "second" {
  title     = "The second country"
  precision = 5000
}

parameter "v" {
  title = "What the prize is worth"
  value = 1
}

parameter "a_1" {
  title = "What backing down costs the first country more with every unit of time"
  value = 0.2
}

parameter "a_2" {
  title = "What backing down costs the second country more with every unit of time"
  value = 0.1
}

parameter "W_1" {
  title = "The most that war can cost the first country"
  value = 1
}

parameter "W_2" {
  title = "The most that war can cost the second country"
  value = 1
}

parameter "ready" {
  title = "When one country would rather fight than quit, whatever war costs it"
  value = min(W_1 / a_1, W_2 / a_2)
}

parameter "early" {
  title = "Before this, quitting cannot be over"
  value = min(W_1 / a_1 / (1 + a_2 * ready / v), W_2 / a_2 / (1 + a_1 * ready / v))
}

parameter "late" {
  title = "By this time, quitting is over"
  value = min(W_1 / a_1 / (1 + a_2 * early / v), W_2 / a_2 / (1 + a_1 * early / v))
}

secret "resolve_1" {
  title    = "When the first country would rather fight than quit: 0 early, 8 never, between them in parts of the time between"
  known_to = ["first"]
  values   = levels(0, 8)
  start = {
    0 = a_1 * early / W_1
    1 = a_1 * (late - early) / W_1 / 7
    2 = a_1 * (late - early) / W_1 / 7
    3 = a_1 * (late - early) / W_1 / 7
    4 = a_1 * (late - early) / W_1 / 7
    5 = a_1 * (late - early) / W_1 / 7
    6 = a_1 * (late - early) / W_1 / 7
    7 = a_1 * (late - early) / W_1 / 7
    8 = max(0, 1 - a_1 * late / W_1)
  }
}

secret "resolve_2" {
  title    = "When the second country would rather fight than quit: 0 early, 7 never, between them in parts of the time between"
  known_to = ["second"]
  values   = levels(0, 7)
  start = {
    0 = a_2 * (early + (late - early) / 14) / W_2
    1 = a_2 * (late - early) / W_2 / 7
    2 = a_2 * (late - early) / W_2 / 7
    3 = a_2 * (late - early) / W_2 / 7
    4 = a_2 * (late - early) / W_2 / 7
    5 = a_2 * (late - early) / W_2 / 7
    6 = a_2 * (late - early) / W_2 / 7
    7 = 1 - a_2 * (late - (late - early) / 14) / W_2
  }
}

phase "first_begins" {
  title = "The first country stands firm, or quits at once"
  actor = "first"
  when  = period == 1
  action "hold" {}
  action "quit" {}
}

phase "second_waits" {
  actor = "second"
  action "hold" {}
  action "quit" { cost = a_2 * (period <= 3 ? early * (period - 1) / 2 : early + (late - early) * (period - 3) / 7) }
}

phase "first_waits" {
  actor = "first"
  action "hold" {}
  action "quit" { cost = a_1 * (period <= 3 ? early * (period - 1) / 2 : early + (late - early) * (period - 3) / 7) }
}

chance "war" {
  title       = "Nobody has quit: there is war"
  when        = period == 10
  probability = 1
}

payoff "first" {
  each_period = {
    prize = second_waits.quit ? v : 0
    war   = war ? -a_1 * (resolve_1 == 0 ? early / 2 : resolve_1 == 8 ? 2 * late : early + (late - early) * (resolve_1 - 0.5) / 7) : 0
  }
}

payoff "second" {
  each_period = {
    prize = first_begins.quit || first_waits.quit ? v : 0
    war   = war ? -a_2 * (resolve_2 == 0 ? early / 2 : resolve_2 == 7 ? 2 * late : early + (late - early) * resolve_2 / 7) : 0
  }
}

end "settled" { when = first_begins.quit || first_waits.quit || second_waits.quit }

question "war" {
  title = "There is war"
  when  = war
}

question "first_quits_at_once" {
  title = "The first country quits at once"
  when  = first_begins.quit
}

question "second_quits_at_once" {
  title = "The second country quits at once"
  when  = second_waits.quit
  by    = "2013-01-07"
}

question "first_quits" {
  title = "The first country quits, sooner or later"
  when  = first_begins.quit || first_waits.quit
}

question "second_quits" {
  title = "The second country quits, sooner or later"
  when  = second_waits.quit
}
