# Grades that do not exist.

scenario "bad" {
  start   = "2013-01"
  horizon = 12
  grades = {
    A  = 0.9
    3  = 0.7
    B7 = 0.8 # ERROR E430: no Admiralty grade "B7"
    b2 = 0.8 # ERROR E430: no Admiralty grade "b2"
    C2 = 80  # ERROR E309: not at 80
  }
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
  each_period = 0
}
