# Acts that look like others.

scenario "covert_acts" {
  start   = "2013-01"
  horizon = 12
}

actor "china" {}

actor "korea" {}

parameter "leak" {
  value = between(0.05, 0.2)
  min   = 0
  max   = 1
}

variable "favour" {
  values = levels(0, 3)
  start  = 0
}

secret "stock" {
  known_to = ["korea"]
  values   = levels(0, 3)
  start    = 0
}

phase "beijing" {
  actor = "china"
  quiet = "rest"
  action "assert" {
    when   = favour < 3
    effect = { favour = favour + 1 }
  }
  action "rest" {}
  action "ship" {
    looks_like = "assert"
    seen_by    = ["korea"]
    exposed    = leak
    cost       = 0.1
    effect     = { stock = stock + 1 }
  }
}

question "known" { when = beijing.ship.exposed }

phase "pyongyang" {
  actor = "korea"
  action "wait" {}
}

payoff "china" {
  each_period = 0
}

payoff "korea" {
  each_period = 0
}
