# Every way of listing values.

scenario "variables" {
  start   = "2013-01"
  horizon = 12
}

actor "china" {}

actor "korea" {}

variable "crisis" {
  title  = "Crisis"
  values = ["calm", "tense", "no deal"]
  start  = "tense"
}

variable "pressure" {
  values = levels(0, 3)
  start  = 1 + 1
}

variable "share" {
  values = levels(0, 1, 0.1)
  start  = 0.3
}

variable "stock" {
  values = [-1, 0, 0.5, 10]
  start  = -1
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
  each_period = 0
}

payoff "korea" {
  each_period = 0
}
