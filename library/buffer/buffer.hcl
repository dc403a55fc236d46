# Mechanism: why a patron pays for a client that gives it only trouble. The client
# stands between two rivals. Each rival could seize it, and each is better off if
# neither does; and it may collapse by itself, which the patron's aid makes less
# likely.
#
# Source [R]: a repeated prisoners' dilemma (Friedman, J. W. (1971). A Non-cooperative
# Equilibrium for Supergames. Review of Economic Studies 38 (1), 1-12) over a buffer
# state, and a choice of aid against an exponential hazard. Own reduced form; on
# buffer states as the idea: Fazal, T. M. (2007). State Death. Princeton University
# Press.
#
# Result: the rivals spare the buffer iff delta >= (T - R)/(T - P), T for seizing it
# first, R for a period with the buffer, P for a period face to face. The patron pays
# the aid a* = ln(k L h_0) / k if k L h_0 > 1, else nothing: the collapse then has
# probability 1 / (k L), whatever the danger h_0 was. What the client does for its aid
# does not appear in it: it is paid for what would come after, L. If what would come
# after is a neutral neighbour that leans the patron's way, `lean` of the loss is
# spared and L (1 - lean) stands for L.
# Who has the upper hand (S16)? The client draws a* from a stronger patron because the
# patron would lose L by its collapse: who depends on what the other does pays. Take the
# dependence away (lean = 1) and it pays nothing.
# Default values: a* = .784308; the rivals spare the buffer from delta = .5 on.
#
# Restriction: T > R > P > S; delta off the threshold; aid is chosen once, at the
# start; L is the whole loss, over all time, against life with the buffer.
#
# Approximation: aid stands on a grid with steps of .02, and choice spreads over
# neighbouring steps by a standard deviation of 1 / sqrt(2000 k). Where the best aid is
# well above 0, grid and spread all but cancel in the mean, which is off by
# 1 / (2 * 2000); near 0 it is off by up to the spread and a step.
#
# One-shot-deviation test (an infinite horizon cut short unravels, so whether the
# buffer stands is a variable; a seized buffer pays P for ever, and after the last
# period a spared one pays R for ever). Each rival could seize it in one period, the
# patron first, while the other spares it, which is the deviation that the condition
# guards against.

scenario "buffer" {
  title       = "The buffer"
  description = "Two rivals could each seize the state between them; the patron, one of the two, pays for its survival."
  start       = "2013-01"
  horizon     = 2
  foresight   = 2
}

actor "patron" {
  title     = "The patron"
  precision = 2000
  discount  = delta
}

actor "rival" {
  title     = "The rival"
  precision = 2000
  discount  = delta
}

parameter "delta" {
  title = "Patience of both"
  value = 0.8
}

parameter "T" {
  title = "The period in which one seizes the buffer"
  value = 3
}

parameter "R" {
  title = "A period with the buffer between the rivals"
  value = 2
}

parameter "P" {
  title = "A period without a buffer, face to face"
  value = 1
}

parameter "S" {
  title = "The period in which the other seizes it"
  value = 0
}

parameter "k" {
  title = "How well aid works: it divides the danger of collapse by e^k"
  value = 2
}

parameter "L" {
  title = "What a collapse costs the patron, over all time"
  value = 6
}

parameter "h_0" {
  title = "Danger of collapse without aid"
  value = 0.4
}

parameter "lean" {
  title = "Share of that loss spared if what comes after is neutral and leans the patron's way"
  value = 0
}

variable "state" {
  title  = "What stands between the rivals"
  values = ["collapsed", "seized", "buffer"]
  start  = "buffer"
}

variable "aid" {
  title  = "Aid, in hundredths"
  values = levels(0, 300, 2)
  start  = 0
}

phase "patron_aids" {
  title = "The patron pays for the client"
  actor = "patron"
  when  = period == 1
  action "give" {
    for_each = levels(0, 300, 2)
    cost     = each.value / 100
    effect   = { aid = each.value }
  }
}

chance "collapse" {
  title       = "The client collapses by itself"
  when        = period == 1
  probability = h_0 * exp(-k * aid / 100)
  effect      = { state = "collapsed" }
}

phase "patron_spares" {
  title = "The patron spares the buffer, or seizes it"
  actor = "patron"
  when  = period % 2 == 1 && state == "buffer"
  action "spare" {}
  action "seize" {
    effect = { state = "seized" }
  }
}

phase "rival_spares" {
  title = "The rival spares the buffer, or seizes it"
  actor = "rival"
  when  = period % 2 == 0 && state == "buffer"
  action "spare" {}
  action "seize" {
    effect = { state = "seized" }
  }
}

payoff "patron" {
  each_period = {
    border   = patron_spares.seize ? T : rival_spares.seize ? S : state == "seized" ? P : R
    collapse = collapse ? -L * (1 - lean) : 0
  }
  at_end = { border = (state == "seized" ? P : R) / (1 - delta) }
}

payoff "rival" {
  each_period = { border = rival_spares.seize ? T : patron_spares.seize ? S : state == "seized" ? P : R }
  at_end      = { border = (state == "seized" ? P : R) / (1 - delta) }
}

question "collapse" {
  title = "The client collapses by itself"
  when  = state == "collapsed"
}

question "seized" {
  title = "One of the rivals seizes the buffer"
  when  = state == "seized"
}
