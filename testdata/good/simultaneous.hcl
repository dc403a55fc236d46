# Two who move at once.

scenario "simultaneous" {
  start   = "2013-01"
  horizon = 12
}

actor "china" {}

actor "korea" {}

phase "beijing" {
  actor = "china"
  action "wait" {}
}

phase "pyongyang" {
  actor        = "korea"
  simultaneous = true
  action "wait" {}
}

payoff "china" {
  each_period = 0
}

payoff "korea" {
  each_period = 0
}
