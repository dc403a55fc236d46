# What theory says of salami-tactics.hcl: how thick each slice is, and where the cutting would end.

theory "salami-tactics" {
  title       = "Slice by slice"
  covers      = ["S14"]
  number      = 12
  status      = "after"
  source      = "Schelling, T. C. (1966). Arms and Influence. Yale University Press; and Fearon, J. D. (1996). Bargaining over Objects that Influence Future Bargaining Power. University of Chicago."
  words       = "Whoever takes a little becomes a little stronger, and can then ask for a little more. Each demand is just small enough that a war over it would not pay, and once it is granted the next war would go worse for the target. So there is no war and no point at which resistance would have been wise, and yet the target ends up with what it would have fought for at the outset. The slices grow thinner as the aggressor comes nearer to what its power and the target's dread of war can carry; the more both value the future, the thinner they are from the start. If what is taken added nothing to the aggressor's power, it would take everything that it could get at once and then stop."
  restriction = "Each slice adds less to power than it is worth (0 <= beta < 1), q* <= 1 and q0 < q*; nothing is hidden; a war settles everything for good. Holdings lie on a grid of step h, slices are at most 12 steps, and six years are played, of which the first five are read."
  solve       = "precision"
}

region {
  alpha = [0.05, 0.2]
  beta  = [0.3, 0.7]
  c     = [0.05, 0.2]
  c_A   = [0.05, 0.2]
  delta = [0.6, 0.9]
  q0    = [0.05, 0.5]
  # the aggressor has something to gain; it gets it by slices of at most 12 steps, the sixth of which,
  # the last, is larger by its nature
  require = q_star - q0 > 0.03 && q_star - q0 < 0.15 && q_star < 0.95 && (1 - lambda) * (q_star - q0) < 0.023 && (1 - beta) * exp(5 * log(lambda)) * (q_star - q0) < 0.023 && (1 - exp(6 * log(lambda))) * (q_star - q0) < 0.06
}

let "q_star" { value = (alpha + (1 - delta) * c) / (1 - beta) }

let "lambda" { value = beta / (1 - delta * (1 - beta)) }

measure "slice_1" {
  phase  = "demand"
  period = 1
  action = "slice"
  take   = "mean"
}

measure "slice_2" {
  phase  = "demand"
  period = 2
  action = "slice"
  take   = "mean"
}

measure "slice_3" {
  phase  = "demand"
  period = 3
  action = "slice"
  take   = "mean"
}

measure "slice_4" {
  phase  = "demand"
  period = 4
  action = "slice"
  take   = "mean"
}

measure "slice_5" {
  phase  = "demand"
  period = 5
  action = "slice"
  take   = "mean"
}

result "after_one" {
  title       = "What the aggressor holds after the first slice"
  closed_form = q_star + lambda * (q0 - q_star)
  engine      = q0 + h * measure.slice_1
  tolerance   = 2.5 * h
  basis       = "of the slices on the grid the aggressor takes the one that leaves the target least, up to a step below the limit; later slices are cut short likewise, which moves the limit: at most 2.03 steps in 1,500 drawn sets of the game on the grid computed by itself (strictly, 1/(1 - delta) steps)"
}

result "after_five" {
  title       = "What it holds after five slices"
  closed_form = q_star + exp(5 * log(lambda)) * (q0 - q_star)
  engine      = q0 + h * (measure.slice_1 + measure.slice_2 + measure.slice_3 + measure.slice_4 + measure.slice_5)
  tolerance   = h * (1 - exp(5 * log(lambda))) / (1 - lambda)
  basis       = "a step of the grid in each year, of which lambda is carried on to the next; at most 0.67 of it in 1,500 drawn sets of the game on the grid computed by itself"
}

result "target_value" {
  title       = "What the target has in the end: no more than a war at the outset"
  closed_form = (1 - alpha - beta * q0) / (1 - delta) - c
  engine      = value.target
  tolerance   = h * (1 + delta * beta / (1 - delta)) / (1 - delta)
  basis       = "what a step of the grid is worth to the target, now and by the power it gives, saved year after year"
}

result "war" {
  title       = "War"
  closed_form = 0
  engine      = question.war
  tolerance   = 0.001
  basis       = "pure; the target's precision is 20,000,000, so that a slice is hardly ever so near to the limit that the aggressor would run a risk"
}

# Either slice may be two steps of the grid (.004) off, so statics are tested where theory says .009
# or more, between slices that are on the grid.
static "patience" {
  title     = "The more the future counts, the thinner the first slice"
  parameter = "delta"
  change    = 0.15
  figure    = measure.slice_1
  sign      = "down"
  when      = delta + change <= 0.9 && (alpha + (1 - delta - change) * c) / (1 - beta) - q0 > 0.02 && (1 - lambda) * (q_star - q0) > 0.009 + (1 - beta / (1 - (delta + change) * (1 - beta))) * ((alpha + (1 - delta - change) * c) / (1 - beta) - q0)
}

static "dread" {
  title     = "The dearer war is to the target, the thicker the slice"
  parameter = "c"
  change    = 0.1
  figure    = measure.slice_1
  sign      = "up"
  when      = (1 - lambda) * (1 - delta) * change / (1 - beta) > 0.009 && (1 - lambda) * (q_star - q0 + (1 - delta) * change / (1 - beta)) < 0.023
}

ablation "power_stays" {
  title     = "What is taken adds nothing to power: everything at once, and no more slices"
  covers    = ["S14"]
  set       = { beta = 0, alpha = alpha + beta * q0, h = 0.004 }
  result    = "after_one"
  becomes   = alpha + beta * q0 + (1 - delta) * c
  tolerance = 0.004
  require   = (1 - beta) * (q_star - q0) < 0.046 && (lambda - beta) * (q_star - q0) > 0.012
}

picture {
  result = "after_five"
  along  = "q0"
  from   = 0.18
  to     = 0.27
}
