# Sinking costs or tying hands: how to make a commitment believed (after Fearon
# 1997). [R]
#
# Mechanism: a defender can show that it means to defend something in two ways.
# It can sink costs, m: mobilise, build, deploy; gone whatever happens. Or it can
# tie its hands: promise before an audience that makes it pay a if it gives way
# when challenged. Either deters if so few of those who would give way can afford
# it that a challenge no longer pays.
#
# Source: a reduced form after Fearon, J. D. (1997). Signaling Foreign Policy
# Interests: Tying Hands versus Sinking Costs. Journal of Conflict Resolution 41
# (1), 68-90. Not the author's theorem.
#
# Result: the defender's stake v is evenly spread from 0 to 1. A fight pays it
# p v - c, so without a signal it fights if v is above v_f = c / p. The challenger
# gains g if the defender gives way, loses k in a fight, and challenges if a fight
# is less likely than q = g / (g + k); a share mu of challengers always does. The
# least that deters all others is
#
#     sunk costs   m* = (1 - mu) (1 - (1 - v_f) / q)
#     tied hands   a* = (q - 1 + v_f) / (1 / p + q mu / (1 - mu)).
#
# Hands tied too loosely, a below a*, leave some challengers undeterred: those who
# tie them have stakes above v = 1 - (1 - (c - a) / p) / q, and remain unchallenged
# with probability a / (v + a). Tied hands serve the defender better than sunk
# costs, before it knows its stake: they cost something only if the bluff is called.
#
# Restriction: v_f < 1 and 1 - v_f < q (otherwise no signal is needed), a* < c, and
# neither signal so dear that only those who would fight can afford it.
#
# Many equilibria: that nobody signals, because a signal would be taken for one of
# weakness, is always one too. Where both signals are possible, or only tied hands
# are, demarche's principal branch ends where hands are tied and deter; where only
# costs can be sunk, it ends where nobody does. The profiles of the theory file
# beside hold the equilibria of the result.
#
# Grid: three bands of stakes, cut where fighting begins to pay, with hands tied
# and without. The lower two have 20 parts each, with the stake in the middle; the
# highest, where all do the same, is one. So the shares that would fight are
# exact, and who signals is known to half a part.

scenario "sunk-cost-tied-hands" {
  title       = "Sinking costs or tying hands"
  description = "A defender shows by costs or by promises that it means to fight; a challenger must guess."
  start       = "2013-01"
  horizon     = 1
}

actor "defender" {
  title     = "The defender"
  precision = 3000
}

actor "challenger" {
  title     = "The challenger"
  precision = 3000
}

parameter "p" {
  title = "Probability that the defender wins a fight"
  value = 0.6
}

parameter "c" {
  title = "What a fight costs the defender"
  value = 0.4
}

parameter "g" {
  title = "What the challenger gains if the defender gives way"
  value = 0.5
}

parameter "k" {
  title = "What the challenger loses in a fight"
  value = 0.3
}

parameter "mu" {
  title = "Share of challengers who challenge in any case"
  value = 0.1
  min   = 0
  max   = 1
}

parameter "m" {
  title = "Costs sunk by the signal; 0: there is no such signal"
  value = 0.5
}

parameter "a" {
  title = "Costs of giving way after a promise; 0: there is no such signal"
  value = 0.18
}

secret "band" {
  title    = "Whether what is at stake is worth a fight: no, only with hands tied, or in any case"
  known_to = ["defender"]
  values   = ["low", "middle", "high"]
  start    = { low = (c - a) / p, middle = a / p, high = 1 - c / p }
}

secret "part" {
  title    = "What is at stake, in twentieths of the band; the middle of the highest one"
  known_to = ["defender"]
  values   = levels(0, 19)
  start    = { low = uniform, middle = uniform, high = 0 }[band]
}

secret "bent" {
  title    = "Whether the challenger challenges in any case"
  known_to = ["challenger"]
  values   = ["no", "yes"]
  start    = { no = 1 - mu, yes = mu }
}

variable "shown" {
  title  = "What the defender has shown"
  values = ["nothing", "costs", "tied_hands"]
  start  = "nothing"
}

phase "signal" {
  title = "The defender shows that it means to fight, or does not"
  actor = "defender"
  action "none" {}
  action "sink" {
    when   = m > 0
    cost   = m
    effect = { shown = "costs" }
  }
  action "tie" {
    when   = a > 0
    effect = { shown = "tied_hands" }
  }
}

phase "challenge" {
  title = "The challenger challenges, or lets it be"
  actor = "challenger"
  action "let_be" { when = bent == "no" }
  action "challenge" {}
}

phase "answer" {
  title = "The defender fights or gives way"
  actor = "defender"
  when  = challenge.challenge
  action "give_way" { cost = shown == "tied_hands" ? a : 0 }
  action "fight" {}
}

payoff "defender" {
  each_period = {
    kept  = challenge.let_be ? { low = (c - a) / p * (part + 0.5) / 20, middle = (c - a) / p + a / p * (part + 0.5) / 20, high = (1 + c / p) / 2 }[band] : 0
    fight = answer.fight ? p * { low = (c - a) / p * (part + 0.5) / 20, middle = (c - a) / p + a / p * (part + 0.5) / 20, high = (1 + c / p) / 2 }[band] - c : 0
  }
}

payoff "challenger" {
  each_period = {
    gained = answer.give_way ? g : 0
    fight  = answer.fight ? -k : 0
  }
}

question "signal" {
  title = "The defender shows that it means to fight"
  when  = shown != "nothing"
}

question "undeterred" {
  title = "A challenger who could be deterred challenges in spite of the signal"
  when  = shown != "nothing" && challenge.challenge && bent == "no"
}

question "challenged" {
  title = "The defender is challenged"
  when  = challenge.challenge
}

question "fight" {
  title = "There is a fight"
  when  = answer.fight
}
