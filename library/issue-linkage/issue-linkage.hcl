# Mechanism: the patron's hold on its client as a bargaining chip. What the patron
# does about the client and what the outsider does about trade are two quarrels in
# which each side could cheat the other. Tied together, so that cheating in one ends
# both, the slack of the easy one can hold up the hard one.
#
# Source [P]: Bernheim, B. D. & Whinston, M. D. (1990). Multimarket Contact and
# Collusive Behavior. RAND Journal of Economics 21 (1), 1-26.
#
# Result: with T for cheating a partner who keeps its word, R for keeping it on both
# sides and P after a break, an issue by itself is kept iff delta >= (T - R)/(T - P),
# and two issues tied together iff the sums satisfy it:
# (T1 - R1) + (T2 - R2) <= delta / (1 - delta) * ((R1 - P1) + (R2 - P2)).
# Default values: .5 and .7 apart, .642857 together. At delta = .67 both issues are
# kept if they are tied and only the client's if not, so they are tied. Tying is no
# free lunch: with a delta between .5 and .642857 it would break both.
#
# Restriction: T > R > P > S in each issue; delta off the three thresholds and
# between the two single ones (elsewhere tying and not tying come to the same).
#
# One-shot-deviation test (an infinite horizon cut short unravels, so the state of
# each issue, kept or broken, is a variable; a broken issue pays P for ever, and
# after the last period what is kept pays R for ever). In each period one side could
# cheat, in turn, the patron first, while the other keeps what is not broken: exactly
# the deviation against which the condition guards. With perfect information there is
# one equilibrium, and it keeps iff no one-shot deviation pays.

scenario "issue-linkage" {
  title       = "Two quarrels tied together"
  description = "An outsider and a patron can cheat each other over the client and over trade; the outsider may tie the two."
  start       = "2013-01"
  horizon     = 4
  foresight   = 4
}

actor "outsider" {
  title     = "The outsider"
  precision = 2000
  discount  = delta
}

actor "patron" {
  title     = "The patron"
  precision = 2000
  discount  = delta
}

parameter "delta" {
  title = "Patience of both"
  value = 0.67
}

parameter "T_1" {
  title = "Client: gain of a period in which one cheats"
  value = 3
}

parameter "R_1" {
  title = "Client: a period in which both keep their word"
  value = 2
}

parameter "P_1" {
  title = "Client: a period after a break"
  value = 1
}

parameter "S_1" {
  title = "Client: the period in which one is cheated"
  value = 0
}

parameter "T_2" {
  title = "Trade: gain of a period in which one cheats"
  value = 6
}

parameter "R_2" {
  title = "Trade: a period in which both keep their word"
  value = 2.5
}

parameter "P_2" {
  title = "Trade: a period after a break"
  value = 1
}

parameter "S_2" {
  title = "Trade: the period in which one is cheated"
  value = 0
}

parameter "tie" {
  title = "Whether the issues can be tied (1) or not (0)"
  value = 1
}

variable "tied" {
  title  = "Cheating in one issue breaks both"
  values = ["no", "yes"]
  start  = "no"
}

variable "client" {
  title  = "What was agreed about the client"
  values = ["broken", "kept"]
  start  = "kept"
}

variable "trade" {
  title  = "What was agreed about trade"
  values = ["broken", "kept"]
  start  = "kept"
}

phase "linking" {
  title = "The outsider ties the issues, or keeps them apart"
  actor = "outsider"
  when  = period == 1
  action "apart" {}
  action "tie" {
    when   = tie > 0
    effect = { tied = "yes" }
  }
}

phase "patron_keeps" {
  title = "The patron keeps its word, or cheats"
  actor = "patron"
  when  = period % 2 == 1 && (client == "kept" || trade == "kept")
  action "keep" {}
  action "cheat_client" {
    when   = client == "kept"
    effect = { client = "broken", trade = tied == "yes" ? "broken" : trade }
  }
  action "cheat_trade" {
    when   = trade == "kept"
    effect = { trade = "broken", client = tied == "yes" ? "broken" : client }
  }
  action "cheat_both" {
    when   = client == "kept" && trade == "kept"
    effect = { client = "broken", trade = "broken" }
  }
}

phase "outsider_keeps" {
  title = "The outsider keeps its word, or cheats"
  actor = "outsider"
  when  = period % 2 == 0 && (client == "kept" || trade == "kept")
  action "keep" {}
  action "cheat_client" {
    when   = client == "kept"
    effect = { client = "broken", trade = tied == "yes" ? "broken" : trade }
  }
  action "cheat_trade" {
    when   = trade == "kept"
    effect = { trade = "broken", client = tied == "yes" ? "broken" : client }
  }
  action "cheat_both" {
    when   = client == "kept" && trade == "kept"
    effect = { client = "broken", trade = "broken" }
  }
}

payoff "outsider" {
  each_period = {
    client = (outsider_keeps.cheat_client || outsider_keeps.cheat_both) ? T_1 : (patron_keeps.cheat_client || patron_keeps.cheat_both) ? S_1 : (client == "kept" || (tied == "yes" && (patron_keeps.cheat_trade || outsider_keeps.cheat_trade))) ? R_1 : P_1
    trade  = (outsider_keeps.cheat_trade || outsider_keeps.cheat_both) ? T_2 : (patron_keeps.cheat_trade || patron_keeps.cheat_both) ? S_2 : (trade == "kept" || (tied == "yes" && (patron_keeps.cheat_client || outsider_keeps.cheat_client))) ? R_2 : P_2
  }
  at_end = {
    client = (client == "kept" ? R_1 : P_1) / (1 - delta)
    trade  = (trade == "kept" ? R_2 : P_2) / (1 - delta)
  }
}

payoff "patron" {
  each_period = {
    client = (patron_keeps.cheat_client || patron_keeps.cheat_both) ? T_1 : (outsider_keeps.cheat_client || outsider_keeps.cheat_both) ? S_1 : (client == "kept" || (tied == "yes" && (patron_keeps.cheat_trade || outsider_keeps.cheat_trade))) ? R_1 : P_1
    trade  = (patron_keeps.cheat_trade || patron_keeps.cheat_both) ? T_2 : (outsider_keeps.cheat_trade || outsider_keeps.cheat_both) ? S_2 : (trade == "kept" || (tied == "yes" && (patron_keeps.cheat_client || outsider_keeps.cheat_client))) ? R_2 : P_2
  }
  at_end = {
    client = (client == "kept" ? R_1 : P_1) / (1 - delta)
    trade  = (trade == "kept" ? R_2 : P_2) / (1 - delta)
  }
}

question "tied" {
  title = "The outsider ties the two issues"
  when  = tied == "yes"
}

question "client_broken" {
  title = "Somebody cheats over the client"
  when  = client == "broken"
}

question "trade_broken" {
  title = "Somebody cheats over trade"
  when  = trade == "broken"
}
