# Fight now, while it is not yet too late: preventive war (Fearon 1995; Powell
# 2006). [P]
#
# Mechanism: one side grows stronger. Once strong, it will ask for more, and
# nothing that it promises today can bind it. If the shift is large, even
# everything that it can give up today is too little for the declining side,
# which attacks although both know all there is to know.
#
# Sources: Fearon, J. D. (1995). Rationalist Explanations for War. International
# Organization 49 (3), 379-414. Powell, R. (2006). War as a Commitment Problem.
# International Organization 60 (1), 169-203. Agrees with the published result.
#
# Result: with 1 to divide in every period and the riser's chance of winning
# going from p1 to p2, the decliner attacks in the first period if and only if
#
#     delta p2 - p1 > (1 - delta)^2 c_B.
#
# Restriction: this takes it that the riser, once strong, can ask for as much as
# leaves the decliner just short of war, p2 + (1 - delta) c_B, although that may
# be more than there is to divide: the decliner then pays the rest out of its
# own. `most` says how much can be asked in a period, here 3. If only what there
# is can be divided (--set most=1), the decliner with a large c_B never falls
# below nothing, and attacks if and only if both that condition holds and
#
#     delta most - p1 > (1 - delta) c_B.
#
# At delta = 0.8, p1 = 0.2, p2 = 0.6 the decliner attacks while c_B < 7 with
# most = 3, and while c_B < 3 with most = 1.
#
# Time: the balance shifts once, so what is agreed in the second period lasts for
# ever; the last period pays for all those after it. No horizon cuts it short.
#
# Grid: the riser asks for what a war would bring it, p, or less, down to nothing
# in twentieths of p, or for more, in twentieths of what war costs the
# decliner per period, (1 - delta) c_B. Every demand above p is 0.0001 lower, so
# that the decliner is nowhere just indifferent; this moves the critical c_B by
# 0.0001 delta / (1 - delta)^2.

scenario "preventive-war" {
  title       = "Fight now, while it is not yet too late"
  description = "A rising state cannot promise that it will not use its future strength."
  start       = "2013"
  period      = "year"
  horizon     = 2
  foresight   = 2
}

actor "riser" {
  title     = "The rising state"
  precision = 50000
  discount  = delta
}

actor "decliner" {
  title     = "The declining state"
  precision = 50000
  discount  = delta
}

parameter "delta" {
  title = "What a payoff one period later counts"
  value = 0.8
  min   = 0
  max   = 1
}

parameter "p1" {
  title = "Probability that the riser wins a war in the first period"
  value = 0.2
}

parameter "p2" {
  title = "Probability that the riser wins a war later"
  value = 0.6
}

parameter "c_A" {
  title = "What war costs the riser"
  value = 1
}

parameter "c_B" {
  title = "What war costs the decliner"
  value = 5
}

parameter "most" {
  title = "Most that can be asked in a period: 1 is all that there is, more is paid out of one's own"
  value = 3
}

variable "asked" {
  title  = "How far the demand is from p: below in hundredths of p, above in hundredths of the decliner's cost"
  values = levels(-100, 105, 5)
  start  = 0
}

variable "war" {
  title  = "When there was a war"
  values = ["none", "early", "late"]
  start  = "none"
}

phase "demand" {
  actor = "riser"
  action "ask" {
    for_each = levels(-100, 105, 5)
    effect   = { asked = each.value }
  }
}

phase "answer" {
  actor = "decliner"
  action "yield" {}
  action "fight" {
    cost   = c_B
    effect = { war = period == 1 ? "early" : "late" }
  }
}

payoff "riser" {
  each_period = {
    share = { none = min(most, (period == 1 ? p1 : p2) * (1 + min(asked, 0) / 100) + (asked > 0 ? (1 - delta) * c_B * asked / 100 - 0.0001 : 0)), early = p1, late = p2 }[war]
    war   = answer.fight ? -c_A : 0
  }
  at_end = { later = { none = min(most, (period == 1 ? p1 : p2) * (1 + min(asked, 0) / 100) + (asked > 0 ? (1 - delta) * c_B * asked / 100 - 0.0001 : 0)), early = p1, late = p2 }[war] / (1 - delta) }
}

payoff "decliner" {
  each_period = { share = 1 - { none = min(most, (period == 1 ? p1 : p2) * (1 + min(asked, 0) / 100) + (asked > 0 ? (1 - delta) * c_B * asked / 100 - 0.0001 : 0)), early = p1, late = p2 }[war] }
  at_end      = { later = (1 - { none = min(most, (period == 1 ? p1 : p2) * (1 + min(asked, 0) / 100) + (asked > 0 ? (1 - delta) * c_B * asked / 100 - 0.0001 : 0)), early = p1, late = p2 }[war]) / (1 - delta) }
}

end "war" { when = war != "none" }

question "war" {
  title = "There is war"
  when  = war != "none"
}

question "preventive" {
  title = "The declining state attacks before the balance has shifted"
  when  = war == "early"
}
