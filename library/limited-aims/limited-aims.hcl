# Limited aims: ask for little enough that nobody comes to help.
#
# Mechanism   An attacker says what it wants, x of the whole. If the target resists, a third party
#             decides whether to come in, which lowers the attacker's chance of winning from p0 to
#             p0 - Delta. What the third party has to lose grows with the attacker's aim, theta x; coming
#             in costs k. So a small aim isolates the target, and an isolated target gives in.
# Source      After Werner, S. (2000). Deterring Intervention: The Stakes of War and Third-Party
#             Involvement. American Journal of Political Science 44 (4), 720–732; and Yuen, A. (2009).
#             Target Concessions in the Shadow of Intervention. Journal of Conflict Resolution 53 (5),
#             745–773.
# Status      [R] a reduced form after the authors, not their theorem.
# Result      The third party enters iff theta Delta x > k. The attacker takes
#             min(k / (theta Delta), p0 + c_T) if that is at least p0 - Delta + c_T, and else the latter,
#             from a target that counts on help. There is no war.
# Restriction Nothing is hidden. War is over the whole; the announced aim tells the third party what the
#             attacker would do with a victory. p0 - Delta + c_T > 0 and p0 + c_T < 1.
# Check       theta = 1, p0 = .6, Delta = .3, c_T = .1: k = .15 gives .5, k = .06 gives .4.
# Grid        Aims x = (aim - 1/2)/100: the attacker takes the last one that is below
#             the limit, so up to .01 less than the formula.

scenario "limited-aims" {
  title       = "Asking for little enough that nobody comes to help"
  description = "An attacker keeps its aims small to keep a third party out."
  start       = "2013"
  period      = "year"
  horizon     = 1
}

actor "attacker" {
  title     = "The attacker"
  precision = 20000
}

actor "target" {
  title     = "The target"
  precision = 200000
}

actor "third_party" {
  title     = "The third party"
  precision = 200000
}

# ------------------------------------------------ numbers

parameter "theta" {
  title = "What the third party loses if the attacker wins everything it could aim at"
  value = 1
  min   = 0
}

parameter "k" {
  title = "What coming in costs the third party"
  value = 0.15
  min   = 0
}

parameter "p0" {
  title = "Attacker's chance of winning against the target alone"
  value = 0.6
  min   = 0
  max   = 1
}

parameter "Delta" {
  title = "How much the third party lowers that chance"
  value = 0.3
  min   = 0
  max   = 1
}

parameter "c_T" {
  title = "What war costs the target"
  value = 0.1
  min   = 0
}

parameter "c_A" {
  title = "What war costs the attacker"
  value = 0.1
  min   = 0
}

# ------------------------------------------------ what everybody sees

variable "aim" {
  title  = "What the attacker asks for, in hundredths of the whole, less a half"
  values = levels(0, 100)
  start  = 0
}

# ------------------------------------------------ the move of each

phase "demand" {
  title = "The attacker says what it wants"
  actor = "attacker"
  action "ask" {
    for_each = levels(0, 99)
    effect   = { aim = each.value + 1 }
  }
}

phase "answer" {
  title = "The target gives in, or resists"
  actor = "target"
  action "give_in" {}
  action "resist" {}
}

phase "intervention" {
  title = "The third party comes in, or stays out"
  actor = "third_party"
  when  = answer.resist
  action "stay_out" {}
  action "come_in" { cost = k }
}

chance "attacker_wins" {
  title       = "The attacker wins the war"
  when        = answer.resist
  probability = p0 - (intervention.come_in ? Delta : 0)
}

payoff "attacker" {
  each_period = {
    taken = answer.give_in ? (aim - 0.5) / 100 : (attacker_wins ? 1 : 0)
    costs = answer.resist ? -c_A : 0
  }
}

payoff "target" {
  each_period = {
    kept  = answer.give_in ? 1 - (aim - 0.5) / 100 : (attacker_wins ? 0 : 1)
    costs = answer.resist ? -c_T : 0
  }
}

payoff "third_party" {
  each_period = { alarm = attacker_wins ? -theta * (aim - 0.5) / 100 : 0 }
}

# ------------------------------------------------ what is asked

question "war" {
  title = "The target resists"
  when  = answer.resist
}

question "intervention" {
  title = "The third party comes in"
  when  = intervention.come_in
}

question "more_than_half" {
  title = "The attacker gets more than half without a war"
  when  = answer.give_in && aim > 50
}
