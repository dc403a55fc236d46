# Two go with a third, and nothing is said of the two.

scenario "bad" {
  start   = "2013-01"
  horizon = 12
}

actor "china" {}

actor "korea" {}

parameter "buffer" {
  value = between(2, 5)
}

variable "crisis" {
  values = ["calm", "tense", "war"]
  start  = "calm"
}

variable "favour" {
  values = levels(0, 3)
  start  = 0
}

secret "stance" {
  known_to = ["china"]
  values   = ["shield", "break"]
  start    = { shield = 0.6, break = 0.4 }
}

phase "beijing" {
  actor = "china"
  quiet = "wait"
  action "wait" {}
  action "press" {
    effect = { favour = favour - 1 }
  }
}

phase "pyongyang" {
  actor = "korea"
  action "wait" {}
  action "test" {
    effect = { crisis = crisis + 1 }
  }
}

payoff "china" {
  each_period = { buffer = crisis == "war" ? 0 : buffer, favour = stance == "break" ? 0 : favour }
}

payoff "korea" {
  each_period = spill + cost
}

parameter "spill" {
  value       = between(1, 3)
  correlation = { buffer = 0.9 }
}

parameter "cost" {
  value       = between(1, 3)
  correlation = { spill = 0.9 } # ERROR E429: of buffer, spill and cost all at once while buffer and cost have none
}
