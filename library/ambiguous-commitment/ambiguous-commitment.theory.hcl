# What theory says of ambiguous-commitment.hcl: between which chances of the patron's fighting there
# is peace, and how likely war is above them.

theory "ambiguous-commitment" {
  title       = "A promise that works because it is doubtful"
  covers      = ["S1", "S6"]
  number      = 10
  status      = "after"
  source      = "Benson, B. V. (2012). Constructing International Security: Alliances, Deterrence, and Moral Hazard. Cambridge University Press."
  words       = "A client holds something that its adversary wants, and a patron may or may not fight for the client. If the patron is too unlikely to come, the adversary strikes; if it is too likely to come, the client strikes, because it now expects to win more than it holds. Between the two lies a window in which a doubtful promise keeps both quiet, and inside it a firmer promise changes nothing. Paying part of the client's costs of war is another matter: it narrows the window and raises the risk of war by itself. Where the line can be renegotiated, a firmer promise only moves the line, and the subsidy alone makes war likelier."
  restriction = "The share is given and cannot be renegotiated before the war (unless talks = 1); the patron raises the chance of winning (p0 < p1); the client's cost of war is known to it alone, the adversary's to all."
  solve       = "precision"
}

region {
  alpha = [0, 1]
  p0    = [0.1, 0.4]
  p1    = [0.6, 0.95]
  s     = [0.3, 0.6]
  c_C   = [0.05, 0.2]
  c_T   = [0.05, 0.2]
  width = [0.1, 0.3]
  sigma = [0, 0.1]
  # both thresholds inside 0–1; alpha off the adversary's, and off those of the twenty-one types. Where every
  # client would strike, the adversary does not care who starts it
  require = 0.01 < deterred && eager < 0.95 && restrained < 0.99 && abs(alpha - deterred) > 0.01 && abs(steps - round(steps)) > 0.05
}

let "strength" { value = p0 + alpha * (p1 - p0) }

let "deterred" { value = (s - c_T - p0) / (p1 - p0) }

let "restrained" { value = (s + c_C - sigma - p0) / (p1 - p0) }

let "eager" { value = (strength - s + sigma - c_C) / width } # share of clients that would strike

let "steps" { value = 20 * eager }

measure "adversary_strike" {
  phase  = "adversary_moves"
  action = "strike"
  take   = "payoff"
}

measure "client_strike" {
  phase  = "client_moves"
  knows  = { burden = 0 }
  action = "strike"
  take   = "payoff"
}

measure "client_hold" {
  phase  = "client_moves"
  knows  = { burden = 0 }
  action = "hold"
  take   = "payoff"
}

result "war" {
  title       = "Risk of war"
  closed_form = alpha < deterred ? 1 : max(0, min(1, eager))
  engine      = question.war
  tolerance   = 1 / 21 + 0.0005
  basis       = "twenty-one types of client instead of a continuum; nearest gap 0.05/20 of the width × precision 20,000 leaves no mistakes"
}

result "adversary_strikes" {
  title       = "The adversary starts a war"
  closed_form = alpha < deterred ? 1 : 0
  engine      = question.adversary_strikes
  tolerance   = 1e-6
  basis       = "pure; the gap is at least 0.01 (p1 - p0) times the chance of peace, the precision 20,000"
}

result "deterred_from" {
  title       = "Least chance of fighting that deters the adversary"
  closed_form = deterred
  root        = { parameter = "alpha", from = 0, to = 1 }
  balance     = measure.adversary_strike - (1 - s)
  tolerance   = 1e-6
  basis       = "a difference of two payoffs, no grid"
}

result "restrained_to" {
  title       = "Greatest chance of fighting that restrains every client"
  closed_form = restrained
  root        = { parameter = "alpha", from = 0, to = 1 }
  balance     = measure.client_strike - measure.client_hold
  tolerance   = 1e-6
  basis       = "a difference of two payoffs of the type with the lowest cost, no grid"
}

result "war_after_talks" {
  title       = "Risk of war if the share can be renegotiated"
  closed_form = max(0, min(1, (width - c_C - c_T + sigma) / (2 * width)))
  engine      = question.war
  set         = { talks = 1 }
  tolerance   = 0.12
  basis       = "twenty-one types of client, and a step of 1/400 of the grid of offers: near the best offer the adversary hardly minds which types fight, so that this step moves the risk by up to sqrt(1 / 400 / width); computed by itself in 5,000 drawn sets, the game on these grids is off by .113 at most, by .005 in the middle"
}

static "promise_and_talks" {
  title     = "If the share can be renegotiated, a firmer promise moves the offer and not the risk of war"
  parameter = "alpha"
  change    = 0.2
  set       = { talks = 1 }
  figure    = question.war
  sign      = "none"
  tolerance = 1e-6
}

static "subsidy_and_talks" {
  title     = "If the share can be renegotiated, a subsidy raises the risk of war all the same"
  parameter = "sigma"
  change    = 0.15
  set       = { talks = 1 }
  figure    = question.war
  sign      = "up"
  when      = width > c_C + c_T - sigma - 0.05 && width - c_C - c_T + sigma < 1.2 * width
}

static "firmer_promise" {
  title     = "Inside the window a firmer promise changes nothing"
  parameter = "alpha"
  change    = 0.05
  figure    = question.war
  sign      = "none"
  when      = alpha > deterred && alpha + change < restrained - 0.005
}

static "subsidy" {
  title     = "Paying the client's war raises the risk of war, the promise unchanged"
  parameter = "sigma"
  change    = 0.15
  figure    = question.war
  sign      = "up"
  when      = alpha > deterred && alpha < restrained && eager + change / width > 0.1
}

static "dearer_war" {
  title     = "The dearer war is to the client, the lower the risk"
  parameter = "c_C"
  change    = 0.05
  figure    = question.war
  sign      = "down"
  when      = alpha > deterred && eager > 0.1 && eager < 0.9
}

ablation "sure_promise" {
  title   = "No doubt left: the client strikes"
  covers  = ["S1", "S6"]
  set     = { alpha = 1 }
  result  = "war"
  becomes = min(1, (p1 - s + sigma - c_C) / width)
  require = alpha > deterred && eager < 0 && (p1 - s + sigma - c_C) / width > 0.1
}

ablation "no_promise" {
  title   = "No commitment: the adversary strikes"
  covers  = ["S6"]
  set     = { alpha = 0 }
  result  = "war"
  becomes = 1
  require = alpha > deterred && eager < 0.9
}

picture {
  result = "war"
  along  = "alpha"
  from   = 0
  to     = 1
}
