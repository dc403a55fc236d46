# Mechanism: press the patron, or go round it. A patron asks a price for bringing
# its client along; the outsider can pay, haggle, or sideline the patron through
# some other intermediary. What is the other road worth at the table?
#
# Source [P]: Rubinstein, A. (1982). Perfect Equilibrium in a Bargaining Model.
# Econometrica 50 (1), 97-109; with an outside option: Binmore, K., Shaked, A. &
# Sutton, J. (1989). An Outside Option Experiment. Quarterly Journal of Economics
# 104 (4), 753-770.
#
# Result: the outsider gets max(delta_2 (1 - delta_1) / (1 - delta_1 delta_2), b).
# The other road, worth b, changes nothing at all while haggling on is worth more:
# nobody believes that it would be taken. Once b is worth more, the outsider gets
# exactly b, not a share of what is left. It is never taken; it need only be there.
# Who has the upper hand (S16)? With equal patience the patron, which names the first
# price, is ahead; patience shifts it; and a road worth more than half puts the outsider
# ahead, whoever can wait longer.
# Default values: b = 0.5 binds (without it 0.473684; with b = 0.4 the same).
#
# Restriction: the outsider can go round only when it answers an offer, and the
# patron is then left with nothing; 0 <= b < 1. (If it could also leave after its
# own offer is refused, there would be many equilibria.)
#
# Approximation: offers stand on a grid of thousandths from .39 to .61, where what is
# tested is settled, and of fiftieths outside (where results are coarser by as much).
# Whoever offers rounds up to the next offer that is worth accepting, which moves the
# outsider's share by at most a step / (1 - delta_1 delta_2) up, or delta_2 times that
# down. At precision 2,000 an offer must also be better than refusing by up to .0035 to be
# accepted safely; with offers in turn this all but cancels. Twenty rounds stand for
# infinitely many: if all offers are refused, halves are imposed in the next period, which
# moves the share by at most |1/2 - share| (delta_1 delta_2)^10.

scenario "circumvention" {
  title       = "Press the patron, or go round it"
  description = "A patron and an outsider bargain by offers in turn over what the client's good behaviour is worth; the outsider may sideline the patron instead."
  start       = "2013-01"
  horizon     = 20
  foresight   = 20
}

actor "patron" {
  title     = "The patron"
  precision = 2000
  discount  = delta_1
}

actor "outsider" {
  title     = "The outsider"
  precision = 2000
  discount  = delta_2
}

parameter "delta" {
  title = "Patience of both: what a settlement a round later is worth"
  value = 0.9
}

parameter "delta_1" {
  title = "Patience of the patron"
  value = delta
}

parameter "delta_2" {
  title = "Patience of the outsider"
  value = delta
}

parameter "b" {
  title = "What the road round the patron is worth to the outsider"
  value = 0.5
}

variable "offer" {
  title  = "What the other side would get, in thousandths"
  values = levels(0, 1000)
  start  = 0
}

variable "open" {
  title  = "Whether the price is still open"
  values = ["no", "yes"]
  start  = "yes"
}

phase "patron_offers" {
  title = "The patron names the outsider's share"
  actor = "patron"
  when  = period % 2 == 1
  action "share" {
    title    = "By fiftieths"
    for_each = levels(0, 1000, 20)
    effect   = { offer = each.value }
  }
  action "near_half" {
    title    = "By thousandths, near half"
    for_each = levels(390, 610)
    effect   = { offer = each.value }
  }
}

phase "outsider_answers" {
  title = "The outsider accepts, haggles on, or goes round"
  actor = "outsider"
  when  = period % 2 == 1
  action "haggle" {}
  action "accept" {
    effect = { open = "no" }
  }
  action "go_round" {
    effect = { open = "no" }
  }
}

phase "outsider_offers" {
  title = "The outsider names the patron's share"
  actor = "outsider"
  when  = period % 2 == 0
  action "share" {
    title    = "By fiftieths"
    for_each = levels(0, 1000, 20)
    effect   = { offer = each.value }
  }
  action "near_half" {
    title    = "By thousandths, near half"
    for_each = levels(390, 610)
    effect   = { offer = each.value }
  }
}

phase "patron_answers" {
  title = "The patron accepts, or haggles on"
  actor = "patron"
  when  = period % 2 == 0
  action "haggle" {}
  action "accept" {
    effect = { open = "no" }
  }
}

payoff "patron" {
  each_period = {
    kept = outsider_answers.accept ? 1 - offer / 1000 : 0
    got  = patron_answers.accept ? offer / 1000 : 0
  }
  at_end = { imposed = open == "yes" ? 0.5 : 0 }
}

payoff "outsider" {
  each_period = {
    kept  = patron_answers.accept ? 1 - offer / 1000 : 0
    got   = outsider_answers.accept ? offer / 1000 : 0
    round = outsider_answers.go_round ? b : 0
  }
  at_end = { imposed = open == "yes" ? 0.5 : 0 }
}

end "settled" { when = outsider_answers.accept || patron_answers.accept }

end "sidelined" { when = outsider_answers.go_round }

question "settled_at_once" {
  title = "They settle on the first offer"
  when  = outsider_answers.accept
  by    = "2013-01-31"
}

question "sidelined" {
  title = "The outsider goes round the patron"
  when  = outsider_answers.go_round
}

question "patron_ahead" {
  title = "They settle, and the patron gets more than the outsider"
  when  = (outsider_answers.accept && offer < 500) || (patron_answers.accept && offer > 500)
}
