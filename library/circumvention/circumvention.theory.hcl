# The closed form of circumvention.hcl, apart from the engine: whoever offers gives the
# other what waiting is worth to it, or the road round if that is worth more.

theory "circumvention" {
  title       = "Press the patron, or go round it"
  covers      = ["S4", "S16"]
  number      = 15
  status      = "published"
  source      = "Rubinstein, A. (1982). Perfect Equilibrium in a Bargaining Model. Econometrica 50 (1), 97–109; with an outside option: Binmore, K., Shaked, A. & Sutton, J. (1989). An Outside Option Experiment. Quarterly Journal of Economics 104 (4), 753–770."
  words       = "A patron asks a price for bringing its client along; the outsider can pay, haggle, or go round the patron through somebody else. If the road round is worth less than haggling on, it changes nothing: the patron knows that it would not be taken. Once it is worth more, the outsider gets exactly what the road is worth, not a share of what it would save. So who has the upper hand depends on who can wait, until somebody can walk away with more than waiting brings. The road is never taken; it need only be there."
  restriction = "The outsider can go round only when it answers an offer, and leaves the patron with nothing. Both sides keep at least .4 of the pie, where offers stand on a fine grid."
  solve       = "precision"
}

region {
  delta_1 = [0.7, 0.9]
  delta_2 = [0.7, 0.9]
  b       = [0, 0.6]
  require = abs(b - waiting) > 0.005 && share > 0.4 && 1 - share > 0.4 / delta_1
}

let "waiting" { value = delta_2 * (1 - delta_1) / (1 - delta_1 * delta_2) }

let "share" { value = max(waiting, b) }

# What is left of a difference after 20 rounds.
let "faded" { value = exp(10 * log(delta_1 * delta_2)) }

# Whoever offers rounds up by a step, round after round. At precision 2,000 an offer must
# be better than refusing by up to ln(1000) / 2000 to be accepted safely: once, as it
# stands on both sides in turn, but for the ratio of what a refusal costs the two, up to 2.
let "off" {
  value = (0.001 + log(2) / 2000) / (1 - delta_1 * delta_2) + log(1000) / 2000 + abs(0.5 - share) * faded
}

result "outsider" {
  title       = "What the outsider gets"
  closed_form = share
  engine      = value.outsider
  tolerance   = off
  basis       = "(a step of the grid of offers + ln 2 / precision) / (1 − δ₁δ₂) + ln(1000) / precision, and |1/2 − share| (δ₁δ₂)^10 for the end after 20 rounds"
}

result "patron" {
  title       = "What the patron gets"
  closed_form = 1 - share
  engine      = value.patron
  tolerance   = off
  basis       = "as for the outsider"
}

result "sidelined" {
  title       = "The outsider goes round the patron"
  closed_form = 0
  engine      = question.sidelined
  tolerance   = (0.001 + log(1000) / 2000) / (1 - share)
  basis       = "the patron pays a step more rather than lose a step, and ln(1000) / precision, by a refusal that costs it 1 − share"
}

result "patron_ahead" {
  title       = "They settle, and the patron gets more"
  closed_form = share < 0.5 ? 1 : 0
  engine      = question.patron_ahead
  tolerance   = (0.001 + log(1000) / 2000) / ((1 - share) * (1 - delta_1 * delta_1))
  basis       = "as for the sidelining; haggling on costs the patron (1 − share)(1 − δ₁²)"
  require     = abs(share - 0.5) > off
}

static "a_road_that_is_no_threat" {
  parameter = "b"
  change    = 0.05
  figure    = value.outsider
  sign      = "none"
  tolerance = 1e-6
  when      = b + change < waiting - 0.01
}

static "a_road_that_is" {
  parameter = "b"
  change    = 0.02
  figure    = value.outsider
  sign      = "up"
  when      = b > waiting
}

static "a_patron_that_can_wait" {
  parameter = "delta_1"
  change    = 0.01
  figure    = value.outsider
  sign      = "down"
  when      = b < waiting - 0.05
}

static "an_outsider_that_can_wait" {
  parameter = "delta_2"
  change    = 0.01
  figure    = value.outsider
  sign      = "up"
  when      = b < waiting
}

static "waiting_no_longer_counts" {
  parameter = "delta_2"
  change    = 0.01
  figure    = value.outsider
  sign      = "none"
  tolerance = 0.0015
  when      = b > waiting + 0.04
}

ablation "no_road_round" {
  covers  = ["S4"]
  set     = { b = 0 }
  result  = "outsider"
  becomes = waiting
  require = b > waiting + 1.5 * off && waiting > 0.4
}

ablation "nobody_can_walk_away" {
  covers  = ["S16"]
  set     = { b = 0 }
  result  = "patron_ahead"
  becomes = 1
  require = b > 0.51 && waiting < 0.5 - off && waiting > 0.4
}

picture {
  result = "outsider"
  along  = "b"
  from   = 0.41
  to     = 0.55
}
