# The closed form of buffer.hcl, apart from the engine: aid a costs a and leaves a
# danger h_0 e^(-k a) of losing L, so at the best a the last unit saves what it
# costs; and a rival spares the buffer if seizing it now gains no more than being
# face to face for ever after loses.

theory "buffer" {
  title       = "The buffer"
  covers      = ["S5", "S16"]
  number      = 17
  status      = "after"
  source      = "Own reduced form: the repeated prisoners' dilemma of Friedman, J. W. (1971). A Non-cooperative Equilibrium for Supergames. Review of Economic Studies 38 (1), 1–12, over a buffer state as in Fazal, T. M. (2007). State Death. Princeton University Press; and aid against an exponential hazard."
  words       = "A state between two rivals is worth something to both just by standing there, and each spares it as long as the future counts enough against the gain of seizing it first. The patron pays to keep it from collapsing, and what it pays follows from what would come after a collapse, not from anything the client does in return. That is why the client has the upper hand over a stronger patron: the more the patron would lose, the more it pays, and both know it. A greater danger raises the aid just so far that the risk which remains stays the same. If the patron came to believe that what comes after would be neutral and lean its way, it would pay less, and the client's hold would be gone."
  restriction = "T > R > P > S, patience off (T − R)/(T − P), k L h₀ off 1; aid is chosen once. One-shot-deviation test: a seized buffer stays seized for ever."
  solve       = "precision"
}

region {
  delta   = [0.3, 0.9]
  T       = [2.5, 4]
  R       = [1.6, 2.4]
  P       = [0.4, 1.4]
  S       = [-1, 0.3]
  k       = [1, 4]
  L       = [0.5, 10]
  h_0     = [0.05, 0.9]
  lean    = [0, 0.6]
  require = abs(delta - critical) > 0.02 && abs(k * stake * h_0 - 1) > 0.1
}

let "critical" { value = (T - R) / (T - P) }

let "spared" { value = delta > critical ? 1 : 0 }

# What the patron would lose by a collapse: if the buffer is not spared anyway, also
# the gain of seizing it, which falls to the patron, who could do so first.
let "stake" { value = L * (1 - lean) + (spared > 0 ? 0 : T + delta * P / (1 - delta) - R / (1 - delta)) }

let "best_aid" { value = k * stake * h_0 > 1 ? log(k * stake * h_0) / k : 0 }

let "danger" { value = h_0 * exp(-k * best_aid) }

# How far choice at precision 2,000 spreads round the best aid (the second derivative
# of its cost is k there), and how far the mean may be off.
let "spread" { value = 1 / sqrt(2000 * k) }

let "off" { value = best_aid > 4 * spread ? 0.0005 : spread + 0.02 }

measure "aid" {
  phase  = "patron_aids"
  action = "give"
  take   = "mean"
}

measure "spare" {
  phase  = "rival_spares"
  period = 2
  state  = { state = "buffer" }
  action = "spare"
  take   = "payoff"
}

measure "seize" {
  phase  = "rival_spares"
  period = 2
  state  = { state = "buffer" }
  action = "seize"
  take   = "payoff"
}

result "aid" {
  title       = "What the patron pays"
  closed_form = best_aid
  engine      = measure.aid / 100
  tolerance   = off
  basis       = "well above 0 the mean is off by 1 / (2 × precision), half of what is allowed; near 0 by a step of the grid and the spread of choice"
}

result "collapse" {
  title       = "The client collapses by itself"
  closed_form = danger
  engine      = question.collapse
  tolerance   = danger * (exp(off * k) - 1)
  basis       = "what so much aid changes in the danger"
}

result "seized" {
  title       = "One of the rivals seizes the buffer"
  closed_form = spared > 0 ? 0 : 1 - danger
  engine      = question.seized
  tolerance   = danger * (exp(off * k) - 1)
  basis       = "as for the collapse"
}

result "critical_patience" {
  title       = "Patience from which the rivals spare it"
  closed_form = critical
  balance     = measure.spare - measure.seize
  tolerance   = 1e-6
  basis       = "nothing is discretised; the one-shot deviation at the last choice, found as a root"
  root        = { parameter = "delta", from = 0.02, to = 0.97 }
}

result "patron" {
  title       = "What the patron expects"
  closed_form = R / (1 - delta) + (spared > 0 ? 0 : T + delta * P / (1 - delta) - R / (1 - delta)) - best_aid - danger * stake
  engine      = value.patron
  tolerance   = off * (exp(off * k) - 1) + 5.1 / 2000
  basis       = "aid that is off loses at most how much it is off × what that changes in the last unit's saving; and choosing among 151 amounts at precision 2,000 at most ln(151) / 2,000"
}

static "more_to_lose_more_aid" {
  parameter = "L"
  change    = 0.5
  figure    = measure.aid
  sign      = "up"
  when      = best_aid > 0
}

static "a_successor_that_leans_our_way_less_aid" {
  parameter = "lean"
  change    = 0.05
  figure    = measure.aid
  sign      = "down"
  when      = best_aid > 0.1
}

static "more_danger_more_aid" {
  parameter = "h_0"
  change    = 0.05
  figure    = measure.aid
  sign      = "up"
  when      = best_aid > 0
}

static "more_danger_same_risk" {
  parameter = "h_0"
  change    = 0.05
  figure    = question.collapse * L * (1 - lean)
  sign      = "none"
  tolerance = 0.002
  when      = best_aid > 4 * spread && spared > 0
}

static "being_face_to_face_hurts_less_less_sparing" {
  parameter = "P"
  change    = 0.05
  figure    = measure.spare - measure.seize
  sign      = "down"
}

static "patience_spares" {
  parameter = "delta"
  change    = 0.02
  figure    = measure.spare - measure.seize
  sign      = "up"
}

ablation "nothing_to_lose" {
  covers  = ["S5", "S16"]
  set     = { lean = 1 }
  result  = "aid"
  becomes = 0
  require = spared > 0 && best_aid > 0.05
}

ablation "no_buffer_between_rivals" {
  covers  = ["S5"]
  set     = { P = R - 0.01 }
  result  = "seized"
  require = spared > 0
}

picture {
  result = "aid"
  along  = "L"
  from   = 0.5
  to     = 10
}
