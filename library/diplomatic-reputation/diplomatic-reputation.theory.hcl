# What theory says of diplomatic-reputation.hcl: from which patience on talk is honest, and how often
# it is not below.

theory "diplomatic-reputation" {
  title       = "Words are believed because a caught bluff ends all talk"
  covers      = ["S1", "S3"]
  number      = 8
  status      = "after"
  source      = "Sartori, A. E. (2002). The Might of the Pen: A Reputational Theory of Communication in International Disputes. International Organization 56 (1), 121–149."
  words       = "A defender that claims it would fight is left in peace if it is believed, and claiming costs nothing. What keeps it honest is the next dispute: once it has claimed and then given way, nobody listens, and the days on which it really would fight bring war instead of peace. So a patient defender admits weakness when it is weak, and keeps its word for when it is true. An impatient one bluffs, just so often that its claims are still half believed, and loses its credit when somebody calls. Talk is the more honest the more often bluffs are called, so a few challengers that no word can sway make words worth more."
  restriction = "Nerve is drawn anew in every dispute, each of which has another challenger; without talk every challenger would move (q L < 1 - q); fighting is worse than peace (w < v); a weak defender cannot fight and a tough one does not give way. One-shot-deviation test: two disputes are played, after which the prescribed payoffs of the state of credit stand for ever."
  solve       = "precision"
}

region {
  delta   = [0.6, 0.97]
  mu      = [0.1, 0.4]
  q       = [0.2, 0.6]
  v       = [0.8, 1.2]
  w       = [-0.5, 0.3]
  L       = [0.2, 0.8]
  require = q * L < 0.9 * (1 - q) && abs(delta - critical) > 0.01
}

let "critical" { value = 1 / (1 + mu * q * (1 - w / v)) }

# below it: how often a weak defender bluffs, what credit is worth after the second and the first dispute, and
# how often a challenger that listens refrains
let "bluffs" { value = q * L / (1 - q) }

let "worth_2" { value = delta / (1 - delta) * q * (1 - mu) * (v - w) }

let "heeds_2" { value = min(1, worth_2 / ((1 - mu) * (v + worth_2))) }

let "worth_1" { value = delta * (q * (1 - mu) * heeds_2 * (v - w) + worth_2) }

let "heeds_1" { value = worth_1 / ((1 - mu) * (v + worth_1)) }

profile "honest" {
  title   = "Honest talk, believed; the discredited are not heard"
  holds   = delta >= critical
  tremble = 1e-9
  regret  = 1e-6

  play "talk" {
    silent = nerve == "weak" ? 1 : 0
    claim  = nerve == "tough" ? 1 : 0
  }

  play "challenge" {
    refrain   = ear == "swayed" && credit == "good" && talk.claim ? 1 : 0
    challenge = ear == "swayed" && credit == "good" && talk.claim ? 0 : 1
  }

  play "challenge_again" {
    refrain   = ear == "swayed" && credit == "good" && talk.claim ? 1 : 0
    challenge = ear == "swayed" && credit == "good" && talk.claim ? 0 : 1
  }

  play "answer" {
    give_way = nerve == "weak" ? 1 : 0
    fight    = nerve == "tough" ? 1 : 0
  }
}

measure "honest" {
  phase  = "talk"
  period = 1
  knows  = { nerve = "weak" }
  action = "silent"
  take   = "payoff"
}

measure "bluffing" {
  phase  = "talk"
  period = 1
  knows  = { nerve = "weak" }
  action = "claim"
  take   = "payoff"
}

result "bluff" {
  title       = "A weak defender claims to be tough"
  closed_form = delta >= critical ? 0 : (1 - q) * bluffs
  engine      = question.bluff
  tolerance   = 0.005
  basis       = "mixed: at precision 3,000 the challenger's indifference is off by ln(odds)/3,000, at most .0023 for odds of a thousand, and the bluffs by that times (1 + L) or less"
}

result "deterred" {
  title       = "The challenger refrains"
  closed_form = delta >= critical ? q * (1 - mu) : (1 - mu) * heeds_1 * (q + (1 - q) * bluffs)
  engine      = question.deterred
  tolerance   = 0.005
  basis       = "mixed, as above"
}

result "discredited" {
  title       = "Nobody loses credit where talk is honest"
  closed_form = 0
  engine      = question.discredited
  tolerance   = 1e-4
  basis       = "pure; a gap of .01 in patience is worth at least .01 mu, times precision 3,000"
  require     = delta > critical + 0.01
}

result "critical_patience" {
  title       = "Patience from which on talk is honest"
  profile     = "honest"
  closed_form = critical
  root        = { parameter = "delta", from = 0.2, to = 0.995 }
  balance     = measure.honest - measure.bluffing
  tolerance   = 1e-6
  basis       = "a difference of two payoffs in the honest profile, whose trembles are 1e-9"
}

static "patience" {
  title     = "More patience ends the bluffing"
  parameter = "delta"
  change    = 0.1
  figure    = question.bluff
  sign      = "down"
  when      = delta < critical && delta + change > critical + 0.01 && delta + change < 0.98
}

static "calls" {
  title     = "The more often bluffs are called, the fewer there are"
  parameter = "mu"
  change    = 0.1
  figure    = question.bluff
  sign      = "down"
  when      = delta < critical && delta > 1 / (1 + (mu + change) * q * (1 - w / v)) + 0.01
}

static "dearer_fights" {
  title     = "The worse fighting is, the more credit is worth, and honest talk stays honest"
  parameter = "w"
  change    = -0.1
  figure    = question.bluff
  sign      = "none"
  tolerance = 0.001
  when      = delta > critical
}

ablation "no_tomorrow" {
  title   = "The next dispute hardly counts: the weak bluff"
  covers  = ["S1", "S3"]
  set     = { delta = 0.3 }
  result  = "bluff"
  becomes = (1 - q) * bluffs
  require = delta > critical
}

ablation "never_called" {
  title   = "No challenger ever calls a bluff, so the game does not wear out: the weak bluff"
  covers  = ["S3"]
  set     = { mu = 0.002 }
  result  = "bluff"
  becomes = (1 - q) * bluffs
  require = delta > critical
}

picture {
  result = "bluff"
  along  = "delta"
  from   = 0.6
  to     = 0.97
}
