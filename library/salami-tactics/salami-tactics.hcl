# Salami tactics: slice by slice, because every slice buys the next.
#
# Mechanism   An aggressor holds a part q of something and asks for more, period after period. The target
#             yields, or fights: then the aggressor wins everything for good with probability
#             p(q) = alpha + beta q, which rises with what it already holds. Each demand is just small
#             enough not to be worth a war; once it is granted, the war would go worse, and the next
#             demand is due.
# Source      After Schelling, T. C. (1966). Arms and Influence. Yale University Press; and Fearon, J. D. (1996).
#             Bargaining over Objects that Influence Future Bargaining Power. University of Chicago.
# Status      [R] a reduced form after the authors, not their theorem.
# Result      From q the aggressor asks for q' = q* + lambda (q - q*), with
#             q* = (alpha + (1 - delta) c) / (1 - beta) and lambda = beta / (1 - delta (1 - beta)), and gets
#             it: it comes ever closer to q* and there is no war.
# Restriction 0 <= beta < 1, q* <= 1, q0 < q*; both discount with delta; a war costs the target c, once, and is
#             the last. With beta = 0 power does not grow with possession, and all of q* is taken at once.
# Horizon     Safe to cut: in whatever period the demands stop, the target's value at the beginning of a
#             period is that of fighting, so the demands before the last one are those without an end.
#             The last demand is larger (what is granted then lasts), so of six years five are read.
# Check       alpha = .1, beta = .6, c = .1, delta = .8, q0 = .2: q* = .3, after five periods .24652.
# Grid        Holdings are q0 + k h, h = .002, slices at most 12 h: after five years .246 as it stands.

scenario "salami-tactics" {
  title       = "Slice by slice"
  description = "Every slice that is granted makes a war over the next one go worse."
  start       = "2013"
  period      = "year"
  horizon     = 6
  foresight   = 6
}

actor "aggressor" {
  title     = "The aggressor"
  precision = 20000000
  discount  = delta
}

actor "target" {
  title     = "The target"
  precision = 20000000
  discount  = delta
}

# ------------------------------------------------ numbers

parameter "alpha" {
  title = "Aggressor's chance of winning a war with nothing in hand"
  value = 0.1
  min   = 0
  max   = 1
}

parameter "beta" {
  title = "How much everything in hand would add to it"
  value = 0.6
  min   = 0
  max   = 1
}

parameter "c" {
  title = "What a war costs the target"
  value = 0.1
  min   = 0
}

parameter "c_A" {
  title = "What a war costs the aggressor"
  value = 0.1
  min   = 0
}

parameter "delta" {
  title = "What the next year counts"
  value = 0.8
  min   = 0
  max   = 1
}

parameter "q0" {
  title = "What the aggressor holds at first"
  value = 0.2
  min   = 0
  max   = 1
}

parameter "h" {
  title = "A step of the grid of holdings"
  value = 0.002
  min   = 0
}

# ------------------------------------------------ what everybody sees

variable "held" {
  title  = "What the aggressor has gained, in steps"
  values = levels(0, 40)
  start  = 0
}

variable "asked" {
  title  = "The slice that it asks for now, in steps"
  values = levels(0, 12)
  start  = 0
}

variable "war" {
  title  = "Whether they have fought"
  values = ["no", "yes"]
  start  = "no"
}

# ------------------------------------------------ one year

phase "demand" {
  title = "The aggressor asks for a slice"
  actor = "aggressor"
  action "slice" {
    for_each = levels(0, 12)
    effect   = { asked = each.value }
  }
}

phase "answer" {
  title = "The target yields, or fights"
  actor = "target"
  action "yield" {
    effect = {
      held  = held + asked
      asked = 0
    }
  }
  action "fight" {
    cost = c
    effect = {
      war   = "yes"
      asked = 0
    }
  }
}

# Who has won takes everything for good, so a war is worth its chances in every year after it.
payoff "aggressor" {
  each_period = {
    holdings = war == "no" ? q0 + h * held : alpha + beta * (q0 + h * held)
    costs    = answer.fight ? -c_A : 0
  }
  at_end = { for_good = (war == "no" ? q0 + h * held : alpha + beta * (q0 + h * held)) / (1 - delta) }
}

payoff "target" {
  each_period = { holdings = 1 - (war == "no" ? q0 + h * held : alpha + beta * (q0 + h * held)) }
  at_end      = { for_good = (1 - (war == "no" ? q0 + h * held : alpha + beta * (q0 + h * held))) / (1 - delta) }
}

end "war" { when = war == "yes" }

# ------------------------------------------------ what is asked

question "war" {
  title = "There is war"
  when  = war == "yes"
}

question "at_once" {
  title = "More than ten steps are taken in the first year"
  when  = held > 10
  by    = "2013-12-31"
}
