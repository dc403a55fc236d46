# The closed form of costly signals, beside costly-signal.hcl.

theory "costly-signal" {
  title       = "Showing what only the strong can afford"
  covers      = ["S9"]
  number      = 7
  status      = "published"
  source      = "Spence, M. (1973). Job Market Signaling. Quarterly Journal of Economics 87 (3), 355–374."
  words       = "An applicant for support knows whether it is strong, and the patron does not. An expense that tells nothing by itself can still tell the two apart, if it costs the weak more than the strong. It must be so large that the weak would rather be taken for weak, and not so large that the strong would, too. The least that does it depends on how much the weak would gain by being taken for strong, and not on how many strong ones there are. Of all the expenses that could serve, demarche's principal branch picks the least, unless nearly all are strong, when nobody bothers."
  restriction = "Two kinds; the patron gives what it believes the applicant to be worth."
  solve       = "precision"
}

region {
  theta_L = [0.5, 1.5]
  theta_H = [0.8, 2.7]
  q       = [0.1, 0.85]
  e       = [0.1, 3]
  require = theta_H > theta_L + 0.3 && e > 0.6 * e_least && e < 1.2 * e_most && abs(e / e_least - 1) > 0.005 && abs(e / e_most - 1) > 0.005
}

# Between which expenses the two can be told apart.
let "e_least" { value = theta_L * (theta_H - theta_L) }

let "e_most" { value = theta_H * (theta_H - theta_L) }

profile "apart" {
  title = "The strong go to the expense e, the weak to none"
  play "show" {
    spend   = each.value == (strength == "strong" ? 12 : 0) ? 1 : 0
    tremble = strength == "strong" ? 1e-13 : 1e-8
  }
  play "support" { give = each.value == (spent == 12 ? 20 : 0) ? 1 : 0 }
  regret = 0.00001
  holds  = e > e_least && e < e_most
}

measure "spent_by_strong" {
  phase  = "show"
  knows  = { strength = "strong" }
  action = "spend"
  take   = "mean"
}

measure "weak_spends" {
  phase  = "show"
  knows  = { strength = "weak" }
  action = "spend.12"
  take   = "payoff"
}

measure "weak_does_not" {
  phase  = "show"
  knows  = { strength = "weak" }
  action = "spend.0"
  take   = "payoff"
}

measure "strong_spends" {
  phase  = "show"
  knows  = { strength = "strong" }
  action = "spend.12"
  take   = "payoff"
}

measure "strong_does_not" {
  phase  = "show"
  knows  = { strength = "strong" }
  action = "spend.0"
  take   = "payoff"
}

result "least_cost" {
  title       = "The least expense that tells the two apart (e*)"
  closed_form = e_least
  profile     = "apart"
  root        = { parameter = "e", from = 0.01, to = 6 }
  balance     = measure.weak_spends - measure.weak_does_not
  tolerance   = 0.000001
  basis       = "none but rounding: the weak are just indifferent"
}

result "greatest_cost" {
  title       = "The greatest expense that tells the two apart"
  closed_form = e_most
  profile     = "apart"
  root        = { parameter = "e", from = 0.01, to = 8 }
  balance     = measure.strong_spends - measure.strong_does_not
  tolerance   = 0.000001
  basis       = "none but rounding: the strong are just indifferent"
}

result "cost_found" {
  title       = "The expense of the strong where demarche's branch ends: the least"
  closed_form = e_least
  engine      = e * measure.spent_by_strong / 12
  tolerance   = e / 12 + 0.001
  basis       = "expenses are a twelfth of e apart; 0.001 for the finite precision: at its precision of 30,000 what the patron gives is off by d exp(−30,000 d²), d being a twentieth of θ_H − θ_L, hence at least 0.015"
}

static "gap" {
  parameter = "theta_H"
  change    = 0.6
  figure    = measure.spent_by_strong
  sign      = "up"
  require   = 0.6 * theta_L > e / 4 && theta_L * (theta_H + 0.6 - theta_L) < 1.7 * e
}

static "share_of_strong" {
  parameter = "q"
  change    = 0.15
  figure    = measure.spent_by_strong
  sign      = "none"
  tolerance = 1.01
  require   = q < 0.7
}

ablation "costs_nothing" {
  covers    = ["S9"]
  title     = "The expense costs next to nothing: nothing can be shown by it"
  set       = { e = 0.0001 }
  result    = "cost_found"
  becomes   = 0
  tolerance = 0.001
}

picture {
  result = "cost_found"
  along  = "theta_H"
  from   = 1.4
  to     = 2.6
}
