# Named terms, single numbers, what is paid at the end.

scenario "payoffs" {
  start   = "2013-01"
  horizon = 12
}

actor "china" {}

actor "korea" {}

parameter "buffer" { value = 3 }

variable "regime" {
  values = ["kim", "gone"]
  start  = "kim"
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
  each_period = {
    buffer = regime == "gone" ? 0 : buffer
    noise  = pyongyang.test ? -1 : 0
  }
  at_end = { rest = regime == "kim" ? 10 * buffer : 0 }
}

payoff "korea" {
  each_period = { kim = 1, gone = -5 }[regime]
  at_end      = -1
}
