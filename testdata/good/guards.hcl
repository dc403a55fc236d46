# What a guard may read.

scenario "guards" {
  start   = "2013-01"
  horizon = 12
}

actor "china" {}

actor "korea" {}

parameter "limit" { value = 2 }

variable "pressure" {
  values = levels(0, 3)
  start  = 0
}

secret "stance" {
  known_to = ["china"]
  values   = ["shield", "break"]
  start    = uniform
}

phase "pyongyang" {
  actor = "korea"
  action "wait" {}
  action "test" {}
  action "ship" {
    looks_like = "wait"
    seen_by    = ["china"]
  }
}

phase "beijing" {
  actor = "china"
  when  = period > 1 && month != 2
  action "wait" {}
  action "press" {
    when   = pressure < limit && (stance == "break" || pyongyang.test || pyongyang.ship)
    effect = { pressure = pressure + 1 }
  }
}

payoff "china" {
  each_period = 0
}

payoff "korea" {
  each_period = 0
}
