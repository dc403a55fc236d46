# Threats that cannot all be true: crisis signalling with audience costs (after
# Schultz 1998). [R]
#
# Mechanism: a government that has made a threat and backs down pays for it at
# home, a. Some make the threat although they would not fight, hoping that the
# other yields. The other resists just often enough to make bluffing not worth
# while for all of them, and just so many bluff that resisting is worth the risk
# for some.
#
# Source: a reduced form after Schultz, K. A. (1998). Domestic Opposition and
# Signaling in International Crises. American Political Science Review 92 (4),
# 829-844. Not the author's theorem: his opposition party is left out.
#
# Result: with the payoff from war evenly spread from -W_A to 0 and from -W_B to
# 0, and a prize of 1,
#
#     a challenge is made with probability      (a / W_A) (1 + W_B / (1 + a)),
#     it is resisted with probability           1 / (1 + a),
#     a challenger bluffs with probability      W_B / (1 + a + W_B),
#     a challenge ends in war with probability  1 / (1 + a + W_B).
#
# So the more backing down costs, the more truthful is a threat, the less it is
# resisted, and the more often it is made; a challenge then ends in war less
# often, but war is more frequent, a / (W_A (1 + a)), since there are more challenges.
#
# Restriction: a at most W_A, and the first probability at most 1.
#
# Grid: four kinds of challengers, two in the middle of their half of the costs of
# war below a and two above it, with the weight of their half; so the share that
# would fight is exactly a / W_A. 50 kinds of defenders, each in the middle of its
# fiftieth: the cost of the one that is in two minds is known to half a
# fiftieth, and with it the odds of bluffing.

scenario "crisis-signalling" {
  title       = "Threats that cannot all be true"
  description = "A challenger that would pay at home for backing down threatens; the defender must guess whether it means it."
  start       = "2013-01"
  horizon     = 1
}

actor "challenger" {
  title     = "The challenger"
  precision = 10000
}

actor "defender" {
  title     = "The defender"
  precision = 10000
}

parameter "a" {
  title = "What backing down costs the challenger at home"
  value = 0.5
}

parameter "W_A" {
  title = "The most that war can cost the challenger"
  value = 2
}

parameter "W_B" {
  title = "The most that war can cost the defender"
  value = 1
}

secret "resolve" {
  title    = "What war costs the challenger: 0 and 1 are the halves below a, 2 and 3 those above"
  known_to = ["challenger"]
  values   = levels(0, 3)
  start = {
    0 = a / W_A / 2
    1 = a / W_A / 2
    2 = (1 - a / W_A) / 2
    3 = (1 - a / W_A) / 2
  }
}

secret "nerve" {
  title    = "What war costs the defender, in fiftieths of the most"
  known_to = ["defender"]
  values   = levels(0, 49)
  start    = uniform
}

phase "threat" {
  title = "The challenger demands the prize, or leaves things as they are"
  actor = "challenger"
  action "wait" {}
  action "challenge" {}
}

phase "reply" {
  title = "The defender yields or resists"
  actor = "defender"
  when  = threat.challenge
  action "yield" {}
  action "resist" {}
}

phase "showdown" {
  title = "The challenger fights or backs down"
  actor = "challenger"
  when  = reply.resist
  action "back_down" { cost = a }
  action "fight" {}
}

payoff "challenger" {
  each_period = {
    prize = reply.yield ? 1 : 0
    war   = showdown.fight ? -(resolve < 2 ? a * (resolve + 0.5) / 2 : a + (W_A - a) * (resolve - 1.5) / 2) : 0
  }
}

payoff "defender" {
  each_period = {
    prize = threat.wait || showdown.back_down ? 1 : 0
    war   = showdown.fight ? -W_B * (nerve + 0.5) / 50 : 0
  }
}

question "challenge" {
  title = "A challenge is made"
  when  = threat.challenge
}

question "resisted" {
  title = "A challenge is made and resisted"
  when  = reply.resist
}

question "bluff" {
  title = "A challenge is made that the challenger would not fight for"
  when  = threat.challenge && resolve >= 2
}

question "war" {
  title = "There is war"
  when  = showdown.fight
}
