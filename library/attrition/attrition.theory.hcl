# The closed form of attrition with audience costs, beside attrition.hcl.

theory "attrition" {
  title       = "Who blinks first"
  covers      = ["S8"]
  number      = 4
  status      = "after"
  source      = "Fearon, J. D. (1994). Domestic Political Audiences and the Escalation of International Disputes. American Political Science Review 88 (3), 577–592."
  words       = "Two governments stand against each other, and backing down gets dearer at home with every week. Some would rather fight than back down, nobody knows which, and the longer a government holds out the likelier it is one of these. Each side quits at just the rate that keeps the other waiting; one of them may also quit at once. The side whose government pays less for backing down is the one that gives in at the start: being able to retreat cheaply is a weakness. After a while only those are left who would fight, and there is war."
  restriction = "The second country is the one that may quit at once (otherwise exchange the names). A reduced form: attacking before the end is left out, since nobody gains by it."
  solve       = "precision"
}

region {
  v       = [0.5, 3]
  a_1     = [0.05, 0.4]
  a_2     = [0.05, 0.4]
  W_1     = [0.5, 2]
  W_2     = [0.5, 2]
  require = t_1 < 0.98 * t_2 && quits > 0.02
}

# The time at which all who would quit have done so, if the first country sets it…
let "t_1" { value = (sqrt(1 + 4 * a_2 / v * W_1 / a_1) - 1) / (2 * a_2 / v) }

# …and if the second does. The earlier one holds.
let "t_2" { value = (sqrt(1 + 4 * a_1 / v * W_2 / a_2) - 1) / (2 * a_1 / v) }

let "t" { value = min(t_1, t_2) }

let "k_1" { value = a_1 * t / W_1 * (1 + a_2 * t / v) }

let "k_2" { value = a_2 * t / W_2 * (1 + a_1 * t / v) }

let "quits" { value = 1 - k_2 }

# Half a step of time between early and late, and what it moves.
let "half_step" { value = (late - early) / 14 }

let "error_quit" { value = half_step * a_2 / W_2 * (1 + 2 * a_1 * t / v) }

let "error_war" { value = half_step * 2 * a_1 * a_2 * t / (W_1 * W_2) }

# The same, where the second country is as the first: early and late are then these.
let "early_same" { value = W_1 / a_1 / (1 + W_1 / v) }

let "late_same" { value = W_1 / a_1 / (1 + a_1 * early_same / v) }

let "error_same" { value = (late_same - early_same) / 14 * a_1 / W_1 * (1 + 2 * a_1 * late_same / v) }

result "second_quits_at_once" {
  title       = "Probability that the second country quits at once"
  closed_form = quits
  engine      = question.second_quits_at_once
  tolerance   = error_quit + 0.001
  basis       = "t* is known to half a step of time, times the slope of k_2 there; 0.001 for the finite precision"
}

result "first_quits_at_once" {
  title       = "Probability that the first country quits at once"
  closed_form = 1 - k_1
  engine      = question.first_quits_at_once
  tolerance   = 0.001
  basis       = "finite precision"
}

result "war" {
  title       = "Probability of war"
  closed_form = a_1 * t / W_1 * (a_2 * t / W_2)
  engine      = question.war
  tolerance   = error_war + 0.001
  basis       = "t* is known to half a step of time, times the slope of the closed form there; 0.001 for the finite precision"
}

static "dearer_retreat_is_strength" {
  parameter = "a_2"
  change    = 0.05
  figure    = question.second_quits_at_once
  sign      = "down"
}

static "fear_of_war_is_weakness" {
  parameter = "W_2"
  change    = 0.3
  figure    = question.second_quits_at_once
  sign      = "up"
}

static "worse_war_is_rarer" {
  parameter = "W_2"
  change    = 0.3
  figure    = question.war
  sign      = "down"
}

ablation "would_never_fight" {
  covers  = ["S8"]
  title   = "It is known that the second country would never fight: it quits at once"
  secrets = { resolve_2 = 7 }
  result  = "second_quits_at_once"
  becomes = 1
}

ablation "same_costs" {
  covers    = ["S8"]
  title     = "Backing down and war cost both the same: nobody quits at once"
  set       = { a_2 = a_1, W_2 = W_1 }
  result    = "second_quits_at_once"
  becomes   = 0
  tolerance = error_same + 0.001
  require   = quits > 0.2
}

picture {
  result = "second_quits_at_once"
  along  = "a_2"
  from   = 0.05
  to     = 0.19
}
