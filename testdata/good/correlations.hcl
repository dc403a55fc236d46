# Parameters that hang together, whichever of the two says so.

scenario "correlations" {
  start   = "2013-01"
  horizon = 12
}

actor "china" { precision = between(1, 2) }

actor "korea" {}

parameter "buffer" {
  title       = "Names a parameter further down, and an actor's number"
  value       = between(2, 5)
  min         = 0
  correlation = { hazard = 0.6, "china.precision" = -0.4 }
}

parameter "hazard" {
  title       = "States the same again, and another"
  value       = between(0.1, 0.3)
  min         = 0
  max         = 1
  correlation = { buffer = 0.6, cost = -2 / 10 }
}

parameter "cost" { value = uniform(0, 1) }

parameter "half" { value = cost / 2 }

parameter "alone" {
  value       = normal(0, 1)
  correlation = {}
}

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
  each_period = buffer + hazard + cost + half + alone
}

payoff "korea" {
  each_period = 0
}
