# Mechanism: the security dilemma, and what it does to a patron. Two neighbours would
# both rather leave each other in peace than gain by arming first, but neither knows
# that of the other. What the client does to one of them spills over: a neighbour
# that arms against the client is armed against the patron too.
#
# Source [P]: Kydd, A. (2000). Trust, Reassurance, and Cooperation. International
# Organization 54 (2), 325-357; Kydd, A. H. (2005). Trust and Mistrust in International
# Relations. Princeton University Press: the security dilemma as a game of trust.
# `spill` is added here (LIBRARY's case: 0).
#
# Result: with R for peace, T for arming against one who holds back, P for both armed,
# S for holding back against one who arms, and R > T, a side that means no harm can
# hold back iff it trusts the other to mean none with probability at least
# (P - S) / ((R - T) + (P - S)). If the client's threat makes arming worth `spill` more
# to the neighbour, whatever the patron does, the neighbour can be at peace only from
# (P - S + spill) / ((R - T) + (P - S)) on, and then the patron, whose own payoffs did
# not change, cannot either.
# Default values: R = 4, T = 3, P = 1, S = 0: trust of one half.
#
# Restriction: R > T > P > S, 0 <= spill < R - T, greed > R - T (those who mean harm arm
# in any case), trust off the threshold; both are trusted alike.
#
# Many equilibria: that both arm whatever they mean is always one, too. The closed form
# stands as the profile "trusting", tested as an equilibrium exactly where trust is above
# the threshold; a third, mixed one stands between the two. Which does the principal
# branch select? It starts from a coin toss, not from trust. Where R - T <= P - S, as with
# the default values, it always leads to the race, however high a trust short of
# certainty. Where the gain weighs more than the fear it leads to peace, but only from a
# higher trust on than peace needs: with T = 2.5 from about .71 on, where .4 is enough.
# `demarche solve --all` finds all three.

scenario "reassurance" {
  title       = "Arming out of fear"
  description = "A patron and its client's neighbour may both mean no harm, and cannot know it of each other; the client's threats give the neighbour a reason of its own to arm."
  start       = "2013-01"
  horizon     = 1
}

actor "patron" {
  title     = "The patron"
  precision = 1000
}

actor "neighbour" {
  title     = "The neighbour"
  precision = 1000
}

parameter "trust" {
  title = "How likely either is to mean no harm"
  value = 0.7
}

parameter "R" {
  title = "Peace: both hold back"
  value = 4
}

parameter "T" {
  title = "Arming against one who holds back"
  value = 3
}

parameter "P" {
  title = "Both arm"
  value = 1
}

parameter "S" {
  title = "Holding back against one who arms"
  value = 0
}

parameter "greed" {
  title = "What arming against one who holds back is worth on top to one who means harm"
  value = 2
}

parameter "spill" {
  title = "What arming is worth on top to the neighbour, because of the client's threats"
  value = 0
}

secret "patron_aims" {
  title    = "What the patron is after"
  known_to = ["patron"]
  values   = ["harm", "peace"]
  start    = { harm = 1 - trust, peace = trust }
}

secret "neighbour_aims" {
  title    = "What the neighbour is after"
  known_to = ["neighbour"]
  values   = ["harm", "peace"]
  start    = { harm = 1 - trust, peace = trust }
}

phase "patron_arms" {
  title = "The patron arms, or holds back"
  actor = "patron"
  action "hold_back" {}
  action "arm" {}
}

phase "neighbour_arms" {
  title        = "The neighbour arms, or holds back"
  actor        = "neighbour"
  simultaneous = true
  action "hold_back" {}
  action "arm" {}
}

payoff "patron" {
  each_period = {
    security = patron_arms.hold_back ? (neighbour_arms.hold_back ? R : S) : neighbour_arms.hold_back ? T : P
    conquest = patron_arms.arm && neighbour_arms.hold_back && patron_aims == "harm" ? greed : 0
  }
}

payoff "neighbour" {
  each_period = {
    security = neighbour_arms.hold_back ? (patron_arms.hold_back ? R : S) : patron_arms.hold_back ? T : P
    conquest = neighbour_arms.arm && patron_arms.hold_back && neighbour_aims == "harm" ? greed : 0
    client   = neighbour_arms.arm ? spill : 0
  }
}

question "peace" {
  title = "Both hold back"
  when  = patron_arms.hold_back && neighbour_arms.hold_back
}

question "needless_race" {
  title = "Both arm although neither means harm"
  when  = patron_arms.arm && neighbour_arms.arm && patron_aims == "peace" && neighbour_aims == "peace"
}
