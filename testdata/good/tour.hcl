# Everything of the language once, in a small story.
scenario "tour" {
  title     = "A tour of the language"
  start     = "2013-01"
  as_of     = "2013-04-16"
  period    = "month"
  horizon   = 12
  foresight = 1
  outlook   = 12
}

actor "china" {
  title     = "China"
  precision = between(1, 2)
  discount  = 0.95
}

actor "north_korea" {
  title     = "North Korea"
  precision = 1.5
}

parameter "buffer" {
  title = "What the buffer is worth to Beijing, per month"
  value = between(2, 5)
  min   = 0
  basis = "judgement"
}

parameter "hazard" {
  value = between(0.01, 0.05)
  min   = 0
  max   = 1
}

parameter "leak" {
  value = uniform(0, 0.2)
}

parameter "spill" {
  value = normal(0.5, 0.1)
}

parameter "twice" {
  value = 2 * buffer
}

variable "crisis" {
  values = ["calm", "tense", "acute", "war"]
  start  = "tense"
}

variable "regime" {
  values = ["kim", "gone"]
  start  = "kim"
}

variable "pressure" {
  values = levels(0, 3)
  start  = 0
}

variable "favour" {
  values = [0, 1, 2]
  start  = 0
}

secret "stance" {
  title    = "What Beijing would really do"
  known_to = ["china"]
  values   = ["shield", "broker", "break"]
  start    = { shield = 0.55, broker = 0.30, break = 0.15 }
}

secret "stockpile" {
  known_to = ["north_korea"]
  values   = levels(0, 3)
  start    = uniform
}

phase "pyongyang" {
  actor = "north_korea"
  quiet = "refrain"
  action "refrain" {}
  action "test" {
    when   = stockpile > 0
    cost   = 0.3
    effect = { crisis = crisis + 1 }
  }
}

phase "beijing" {
  actor = "china"
  quiet = "assert"
  action "assert" {
    effect = { favour = favour + 1 }
  }
  action "criticise" {}
  action "cut_fuel" {
    when   = pressure < 3
    cost   = 0.5
    effect = { pressure = pressure + 1 }
  }
  action "ship_fuel" {
    looks_like = "assert"
    seen_by    = ["north_korea"]
    exposed    = leak
    effect     = { stockpile = stockpile + 1 }
  }
  action "sideline" {
    for_each = { india = 0.3, mongolia = 0.2 }
    cost     = each.value
  }
}

chance "collapse" {
  when        = regime == "kim" && !beijing.cut_fuel
  probability = min(1, hazard * pressure)
  effect      = { regime = "gone" }
}

chance "new_leader" {
  probability = 0.01
  effect      = { stance = redraw }
}

payoff "china" {
  each_period = {
    buffer    = regime == "gone" ? 0 : buffer
    spillover = -spill * (crisis >= "acute" ? 1 : 0)
    burden    = -{ shield = 0.2, broker = 0.6, break = 1.5 }[stance] * stockpile
    channel   = beijing.sideline ? twice : 0
    leak      = beijing.ship_fuel.exposed ? -1 : 0
  }
  at_end = 0
}

payoff "north_korea" {
  each_period = regime == "gone" ? -10 : { calm = 0, tense = 0.5, acute = 0.6, war = -5 }[crisis] + favour
}

end "war" {
  when = crisis == "war"
}

question "fuel" {
  title = "Beijing is known to halt fuel deliveries before the year is out"
  when  = beijing.cut_fuel
  by    = "2013-12-31"
}
