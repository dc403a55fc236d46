# What theory says of biased-mediator.hcl: between which weights of A's share the mediator's warning is
# true and believed, and what follows on either side.

theory "biased-mediator" {
  title       = "A mediator that takes sides is believed"
  covers      = ["S1"]
  number      = 9
  status      = "after"
  source      = "Kydd, A. (2003). Which Side Are You On? Bias, Credibility, and Mediation. American Journal of Political Science 47 (4), 597–611."
  words       = "A mediator has an idea how far the other side would give way, and talk is cheap. One that only wants peace warns whatever it knows, so its warning says nothing. One that is also partial to the side it talks to would lose something by warning without need, and that is why its warning is believed. Too much partiality spoils it again, for then it would cheer its friend on even towards a war. So a patron's special relationship is what makes it useful as a go-between, within limits that depend on how much it minds a war."
  restriction = "A heeds honest advice (eps < q* <= tau); two demands, with p + c_H <= 1; one sign, of known quality; a share of mediators is bound to the truth, which leaves the window as it is and lets the principal branch select the honest equilibrium inside it."
  solve       = "precision"
}

region {
  beta  = [0, 0.8]
  kappa = [0.03, 0.12]
  c_L   = [0.05, 0.15]
  c_H   = [0.3, 0.5]
  c_A   = [0.1, 0.4]
  p     = [0.2, 0.4]
  eps   = [0.05, 0.3]
  tau   = [0.5, 0.8]
  t     = [0.3, 0.8]
  mu    = [0.2, 0.6]
  # A's and the mediator's choices are off indifference by .002 (A: .01 in belief) at least
  require = eps < q_star - 0.01 && tau > q_star + 0.01 && abs(beta * after_weak - eps * kappa) > 0.002 && abs(beta * after_tough - tau * kappa) > 0.002
}

let "q_star" { value = (c_H - c_L) / (c_H + c_A) }

# what A gains from the large demand, on average and in share, after either sign
let "after_weak" { value = (1 - eps) * c_H - c_L }

let "after_tough" { value = (1 - tau) * c_H - c_L }

let "lowest" { value = eps * kappa / after_weak }

let "highest" { value = after_tough > 0 ? tau * kappa / after_tough : 1000000 }

# what A believes after "tough" if every free mediator says it, and after "weak" if every free one says that
let "heard_tough" { value = (t * tau + (1 - t) * (1 - mu) * eps) / (t + (1 - t) * (1 - mu)) }

let "heard_weak" { value = ((1 - t) * eps + t * (1 - mu) * tau) / (1 - t + t * (1 - mu)) }

profile "honest" {
  title   = "The mediator says what it thinks, and A heeds it"
  holds   = beta >= lowest && beta <= highest
  tremble = 1e-9
  regret  = 1e-6

  play "advice" {
    says_weak  = sign == "weak" ? 1 : 0
    says_tough = sign == "tough" ? 1 : 0
  }

  play "demand" {
    little = advice.says_tough ? 1 : 0
    much   = advice.says_weak ? 1 : 0
  }

  play "answer" {
    grant = nerve == "tough" && demand.much ? 0 : 1
    fight = nerve == "tough" && demand.much ? 1 : 0
  }
}

measure "weak_truth" {
  phase  = "advice"
  knows  = { sign = "weak", candour = "free" }
  action = "says_weak"
  take   = "payoff"
}

measure "weak_lie" {
  phase  = "advice"
  knows  = { sign = "weak", candour = "free" }
  action = "says_tough"
  take   = "payoff"
}

measure "tough_truth" {
  phase  = "advice"
  knows  = { sign = "tough", candour = "free" }
  action = "says_tough"
  take   = "payoff"
}

measure "tough_lie" {
  phase  = "advice"
  knows  = { sign = "tough", candour = "free" }
  action = "says_weak"
  take   = "payoff"
}

result "war" {
  title       = "Risk of war"
  closed_form = beta < lowest ? (1 - t) * mu * eps : (beta <= highest ? (1 - t) * eps : (1 - t) * eps + t * (1 - mu) * tau)
  engine      = question.war
  tolerance   = 1e-4
  basis       = "pure strategies; the smallest gaps (.002 for the mediator, .004 for A, eta for B) × precision 10,000 leave mistakes below 1e-8"
  require     = heard_tough > q_star + 0.01 && heard_weak < q_star - 0.01
}

result "untrue" {
  title       = "The mediator says what it does not think"
  closed_form = beta < lowest ? (1 - t) * (1 - mu) : (beta <= highest ? 0 : t * (1 - mu))
  engine      = question.untrue
  tolerance   = 1e-4
  basis       = "pure strategies, as above"
  require     = heard_tough > q_star + 0.01 && heard_weak < q_star - 0.01
}

result "lowest_bias" {
  title       = "Least bias at which the mediator does not warn without need"
  profile     = "honest"
  closed_form = lowest
  root        = { parameter = "beta", from = 0, to = 2 }
  balance     = measure.weak_truth - measure.weak_lie
  tolerance   = 1e-6
  basis       = "a difference of two payoffs in the honest profile, whose trembles are 1e-9"
}

result "highest_bias" {
  title       = "Greatest bias at which the mediator still warns"
  profile     = "honest"
  closed_form = highest
  root        = { parameter = "beta", from = 0, to = 20 }
  balance     = measure.tough_truth - measure.tough_lie
  tolerance   = 1e-5
  basis       = "a difference of two payoffs in the honest profile, whose trembles are 1e-9"
  require     = highest < 15
}

static "partial_mediator" {
  title     = "A neutral mediator is not believed, a partial one is: A dares more, and sometimes there is war"
  parameter = "beta"
  change    = 0.2
  figure    = question.war
  sign      = "up"
  when      = beta < lowest && beta + change > lowest + 0.05 && beta + change < highest - 0.05 && heard_tough > q_star + 0.01 && heard_weak < q_star - 0.01
}

static "more_of_the_same" {
  title     = "Inside the window more bias changes nothing, where words keep a meaning"
  parameter = "beta"
  change    = 0.05
  figure    = question.war
  sign      = "none"
  when      = beta > lowest && (beta + change) * after_tough < tau * kappa - 0.002 && heard_tough > q_star + 0.01 && heard_weak < q_star - 0.01
}

ablation "neutral" {
  title   = "No bias: only the mediators bound to the truth still say that B is weak"
  covers  = ["S1"]
  set     = { beta = 0 }
  result  = "war"
  becomes = (1 - t) * mu * eps
  require = beta > lowest && heard_tough > q_star + 0.01
}

picture {
  result = "war"
  along  = "beta"
  from   = 0
  to     = 0.8
}
