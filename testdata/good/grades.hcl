# What Admiralty grades count for here.

scenario "grades" {
  start   = "2013-01"
  horizon = 12
  grades  = { A = 0.98, 4 = 0.3, B2 = 0.75, F6 = 0 }
}

actor "china" {}

actor "korea" {}

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
