# The closed form of reassurance.hcl, apart from the engine: facing one who holds back
# with probability t, holding back promises t R + (1 - t) S and arming t T + (1 - t) P,
# and to the neighbour `spill` more.

theory "reassurance" {
  title       = "Arming out of fear"
  covers      = ["S15"]
  number      = 19
  status      = "published"
  source      = "Kydd, A. (2000). Trust, Reassurance, and Cooperation. International Organization 54 (2), 325–357; Kydd, A. H. (2005). Trust and Mistrust in International Relations. Princeton University Press. The spillover is added here."
  words       = "Two sides that would both rather have peace may still arm, because neither knows that the other means no harm. Peace needs trust: how much depends on how bad it is to be caught unarmed, compared with what peace is worth over arming first. If a client's threats give its neighbour a reason of its own to arm, the neighbour needs more trust before it can hold back. The patron then loses the peace too, although nothing that it wants or fears has changed: this is how the client's deeds spill over onto its patron. And even with trust enough, fear can win, because arming is always safe if everybody else arms."
  restriction = "R > T > P > S, 0 ≤ spill < R − T, greed > R − T; both are trusted alike; trust off the threshold. One of several equilibria: both arming is always another."
  solve       = "limit"
}

region {
  trust   = [0.05, 0.97]
  R       = [3.5, 5]
  T       = [2.5, 4.2]
  P       = [0.5, 1.5]
  S       = [-1, 0.4]
  greed   = [1, 4]
  spill   = [0, 1]
  require = T < R - 0.1 && spill < 0.9 * (R - T) && greed > R - T + 0.1 && abs(trust - needed) > 0.02
}

let "needed" { value = (P - S + spill) / (R - T + P - S) }

let "own_need" { value = (P - S) / (R - T + P - S) }

measure "neighbour_hold" {
  phase  = "neighbour_arms"
  knows  = { neighbour_aims = "peace" }
  action = "hold_back"
  take   = "payoff"
}

measure "neighbour_arm" {
  phase  = "neighbour_arms"
  knows  = { neighbour_aims = "peace" }
  action = "arm"
  take   = "payoff"
}

measure "patron_hold" {
  phase  = "patron_arms"
  knows  = { patron_aims = "peace" }
  action = "hold_back"
  take   = "payoff"
}

measure "patron_arm" {
  phase  = "patron_arms"
  knows  = { patron_aims = "peace" }
  action = "arm"
  take   = "payoff"
}

profile "trusting" {
  title   = "Those who mean no harm hold back"
  holds   = trust > needed
  tremble = 1e-9
  regret  = 1e-6

  play "patron_arms" {
    hold_back = patron_aims == "peace" ? 1 : 0
    arm       = patron_aims == "peace" ? 0 : 1
  }

  play "neighbour_arms" {
    hold_back = neighbour_aims == "peace" ? 1 : 0
    arm       = neighbour_aims == "peace" ? 0 : 1
  }
}

profile "fearful" {
  title   = "Everybody arms"
  tremble = 1e-9
  regret  = 1e-6

  play "patron_arms" {
    hold_back = 0
    arm       = 1
  }

  play "neighbour_arms" {
    hold_back = 0
    arm       = 1
  }
}

result "trust_needed" {
  title       = "Trust from which the neighbour can hold back"
  closed_form = needed
  profile     = "trusting"
  balance     = measure.neighbour_hold - measure.neighbour_arm
  tolerance   = 1e-6
  basis       = "nothing is discretised; the profile is played with trembles of 1e-9"
  root        = { parameter = "trust", from = 0.01, to = 0.99 }
}

result "trust_needed_by_the_patron" {
  title       = "Trust from which the patron could hold back, if the neighbour did"
  closed_form = own_need
  profile     = "trusting"
  balance     = measure.patron_hold - measure.patron_arm
  tolerance   = 1e-6
  basis       = "as for the neighbour"
  root        = { parameter = "trust", from = 0.01, to = 0.99 }
}

result "patron_trusting" {
  title       = "What the patron expects where trust is enough"
  closed_form = trust * (trust * R + (1 - trust) * S) + (1 - trust) * (trust * (T + greed) + (1 - trust) * P)
  engine      = profile.trusting.value.patron
  tolerance   = 1e-6
  basis       = "as for the neighbour"
  require     = trust > needed
}

result "patron_fearful" {
  title       = "What the patron expects in the race"
  closed_form = P
  engine      = profile.fearful.value.patron
  tolerance   = 1e-6
  basis       = "as for the neighbour"
}

result "peace_selected" {
  title       = "Both hold back on the principal branch, where the fear weighs more than the gain"
  closed_form = 0
  engine      = question.peace
  tolerance   = 1e-6
  basis       = "the branch starts from a coin toss; with R - T < P - S holding back is then worse, and stays so all along the branch"
  require     = R - T < P - S - 0.05
}

static "spill_raises_the_need_for_trust" {
  parameter = "spill"
  change    = 0.05
  figure    = profile.trusting.measure.neighbour_hold - profile.trusting.measure.neighbour_arm
  sign      = "down"
}

static "although_the_patron_wants_what_it_wanted" {
  parameter = "spill"
  change    = 0.05
  figure    = profile.trusting.measure.patron_hold - profile.trusting.measure.patron_arm
  sign      = "none"
}

static "worse_to_be_caught_unarmed" {
  parameter = "S"
  change    = 0.05
  figure    = profile.trusting.measure.neighbour_hold - profile.trusting.measure.neighbour_arm
  sign      = "up"
}

static "more_trust" {
  parameter = "trust"
  change    = 0.02
  figure    = profile.trusting.measure.neighbour_hold - profile.trusting.measure.neighbour_arm
  sign      = "up"
}

ablation "no_spillover" {
  covers  = ["S15"]
  set     = { spill = 0 }
  result  = "trust_needed"
  becomes = own_need
  require = spill > 0.1
}

ablation "nothing_to_fear" {
  covers  = ["S15"]
  set     = { S = P - 0.1, spill = 0 }
  result  = "trust_needed"
  becomes = 0.1 / (R - T + 0.1)
  require = P - S > 0.2
}

picture {
  result = "trust_needed"
  along  = "spill"
  from   = 0
  to     = 0.95
}
