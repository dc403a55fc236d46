# Showing what only the strong can afford: costly signals (Spence 1973). [P]
#
# Mechanism: an applicant for support is weak or strong, and only it knows. It may
# go to an expense e that tells nothing by itself, but costs the strong less, e /
# theta. If the expense is so large that the weak would rather be taken for weak,
# whoever goes to it must be strong.
#
# Source: Spence, M. (1973). Job Market Signaling. Quarterly Journal of Economics
# 87 (3), 355-374. Agrees with the published result.
#
# Result: a patron who gives as much as the applicant is worth on average tells the
# two apart by an expense e if and only if
#
#     theta_L (theta_H - theta_L) < e < theta_H (theta_H - theta_L);
#
# the left side is the least cost at which they can be told apart.
#
# Restriction: two kinds, 0 < theta_L < theta_H; the patron loses the square of what
# it gives too much or too little.
#
# Many equilibria: every expense between the two bounds serves, and it may also be
# that nobody goes to any. Demarche's principal branch ends at the least cost: the
# strong go to the expense on the grid next to it, above or below (where it is
# below, a few of the weak imitate them). If about nine in ten or more are strong, it
# may end where nobody goes to any. The profile of the theory file beside is
# the equilibrium with the expense e.
#
# Grid: the patron gives theta_L, theta_H or one of 19 amounts evenly between. It is
# precise enough that the amounts next to the best one hardly occur; otherwise what
# strength brings would be less, and so would the least expense that tells it.
# The applicant may go to e / 12, 2 e / 12 … up to 2 e, or to no expense.

scenario "costly-signal" {
  title       = "Showing what only the strong can afford"
  description = "An applicant for support goes to an expense to show that it is strong; a patron must judge."
  start       = "2013-01"
  horizon     = 1
}

actor "applicant" {
  title     = "The applicant"
  precision = 3000
}

actor "patron" {
  title     = "The patron"
  precision = 30000
}

parameter "theta_L" {
  title = "What a weak applicant is worth"
  value = 1
}

parameter "theta_H" {
  title = "What a strong applicant is worth"
  value = 2
}

parameter "q" {
  title = "Share of strong applicants"
  value = 0.5
  min   = 0
  max   = 1
}

parameter "e" {
  title = "The expense that is to tell them apart"
  value = 1.01
}

secret "strength" {
  title    = "Whether the applicant is weak or strong"
  known_to = ["applicant"]
  values   = ["weak", "strong"]
  start    = { weak = 1 - q, strong = q }
}

variable "spent" {
  title  = "The expense, in twelfths of e"
  values = levels(0, 24)
  start  = 0
}

variable "given" {
  title  = "Support, in twentieths of the way from theta_L to theta_H"
  values = levels(0, 20)
  start  = 0
}

phase "show" {
  title = "The applicant goes to an expense"
  actor = "applicant"
  action "spend" {
    for_each = levels(0, 24)
    cost     = e * each.value / 12 / { weak = theta_L, strong = theta_H }[strength]
    effect   = { spent = each.value }
  }
}

phase "support" {
  title = "The patron gives support"
  actor = "patron"
  action "give" {
    for_each = levels(0, 20)
    effect   = { given = each.value }
  }
}

payoff "applicant" {
  each_period = { support = theta_L + (theta_H - theta_L) * given / 20 }
}

payoff "patron" {
  each_period = { miss = -(theta_L + (theta_H - theta_L) * given / 20 - { weak = theta_L, strong = theta_H }[strength]) * (theta_L + (theta_H - theta_L) * given / 20 - { weak = theta_L, strong = theta_H }[strength]) }
}

question "strong_spends" {
  title = "A strong applicant goes to an expense"
  when  = strength == "strong" && spent > 0
}

question "weak_spends" {
  title = "A weak applicant goes to an expense"
  when  = strength == "weak" && spent > 0
}
