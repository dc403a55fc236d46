# Precision and discount: known, uncertain, computed.

scenario "actor_numbers" {
  start   = "2013-01"
  horizon = 12
}

actor "china" {}

actor "korea" {}

actor "japan" {
  title     = "Japan"
  precision = between(0.5, 2)
  discount  = between(0.9, 0.99)
}

actor "russia" {
  precision = 2 * care
  discount  = uniform(0.9, 1)
}

parameter "care" { value = 0.7 }

payoff "japan" { at_end = 0 }

payoff "russia" { at_end = 0 }

phase "beijing" {
  actor = "china"
  action "wait" {}
  action "press" {}
}

phase "pyongyang" {
  actor = "korea"
  action "wait" {}
  action "test" {}
}

payoff "china" {
  each_period = 0
}

payoff "korea" {
  each_period = 0
}
