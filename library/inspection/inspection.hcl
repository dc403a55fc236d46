# Mechanism: a client that cannot rely on its patron's word builds a deterrent of
# its own, in secret; a rival that cannot see in must decide whether to strike on
# suspicion.
#
# Source [R], cf. Debs, A. & Monteiro, N. P. (2014). Known Unknowns: Power Shifts,
# Uncertainty, and War. International Organization 68 (1), 1-31. The reduced form
# is an inspection game; it is not the authors' theorem.
#
# Result: the only equilibrium is mixed. The client invests with probability c / L,
# which leaves the rival indifferent, and the rival strikes with probability
# 1 - k / G', which leaves the client indifferent. G' = (1 - promise) G is what a
# deterrent of its own adds for a client whose patron's promise covers the share
# `promise` of the danger (0: no promise, the LIBRARY's case). The client is left
# with 0 and the rival with -c. A war against a client that has built nothing comes
# with probability (1 - c / L)(1 - k / G'): the price of not seeing in.
# A promise that can be trusted far enough, (1 - promise) G < k, ends both the
# building and the strikes.
#
# Restriction: c < L and k < G' for the mixed equilibrium; else nobody invests and
# nobody strikes (k > G'), or the client invests and nobody strikes (c > L).

scenario "inspection" {
  title       = "Build in secret, or strike on suspicion"
  description = "A client may secretly build a deterrent; a rival that does not see whether it does may strike first."
  start       = "2013-01"
  horizon     = 1
}

actor "client" {
  title     = "The client"
  precision = 20000
}

actor "rival" {
  title     = "The rival"
  precision = 20000
}

parameter "c" {
  title = "What a strike costs the rival"
  value = 0.2
}

parameter "L" {
  title = "What the rival loses when the client completes a deterrent"
  value = 0.8
}

parameter "k" {
  title = "What building costs the client"
  value = 0.1
}

parameter "G" {
  title = "What a completed deterrent is worth to a client without a patron"
  value = 0.5
}

parameter "promise" {
  title = "Share of the danger that the patron's promise covers"
  value = 0
}

secret "programme" {
  title    = "Whether the client has built"
  known_to = ["client"]
  values   = ["none", "built"]
  start    = "none"
}

phase "client_builds" {
  title = "The client builds in secret, or does not"
  actor = "client"
  quiet = "refrain"
  action "refrain" {}
  action "invest" {
    looks_like = "refrain"
    cost       = k
    effect     = { programme = "built" }
  }
}

phase "rival_strikes" {
  title = "The rival strikes, or waits"
  actor = "rival"
  quiet = "wait"
  action "wait" {}
  action "strike" { cost = c }
}

payoff "client" {
  each_period = { deterrent = programme == "built" && !rival_strikes.strike ? (1 - promise) * G : 0 }
}

payoff "rival" {
  each_period = { exposed = programme == "built" && !rival_strikes.strike ? -L : 0 }
}

question "invest" {
  title = "The client builds"
  when  = client_builds.invest
}

question "strike" {
  title = "The rival strikes"
  when  = rival_strikes.strike
}

question "strike_on_nothing" {
  title = "The rival strikes a client that has built nothing"
  when  = rival_strikes.strike && programme == "none"
}

question "deterrent" {
  title = "The client ends with a deterrent"
  when  = programme == "built" && rival_strikes.wait
}
