# A story that counts in weeks.

scenario "calendar" {
  title       = "A calendar"
  description = "Only the unit of time matters here"
  start       = "2013-04-08"
  period      = "week"
  horizon     = 8
  foresight   = 2
  outlook     = 0
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
