# The closed form of sunk costs and tied hands, beside sunk-cost-tied-hands.hcl.

theory "sunk-cost-tied-hands" {
  title       = "Sinking costs or tying hands"
  covers      = ["S9"]
  number      = 5
  status      = "after"
  source      = "Fearon, J. D. (1997). Signaling Foreign Policy Interests: Tying Hands versus Sinking Costs. Journal of Conflict Resolution 41 (1), 68–90."
  words       = "A defender can make a commitment believed by sinking costs, as in a deployment, or by tying its hands, as in a public promise that is dear to break. Sunk costs deter because those with little at stake do not find them worth while; tied hands deter because they also make more defenders fight. There is a least signal of each kind that deters everybody who can be deterred, and anything less leaves some challengers undeterred. Tied hands serve the defender much better, since they cost something only when the bluff is called. Where both are possible demarche's principal branch ties hands; where only costs can be sunk it stays silent, although the deterring equilibrium exists and is certified below."
  restriction = "Neither signal is so dear that only those who would fight can afford it. Without a signal too few would fight to deter (1 − c/p < q), some would (c < p), and the least promise that deters leaves some who would break it (a* < c)."
  solve       = "precision"
}

region {
  p       = [0.4, 0.8]
  c       = [0.1, 0.6]
  g       = [0.2, 1]
  k       = [0.2, 1]
  mu      = [0.02, 0.3]
  m       = [0.02, 0.8]
  a       = [0.02, 0.5]
  require = v_f < 0.95 && 1 - v_f < q - 0.05 && a_star < 0.9 * c && a < 0.95 * c && abs(a / a_star - 1) > 0.05 && abs(m - m_star) > 2 * (1 - mu) * v_f / 20 && m < 0.95 * (1 - mu) * v_f && v_a < 0.9 * v_t
}

# The stake from which a defender fights without a signal, and the share of fights
# from which a challenge does not pay.
let "v_f" { value = c / p }

let "q" { value = g / (g + k) }

let "m_star" { value = (1 - mu) * (1 - (1 - v_f) / q) }

let "a_star" { value = (q - 1 + v_f) / (1 / p + q * mu / (1 - mu)) }

# The stakes from which costs are sunk and hands are tied, if that deters.
# By how much the least promise that deters may lie higher on the grid of stakes.
let "a_grid" { value = c / p / 40 * q / (1 / p + q * mu / (1 - mu)) + 0.0001 }

let "v_m" { value = m / (1 - mu) }

let "v_a" { value = mu * a / (1 - mu) }

# The stake from which a defender whose hands are tied fights.
let "v_t" { value = (c - a) / p }

# If the promise is too cheap to deter: from where it is made, and how often it
# then works.
let "v_low" { value = 1 - (1 - v_t) / q }

let "works" { value = a / (v_low + a) }

# Half a part of the widest band.
let "half_part" { value = max(v_t, a / p) / 40 }

let "value_sunk" { value = (1 - mu) * (1 - v_m * v_m) / 2 - m * (1 - v_m) + mu * (p * (1 - v_f * v_f) / 2 - c * (1 - v_f)) }

let "value_tied" { value = (1 - mu) * (1 - v_a * v_a) / 2 + mu * (p * (1 - v_t * v_t) / 2 - c * (1 - v_t) - a * (v_t - v_a)) }

profile "sunk" {
  title = "Those with much at stake sink costs, and nobody who can be deterred challenges them"
  play "signal" {
    none    = { low = v_t * (part + 0.5) / 20, middle = v_t + a / p * (part + 0.5) / 20, high = (1 + v_f) / 2 }[band] > v_m ? 0 : 1
    sink    = { low = v_t * (part + 0.5) / 20, middle = v_t + a / p * (part + 0.5) / 20, high = (1 + v_f) / 2 }[band] > v_m ? 1 : 0
    tie     = 0
    tremble = band == "low" ? 1e-8 : 1e-12
  }
  play "challenge" {
    let_be    = bent == "no" && shown == "costs" ? 1 : 0
    challenge = bent == "no" && shown == "costs" ? 0 : 1
  }
  play "answer" {
    fight    = band == "high" || band == "middle" && shown == "tied_hands" ? 1 : 0
    give_way = band == "high" || band == "middle" && shown == "tied_hands" ? 0 : 1
  }
  regret = 0.00001
  holds  = m > m_star
}

profile "tied" {
  title = "Nearly all tie their hands, and nobody who can be deterred challenges them"
  play "signal" {
    none    = { low = v_t * (part + 0.5) / 20, middle = v_t + a / p * (part + 0.5) / 20, high = (1 + v_f) / 2 }[band] > v_a ? 0 : 1
    sink    = 0
    tie     = { low = v_t * (part + 0.5) / 20, middle = v_t + a / p * (part + 0.5) / 20, high = (1 + v_f) / 2 }[band] > v_a ? 1 : 0
    tremble = band == "low" ? 1e-8 : 1e-12
  }
  play "challenge" {
    let_be    = bent == "no" && shown == "tied_hands" ? 1 : 0
    challenge = bent == "no" && shown == "tied_hands" ? 0 : 1
  }
  play "answer" {
    fight    = band == "high" || band == "middle" && shown == "tied_hands" ? 1 : 0
    give_way = band == "high" || band == "middle" && shown == "tied_hands" ? 0 : 1
  }
  regret = 0.00001
  holds  = a > a_star
}

