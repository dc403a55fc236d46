# Brinkmanship: a threat that leaves something to chance.
#
# Mechanism   A challenger announces a crisis of n rounds. In every round in which the defender does not
#             give way, the crisis runs out of control with chance f, and both have a disaster. If it
#             has stood firm through all n rounds, the challenger gives way. Nobody would start a
#             disaster on purpose; what frightens is the risk, and it can be dosed.
# Source      Ellsberg, D. (1959). The Theory and Practice of Blackmail. Lowell Lectures; Powell, R. (1990).
#             Nuclear Deterrence Theory: The Search for Credibility. Cambridge University Press.
# Status      [P] agrees with the published result.
# Result      The defender stands firm against a total risk up to its critical risk R = (w - s) / (w - d),
#             so through up to N = floor(ln(1 - R) / ln(1 - f)) rounds. The challenger announces one
#             round more, and the defender gives way at once: no disaster happens on the way.
# Restriction d < s < w. Nothing is hidden. The challenger cannot go back on the length it has announced, and a
#             longer crisis costs it a little more; N + 1 rounds are within the twelve of the game.
# Check       w = 1, s = 0, d = -4, f = .05: R = .2; four rounds.

scenario "brinkmanship" {
  title       = "A threat that leaves something to chance"
  description = "How many rounds of a crisis that may run out of control does a defender stand?"
  start       = "2013-01"
  horizon     = 12
  foresight   = 12
}

actor "challenger" {
  title     = "The challenger"
  precision = 20000
}

actor "defender" {
  title     = "The defender"
  precision = 20000
}

# ------------------------------------------------ numbers

parameter "w" {
  title = "What the defender has if it stands firm to the end"
  value = 1
}

parameter "s" {
  title = "What the defender has if it gives way"
  value = 0
}

parameter "d" {
  title = "What a disaster is to the defender"
  value = -4
}

parameter "f" {
  title = "Chance of disaster per round"
  value = 0.05
  min   = 0
  max   = 1
}

parameter "effort" {
  title = "What announcing one more round costs the challenger"
  value = 0.01
  min   = 0
}

# ------------------------------------------------ what everybody sees

variable "rounds" {
  title  = "Rounds left until the challenger gives way"
  values = levels(0, 12)
  start  = 0
}

variable "crisis" {
  title  = "How it stands"
  values = ["open", "defender_gave_way", "challenger_gave_way", "disaster"]
  start  = "open"
}

# ------------------------------------------------ the move of each

phase "announcement" {
  title = "The challenger announces how long it will keep the crisis up"
  actor = "challenger"
  when  = period == 1
  action "last" {
    for_each = levels(1, 12)
    cost     = effort * each.value
    effect   = { rounds = each.value }
  }
}

phase "stand" {
  title = "The defender stands firm, or gives way"
  actor = "defender"
  action "give_way" {
    effect = { crisis = "defender_gave_way" }
  }
  action "stand_firm" {
    effect = { rounds = rounds - 1 }
  }
}

chance "disaster" {
  title       = "The crisis runs out of control"
  when        = stand.stand_firm
  probability = f
  effect      = { crisis = "disaster" }
}

chance "tires" {
  title       = "The rounds are over and the challenger gives way"
  when        = crisis == "open" && rounds == 0
  probability = 1
  effect      = { crisis = "challenger_gave_way" }
}

payoff "challenger" {
  at_end = { open = 0, defender_gave_way = 1, challenger_gave_way = 0, disaster = -5 }[crisis]
}

payoff "defender" {
  at_end = { open = w, defender_gave_way = s, challenger_gave_way = w, disaster = d }[crisis]
}

end "over" { when = crisis != "open" }

# ------------------------------------------------ what is asked

question "gives_way" {
  title = "The defender gives way"
  when  = crisis == "defender_gave_way"
}

question "disaster" {
  title = "The crisis runs out of control"
  when  = crisis == "disaster"
}

question "more_than_four" {
  title = "The challenger needs a crisis of more than four rounds"
  when  = rounds > 4
}
