# One action, written out for each entry.

scenario "for_each" {
  start   = "2013-01"
  horizon = 12
}

actor "china" {}

actor "korea" {}

parameter "far" { value = 0.4 }

variable "partner" {
  values = ["none", "india", "mongolia"]
  start  = "none"
}

variable "offer" {
  values = levels(0, 1, 0.25)
  start  = 0
}

phase "washington" {
  actor = "china"
  action "wait" {}
  action "sideline" {
    for_each = { india = 0.3, mongolia = far }
    cost     = each.value
    effect   = { partner = each.key }
  }
  action "visit" {
    for_each = ["seoul", "tokyo"]
    cost     = { seoul = 0.1, tokyo = 0.2 }[each.key]
  }
  action "bid" {
    for_each = levels(0, 1, 0.25)
    effect   = { offer = each.value }
  }
  action "hint" {
    for_each   = levels(0, 1, 0.25)
    looks_like = "bid"
    cost       = 0.1
  }
}

question "any" { when = washington.sideline }

question "one" { when = washington.sideline.india || washington.bid["0.25"] || washington.bid.1 || washington.hint.0 }

phase "beijing" {
  actor = "china"
  action "wait" {}
  action "press" {}
}

phase "pyongyang" {
  actor = "korea"
  action "wait" {}
  action "test" {}
}

payoff "china" {
  each_period = 0
}

payoff "korea" {
  each_period = 0
}
