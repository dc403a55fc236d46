# Bargaining by offers in turn (Rubinstein 1982) over 100 rounds. Nothing is
# hidden, and once an offer is refused nobody cares what it was: however it came
# to a round, the rest of the game is the same and is solved once.

scenario "bargaining" {
  title     = "Dividing a pie by offers in turn"
  start     = "2013-01"
  horizon   = 100
  foresight = 100
}

actor "north" {
  precision = 40
  discount  = 0.98
}

actor "south" {
  precision = 40
  discount  = 0.97
}

variable "offer" {
  title  = "What the other would get, in hundredths"
  values = levels(0, 100)
  start  = 0
}

phase "north_offers" {
  actor = "north"
  when  = period % 2 == 1
  action "share" {
    for_each = levels(0, 100)
    effect   = { offer = each.value }
  }
}

phase "south_answers" {
  actor = "south"
  when  = period % 2 == 1
  action "refuse" {}
  action "accept" {}
}

phase "south_offers" {
  actor = "south"
  when  = period % 2 == 0
  action "share" {
    for_each = levels(0, 100)
    effect   = { offer = each.value }
  }
}

phase "north_answers" {
  actor = "north"
  when  = period % 2 == 0
  action "refuse" {}
  action "accept" {}
}

payoff "north" {
  each_period = {
    kept = south_answers.accept ? 1 - offer / 100 : 0
    got  = north_answers.accept ? offer / 100 : 0
  }
}

payoff "south" {
  each_period = {
    kept = north_answers.accept ? 1 - offer / 100 : 0
    got  = south_answers.accept ? offer / 100 : 0
  }
}

end "agreed" { when = south_answers.accept || north_answers.accept }

question "at_once" {
  title = "They agree in the first round"
  when  = south_answers.accept
  by    = "2013-01-31"
}

question "evenly" {
  title = "They agree, and nobody gets more than 60%"
  when  = (south_answers.accept || north_answers.accept) && offer >= 40 && offer <= 60
}
