# The closed form of reputation.hcl, apart from the engine: n challengers to come,
# belief p. A challenger comes if the incumbent stands firm with a probability below b;
# a weak one stands firm just so often that the belief it leaves makes the next
# challenger indifferent.

theory "reputation" {
  title       = "Standing firm for the next time"
  covers      = ["S3", "S11"]
  number      = 18
  status      = "published"
  source      = "Kreps, D. M. & Wilson, R. (1982). Reputation and Imperfect Information. Journal of Economic Theory 27 (2), 253–279. Turnover of leaders, a reduced form, after Wolford, S. (2007). The Turnover Trap. American Journal of Political Science 51 (4), 772–788."
  words       = "An incumbent whose resolve nobody knows is tested by one challenger after another. A weak one stands firm now and then, at a loss, because giving way would tell all later challengers what it is. It pays less and less to do so: near the end there is little left to protect, and each time it has done so, it can afford it less often, until the posture is given up. How often it stands firm does not depend on how much it would gain by being left alone, only on what challengers hope for and believe. When leaders may change, a reputation dies with its owner, so later challengers must be put off more often to make standing firm worth it; if leaders change too fast, nobody stands firm for the sake of reputation."
  restriction = "a (1 − ρ) > 1; p off the powers of b; each challenger is there for one round; changes of leader are seen."
  solve       = "limit"
}

region {
  whole   = ["n"]
  n       = [1, 3]
  b       = [0.3, 0.8]
  p       = [0.02, 0.5]
  a       = [1.4, 4]
  rho     = [0, 0.5]
  require = a * (1 - rho) > 1.1 && abs(p - b) > 0.02 && abs(p - b * b) > 0.02 && abs(p - b * b * b) > 0.02
}

# b^(n - 1): what a challenger believes who has seen the incumbent stand firm.
let "bar" { value = exp((n - 1) * log(b)) }

let "bluff" { value = min(1, p * (1 - bar) / ((1 - p) * bar)) }

measure "firm" {
  phase  = "incumbent_answers"
  period = 1
  knows  = { resolve = "weak" }
  action = "stand_firm"
}

measure "firm_again" {
  phase  = "incumbent_answers"
  period = 2
  knows  = { resolve = "weak" }
  state  = { leader = "same" }
  seen   = ["first_comes.challenge", "incumbent_answers.stand_firm"]
  action = "stand_firm"
}

measure "second_away" {
  phase  = "second_comes"
  period = 2
  state  = { leader = "same" }
  seen   = ["first_comes.challenge", "incumbent_answers.stand_firm"]
  action = "stay_away"
}

result "first_challenge" {
  title       = "The first challenger comes"
  closed_form = p < b * bar ? 1 : 0
  engine      = question.first_challenge
  tolerance   = 1e-5
  basis       = "nothing is discretised; at the limit's precision (above 10^6) what is worse by 0.01 or more is never done"
}

result "weak_stands_firm" {
  title       = "A weak incumbent that is challenged stands firm, first round"
  closed_form = bluff
  engine      = measure.firm
  tolerance   = 1e-5
  basis       = "nothing is discretised; at the limit's precision (above 10^6) a mix is off by some ln((1 - x) / x) / precision, over the slope of the payoff"
}

result "four_to_come" {
  title       = "The same with four challengers to come and the leader there to stay"
  closed_form = bluff
  engine      = measure.firm
  tolerance   = 1e-5
  basis       = "as for standing firm"
  set         = { n = 4, rho = 0 }
  require     = abs(p - bar) > 0.02 && abs(p - b * bar) > 0.02
}

result "believed_strong" {
  title       = "How likely an incumbent is strong that has stood firm, first round"
  closed_form = max(bar, p)
  engine      = p / (p + (1 - p) * measure.firm)
  tolerance   = 1e-5
  basis       = "as for standing firm"
}

result "second_stays_away" {
  title       = "The second challenger stays away, having seen the same leader stand firm"
  closed_form = 1 / (a * (1 - rho))
  engine      = measure.second_away
  tolerance   = 1e-5
  basis       = "as for standing firm"
  require     = n > 1 && p < bar
}

result "weak_stands_firm_again" {
  title       = "A weak incumbent that has stood firm once does so again"
  closed_form = b - bar < 1e-9 ? 0 : b * (1 - bar / b) / (1 - bar)
  engine      = measure.firm_again
  tolerance   = 1e-5
  basis       = "as for standing firm"
  require     = n > 1 && p < bar
}

result "first_challenger" {
  title       = "What the first challenger expects"
  closed_form = p < b * bar ? b - p / bar : 0
  engine      = value.first
  tolerance   = 1e-5
  basis       = "as for standing firm"
}

static "worth_less_near_the_end" {
  parameter = "n"
  change    = 1
  figure    = measure.firm
  sign      = "up"
  when      = p < bar && n + change <= 3
}

static "stronger_reputation_more_bluff" {
  parameter = "p"
  change    = 0.01
  figure    = measure.firm
  sign      = "up"
  when      = n > 1 && p + 0.02 < bar
}

static "what_peace_is_worth_does_not_matter" {
  parameter = "a"
  change    = 0.2
  figure    = measure.firm
  sign      = "none"
  tolerance = 1e-5
  when      = n > 1 && p < bar
}

static "but_challengers_come_more" {
  parameter = "a"
  change    = 0.2
  figure    = measure.second_away
  sign      = "down"
  when      = n > 1 && p < bar
}

static "turnover_makes_firmness_dearer" {
  parameter = "rho"
  change    = 0.02
  figure    = measure.second_away
  sign      = "up"
  when      = n > 1 && p < bar && a * (1 - rho - 0.02) > 1.1
}

ablation "nothing_hidden" {
  covers  = ["S3", "S11"]
  secrets = { resolve = "weak" }
  result  = "weak_stands_firm"
  becomes = 0
  require = n > 1
}

ablation "last_challenger" {
  covers  = ["S3"]
  set     = { n = 1 }
  result  = "weak_stands_firm"
  becomes = 0
  require = n > 1
}

ablation "leaders_come_and_go" {
  covers  = ["S11"]
  set     = { rho = 1 }
  result  = "weak_stands_firm"
  becomes = 0
  require = n > 1
}

ablation "leaders_stay" {
  covers  = ["S11"]
  set     = { rho = 0 }
  result  = "second_stays_away"
  becomes = 1 / a
  require = n > 1 && p < bar && rho > 0.05
}

picture {
  result = "weak_stands_firm"
  along  = "p"
  from   = 0.01
  to     = 0.4
}
