# The closed form of feint.hcl, apart from the engine. With f the probability of
# following, a feint gains (2 theta - 1)(2 f - 1) - phi over plain signs, and the
# signs are right with probability theta - (2 theta - 1) × feints.

theory "feint" {
  title       = "Is the rift real, or another feint?"
  covers      = ["S13"]
  number      = 21
  status      = "after"
  source      = "Cf. Hendricks, K. & McAfee, R. P. (2006). Feints. Journal of Economics & Management Strategy 15 (2), 431–456."
  words       = "A patron may really mean to break with its client, or only stage the signs of it; what it means leaks out, but not reliably. If staging is cheap, it stages the opposite half of the time, and the signs tell the outsider nothing. The outsider still believes them more often than not: if it did not, no feint would be worth its price. A dearer feint is not a rarer one; it is believed more, and pays its author less. Only when staging costs more than the signs can mislead does it stop, and then the signs can be taken at face value."
  restriction = "Two equally likely and equally important intentions; theta above one half, phi off 2 theta − 1. Only averages over the two intentions are determined."
  solve       = "limit"
}

region {
  theta   = [0.6, 0.97]
  phi     = [0.03, 0.8]
  require = abs(phi - (2 * theta - 1)) > 0.03
}

let "spread" { value = 2 * theta - 1 }

let "feints" { value = phi < spread ? 0.5 : 0 }

result "feint" {
  title       = "The patron stages a feint"
  closed_form = feints
  engine      = question.feint
  tolerance   = 1e-5
  basis       = "nothing is discretised; at the limit's precision (some 10^7) a mix is off by about ln((1 - x) / x) / (precision × spread)"
}

result "follow" {
  title       = "The outsider believes the signs"
  closed_form = phi < spread ? 0.5 + phi / (2 * spread) : 1
  engine      = question.follow
  tolerance   = 1e-5
  basis       = "as for the feint"
}

result "signs_right" {
  title       = "The signs point to what the patron means"
  closed_form = theta - spread * feints
  engine      = question.signs_right
  tolerance   = 1e-5
  basis       = "as for the feint"
}

result "patron" {
  title       = "What the patron expects"
  closed_form = phi < spread ? 0.5 - phi / 2 : 1 - theta
  engine      = value.patron
  tolerance   = 1e-5
  basis       = "as for the feint"
}

static "dearer_feint_is_believed" {
  parameter = "phi"
  change    = 0.02
  figure    = question.follow
  sign      = "up"
  when      = phi + 0.05 < spread
}

static "dearer_feint_not_rarer" {
  parameter = "phi"
  change    = 0.02
  figure    = question.feint
  sign      = "none"
  tolerance = 1e-5
  when      = phi + 0.05 < spread
}

static "dearer_feint_costs_the_patron" {
  parameter = "phi"
  change    = 0.02
  figure    = value.patron
  sign      = "down"
  when      = phi + 0.05 < spread
}

static "better_signs_followed_less" {
  parameter = "theta"
  change    = 0.02
  figure    = question.follow
  sign      = "down"
  when      = phi + 0.03 < spread
}

ablation "no_feints" {
  covers  = ["S13"]
  set     = { phi = 2 }
  result  = "feint"
  becomes = 0
  require = phi < spread
}

ablation "signs_that_cannot_be_staged_tell" {
  covers  = ["S13"]
  set     = { phi = 2 }
  result  = "signs_right"
  becomes = theta
  require = phi < spread
}

picture {
  result = "follow"
  along  = "phi"
  from   = 0.02
  to     = 0.9
}
