# The scenario that the theories of this folder speak of.

scenario "bargain" {
  start   = "2013-01"
  horizon = 1
}

actor "asker" { precision = 100 }

actor "answerer" { precision = 100 }

parameter "c_A" {
  title = "What war costs the one who asks"
  value = 0.1
}

parameter "h" { value = 0.5 }

secret "cost" {
  known_to = ["answerer"]
  values   = levels(0, 4)
  start    = uniform
}

phase "demand" {
  actor = "asker"
  action "wait" {}
  action "ask" {
    for_each = levels(0, 1, 0.25)
  }
}

phase "answer" {
  actor = "answerer"
  when  = demand.ask
  action "yield" {}
  action "fight" {
    cost = (cost + 0.5) / 5 * h
  }
}

payoff "asker" {
  each_period = {
    got = demand.ask["0.5"] && !answer.fight ? 0.5 : 0
    war = answer.fight ? -c_A : 0
  }
}

payoff "answerer" {
  each_period = answer.yield ? -0.5 : 0
}

question "war" { when = answer.fight }
