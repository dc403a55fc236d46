# What theory says of brinkmanship.hcl: how much risk the defender stands, and how long a crisis the
# challenger therefore announces.

theory "brinkmanship" {
  title       = "A threat that leaves something to chance"
  covers      = ["S8", "S14"]
  number      = 13
  status      = "published"
  source      = "Ellsberg, D. (1959). The Theory and Practice of Blackmail. Lowell Lectures; Powell, R. (1990). Nuclear Deterrence Theory: The Search for Credibility. Cambridge University Press."
  words       = "Nobody would start a disaster on purpose, so a plain threat of disaster is empty; but a crisis that may run out of control is a threat in small doses. A defender stands firm as long as the total risk of the rounds ahead is below its critical risk, which compares what it keeps by firmness with what it loses in a disaster. Risk that has been survived is past and does not count, so a defender that stands the first round stands the rest more easily. The challenger therefore announces just one round more than the defender would stand, and gets its way without running any risk. If the risk of a round is too small, or the defender has too much to lose by giving way, the posture fails."
  restriction = "A disaster is worse than giving way, and giving way worse than standing firm (d < s < w); nothing is hidden; the challenger is bound by the length it announces and pays a little for every round; the length needed is at most twelve rounds."
  solve       = "precision"
}

region {
  w = [0.8, 1.2]
  s = [-0.2, 0.4]
  d = [-6, -1]
  f = [0.03, 0.15]
  # the rounds tolerated are no whole number, and one more than them is within the twelve of the game
  require = n < 11 && abs(n - floor(n) - 0.5) < 0.45
}

let "R" { value = (w - s) / (w - d) }

let "n" { value = log(1 - R) / log(1 - f) }

measure "announced" {
  phase  = "announcement"
  action = "last"
  take   = "mean"
}

measure "firm" {
  phase  = "stand"
  period = 1
  state  = { rounds = 1 }
  action = "stand_firm"
  take   = "payoff"
}

measure "yield" {
  phase  = "stand"
  period = 1
  state  = { rounds = 1 }
  action = "give_way"
  take   = "payoff"
}

result "rounds_tolerated" {
  title       = "Rounds that the defender would stand"
  closed_form = floor(n)
  engine      = measure.announced - 1
  tolerance   = 1e-6
  basis       = "a whole number; the tightest gap, 0.05 of a round, times precision 20,000 leaves no mistakes"
}

result "gives_way" {
  title       = "The defender gives way"
  closed_form = 1
  engine      = question.gives_way
  tolerance   = 1e-6
  basis       = "pure, as above"
}

result "disaster" {
  title       = "The crisis runs out of control"
  closed_form = 0
  engine      = question.disaster
  tolerance   = 1e-6
  basis       = "pure, as above"
}

result "critical_risk" {
  title       = "Risk of a single round from which the defender gives way"
  closed_form = R
  root        = { parameter = "f", from = 0.001, to = 0.999 }
  balance     = measure.firm - measure.yield
  tolerance   = 1e-6
  basis       = "a difference of two payoffs when one round is left, no grid"
}

static "riskier_rounds" {
  title     = "The riskier a round, the fewer are needed"
  parameter = "f"
  change    = 0.03
  figure    = measure.announced
  sign      = "down"
  when      = log(1 - R) / log(1 - f - change) < floor(n) - 0.05
}

static "milder_disaster" {
  title     = "The milder the disaster, the more rounds are stood"
  parameter = "d"
  change    = 0.5
  figure    = measure.announced
  sign      = "up"
  when      = log(1 - (w - s) / (w - d - change)) / log(1 - f) > floor(n) + 1.05 && log(1 - (w - s) / (w - d - change)) / log(1 - f) < 11
}

static "softer_retreat" {
  title     = "The less giving way costs, the fewer rounds are stood"
  parameter = "s"
  change    = 0.1
  figure    = measure.announced
  sign      = "down"
  when      = log(1 - (w - s - change) / (w - d)) / log(1 - f) < floor(n) - 0.05
}

ablation "nothing_left_to_chance" {
  title   = "The crisis cannot run out of control: the threat is empty"
  covers  = ["S8", "S14"]
  set     = { f = 0.00001 }
  result  = "gives_way"
  becomes = 0
}

picture {
  result = "rounds_tolerated"
  along  = "d"
  from   = -10
  to     = -2
}
