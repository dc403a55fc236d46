# The closed form of issue-linkage.hcl, apart from the engine: an issue is kept if
# what cheating gains now, T - R, is no more than what it loses for ever after,
# delta / (1 - delta) × (R - P); tied issues add both sides up.

theory "issue-linkage" {
  title       = "Two quarrels tied together"
  covers      = ["S2"]
  number      = 16
  status      = "published"
  source      = "Bernheim, B. D. & Whinston, M. D. (1990). Multimarket Contact and Collusive Behavior. RAND Journal of Economics 21 (1), 1–26."
  words       = "An outsider wants two things of a patron: restraint over its client, and fair trade. Each deal is kept only if both sides care enough about the future, and the deal with more to gain from cheating fails first. If the outsider ties the two, so that cheating in one ends both, what the easy deal has to spare holds up the hard one. That is how help with a client buys concessions elsewhere, and the other way round. Tying is no free lunch: where the two together have nothing to spare, it would lose the easy deal too, and the outsider keeps them apart."
  restriction = "Both sides value the issues alike, and discount alike; the discount lies between the two single thresholds and off the joint one. One-shot-deviation test: a broken deal stays broken for ever."
  solve       = "precision"
}

region {
  delta   = [0.3, 0.9]
  T_1     = [2.5, 4]
  R_1     = [1.6, 2.4]
  P_1     = [0.5, 1.2]
  S_1     = [-0.5, 0.4]
  T_2     = [4, 7]
  R_2     = [1.8, 3]
  P_2     = [0.5, 1.4]
  S_2     = [-0.5, 0.4]
  require = abs(delta - both) > 0.01 && delta > min(first, second) + 0.01 && delta < max(first, second) - 0.01
}

let "first" { value = (T_1 - R_1) / (T_1 - P_1) }

let "second" { value = (T_2 - R_2) / (T_2 - P_2) }

let "both" { value = (T_1 + T_2 - R_1 - R_2) / (T_1 + T_2 - P_1 - P_2) }

let "holds" { value = delta > both ? 1 : 0 }

# Who cheats first when the issues are apart is the patron: the outsider is cheated
# once in the hard issue, and lives with the easy one kept.
let "outsider_apart" {
  value = first < second ? R_1 / (1 - delta) + S_2 + delta * P_2 / (1 - delta) : R_2 / (1 - delta) + S_1 + delta * P_1 / (1 - delta)
}

measure "tied_keep" {
  phase  = "outsider_keeps"
  period = 4
  state  = { tied = "yes", client = "kept", trade = "kept" }
  action = "keep"
  take   = "payoff"
}

measure "tied_cheat" {
  phase  = "outsider_keeps"
  period = 4
  state  = { tied = "yes", client = "kept", trade = "kept" }
  action = "cheat_both"
  take   = "payoff"
}

measure "apart_keep" {
  phase  = "outsider_keeps"
  period = 4
  state  = { tied = "no", client = "kept", trade = "kept" }
  action = "keep"
  take   = "payoff"
}

measure "apart_cheat_client" {
  phase  = "outsider_keeps"
  period = 4
  state  = { tied = "no", client = "kept", trade = "kept" }
  action = "cheat_client"
  take   = "payoff"
}

measure "apart_cheat_trade" {
  phase  = "outsider_keeps"
  period = 4
  state  = { tied = "no", client = "kept", trade = "kept" }
  action = "cheat_trade"
  take   = "payoff"
}

result "critical_together" {
  title       = "Patience from which the tied issues are kept"
  closed_form = both
  balance     = measure.tied_keep - measure.tied_cheat
  tolerance   = 1e-6
  basis       = "nothing is discretised; the one-shot deviation at the last choice, found as a root"
  root        = { parameter = "delta", from = 0.03, to = 0.95 }
}

result "critical_client" {
  title       = "Patience from which the client's issue is kept by itself"
  closed_form = first
  balance     = measure.apart_keep - measure.apart_cheat_client
  tolerance   = 1e-6
  basis       = "as for the two together"
  root        = { parameter = "delta", from = 0.03, to = 0.95 }
}

result "critical_trade" {
  title       = "Patience from which trade is kept by itself"
  closed_form = second
  balance     = measure.apart_keep - measure.apart_cheat_trade
  tolerance   = 1e-6
  basis       = "as for the two together"
  root        = { parameter = "delta", from = 0.03, to = 0.95 }
}

result "tied" {
  title       = "The outsider ties the two issues"
  closed_form = holds
  engine      = question.tied
  tolerance   = 1e-6
  basis       = "gaps of payoff of at least 0.01 × (T - P) / (1 - delta) at precision 2,000: mistakes are rarer than one in 10^15"
}

result "client_broken" {
  title       = "Somebody cheats over the client"
  closed_form = holds > 0 || delta > first ? 0 : 1
  engine      = question.client_broken
  tolerance   = 1e-6
  basis       = "as for tying"
}

result "trade_broken" {
  title       = "Somebody cheats over trade"
  closed_form = holds > 0 || delta > second ? 0 : 1
  engine      = question.trade_broken
  tolerance   = 1e-6
  basis       = "as for tying"
}

result "outsider" {
  title       = "What the outsider expects"
  closed_form = holds > 0 ? (R_1 + R_2) / (1 - delta) : outsider_apart
  engine      = value.outsider
  tolerance   = 1e-6
  basis       = "as for tying"
}

static "slack_over_the_client_carries_trade" {
  parameter = "R_1"
  change    = 0.05
  figure    = measure.tied_keep - measure.tied_cheat
  sign      = "up"
}

static "slack_over_the_client_does_nothing_for_trade_apart" {
  parameter = "R_1"
  change    = 0.05
  figure    = measure.apart_keep - measure.apart_cheat_trade
  sign      = "none"
  tolerance = 1e-6
}

static "temptation_in_trade_weighs_on_both" {
  parameter = "T_2"
  change    = 0.1
  figure    = measure.tied_keep - measure.tied_cheat
  sign      = "down"
}

static "patience_helps" {
  parameter = "delta"
  change    = 0.01
  figure    = measure.tied_keep - measure.tied_cheat
  sign      = "up"
}

ablation "issues_that_cannot_be_tied" {
  covers  = ["S2"]
  set     = { tie = 0 }
  result  = "tied"
  becomes = 0
  require = holds > 0
}

ablation "the_hard_issue_fails_by_itself" {
  covers  = ["S2"]
  set     = { tie = 0 }
  result  = "trade_broken"
  becomes = 1
  require = holds > 0 && second > first
}

picture {
  result = "trade_broken"
  along  = "delta"
  from   = 0.52
  to     = 0.69
}
