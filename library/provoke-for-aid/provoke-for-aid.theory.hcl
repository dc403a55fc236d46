# What theory says of provoke-for-aid.hcl: the most that the threat to halt cooperation brings, when it is
# credible, and what a rule of good faith leaves of it.

theory "provoke-for-aid" {
  title       = "Halting cooperation until somebody pays"
  covers      = ["S12", "S14"]
  number      = 14
  status      = "published"
  source      = "Fernandez, R. and Glazer, J. (1991). Striking for a Bargain between Two Completely Informed Agents. American Economic Review 81 (1), 240–252."
  words       = "A client and its patron both gain from cooperation, and the client wants a larger part. It can halt cooperation for a while when its demand is refused, which hurts both and by itself brings nothing. The threat works all the same if a client that lets a refusal pass would never be feared again: then it has a reason to carry the threat out, and the patron has one to pay beforehand. How much it pays depends on who can wait: an impatient patron pays more, a client that is much too impatient cannot threaten at all. A rule that forbids halting cooperation over one's own refused demand takes the whole gain away, though it leaves the right to halt after refusing the other's offer."
  restriction = "Nothing is hidden; the client demands first; formula for any patience of the client, the published one for a client that is no more patient than its patron; whether the threat is believed is part of the state (one-shot-deviation test), with some aid `hope` expected if talks never end; aid below the most is supported by a norm about the first demand; aid lies on a grid of two-hundredths of 1 - w0."
  solve       = "precision"
}

region {
  delta_P = [0.7, 0.9]
  delta_C = [0.65, 0.9]
  w0      = [0.1, 0.5]
  hope    = [0.6, 0.9]
  norm    = [0.1, 1]
  # the grid is fine enough, and the threat clearly credible or clearly not
  # and if it is, then also with the hope alone, or else it would break off at the end
  require = abs(delta_C * y - w0) > 0.02 + rough && (credible == 0 || delta_C * ((1 - delta_C) * w0 + delta_C * hope) > w0 + 0.02 + rough)
}

# a client that is more patient than its patron gains nothing by that: the patron lets its turn pass
let "patience" { value = min(delta_C, delta_P) }

let "x" { value = w0 + (1 - delta_P) * (1 - w0) / (1 - delta_P * patience) }

let "y" { value = (1 - delta_C) * w0 + delta_C * x } # what the client can count on when it is the patron's turn

let "credible" { value = delta_C * y >= w0 ? 1 : 0 }

let "agreed" { value = credible == 1 ? min(x, w0 + norm * (1 - w0)) : w0 }

let "rough" { value = (1 - w0) / 200 / (1 - delta_P * patience) } # what the grid may move

let "rest" { value = exp(10 * log(delta_P * patience)) } # what is left of the hope after twenty periods

measure "halting" {
  phase  = "cooperation"
  period = 1
  action = "halt"
  take   = "payoff"
}

measure "letting_pass" {
  phase  = "cooperation"
  period = 1
  action = "go_on"
  take   = "payoff"
}

result "aid" {
  title       = "Aid per period that the client gets"
  closed_form = agreed
  engine      = value.client * (1 - delta_C)
  tolerance   = rough + rest * abs(hope - x)
  basis       = "a step of the grid of aid, 1/200 of 1 - w0, in each pair of periods, summed to step / (1 - delta_P min(delta_C, delta_P)); and the rest of the hope after ten pairs"
}

result "halt" {
  title       = "The client halts cooperation"
  closed_form = 0
  engine      = question.halt
  tolerance   = 0.001 + (credible == 1 ? (1 - w0) / 200 / (x - delta_C * y) : 0)
  basis       = "to demand one step less costs the client a step, so it runs a risk of refusal of at most a step over what a refusal costs"
}

result "gain_from_halting" {
  title       = "What the client gains in the end by halting after a refusal (the threat is credible iff above 0), per period"
  closed_form = credible == 1 ? delta_C * y - w0 : -(1 - delta_C) * w0
  engine      = (measure.halting - measure.letting_pass) * (1 - delta_C)
  tolerance   = rough + (1 - w0) / 200 + rest * abs(hope - x)
  basis       = "as the aid, and the rounding of the counter-offer"
}

result "aid_under_good_faith" {
  title       = "Aid per period under the rule of good faith"
  closed_form = w0
  engine      = value.client * (1 - delta_C)
  set         = { good_faith = 1 }
  tolerance   = 0.002
  basis       = "all refusals and the smallest demand are worth the same, and the next step is refused; mistakes at precision 20,000"
}

static "good_faith" {
  title     = "The rule of good faith takes the gain away"
  parameter = "good_faith"
  change    = 1
  figure    = value.client
  sign      = "down"
  when      = agreed > w0 + 3 * rough
}

static "patient_patron" {
  title     = "A more patient patron pays less"
  parameter = "delta_P"
  change    = 0.1
  figure    = value.client
  sign      = "down"
  when      = credible == 1 && norm > 0.65 && (1 - delta_P) / (1 - delta_P * patience) > (1 - delta_P - change) / (1 - (delta_P + change) * min(delta_C, delta_P + change)) + 2 * rough / (1 - w0)
}

ablation "cannot_halt" {
  title   = "The client cannot halt cooperation"
  covers  = ["S12", "S14"]
  held    = ["cooperation.halt"]
  result  = "aid"
  becomes = w0
  require = agreed > w0 + 4 * rough
}

ablation "never_feared" {
  title   = "Good faith: no halting over one's own demand"
  covers  = ["S12", "S14"]
  set     = { good_faith = 1 }
  result  = "aid"
  becomes = w0
  require = agreed > w0 + 4 * rough
}

picture {
  result = "aid"
  along  = "delta_P"
  from   = 0.6
  to     = 0.95
}
