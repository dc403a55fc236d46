# Correlations of what is not uncertain by itself, or of nothing.

scenario "bad" {
  start   = "2013-01"
  horizon = 12
}

actor "china" {}

actor "korea" {}

parameter "buffer" {
  value = between(2, 5)
}

variable "crisis" {
  values = ["calm", "tense", "war"]
  start  = "calm"
}

variable "favour" {
  values = levels(0, 3)
  start  = 0
}

secret "stance" {
  known_to = ["china"]
  values   = ["shield", "break"]
  start    = { shield = 0.6, break = 0.4 }
}

phase "beijing" {
  actor = "china"
  quiet = "wait"
  action "wait" {}
  action "press" {
    effect = { favour = favour - 1 }
  }
}

phase "pyongyang" {
  actor = "korea"
  action "wait" {}
  action "test" {
    effect = { crisis = crisis + 1 }
  }
}

payoff "china" {
  each_period = { buffer = crisis == "war" ? 0 : buffer, favour = stance == "break" ? 0 : favour }
}

payoff "korea" {
  each_period = spill + share + late + other + again + last + first + fixed + twice + broken
}

parameter "spill" {
  value = between(1, 3)
  correlation = {
    spill             = 0.5  # ERROR E428: "spill" with itself is always 1
    fixed             = 0.5  # ERROR E428: "fixed" is a fixed number
    crisis            = 0.5  # ERROR E428: "crisis" is a variable
    bufer             = 0.5  # ERROR E208: no parameter "bufer"
    korea             = 0.5  # ERROR E208: no parameter "korea"
    buffer            = 1.2  # ERROR E309: 1.2 does not lie
    share             = -1   # ERROR E309: -1 does not lie
    late              = true # ERROR E304: not a condition
    broken            = 0.5
    "china.precision" = 0.5 # ERROR E428: "china.precision" is a fixed number
  }
}

parameter "share" {
  value       = uniform(0, 1)
  correlation = { buffer = 0.3, twice = 0.5 } # ERROR E428: "twice" is computed
}

parameter "late" {
  value       = uniform(0, 1)
  correlation = { share = 0.2 }
}

parameter "other" {
  value       = uniform(0, 1)
  correlation = { late = share } # ERROR E308: cannot read
}

parameter "again" {
  value       = uniform(0, 1)
  correlation = { late = 0.2, other = 0.1 }
}

parameter "last" {
  value       = uniform(0, 1)
  correlation = { again = 0.2 }
}

parameter "first" {
  value       = uniform(0, 1)
  correlation = 0.5 # ERROR E301: an object of names and numbers
}

parameter "fixed" {
  value       = 2
  correlation = { spill = 0.5 } # ERROR E428: "fixed" is a fixed number
}

parameter "twice" { value = 2 * buffer }

parameter "broken" {
  value       = between(3, 2) # ERROR E404: empty
  correlation = { spill = 0.5 }
}
