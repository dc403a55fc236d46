# Mechanism: is the rift real, or another feint? A patron either breaks with its
# client or covers it; what it really means leaks out, and it can stage the signs
# of the opposite, at a price. The outsider reads the signs and prepares.
#
# Source [R], cf. Hendricks, K. & McAfee, R. P. (2006). Feints. Journal of Economics
# & Management Strategy 15 (2), 431-456. The reduced form has two symmetric
# "targets" (what the patron means); it is not the authors' theorem.
#
# Result: with phi < 2 theta - 1 the patron stages a feint half of the time, so the
# signs say nothing (each is right half of the time), and yet the outsider follows
# them more often than not, with probability 1/2 + phi / (2 (2 theta - 1)): only then
# is a feint worth its price. The patron is left with 1/2 - phi / 2. A dearer feint is
# not rarer; it is believed more. With phi > 2 theta - 1 nobody feints, the signs are
# right with probability theta and are always followed; the patron gets 1 - theta.
#
# Restriction: 1/2 < theta < 1, phi > 0, phi not equal to 2 theta - 1 (there, any share of
# feints up to one half is an equilibrium, with the signs always followed). The two
# intentions are equally likely and matter equally. Only averages over them are
# determined (feints of one intention may be exchanged for feints of the other);
# the symmetric equilibrium is the one given, and the one the principal branch
# leads to.

scenario "feint" {
  title       = "Is the rift real, or another feint?"
  description = "A patron means to break with its client or to cover it; signs leak, and may be staged; the outsider prepares for one or the other."
  start       = "2013-01"
  horizon     = 1
}

actor "patron" {
  title     = "The patron"
  precision = 20000
}

actor "outsider" {
  title     = "The outsider"
  precision = 20000
}

parameter "theta" {
  title = "Accuracy of the signs: how often they show what is meant, or staged"
  value = 0.8
}

parameter "phi" {
  title = "What staging a feint costs the patron"
  value = 0.1
}

secret "intent" {
  title    = "What the patron really means"
  known_to = ["patron"]
  values   = ["cover", "break"]
  start    = uniform
}

secret "staged" {
  title    = "Whether the patron stages the signs of the opposite"
  known_to = ["patron"]
  values   = ["no", "yes"]
  start    = "no"
}

phase "patron_stages" {
  title = "The patron lets the signs speak, or stages the opposite"
  actor = "patron"
  quiet = "plain"
  action "plain" {}
  action "feint" {
    looks_like = "plain"
    cost       = phi
    effect     = { staged = "yes" }
  }
}

chance "signs_of_rift" {
  title       = "The signs point to a rift"
  probability = (intent == "break") == (staged == "no") ? theta : 1 - theta
}

phase "outsider_prepares" {
  title = "The outsider prepares for what the signs say, or for the opposite"
  actor = "outsider"
  action "follow" {}
  action "oppose" {}
}

payoff "patron" {
  each_period = { surprise = (intent == "break") == (signs_of_rift == outsider_prepares.follow) ? 0 : 1 }
}

payoff "outsider" {
  each_period = { ready = (intent == "break") == (signs_of_rift == outsider_prepares.follow) ? 1 : 0 }
}

question "feint" {
  title = "The patron stages a feint"
  when  = patron_stages.feint
}

question "follow" {
  title = "The outsider believes the signs"
  when  = outsider_prepares.follow
}

question "signs_right" {
  title = "The signs point to what the patron means"
  when  = (outsider_prepares.follow || outsider_prepares.oppose) && (intent == "break") == signs_of_rift
}

question "surprised" {
  title = "The outsider is prepared for the wrong thing"
  when  = (outsider_prepares.follow || outsider_prepares.oppose) && (intent == "break") != (signs_of_rift == outsider_prepares.follow)
}
