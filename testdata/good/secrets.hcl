# Every way of saying how likely a value is at first.

scenario "secrets" {
  start   = "2013-01"
  horizon = 12
}

actor "china" {}

actor "korea" {}

parameter "p" {
  value = between(0.2, 0.4)
  min   = 0
  max   = 1
}

secret "mood" {
  known_to = []
  values   = ["good", "bad"]
  start    = uniform
}

secret "stance" {
  known_to = ["china", "korea"]
  values   = ["shield", "broker", "break"]
  start    = { shield = 0.5, broker = 0.3, break = 0.2 }
}

secret "stock" {
  known_to = ["korea"]
  values   = levels(0, 2)
  start    = 0
}

secret "chance" {
  known_to = ["korea"]
  values   = ["no", "yes"]
  start    = { no = 1 - p, yes = p }
}

secret "linked" {
  known_to = ["china"]
  values   = [0, 1]
  start    = { good = { 0 = 0.9, 1 = 0.1 }, bad = chance == "yes" ? uniform : 1 }[mood]
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