measure "challenge_sunk" {
  phase  = "challenge"
  knows  = { bent = "no" }
  state  = { shown = "costs" }
  action = "challenge"
  take   = "payoff"
}

measure "let_be_sunk" {
  phase  = "challenge"
  knows  = { bent = "no" }
  state  = { shown = "costs" }
  action = "let_be"
  take   = "payoff"
}

measure "challenge_tied" {
  phase  = "challenge"
  knows  = { bent = "no" }
  state  = { shown = "tied_hands" }
  action = "challenge"
  take   = "payoff"
}

measure "let_be_tied" {
  phase  = "challenge"
  knows  = { bent = "no" }
  state  = { shown = "tied_hands" }
  action = "let_be"
  take   = "payoff"
}

result "least_sunk" {
  title       = "The least sunk costs that deter (m*)"
  closed_form = m_star
  profile     = "sunk"
  root        = { parameter = "m", from = 0.001, to = (1 - mu) * v_f }
  balance     = measure.challenge_sunk - measure.let_be_sunk
  tolerance   = (1 - mu) * half_part + 0.0001
  basis       = "who sinks costs is known to half a part of a band of stakes"
}

result "least_tied" {
  title       = "The least promise that deters (a*)"
  closed_form = a_star
  profile     = "tied"
  root        = { parameter = "a", from = 0.001, to = 0.99 * c }
  balance     = measure.challenge_tied - measure.let_be_tied
  tolerance   = a_grid
  basis       = "who ties hands is known to half a part of the lowest band, which moves the share of fights by q times that; divided by the slope in a"
}

result "value_sunk" {
  title       = "What the defender may expect from the least sunk costs"
  set         = { m = m_star }
  closed_form = value_sunk
  engine      = value.defender
  profile     = "sunk"
  tolerance   = half_part * half_part / 2 + 0.00001
  basis       = "the kind at the border is off by half a part at most, and so is what it gains"
}

result "value_tied" {
  title       = "What the defender may expect from the least promise"
  set         = { a = a_star }
  closed_form = value_tied
  engine      = value.defender
  profile     = "tied"
  tolerance   = half_part * half_part / 2 + 0.00001
  basis       = "the kind at the border is off by half a part at most, and so is what it gains"
}

result "value_found" {
  title       = "What the defender may expect where demarche's branch ends, if the promise deters"
  require     = a > a_star + a_grid
  set         = { m = 0 }
  closed_form = value_tied
  engine      = value.defender
  tolerance   = half_part * half_part / 2 + 0.0005
  basis       = "as above; 0.0005 for the finite precision (ln 2 / 2000, doubled)"
}

result "challenged" {
  title       = "Probability of a challenge where demarche's branch ends, if the promise deters"
  require     = a > a_star + a_grid
  set         = { m = 0 }
  closed_form = mu + (1 - mu) * v_a
  engine      = question.challenged
  tolerance   = half_part + 0.002
  basis       = "who ties hands is known to half a part of a band; 0.002 for the finite precision"
}

result "undeterred" {
  title       = "Probability of a challenge in spite of a promise that is too cheap, where demarche's branch ends"
  require     = a < a_star
  set         = { m = 0 }
  closed_form = (1 - v_low) * (1 - mu - works)
  engine      = question.undeterred
  tolerance   = half_part * ((1 - v_low) * a / ((v_low + a) * (v_low + a)) + 1) + 0.002
  basis       = "who ties hands is known to half a part of a band, times the slope of the closed form; 0.002 for the finite precision"
}

static "dearer_promise_deters" {
  set       = { m = 0 }
  parameter = "a"
  change    = 0.02
  figure    = question.undeterred / question.signal
  sign      = "down"
  require   = a < 0.85 * a_star && a + 0.02 < 0.95 * a_star
}

static "loss_deters" {
  set       = { m = 0 }
  parameter = "k"
  change    = 0.2
  figure    = question.challenged
  sign      = "down"
  require   = a < 0.7 * a_star && 1 - v_f < g / (g + k + 0.2) - 0.05 && a < 0.95 * (g / (g + k + 0.2) - 1 + v_f) / (1 / p + g / (g + k + 0.2) * mu / (1 - mu))
}

static "promise_beyond_the_least_only_costs" {
  set       = { m = 0 }
  parameter = "a"
  change    = 0.05
  figure    = value.defender
  sign      = "down"
  require   = a > a_star && a + 0.05 < 0.95 * c && mu > 0.1 && v_a + mu * 0.05 / (1 - mu) < v_t - 0.2
}

ablation "promise_costs_nothing" {
  covers  = ["S9"]
  title   = "A promise that is free to break is not believed: everybody challenges"
  require = a > a_star
  set     = { a = 0.0001 }
  result  = "challenged"
  becomes = 1
}

picture {
  result = "challenged"
  along  = "a"
  from   = 0.17
  to     = 0.38
}
