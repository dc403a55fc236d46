# The closed form of preventive war, beside preventive-war.hcl.

theory "preventive-war" {
  title       = "Fight now, while it is not yet too late"
  covers      = ["S7"]
  number      = 2
  status      = "published"
  source      = "Fearon, J. D. (1995). Rationalist Explanations for War. International Organization 49 (3), 379–414; Powell, R. (2006). War as a Commitment Problem. International Organization 60 (1), 169–203."
  words       = "A rising state will ask for more once it is strong, and no promise it makes today can bind it then. If the shift of power is large and quick, even everything that it could give up today does not make good what the declining state will lose. The declining state then attacks at once, although nothing is hidden from anybody and both would be better off with a bargain that held. The dearer war is to the declining state, the larger the shift that it lets pass. Take the shift away, and there is no war."
  restriction = "The balance shifts once. The simple condition needs the riser to be able to ask for as much as leaves the decliner just short of war, p2 + (1 − δ) c_B; if that is more than can be asked (most), the second condition of the closed form applies as well."
  solve       = "precision"
}

region {
  delta   = [0.5, 0.85]
  p1      = [0.1, 0.5]
  p2      = [0.2, 0.9]
  c_A     = [0.5, 3]
  c_B     = [0.2, 10]
  most    = [1, 3]
  require = p2 > p1 && abs(c_B - min((delta * p2 - p1) / ((1 - delta) * (1 - delta)), (delta * most - p1) / (1 - delta))) > 0.05 + 0.0001 * delta / ((1 - delta) * (1 - delta))
}

# The decliner's cost of war below which it attacks, if everything can be asked for.
let "c_open" { value = (delta * p2 - p1) / ((1 - delta) * (1 - delta)) }

# The same, if the riser can never get more than `most`, and gets all of that.
let "c_capped" { value = (delta * most - p1) / (1 - delta) }

let "c_max" { value = min(c_open, c_capped) }

let "attacks" { value = c_B < c_max ? 1 : 0 }

result "war" {
  title       = "Whether the declining state attacks"
  closed_form = attacks
  engine      = question.preventive
  tolerance   = 0.0005
  basis       = "c_B lies at least 0.05 beyond what the grid can move the threshold; a demand that leaves the decliner better off by 0.0001 / (1 - delta), at least 0.0002, is refused once in e to the 10th times at precision 50000, and the rest is for the first demand"
}

result "critical_cost" {
  title       = "The decliner's cost of war below which it attacks"
  require     = c_max > 0.1 && c_max < 12
  closed_form = c_max
  root        = { parameter = "c_B", from = 0.01, to = 13 }
  balance     = question.preventive - 0.5
  tolerance   = 0.00011 * delta / ((1 - delta) * (1 - delta)) + 0.0002
  basis       = "demands are 0.0001 lower than what leaves the decliner indifferent, which it gains in every later period; a tenth more and 0.0002 for the finite precision"
}

result "value" {
  title       = "What the declining state may expect if it attacks"
  require     = c_B < c_max
  closed_form = (1 - p1) / (1 - delta) - c_B
  engine      = value.decliner
  tolerance   = 0.0005
  basis       = "finite precision"
}

static "larger_shift" {
  parameter = "p2"
  change    = 0.2
  figure    = question.preventive
  sign      = "up"
  require   = p2 < 0.75 && c_B > c_max + 0.05 && c_B < min(c_open + 0.2 * delta / ((1 - delta) * (1 - delta)), c_capped) - 0.2
}

static "stronger_already" {
  parameter = "p1"
  change    = 0.1
  figure    = question.preventive
  sign      = "down"
  require   = p2 > p1 + 0.15 && c_B < c_max - 0.1 && c_B > min(c_open - 0.1 / ((1 - delta) * (1 - delta)), c_capped - 0.1 / (1 - delta)) + 0.1
}

static "dearer_war" {
  parameter = "c_B"
  change    = 2
  figure    = question.preventive
  sign      = "down"
  require   = c_B < c_max - 0.1 && c_B + 2 > c_max + 0.1
}

static "cost_to_the_riser" {
  parameter = "c_A"
  change    = 0.5
  figure    = question.preventive
  sign      = "none"
}

ablation "no_shift" {
  covers  = ["S7"]
  title   = "The balance does not shift: no war"
  require = attacks == 1
  set     = { p2 = p1 }
  result  = "war"
  becomes = 0
}

picture {
  result = "war"
  along  = "c_B"
  from   = 4
  to     = 10
}
