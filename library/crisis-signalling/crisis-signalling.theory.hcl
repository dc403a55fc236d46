# The closed form of crisis signalling, beside crisis-signalling.hcl.

theory "crisis-signalling" {
  title       = "Threats that cannot all be true"
  covers      = ["S8", "S9"]
  number      = 3
  status      = "after"
  source      = "Schultz, K. A. (1998). Domestic Opposition and Signaling in International Crises. American Political Science Review 92 (4), 829–844."
  words       = "A government that threatens and then backs down pays for it at home; this is what makes a threat worth anything. Some governments threaten although they would not fight, in the hope that the other side yields. In equilibrium the other side resists just often enough to make bluffing break even, and so many bluff that resisting breaks even for a defender of middling nerve. The more backing down costs, the rarer are bluffs, the less often a threat is resisted, and the less often a threat ends in war. But since threats then work better, more of them are made, and wars become more frequent all the same."
  restriction = "Backing down costs no more than the worst war (a at most W_A), and not everybody threatens. A reduced form: Schultz's opposition party is left out."
  solve       = "precision"
}

region {
  a       = [0.1, 1.5]
  W_A     = [0.5, 3]
  W_B     = [0.3, 3]
  require = a < 0.95 * W_A && a / W_A * (1 + W_B / (1 + a)) < 0.95
}

let "challenge" { value = a / W_A * (1 + W_B / (1 + a)) }

# Half a step of the defenders' costs of war: the one in two minds is known to it.
let "half_step" { value = W_B / 100 }

result "challenge" {
  title       = "Probability of a challenge"
  closed_form = challenge
  engine      = question.challenge
  tolerance   = a / W_A * half_step + 0.001
  basis       = "the odds of bluffing are known to half a step of the defenders' costs; 0.001 for the finite precision"
}

result "resisted" {
  title       = "Probability that a challenge is resisted"
  closed_form = 1 / (1 + a)
  engine      = question.resisted / question.challenge
  tolerance   = 0.001
  basis       = "finite precision only: a defender in two minds makes up for the grid"
}

result "bluff" {
  title       = "Share of challenges that are bluffs"
  closed_form = W_B / (1 + a + W_B)
  engine      = question.bluff / question.challenge
  tolerance   = half_step + 0.001
  basis       = "half a step of the defenders' costs, as odds; 0.001 for the finite precision"
}

result "war_if_challenged" {
  title       = "Probability that a challenge ends in war"
  closed_form = 1 / (1 + a + W_B)
  engine      = question.war / question.challenge
  tolerance   = half_step / (1 + a) + 0.001
  basis       = "as for the share of bluffs, times the probability of resistance"
}

result "war" {
  title       = "Probability of war"
  closed_form = a / (W_A * (1 + a))
  engine      = question.war
  tolerance   = 0.001
  basis       = "finite precision only: the share that would fight is exact on the grid"
}

static "truthful" {
  parameter = "a"
  change    = 0.3
  figure    = question.bluff / question.challenge
  sign      = "down"
  require   = a + 0.3 < 0.95 * W_A && (a + 0.3) / W_A * (1 + W_B / (1.3 + a)) < 0.95
}

static "less_resisted" {
  parameter = "a"
  change    = 0.3
  figure    = question.resisted / question.challenge
  sign      = "down"
  require   = a + 0.3 < 0.95 * W_A && (a + 0.3) / W_A * (1 + W_B / (1.3 + a)) < 0.95
}

static "more_challenges" {
  parameter = "a"
  change    = 0.3
  figure    = question.challenge
  sign      = "up"
  require   = a + 0.3 < 0.95 * W_A && (a + 0.3) / W_A * (1 + W_B / (1.3 + a)) < 0.95
}

static "more_wars" {
  parameter = "a"
  change    = 0.3
  figure    = question.war
  sign      = "up"
  require   = a + 0.3 < 0.95 * W_A && (a + 0.3) / W_A * (1 + W_B / (1.3 + a)) < 0.95
}

static "timid_defender_same_wars" {
  parameter = "W_B"
  change    = 0.3
  figure    = question.war
  sign      = "none"
  tolerance = 0.0005
  require   = a / W_A * (1 + (W_B + 0.3) / (1 + a)) < 0.95
}

static "timid_defender_more_bluffs" {
  parameter = "W_B"
  change    = 0.3
  figure    = question.bluff / question.challenge
  sign      = "up"
  require   = a / W_A * (1 + (W_B + 0.3) / (1 + a)) < 0.95
}

ablation "backing_down_is_free" {
  covers  = ["S8"]
  title   = "Backing down costs nothing: no threat is believed, and there is no war"
  set     = { a = 0.0001 }
  result  = "war"
  becomes = 0
}

ablation "resolve_is_known" {
  covers  = ["S9"]
  title   = "It is known that the challenger would not fight: it does not try"
  secrets = { resolve = 3 }
  result  = "challenge"
  becomes = 0
}

picture {
  result = "war_if_challenged"
  along  = "a"
  from   = 0.05
  to     = 1.35
}
