# Every way of giving a number.

scenario "parameters" {
  start   = "2013-01"
  horizon = 12
}

actor "china" {}

actor "korea" {}

parameter "known" { value = 3 }

parameter "negative" { value = -2.5e-1 }

parameter "free" {
  title = "A normal distribution with 90% between these"
  value = between(-1, 1)
  basis = "judgement"
}

parameter "positive" {
  value = between(2, 5)
  min   = 0
}

parameter "share" {
  value = between(0.2, 0.6)
  min   = 0
  max   = 1
}

parameter "flat" { value = uniform(0, 1) }

parameter "bell" { value = normal(1, 0.2) }

parameter "computed" { value = max(known, 2 * positive - share / 3) }

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
