# Ambiguous commitment: how firmly a patron should stand behind its client.
#
# Mechanism   A client holds a share s that its adversary covets. If there is war, the patron steps
#             in with probability alpha, and the client's chance of winning rises from p0 to p1.
#             A patron that stays away too surely invites the adversary to strike; one that comes
#             too surely tempts the client to strike itself (moral hazard). Between the two lies a
#             window in which nobody moves: the commitment works because it is doubtful.
# Source      After Benson, B. V. (2012). Constructing International Security: Alliances,
#             Deterrence, and Moral Hazard. Cambridge University Press.
# Status      [R] a reduced form after the author, not his theorem.
# Result      The adversary is deterred iff alpha >= (s - c_T - p0) / (p1 - p0). The client with the
#             lowest cost of war is restrained iff alpha <= (s + c_C - sigma - p0) / (p1 - p0).
#             sigma is what the patron pays of the client's costs: a promise to fight leaves peace
#             alone inside the window, a promise to pay narrows the window and raises the risk of war.
#             Above the window the risk is the share of clients whose cost is below what they win.
#             If the share can be renegotiated (talks = 1: the adversary makes an offer), a firmer promise only moves
#             the offer: the risk is (width - c_C - c_T + sigma) / (2 width), whatever alpha. A subsidy raises it.
# Restriction p0 < p1. With talks = 0 the share is given. The window has width
#             (c_T + c_C - sigma) / (p1 - p0), so it is never empty without a subsidy.
# Check       p0 = .3, p1 = .8, s = .5, c_C = .1, c_T = .15: the window is .1 to .6.

scenario "ambiguous-commitment" {
  title       = "How firmly to stand behind a client"
  description = "A patron's doubtful promise deters the adversary without emboldening the client."
  start       = "2013"
  period      = "year"
  horizon     = 1
}

actor "adversary" {
  title     = "The adversary"
  precision = 20000
}

actor "client" {
  title     = "The client"
  precision = 20000
}

# ------------------------------------------------ numbers

parameter "alpha" {
  title = "Chance that the patron fights for the client"
  value = 0.4
  min   = 0
  max   = 1
}

parameter "p0" {
  title = "Client's chance of winning alone"
  value = 0.3
  min   = 0
  max   = 1
}

parameter "p1" {
  title = "Client's chance of winning with the patron"
  value = 0.8
  min   = 0
  max   = 1
}

parameter "s" {
  title = "Share that the client holds"
  value = 0.5
  min   = 0
  max   = 1
}

parameter "c_C" {
  title = "What war costs the client, at the least"
  value = 0.1
  min   = 0
}

parameter "width" {
  title = "By how much more it may cost the client"
  value = 0.15
  min   = 0
}

parameter "sigma" {
  title = "What the patron pays of the client's costs"
  value = 0
  min   = 0
}

parameter "c_T" {
  title = "What war costs the adversary"
  value = 0.15
  min   = 0
}

parameter "talks" {
  title = "1: the adversary makes an offer before anybody fights; 0: the share is as it is"
  value = 0
  min   = 0
  max   = 1
}

# ------------------------------------------------ what is hidden

secret "burden" {
  title    = "How dear war is to the client, in twentieths of the width"
  known_to = ["client"]
  values   = levels(0, 20)
  start    = uniform
}

# the switch, as something that both know from the start
secret "table" {
  title    = "Whether the share can be renegotiated"
  known_to = ["adversary", "client"]
  values   = ["closed", "open"]
  start    = talks == 1 ? "open" : "closed"
}

# ------------------------------------------------ what everybody sees

variable "front" {
  title  = "War or peace"
  values = ["peace", "war"]
  start  = "peace"
}

variable "cut" {
  title  = "How much less than its chance of winning the client is offered, in four-hundredths, from -40 on"
  values = levels(0, 140)
  start  = 0
}

# ------------------------------------------------ the move of each

chance "renegotiation" {
  title       = "The adversary and the client negotiate"
  when        = table == "open"
  probability = 1
}

phase "offer" {
  title = "The adversary offers a new division"
  actor = "adversary"
  when  = renegotiation
  action "less" {
    for_each = levels(0, 140)
    effect   = { cut = each.value }
  }
}

phase "reply" {
  title = "The client agrees, or fights"
  actor = "client"
  when  = renegotiation
  action "agree" {}
  action "fight" {
    effect = { front = "war" }
  }
}

phase "adversary_moves" {
  title = "The adversary strikes, or not"
  actor = "adversary"
  when  = !renegotiation
  quiet = "hold"
  action "hold" {}
  action "strike" {
    effect = { front = "war" }
  }
}

phase "client_moves" {
  title = "The client strikes, or not"
  actor = "client"
  when  = !renegotiation && front == "peace"
  quiet = "hold"
  action "hold" {}
  action "strike" {
    effect = { front = "war" }
  }
}

chance "patron_fights" {
  title       = "The patron fights for the client"
  when        = front == "war" && !renegotiation
  probability = alpha
}

chance "client_wins" {
  title       = "The client wins the war and takes everything"
  when        = front == "war"
  probability = renegotiation ? p0 + alpha * (p1 - p0) : (patron_fights ? p1 : p0)
}

payoff "adversary" {
  each_period = {
    share = front == "war" ? (client_wins ? 0 : 1) : 1 - (renegotiation ? p0 + alpha * (p1 - p0) - (cut - 40) / 400 : s)
    costs = front == "war" ? -c_T : 0
  }
}

payoff "client" {
  each_period = {
    share = front == "war" ? (client_wins ? 1 : 0) : (renegotiation ? p0 + alpha * (p1 - p0) - (cut - 40) / 400 : s)
    costs = front == "war" ? sigma - c_C - width * burden / 20 : 0
  }
}

# ------------------------------------------------ what is asked

question "war" {
  title = "There is war"
  when  = front == "war"
}

question "adversary_strikes" {
  title = "The adversary starts it"
  when  = adversary_moves.strike
}

question "client_strikes" {
  title = "The client starts it"
  when  = client_moves.strike
}
