# A small story that the evidence files beside it speak of: phases with and
# without a quiet act, covert acts that are and are not exposed, simultaneous
# moves, chances.
scenario "border" {
  title   = "Two neighbours and a patron"
  start   = "2013-01"
  as_of   = "2013-04-16"
  period  = "month"
  horizon = 12
  outlook = 3
}

actor "north" {
  title = "The North"
}

actor "south" {
  title = "The South"
}

actor "patron" {
  title = "The patron"
}

parameter "leak" {
  title = "Probability that a shipment is noticed"
  value = uniform(0, 0.2)
  basis = "judgement"
}

variable "tension" {
  values = ["low", "high"]
  start  = "low"
}

secret "stock" {
  known_to = ["north"]
  values   = levels(0, 2)
  start    = uniform
}

phase "aid" {
  actor = "patron"
  quiet = "deny"
  action "deny" {
    title = "says nothing"
  }
  action "ship" {
    looks_like = "deny"
    seen_by    = ["north"]
    exposed    = leak
    effect     = { stock = stock + 1 }
  }
  action "advise" {
    looks_like = "deny"
    effect     = { stock = stock - 1 }
  }
  action "sideline" {
    for_each = { india = 0.3, mongolia = 0.2 }
    cost     = each.value
  }
}

phase "probe" {
  actor = "north"
  quiet = "wait"
  action "wait" {}
  action "raid" {
    effect = { tension = "high" }
  }
}

phase "watch" {
  actor        = "south"
  quiet        = "rest"
  simultaneous = true
  action "rest" {}
  action "patrol" {}
}

chance "storm" {
  probability = 0.1
  effect      = { tension = "low" }
}

phase "reply" {
  actor = "south"
  action "protest" {}
  action "trade" {}
  action "strike" {
    when = tension == "high"
  }
}

payoff "north" {
  each_period = stock + (probe.raid ? 1 : 0)
}

payoff "south" {
  each_period = tension == "high" ? -1 : reply.trade ? 1 : watch.patrol ? 0.1 : 0
}

payoff "patron" {
  each_period = aid.ship.exposed ? -1 : 0.1 * stock
}

question "raid" {
  title = "The North raids"
  when  = probe.raid
  by    = "2013-12-31"
}

question "strike" {
  title = "The South strikes before the summer"
  when  = reply.strike
  by    = "2013-06-30"
}
