# Events that nobody chooses.

scenario "chances" {
  start   = "2013-01"
  horizon = 12
}

actor "china" {}

actor "korea" {}

variable "regime" {
  values = ["kim", "gone"]
  start  = "kim"
}

secret "resolve" {
  known_to = ["korea"]
  values   = ["low", "high"]
  start    = { low = 0.7, high = 0.3 }
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

chance "collapse" {
  title       = "The regime collapses"
  when        = regime == "kim" && !beijing.press
  probability = { low = 0.1, high = 0.01 }[resolve] * (period > 6 ? 2 : 1)
  effect      = { regime = "gone" }
}

chance "new_leader" {
  when        = collapse
  probability = 1
  effect      = { resolve = redraw }
}

payoff "china" {
  each_period = 0
}

payoff "korea" {
  each_period = 0
}
