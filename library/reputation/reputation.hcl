# Mechanism: reputation. An incumbent whose resolve nobody knows is tested by one
# challenger after another. By standing firm it teaches the later ones; by giving way
# it tells them everything.
#
# Source [P]: Kreps, D. M. & Wilson, R. (1982). Reputation and Imperfect Information.
# Journal of Economic Theory 27 (2), 253-279. Turnover of leaders is a reduced form
# after Wolford, S. (2007). The Turnover Trap: New Leaders, Reputation, and
# International Conflict. American Journal of Political Science 51 (4), 772-788: with
# probability rho a new leader takes over after a round, and starts again at p.
#
# Result: with n challengers to come, and p the probability that the incumbent is
# strong, the first challenger comes iff p < b^n. A weak incumbent that is challenged
# stands firm with probability min(1, p (1 - b^(n-1)) / ((1 - p) b^(n-1))): just so
# often that one who has seen it stand firm takes it for strong with probability
# b^(n-1). The next challenger, if the leader is still the same, then stays away with
# probability 1 / (a (1 - rho)).
# Reputation is worth less near the end: the fewer challengers are left, the less a weak
# incumbent stands firm, and against the last one it never does. The game wears out:
# having stood firm before, a weak incumbent does so again with probability
# b (1 - b^(n-2)) / (1 - b^(n-1)), which falls from round to round to 0.
# Turnover makes standing firm a worse investment, so the next challenger must be put
# off more often to make up for it; with a (1 - rho) < 1 nothing can, and with rho = 1
# nobody stands firm for the sake of reputation.
# Default values: b = .5, p = .1, n = 3: the first challenger comes, a weak incumbent
# stands firm with probability 1/3 (0.3 with its being weak), and is then believed
# strong with probability .25. (rho does not enter these.)
#
# Restriction: a (1 - rho) > 1; p off the powers of b. Each challenger is there for one
# round only, and everybody sees a change of leader.
#
# Up to five challengers can be asked for; with turnover, four take a second and five
# several, as every round may or may not bring a new leader.
#
# The equilibrium is mixed, and the second challenger stands exactly where it is
# indifferent: taken at the limit of the branch.

scenario "reputation" {
  title       = "Standing firm for the next time"
  description = "An incumbent of unknown resolve is tested by one challenger after another."
  start       = "2013-01"
  horizon     = 5
  foresight   = 5
}

actor "incumbent" {
  title     = "The incumbent"
  precision = 20000
}

actor "first" {
  title     = "The first challenger"
  precision = 20000
}

actor "second" {
  title     = "The second challenger"
  precision = 20000
}

actor "third" {
  title     = "The third challenger"
  precision = 20000
}

actor "fourth" {
  title     = "The fourth challenger"
  precision = 20000
}

actor "fifth" {
  title     = "The fifth challenger"
  precision = 20000
}

parameter "n" {
  title = "Challengers to come, at most 5"
  value = 3
  min   = 1
  max   = 5
}

parameter "b" {
  title = "What an unopposed challenge is worth to a challenger (a failed one: b - 1)"
  value = 0.5
}

parameter "p" {
  title = "How likely an incumbent is strong"
  value = 0.1
}

parameter "a" {
  title = "What an incumbent gains if nobody challenges it (standing firm costs a weak one 1)"
  value = 2
}

parameter "rho" {
  title = "Chance that a new leader takes over after a round"
  value = 0.2
}

secret "resolve" {
  title    = "Whether standing firm costs the incumbent anything"
  known_to = ["incumbent"]
  values   = ["weak", "strong"]
  start    = { weak = 1 - p, strong = p }
}

variable "leader" {
  title  = "Whether the first leader is still there"
  values = ["same", "new"]
  start  = "same"
}

phase "first_comes" {
  title = "The first challenger comes, or stays away"
  actor = "first"
  when  = period == 1
  action "stay_away" {}
  action "challenge" {}
}

phase "second_comes" {
  title = "The second challenger comes, or stays away"
  actor = "second"
  when  = period == 2
  action "stay_away" {}
  action "challenge" {}
}

phase "third_comes" {
  title = "The third challenger comes, or stays away"
  actor = "third"
  when  = period == 3
  action "stay_away" {}
  action "challenge" {}
}

phase "fourth_comes" {
  title = "The fourth challenger comes, or stays away"
  actor = "fourth"
  when  = period == 4
  action "stay_away" {}
  action "challenge" {}
}

phase "fifth_comes" {
  title = "The fifth challenger comes, or stays away"
  actor = "fifth"
  when  = period == 5
  action "stay_away" {}
  action "challenge" {}
}

phase "incumbent_answers" {
  title = "The incumbent stands firm, or gives way"
  actor = "incumbent"
  when  = first_comes.challenge || second_comes.challenge || third_comes.challenge || fourth_comes.challenge || fifth_comes.challenge
  action "give_way" {
    cost = { weak = 0, strong = 1 }[resolve]
  }
  action "stand_firm" {
    cost = { weak = 1, strong = 0 }[resolve]
  }
}

chance "new_leader" {
  title       = "A new leader takes over, whose resolve nobody knows"
  when        = rho > 0
  probability = rho
  effect      = { resolve = redraw, leader = "new" }
}

payoff "incumbent" {
  each_period = { peace = first_comes.stay_away || second_comes.stay_away || third_comes.stay_away || fourth_comes.stay_away || fifth_comes.stay_away ? a : 0 }
}

payoff "first" {
  each_period = { challenge = first_comes.challenge ? (incumbent_answers.stand_firm ? b - 1 : b) : 0 }
}

payoff "second" {
  each_period = { challenge = second_comes.challenge ? (incumbent_answers.stand_firm ? b - 1 : b) : 0 }
}

payoff "third" {
  each_period = { challenge = third_comes.challenge ? (incumbent_answers.stand_firm ? b - 1 : b) : 0 }
}

payoff "fourth" {
  each_period = { challenge = fourth_comes.challenge ? (incumbent_answers.stand_firm ? b - 1 : b) : 0 }
}

payoff "fifth" {
  each_period = { challenge = fifth_comes.challenge ? (incumbent_answers.stand_firm ? b - 1 : b) : 0 }
}

end "no_more_challengers" {
  title = "The last round is over"
  when  = period >= n && (first_comes.stay_away || second_comes.stay_away || third_comes.stay_away || fourth_comes.stay_away || fifth_comes.stay_away || incumbent_answers.give_way || incumbent_answers.stand_firm)
}

question "first_challenge" {
  title = "The first challenger comes"
  when  = first_comes.challenge
}

question "last_challenge" {
  title = "The last challenger comes"
  when  = period >= n && (first_comes.challenge || second_comes.challenge || third_comes.challenge || fourth_comes.challenge || fifth_comes.challenge)
}

question "weak_stands_firm" {
  title = "A weak incumbent stands firm in the first round"
  when  = period == 1 && leader == "same" && resolve == "weak" && incumbent_answers.stand_firm
}

question "new_leader" {
  title = "A new leader takes over before the last round"
  when  = leader == "new"
}

question "stood_firm" {
  title = "Some incumbent stands firm"
  when  = incumbent_answers.stand_firm
}
