# A byte order mark, and line breaks of Windows.

scenario "line_breaks" {
  start   = "2013-01"
  horizon = 12
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
