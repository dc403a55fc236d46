# The closed form of the risk-return trade-off, beside risk-return.hcl.

theory "risk-return" {
  title       = "Ask for more, and risk war"
  covers      = ["S7"]
  number      = 1
  status      = "published"
  source      = "Fearon, J. D. (1995). Rationalist Explanations for War. International Organization 49 (3), 379–414."
  words       = "A state that demands more gets more if its rival yields, and is likelier to meet a rival who would rather fight. Not knowing what war would cost the rival, it accepts some risk of war for the sake of a better bargain, although both would be better off with a peaceful one. The wider the range of costs it thinks possible, the more it risks; the dearer war is to itself, the less. If only two kinds of rivals are possible, the choice is all or nothing: the risky demand is made exactly while tough rivals are rare enough. Make the rival's cost of war known, and war disappears."
  restriction = "Everybody would yield to some demand (p + l at most 1; with two types p + c_H at most 1). The other side is asked once and cannot answer with an offer of its own."
  solve       = "precision"
}

region {
  p       = [0.1, 0.7]
  c_A     = [0.02, 0.3]
  l       = [0, 0.2]
  h       = [0.35, 0.9]
  c_L     = [0, 0.2]
  c_H     = [0.35, 0.9]
  q       = [0.1, 0.9]
  require = p + l <= 1 && p + h <= 1.4 && abs(q - q_max) > 0.02
}

# How far above the expected outcome of war the best demand lies.
let "z" { value = max(l, min((h - c_A) / 2, 1 - p)) }

let "war" { value = (z - l) / (h - l) }

# Whether what is left of the prize cuts the demand short, on the grid of demands.
let "short" { value = 1 - p < (h - c_A) / 2 + (h - l) / 100 ? 1 : 0 }

# The share of tough rivals up to which the risky demand is made.
let "q_max" { value = (c_H - c_L) / (c_H + c_A) }

measure "above" {
  phase  = "demand"
  action = "ask"
  take   = "mean"
}

measure "safe" {
  phase  = "demand"
  action = "ask.0"
  take   = "payoff"
}

measure "risky" {
  phase  = "demand"
  action = "ask.50"
  take   = "payoff"
}

result "war" {
  title       = "Probability of war"
  closed_form = war
  engine      = question.war
  tolerance   = short * 0.01 + 0.01 + 0.001
  basis       = "demands are a fiftieth of the range apart: half a step, a whole one where the prize cuts the demand short; 0.001 for the finite precision"
}

result "demand" {
  title       = "What is demanded (x)"
  closed_form = p + z
  engine      = p + lowest + (highest - lowest) * measure.above / 50
  tolerance   = (short * 0.01 + 0.01 + 0.001) * (h - l)
  basis       = "as for war, times the range of costs"
}

result "value" {
  title       = "What the challenger may expect"
  closed_form = p + ((h - z) * z - (z - l) * c_A) / (h - l)
  engine      = value.challenger
  tolerance   = 0.0005 + (h - l) / 10000 + short * max(0, h - c_A - 2 * (1 - p)) / 50
  basis       = "the loss is square in half a step of the demand; where the prize cuts it short, the slope there times a step; 0.0005 for the finite precision (ln 51 / 20000, doubled)"
}

result "risky" {
  title       = "With two types: whether the risky demand is made"
  set         = { two_types = 1 }
  require     = p + c_H <= 1
  closed_form = q < q_max ? 1 : 0
  engine      = question.risky
  tolerance   = 0.001
  basis       = "finite precision; the share of tough rivals lies at least 0.02 from the threshold"
}

result "critical_share" {
  title       = "With two types: the share of tough rivals up to which the risky demand is made"
  set         = { two_types = 1 }
  require     = p + c_H <= 1
  closed_form = q_max
  root        = { parameter = "q", from = 0.01, to = 0.995 }
  balance     = measure.risky - measure.safe
  tolerance   = 0.0005 / (c_H + c_A) + 0.0003
  basis       = "demands are lowered by 0.0005, so that nobody is just indifferent: at most that over c_H + c_A; 0.0003 for the finite precision (e to the -10th refuse all the same)"
}

static "own_cost" {
  parameter = "c_A"
  change    = 0.15
  figure    = question.war
  sign      = "down"
  require   = (h - c_A - 0.15) / 2 > l && (h - c_A) / 2 < 1 - p
}

static "uncertainty" {
  parameter = "h"
  change    = 0.3
  figure    = question.war
  sign      = "up"
  require   = (h - c_A) / 2 > l + 0.02 && (h + 0.3 - c_A) / 2 < 1 - p && (l + c_A) > 0.1
}

static "power" {
  parameter = "p"
  change    = 0.05
  figure    = question.war
  sign      = "none"
  tolerance = 0.0005
  require   = (h - c_A) / 2 + (h - l) / 50 < 1 - p - 0.05
}

static "dearer_war_pays_less" {
  parameter = "c_A"
  change    = 0.1
  figure    = value.challenger
  sign      = "down"
  require   = (h - c_A) / 2 > l + 0.05 && 1 - p > l + 0.05
}

static "tough_rivals" {
  set       = { two_types = 1 }
  parameter = "q"
  change    = 0.3
  figure    = question.risky
  sign      = "down"
  require   = p + c_H <= 1 && q < q_max - 0.02 && q + 0.3 > q_max + 0.02 && q < 0.68
}

ablation "cost_is_known" {
  covers  = ["S7"]
  title   = "The rival's cost of war is known to all: no war"
  secrets = { cost = 25 }
  result  = "war"
  becomes = 0
  require = (h - c_A) / 2 > l + 0.05 && 1 - p > l + 0.05
}

picture {
  result = "war"
  along  = "c_A"
  from   = 0.01
  to     = 0.49
}
