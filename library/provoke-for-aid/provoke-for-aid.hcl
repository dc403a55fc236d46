# Provoke for aid: halting cooperation until somebody pays.
#
# Mechanism   A client gets aid w0 a period, and the patron has the rest of what their cooperation is
#             worth. They bargain about more: in odd periods the client demands, in even ones the patron
#             offers. While nothing is agreed, aid stays at w0; but when its demand has been turned down
#             the client may halt cooperation for that period, which hurts both. It does so only because
#             it would not be feared any more if it did not.
# Source      Fernandez, R. and Glazer, J. (1991). Striking for a Bargain between Two Completely Informed
#             Agents. American Economic Review 81 (1), 240–252.
# Status      [P] agrees with the published result.
# Result      The most that the client can have, at once and without a halt, is
#             x = w0 + (1 - delta_P) (1 - w0) / (1 - delta_P delta_C) for delta_C <= delta_P, and any aid from w0 to x is
#             an equilibrium. (Where the client is the more patient, the patron rather lets its turn pass than offer
#             what the client would accept, and delta_P stands in place of delta_C: Bolt, W. (1995). Striking for
#             a Bargain between Two Completely Informed Agents: Comment. American Economic Review 85 (5).) The threat is credible iff delta_C ((1 - delta_C) w0 + delta_C x) >= w0; if it is not, aid
#             stays w0. It also stays w0 under a rule of good faith by which the client may not halt
#             because its own demand was turned down (good_faith = 1): the threat is gone.
# Restriction Cooperation is worth 1 a period. A client that lets a refusal pass is never feared again:
#             that supports the most.
# Horizon     Infinite in the source; a finite one unravels, since nobody halts cooperation in the last period. So
#             whether the threat is believed is a variable, and if talks are still open after the last
#             period, the client gets the aid `hope` for ever. What they agree on in period 1 is x whatever
#             the hope, but for (delta_P delta_C)^10 (hope - x). A one-shot-deviation test.
# Equilibria  The threat's state selects the equilibrium, and the game has only that one (the principal branch has no
#             choice): the one with the most aid as it stands. Any aid between w0 and x is the equilibrium in
#             which asking for more than a norm, at first, is not backed by the threat: norm < 1.
# Grid        Aid in two-hundredths of 1 - w0, up to w0 + .7 (1 - w0): a demand is rounded down and an offer up, which moves the
#             result by up to a step / (1 - delta_P delta_C): as it stands .6675 instead of .668421.
# Check       delta_P = delta_C = .9, w0 = .3: x = .668421.

scenario "provoke-for-aid" {
  title       = "Halting cooperation until somebody pays"
  description = "How much aid does a client get by the threat to halt cooperation?"
  start       = "2013-01"
  horizon     = 20
  foresight   = 20
}

actor "client" {
  title     = "The client"
  precision = 20000
  discount  = delta_C
}

actor "patron" {
  title     = "The patron"
  precision = 20000
  discount  = delta_P
}

# ------------------------------------------------ numbers

parameter "delta_P" {
  title = "What the next period counts for the patron"
  value = 0.9
  min   = 0
  max   = 1
}

parameter "delta_C" {
  title = "What the next period counts for the client"
  value = 0.9
  min   = 0
  max   = 1
}

parameter "w0" {
  title = "Aid as it is, of the 1 that cooperation is worth in a period"
  value = 0.3
  min   = 0
  max   = 1
}

parameter "good_faith" {
  title = "1: the client may halt only after it has itself turned an offer down; 0: after any refusal"
  value = 0
  min   = 0
  max   = 1
}

parameter "norm" {
  title = "Part of what lies above w0 that the client may ask for at first and still be feared"
  value = 1
  min   = 0
  max   = 1
}

parameter "hope" {
  title = "Aid after the last period, if the threat is still believed then"
  value = 0.7
}

# ------------------------------------------------ what everybody sees

variable "proposed" {
  title  = "Aid on the table, in two-hundredths of what lies above w0"
  values = levels(0, 140)
  start  = 0
}

variable "aid" {
  title  = "Aid agreed on, in two-hundredths of what lies above w0"
  values = levels(0, 140)
  start  = 0
}

variable "talks" {
  title  = "How the talks stand"
  values = ["open", "agreed", "threat_gone"]
  start  = "open"
}

# ------------------------------------------------ one period

phase "proposal_client" {
  title = "The client demands"
  actor = "client"
  when  = period % 2 == 1
  action "demand" {
    for_each = levels(0, 140)
    effect   = { proposed = each.value }
  }
}

phase "answer_patron" {
  title = "The patron agrees, or refuses"
  actor = "patron"
  when  = period % 2 == 1
  action "agree" {
    effect = {
      aid   = proposed
      talks = "agreed"
    }
  }
  # a client that begins with a demand beyond the norm is not feared for it
  action "refuse" {
    effect = {
      proposed = 0
      talks    = period == 1 && proposed > 200 * norm ? "threat_gone" : "open"
    }
  }
}

phase "proposal_patron" {
  title = "The patron offers"
  actor = "patron"
  when  = period % 2 == 0
  action "offer" {
    for_each = levels(0, 140)
    effect   = { proposed = each.value }
  }
}

phase "answer_client" {
  title = "The client agrees, or refuses"
  actor = "client"
  when  = period % 2 == 0
  action "agree" {
    effect = {
      aid   = proposed
      talks = "agreed"
    }
  }
  action "refuse" {
    effect = { proposed = 0 }
  }
}

end "agreed" { when = talks == "agreed" }

phase "cooperation" {
  title = "The client goes on cooperating at the old aid, or halts"
  actor = "client"
  when  = talks == "open"
  action "halt" {
    when = good_faith == 0 || period % 2 == 0
  }
  # a client whose demand was refused and that lets it pass is not feared any more
  action "go_on" {
    effect = { talks = good_faith == 0 && period % 2 == 1 ? "threat_gone" : "open" }
  }
}

end "threat_gone" { when = talks == "threat_gone" }

payoff "client" {
  each_period = { aid = cooperation.halt ? 0 : w0 + (1 - w0) * aid / 200 }
  at_end      = { aid_for_good = (talks == "open" && good_faith == 0 ? hope : w0 + (1 - w0) * aid / 200) / (1 - delta_C) }
}

payoff "patron" {
  each_period = { profit = cooperation.halt ? 0 : (1 - w0) * (1 - aid / 200) }
  at_end      = { profit_for_good = (talks == "open" && good_faith == 0 ? 1 - hope : (1 - w0) * (1 - aid / 200)) / (1 - delta_P) }
}

# ------------------------------------------------ what is asked

question "agreed_at_once" {
  title = "They agree in the first period"
  when  = talks == "agreed"
  by    = "2013-01-31"
}

question "halt" {
  title = "The client halts cooperation"
  when  = cooperation.halt
}
