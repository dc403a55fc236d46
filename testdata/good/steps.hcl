# Values in order: compared, moved, chosen by.

scenario "steps" {
  start   = "2013-01"
  horizon = 12
}

actor "china" {}

actor "korea" {}

variable "crisis" {
  values = ["calm", "tense", "acute", "war"]
  start  = "tense"
}

variable "peak" {
  values = ["calm", "tense", "acute", "war"]
  start  = "tense"
}

variable "arms" {
  values = [0, 2, 5]
  start  = 0
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

chance "worse" {
  when        = crisis < "war" && crisis + 1 >= peak
  probability = { 0 = 0.1, 2 = 0.2, 5 = 0.3 }[arms]
  effect      = { crisis = crisis + 1, peak = crisis >= peak ? crisis + 1 : peak, arms = arms == 0 ? 2 : 5 }
}

chance "better" {
  probability = { calm = 0, tense = 0.2, acute = 0.1, war = 0 }[crisis]
  effect      = { crisis = crisis - 1 }
}

payoff "china" {
  each_period = 0
}

payoff "korea" {
  each_period = 0
}
