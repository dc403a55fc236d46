# Ask for more, and risk war: the risk-return trade-off (Fearon 1995). [P]
#
# Mechanism: one side does not know how dear war would be to the other. The more
# it demands, the more it gets if the other yields, and the likelier it is that
# the other turns out to be one who would rather fight.
#
# Source: Fearon, J. D. (1995). Rationalist Explanations for War. International
# Organization 49 (3), 379-414. Agrees with the published result.
#
# Result: with the other's cost of war evenly spread from l to h, the best demand
# lies z above the expected outcome of war p, where z is (h - c_A) / 2, but
# neither below l nor above what is left, 1 - p; war comes with probability
# (z - l) / (h - l). With only two kinds of rivals (two_types = 1), whom war
# costs c_L or c_H, the risky demand p + c_H is made if the share q of tough ones
# is below (c_H - c_L) / (c_H + c_A), and the safe one, p + c_L, otherwise.
#
# Restriction: p + l <= 1, so that everybody would yield to some demand; with two
# types p + c_H <= 1.
#
# Grid: 50 kinds of rivals, each in the middle of its fiftieth of the range, and
# 51 demands on the borders between them: no kind is ever just indifferent, and
# what a demand promises is exactly what it would promise with all costs
# possible. The demand is thereby known to the nearest fiftieth of the range. With
# two types each demand is 0.0005 lower, so that nobody is just indifferent.

scenario "risk-return" {
  title       = "Ask for more, and risk war"
  description = "A state that does not know its rival's cost of war chooses between a safe and a risky demand."
  start       = "2013-01"
  horizon     = 1
}

actor "challenger" {
  title     = "The challenger"
  precision = 20000
}

actor "rival" {
  title     = "Its rival"
  precision = 20000
}

parameter "p" {
  title = "Probability that the challenger wins a war"
  value = 0.4
}

parameter "c_A" {
  title = "What war costs the challenger"
  value = 0.1
}

parameter "l" {
  title = "Least that war may cost the rival"
  value = 0
}

parameter "h" {
  title = "Most that war may cost the rival"
  value = 0.5
}

parameter "two_types" {
  title = "1: war costs the rival either c_L or c_H; 0: anything from l to h"
  value = 0
}

parameter "c_L" {
  title = "With two types: what war costs tough rivals"
  value = 0.1
}

parameter "c_H" {
  title = "With two types: what war costs soft rivals"
  value = 0.5
}

parameter "q" {
  title = "With two types: share of tough rivals"
  value = 0.5
}

parameter "lowest" {
  title = "Least that war may cost the rival, whichever it is"
  value = two_types == 1 ? c_L : l
}

parameter "highest" {
  title = "Most that war may cost the rival, whichever it is"
  value = two_types == 1 ? c_H : h
}

secret "cost" {
  title    = "What war costs the rival, in fiftieths of the range"
  known_to = ["rival"]
  values   = levels(0, 49)
  start    = two_types == 1 ? 0 : uniform
}

secret "nerve" {
  title    = "With two types: which one the rival is"
  known_to = ["rival"]
  values   = ["tough", "soft"]
  start    = two_types == 1 ? { tough = q, soft = 1 - q } : "tough"
}

variable "asked" {
  title  = "What is demanded above the expected outcome of war, in fiftieths of the range"
  values = levels(0, 50)
  start  = 0
}

phase "demand" {
  actor = "challenger"
  action "ask" {
    for_each = levels(0, 50)
    when     = p + lowest + (highest - lowest) * each.value / 50 <= 1 || each.value == 0
    effect   = { asked = each.value }
  }
}

phase "answer" {
  actor = "rival"
  action "yield" {}
  action "fight" {}
}

payoff "challenger" {
  each_period = {
    gained = answer.yield ? p + lowest + (highest - lowest) * asked / 50 - (two_types == 1 ? 0.0005 : 0) : 0
    won    = answer.fight ? p - c_A : 0
  }
}

payoff "rival" {
  each_period = {
    kept = answer.yield ? 1 - p - (lowest + (highest - lowest) * asked / 50 - (two_types == 1 ? 0.0005 : 0)) : 0
    won  = answer.fight ? 1 - p - (two_types == 1 ? { tough = c_L, soft = c_H }[nerve] : lowest + (highest - lowest) * (cost + 0.5) / 50) : 0
  }
}

question "war" {
  title = "The rival fights"
  when  = answer.fight
}

question "risky" {
  title = "So much is demanded that the toughest rival would fight"
  when  = asked > 0
}
