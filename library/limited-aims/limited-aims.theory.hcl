# What theory says of limited-aims.hcl: how much the attacker asks for, and when the third party comes.

theory "limited-aims" {
  title       = "Ask for little enough that nobody comes to help"
  covers      = ["S7"]
  number      = 11
  status      = "after"
  source      = "Werner, S. (2000). Deterring Intervention: The Stakes of War and Third-Party Involvement. American Journal of Political Science 44 (4), 720–732; and Yuen, A. (2009). Target Concessions in the Shadow of Intervention. Journal of Conflict Resolution 53 (5), 745–773."
  words       = "An attacker must say how much it wants, and a third party watches. The more is at stake, the more the third party loses by looking on, and so a large demand brings it in while a small one does not. A target that knows it will be alone gives in, so the attacker asks for just so little that nobody comes to help. If the third party cares too much for that, the attacker takes what a target that counts on help will still hand over. The peace that follows is no sign that the third party did not matter: its shadow set the size of the demand."
  restriction = "Nothing is hidden; war is over the whole, and the announced aim tells the third party what a victory would bring; demands lie inside the whole (p0 - Delta + c_T > 0, p0 + c_T < 1)."
  solve       = "precision"
}

region {
  theta = [0.5, 1.5]
  k     = [0.02, 0.3]
  p0    = [0.45, 0.7]
  Delta = [0.15, 0.4]
  c_T   = [0.03, 0.2]
  c_A   = [0.03, 0.2]
  # the limit inside a step of the grid of aims, and not where the two ways to be limited meet
  require = alone < 0.98 && helped > 0.02 && abs(unseen - helped) > 0.01 && abs(unseen - alone) > 0.01 && abs(steps - floor(steps) - 0.5) < 0.4
}

let "unseen" { value = k / (theta * Delta) } # the largest aim at which the third party stays out

let "alone" { value = p0 + c_T } # what a target that is alone hands over

let "helped" { value = p0 - Delta + c_T } # what a target that counts on help hands over

let "x" { value = min(unseen, alone) >= helped ? min(unseen, alone) : helped }

let "steps" { value = 100 * x + 0.5 }

measure "mean_aim" {
  phase  = "demand"
  action = "ask"
  take   = "mean"
}

measure "come_in" {
  phase  = "intervention"
  state  = { aim = 50 }
  action = "come_in"
  take   = "payoff"
}

measure "stay_out" {
  phase  = "intervention"
  state  = { aim = 50 }
  action = "stay_out"
  take   = "payoff"
}

result "aim" {
  title       = "What the attacker asks for"
  closed_form = x
  engine      = (measure.mean_aim + 0.5) / 100
  tolerance   = 1 / 100 + 0.0005
  basis       = "the last aim on a grid of step 1/100 below the limit; mistakes at the stated precisions are below 0.0005"
}

result "attacker_gets" {
  title       = "What the attacker gets"
  closed_form = x
  engine      = value.attacker
  tolerance   = 1 / 100 + 0.0005
  basis       = "a step of the grid of aims"
}

result "war" {
  title       = "War"
  closed_form = 0
  engine      = question.war
  tolerance   = 0.001
  basis       = "the target's and the third party's gaps are at least 0.1 of a step (and 0.1 of a step × theta Delta) × precision 200,000"
}

result "gain_from_coming_in" {
  title       = "What the third party gains by coming in when half is at stake (it comes in iff above 0)"
  closed_form = theta * Delta * 49.5 / 100 - k
  engine      = measure.come_in - measure.stay_out
  tolerance   = 1e-9
  basis       = "a difference of two payoffs at the aim 49.5/100, no grid"
}

static "costly_help" {
  title     = "The dearer help is, the more the attacker dares to ask for"
  parameter = "k"
  change    = 0.03
  figure    = value.attacker
  sign      = "up"
  when      = unseen > helped && (k + change) / (theta * Delta) < alone
}

static "concerned_third_party" {
  title     = "The more the third party cares, the less the attacker asks for"
  parameter = "theta"
  change    = 0.2
  figure    = value.attacker
  sign      = "down"
  when      = unseen < alone && k / ((theta + change) * Delta) > helped + 0.01
}

static "own_weakness" {
  title     = "While the third party's shadow sets the demand, the target's own costs change nothing"
  parameter = "c_T"
  change    = 0.02
  figure    = value.attacker
  sign      = "none"
  when      = unseen > helped + change + 0.01 && unseen < alone
}

ablation "indifferent_third_party" {
  title   = "Nobody would come in any case"
  covers  = ["S7"]
  set     = { theta = 0.0001 }
  result  = "attacker_gets"
  becomes = alone
  require = x < alone - 0.03
}

picture {
  result = "aim"
  along  = "k"
  from   = 0.02
  to     = 0.3
}
