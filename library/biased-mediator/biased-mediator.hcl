# Biased mediator: only a friend can tell you that you must give way.
#
# Mechanism   A wants more from B and does not know whether B would rather fight (tough) than grant a
#             lot. A mediator that has a better idea tells A what it thinks; words cost nothing. A
#             mediator that only wants peace would always warn A that B is tough, so A does not
#             believe it. One that also wants A to do well has a reason not to warn without need.
# Source      After Kydd, A. (2003). Which Side Are You On? Bias, Credibility, and Mediation. American
#             Journal of Political Science 47 (4), 597–611.
# Status      [R] a reduced form after the author, not his theorem.
# Result      The mediator weighs A's share with beta and minds war by kappa. B is tough with probability eps
#             after a sign of weakness and tau after a sign of toughness, and A dares the large demand
#             iff it thinks B tough with less than q* = (c_H - c_L) / (c_H + c_A). If eps < q* <= tau, the mediator tells the
#             truth and is believed iff
#             eps kappa / ((1 - eps) c_H - c_L) <= beta <= tau kappa / ((1 - tau) c_H - c_L)
#             (no upper limit where its denominator is not positive).
# Restriction p + c_H <= 1; two demands, each leaves B a little (eta) better off than a war would. A share mu of
#             mediators is bound to the truth, as insurance against words without any meaning; the
#             window is the same for every mu.
# Equilibria  Words that nobody believes are an equilibrium too, and with mu = 0 the principal branch selects
#             that one. It selects the honest one inside the window where mu is large enough that each
#             word would still move A if every free mediator said it; there, the mediator always warns
#             below the window, and never above it. With a smaller mu it may be empty words, or a mix.
# Check       c_L = .1, c_H = .4, eps = .15, tau = .6, kappa = .05: .03125 to .5.

scenario "biased-mediator" {
  title       = "A mediator that takes sides is believed"
  description = "When does a mediator's warning carry weight?"
  start       = "2013"
  period      = "year"
  horizon     = 1
}

actor "mediator" {
  title     = "The mediator"
  precision = 10000
}

actor "claimant" {
  title     = "A, who wants more"
  precision = 10000
}

actor "holder" {
  title     = "B, who holds it"
  precision = 10000
}

# ------------------------------------------------ numbers

parameter "beta" {
  title = "Weight of A's share for the mediator: its bias"
  value = 0.2
  min   = 0
}

parameter "kappa" {
  title = "How much the mediator minds a war"
  value = 0.05
  min   = 0
}

parameter "c_L" {
  title = "What war costs a tough B"
  value = 0.1
  min   = 0
}

parameter "c_H" {
  title = "What war costs a weak B"
  value = 0.4
  min   = 0
}

parameter "c_A" {
  title = "What war costs A"
  value = 0.25
  min   = 0
}

parameter "p" {
  title = "A's chance of winning a war"
  value = 0.4
  min   = 0
  max   = 1
}

parameter "eps" {
  title = "Chance that B is tough when it seems weak"
  value = 0.15
  min   = 0
  max   = 1
}

parameter "tau" {
  title = "Chance that B is tough when it seems tough"
  value = 0.6
  min   = 0
  max   = 1
}

parameter "t" {
  title = "Chance that B seems tough to the mediator"
  value = 0.7
  min   = 0
  max   = 1
}

parameter "mu" {
  title = "Share of mediators that are bound to the truth"
  value = 0.3
  min   = 0
  max   = 1
}

parameter "eta" {
  title = "How much better off than in a war the demands leave B"
  value = 0.01
  min   = 0
}

# ------------------------------------------------ what is hidden

secret "sign" {
  title    = "How B seems to the mediator"
  known_to = ["mediator"]
  values   = ["weak", "tough"]
  start    = { weak = 1 - t, tough = t }
}

secret "nerve" {
  title    = "How B is"
  known_to = ["holder"]
  values   = ["weak", "tough"]
  start    = { weak = { weak = 1 - eps, tough = eps }, tough = { weak = 1 - tau, tough = tau } }[sign]
}

secret "candour" {
  title    = "Whether the mediator is bound to the truth"
  known_to = ["mediator"]
  values   = ["free", "bound"]
  start    = { free = 1 - mu, bound = mu }
}

# ------------------------------------------------ the moves

phase "advice" {
  title = "The mediator tells A what it thinks of B"
  actor = "mediator"
  action "says_weak" {
    title = "B will give way: go on"
    cost  = candour == "bound" && sign == "tough" ? 1 : 0
  }
  action "says_tough" {
    title = "B will fight: moderate yourself"
    cost  = candour == "bound" && sign == "weak" ? 1 : 0
  }
}

phase "demand" {
  title = "A demands little or much"
  actor = "claimant"
  action "little" {}
  action "much" {}
}

phase "answer" {
  title = "B grants it, or fights"
  actor = "holder"
  action "grant" {}
  action "fight" {}
}

payoff "claimant" {
  each_period = {
    share = answer.fight ? p : p + (demand.much ? c_H : c_L)
    costs = answer.fight ? -c_A : 0
  }
}

payoff "holder" {
  each_period = {
    share = 1 - (answer.fight ? p : p + (demand.much ? c_H : c_L))
    costs = answer.fight ? -(nerve == "tough" ? c_L : c_H) - eta : 0
  }
}

payoff "mediator" {
  each_period = {
    bias  = beta * (answer.fight ? p : p + (demand.much ? c_H : c_L))
    peace = answer.fight ? -kappa : 0
  }
}

# ------------------------------------------------ what is asked

question "war" {
  title = "There is war"
  when  = answer.fight
}

question "much" {
  title = "A demands much"
  when  = demand.much
}

question "untrue" {
  title = "The mediator says what it does not think"
  when  = advice.says_weak && sign == "tough" || advice.says_tough && sign == "weak"
}
