# The closed form of inspection.hcl, apart from the engine: a two-by-two game in
# which each side is kept indifferent by the other.

theory "inspection" {
  title       = "Build in secret, or strike on suspicion"
  covers      = ["S10"]
  number      = 20
  status      = "after"
  source      = "Cf. Debs, A. & Monteiro, N. P. (2014). Known Unknowns: Power Shifts, Uncertainty, and War. International Organization 68 (1), 1–31."
  words       = "A client that cannot rely on its patron builds a deterrent of its own, out of sight, and its rival must decide whether to strike on suspicion. Each keeps the other guessing: the client builds just often enough that a strike is worth its cost, and the rival strikes just often enough that building is hardly worth its price. So what makes a strike dearer makes building more frequent, and what makes building dearer makes strikes rarer, not building. Wars therefore also hit clients that have built nothing. A promise by the patron that covers enough of the danger ends both the building and the strikes; a half-hearted one only makes strikes rarer."
  restriction = "Costs and stakes off the borders c = L and k = (1 − promise) G; building is not seen at all before the rival decides."
  solve       = "limit"
}

region {
  c       = [0.05, 0.6]
  L       = [0.3, 1]
  k       = [0.02, 0.5]
  G       = [0.3, 1]
  promise = [0, 0.5]
  require = abs(c - L) > 0.03 * L && abs(k - (1 - promise) * G) > 0.03 * G
}

let "gain" { value = (1 - promise) * G }

let "mixed" { value = k < gain && c < L ? 1 : 0 }

let "builds" { value = k > gain ? 0 : min(1, c / L) }

let "strikes" { value = mixed > 0 ? 1 - k / gain : 0 }

result "invest" {
  title       = "The client builds"
  closed_form = builds
  engine      = question.invest
  tolerance   = 1e-5
  basis       = "nothing is discretised; at the limit's precision (some 10^7) a mix is off by at most ln((1 - x) / x) / (precision × stake)"
}

result "strike" {
  title       = "The rival strikes"
  closed_form = strikes
  engine      = question.strike
  tolerance   = 1e-5
  basis       = "as for building"
}

result "strike_on_nothing" {
  title       = "The rival strikes a client that has built nothing"
  closed_form = (1 - builds) * strikes
  engine      = question.strike_on_nothing
  tolerance   = 1e-5
  basis       = "as for building"
}

result "client" {
  title       = "What the client expects"
  closed_form = mixed > 0 || k > gain ? 0 : gain - k
  engine      = value.client
  tolerance   = 1e-5
  basis       = "as for building"
}

result "rival" {
  title       = "What the rival expects"
  closed_form = k > gain ? 0 : -min(c, L)
  engine      = value.rival
  tolerance   = 1e-5
  basis       = "as for building"
}

static "dearer_strike_more_building" {
  parameter = "c"
  change    = 0.02
  figure    = question.invest
  sign      = "up"
  when      = mixed > 0 && c + 0.02 < 0.97 * L
}

static "dearer_building_fewer_strikes" {
  parameter = "k"
  change    = 0.02
  figure    = question.strike
  sign      = "down"
  when      = mixed > 0 && k + 0.02 < 0.97 * gain
}

static "dearer_building_not_less_of_it" {
  parameter = "k"
  change    = 0.02
  figure    = question.invest
  sign      = "none"
  tolerance = 1e-5
  when      = mixed > 0 && k + 0.02 < 0.97 * gain
}

static "promise_fewer_strikes" {
  parameter = "promise"
  change    = 0.02
  figure    = question.strike
  sign      = "down"
  when      = mixed > 0 && k < 0.97 * (1 - promise - 0.02) * G
}

static "higher_stakes_less_building" {
  parameter = "L"
  change    = 0.05
  figure    = question.invest
  sign      = "down"
  when      = mixed > 0
}

ablation "promise_that_can_be_trusted" {
  covers  = ["S10"]
  set     = { promise = 1 }
  result  = "invest"
  becomes = 0
  require = mixed > 0
}

ablation "no_strikes_once_trusted" {
  covers  = ["S10"]
  set     = { promise = 1 }
  result  = "strike"
  becomes = 0
  require = mixed > 0
}

picture {
  result = "strike"
  along  = "promise"
  from   = 0
  to     = 0.95
}
