# Advice from somebody with an interest: cheap talk (Crawford and Sobel 1982). [P]
#
# Mechanism: an envoy knows what would be right; talk costs nothing, and the envoy
# wants a little more than the government. He cannot be believed to the letter,
# since he would exaggerate, but roughly: where what he says is coarse enough,
# exaggerating would overshoot.
#
# Source: Crawford, V. P. and Sobel, J. (1982). Strategic Information Transmission.
# Econometrica 50 (6), 1431-1451. Agrees with the published result (their uniform
# and quadratic case).
#
# Result: what is right is evenly spread from 0 to 1, both lose the square of what
# they miss it by, and the envoy would have b more than is right. The best talk
# there can be tells N intervals apart, N the largest whole number with
# 2 N (N - 1) b < 1, cut at a_i = i / N - 2 b i (N - i); and the government may
# expect -1 / (12 N^2) - b^2 (N^2 - 1) / 3.
#
# Restriction: b between 0.045 and 0.4: there are four things to say, which do for
# up to four intervals.
#
# Many equilibria: any smaller number of intervals is one too, down to talk that
# says nothing. Demarche's principal branch ends there: the four things to say are
# alike, so nothing ever makes one of them mean something. With the least scruple
# about saying what is not (--set scruple=0.001) it ends at N intervals instead, in
# each of 50 values of b tried (with three things to say, not always).
# The profile of the theory file beside holds the equilibrium of the result.
#
# Grid: 30 truths, each in the middle of its thirtieth, and 61 things to do. Cuts at
# a_i rounded to thirtieths are an exact equilibrium of the game on this grid: a
# truth next to a cut gains by the other side only if the cuts are off by more than
# a whole thirtieth on balance.

scenario "cheap-talk" {
  title       = "Advice from somebody with an interest"
  description = "An envoy who knows more, and wants a little more than the government, says what he likes."
  start       = "2013-01"
  horizon     = 1
}

actor "envoy" {
  title     = "The envoy"
  precision = 2000
}

actor "government" {
  title     = "The government"
  precision = 2000
}

parameter "b" {
  title = "How much more the envoy wants than the government"
  value = 0.05
}

parameter "scruple" {
  title = "What it costs the envoy to say other than what is, per unit of the difference"
  value = 0
}

secret "truth" {
  title    = "What would be right, in thirtieths"
  known_to = ["envoy"]
  values   = levels(0, 29)
  start    = uniform
}

variable "said" {
  title  = "What the envoy has said"
  values = levels(1, 4)
  start  = 1
}

variable "done" {
  title  = "What the government does, in sixtieths"
  values = levels(0, 60)
  start  = 0
}

phase "report" {
  title = "The envoy reports"
  actor = "envoy"
  action "say" {
    for_each = levels(1, 4)
    cost     = scruple * abs((each.value - 0.5) / 4 - (truth + 0.5) / 30)
    effect   = { said = each.value }
  }
}

phase "decision" {
  title = "The government decides"
  actor = "government"
  action "do" {
    for_each = levels(0, 60)
    effect   = { done = each.value }
  }
}

payoff "envoy" {
  each_period = { miss = -(done / 60 - (truth + 0.5) / 30 - b) * (done / 60 - (truth + 0.5) / 30 - b) }
}

payoff "government" {
  each_period = { miss = -(done / 60 - (truth + 0.5) / 30) * (done / 60 - (truth + 0.5) / 30) }
}

question "high" {
  title = "The government is told that more than half would be right"
  when  = said >= 3
}
