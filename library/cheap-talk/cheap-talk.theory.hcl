# The closed form of cheap talk, beside cheap-talk.hcl.

theory "cheap-talk" {
  title       = "Advice from somebody with an interest"
  covers      = ["S9"]
  number      = 6
  status      = "published"
  source      = "Crawford, V. P. and Sobel, J. (1982). Strategic Information Transmission. Econometrica 50 (6), 1431–1451."
  words       = "An envoy knows what would be right, but wants a little more than the government he advises, and talk costs him nothing. He cannot be believed to the letter, because he would exaggerate; but he can be believed roughly, where the next stronger statement would lead the government further than even he wants. The closer their interests, the more shades of advice can be told apart, and the better the government does; beyond a certain distance talk says nothing at all. That talk is ignored is always an equilibrium too, and it is the one at which demarche's principal branch ends, since nothing gives one statement another meaning than the next. The slightest scruple about saying what is not so leads it to the most informative one instead."
  restriction = "What is right is evenly spread, losses are square, and b lies between 0.045 and 0.4 (four things to say)."
  solve       = "precision"
}

region {
  b       = [0.045, 0.4]
  require = (n == 1 || 1 / n - 2 * b * (n - 1) > 0.02) && abs(b - 0.25) > 0.001
}

# The largest number of intervals that talk can tell apart.
let "n" { value = min(4, ceil(0.5 + sqrt(0.25 + 1 / (2 * b))) - 1) }

# The cuts between them, in thirtieths, rounded; 30 behind the last.
let "cut_1" { value = n > 1 ? round(30 * (1 / n - 2 * b * (n - 1))) : 30 }

let "cut_2" { value = n > 2 ? round(30 * (2 / n - 4 * b * (n - 2))) : 30 }

let "cut_3" { value = n > 3 ? round(30 * (3 / n - 6 * b * (n - 3))) : 30 }

# What the government does in each interval, in sixtieths: the middle.
let "do_1" { value = cut_1 }

let "do_2" { value = n > 1 ? cut_1 + cut_2 : do_1 }

let "do_3" { value = n > 2 ? cut_2 + cut_3 : do_2 }

let "do_4" { value = n > 3 ? cut_3 + 30 : do_3 }

let "value_government" { value = -1 / (12 * n * n) - b * b * (n * n - 1) / 3 }

# What half a thirtieth at each cut is worth: neighbouring intervals differ in
# length by 4 b, and the two lengths beside all cuts add up to less than 2. Then the
# square of a thirtieth over 4.
let "error_value" { value = (n > 1 ? 2 * b / 60 : 0) + (n > 1 ? 1 / 3600 : 0) + 1e-9 }

profile "advice" {
  title = "N intervals are told apart; what is left to say means the last of them"
  play "report" {
    say     = (truth < cut_1 ? 1 : truth < cut_2 ? 2 : truth < cut_3 ? 3 : 4) < n ? (each.value == (truth < cut_1 ? 1 : truth < cut_2 ? 2 : truth < cut_3 ? 3 : 4) ? 1 : 0) : (each.value >= n ? 1 / (5 - n) : 0)
    tremble = 1e-12
  }
  play "decision" { do = each.value == { 1 = do_1, 2 = do_2, 3 = do_3, 4 = do_4 }[said] ? 1 : 0 }
  regret = 1e-7
}

profile "silence" {
  title = "Talk says nothing"
  play "report" { say = 1 / 4 }
  play "decision" { do = each.value == 30 ? 1 : 0 }
  regret = 1e-7
}

measure "first" {
  phase  = "report"
  action = "say.1"
}

measure "second" {
  phase  = "report"
  action = "say.2"
}

result "value_government" {
  title       = "What the government may expect from the best talk"
  closed_form = value_government
  engine      = value.government - 1 / 10800
  profile     = "advice"
  tolerance   = error_value
  basis       = "the cuts are rounded to thirtieths: half of one, times 4 b times the lengths beside each cut over 4, less than 2 in all; and its square. The spread within a thirtieth, 1 / 10800, is taken out"
}

result "value_envoy" {
  title       = "What the envoy may expect from the best talk"
  closed_form = value_government - b * b
  engine      = value.envoy - 1 / 10800
  profile     = "advice"
  tolerance   = error_value
  basis       = "as for the government"
}

result "first_cut" {
  title       = "The first cut, if there is one (a_1)"
  require     = n > 1
  closed_form = 1 / n - 2 * b * (n - 1)
  engine      = measure.first
  profile     = "advice"
  tolerance   = 1 / 60
  basis       = "rounded to thirtieths"
}

result "second_cut" {
  title       = "The second cut, if there are two (a_2)"
  require     = n == 3
  closed_form = 2 / n - 4 * b * (n - 2)
  engine      = measure.first + measure.second
  profile     = "advice"
  tolerance   = 1 / 60
  basis       = "rounded to thirtieths"
}

result "worth_of_talk" {
  title       = "What talk is worth to the government: the best, against none"
  closed_form = value_government + 1 / 12
  engine      = profile.advice.value.government - profile.silence.value.government
  tolerance   = error_value
  basis       = "as for what the government may expect; the spread within a thirtieth is in both"
}

result "value_found" {
  title       = "What the government may expect where demarche's branch ends: talk says nothing"
  closed_form = -1 / 12
  engine      = value.government - 1 / 10800
  tolerance   = 1 / 4000 + 0.0001
  basis       = "the finite precision: half of 1 / 2000, for a choice among square losses, and 0.0001 for its grid; the spread within a thirtieth, 1 / 10800, is taken out"
}

static "distance" {
  parameter = "b"
  change    = 0.05
  figure    = profile.advice.value.government
  sign      = "down"
  require   = b + 0.05 < 0.24
}

static "scruple" {
  parameter = "scruple"
  change    = 0.005
  figure    = value.government
  sign      = "up"
  tolerance = 0.001
  require   = b > 0.15 && b < 0.21
}

ablation "nothing_to_say" {
  covers  = ["S9"]
  title   = "Interests too far apart: no talk is believed, and it is worth nothing"
  set     = { b = 0.3 }
  result  = "worth_of_talk"
  becomes = 0
  require = n > 1 && b < 0.2
}

picture {
  result = "value_government"
  along  = "b"
  from   = 0.046
  to     = 0.3
}
