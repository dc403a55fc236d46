# Functions and operators.

scenario "functions" {
  start   = "2013-01"
  horizon = 12
}

actor "china" {}

actor "korea" {}

parameter "a" { value = min(3, 1 + 1, 7) + max(1, 2) + abs(-1) + exp(0) + log(1) + sqrt(4) }

parameter "b" { value = floor(1.5) + ceil(1.5) + round(1.5) + 7 % 4 - 6 / 3 * 2 }

parameter "c" { value = a >= b && !(a == b) || a != 2 ? -a : 1 * b }

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
