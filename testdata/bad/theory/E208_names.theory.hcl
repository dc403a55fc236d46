# Names that neither the scenario nor the theory has.

theory "bargain" {
  title  = "A bargain"
  source = "own"
  words  = "Words."
}

region {
  c_B = [0, 1] # ERROR E208: no parameter "c_B"
}

let "z" { value = y + h } # ERROR E217: before it, and the let "y" does not

let "y" { value = hh } # ERROR E208: no parameter or let "hh"

measure "asked" {
  phase  = "demands" # ERROR E208: no phase "demands"
  action = "ask"
}

measure "asks" {
  phase  = "demand"
  action = "beg" # ERROR E208: no action "beg"
}

result "war" {
  closed_form = h
  engine      = question.wars + value.nobody + measure.asks # ERROR E208: no question "wars" # ERROR E208: no actor "nobody"
  tolerance   = 0.1
}

result "chance" {
  closed_form = cost # ERROR E219: cannot read the secret "cost"
  engine      = 1
  tolerance   = 0.1
}

static "more" {
  parameter = "h"
  change    = 0.1
  figure    = question.war
  sign      = "upwards" # ERROR E211: not a value of sign
}

ablation "known" {
  secrets = { cost = 9 } # ERROR E211: 9 is not a value of cost
  held    = ["demand.beg"] # ERROR E208: no act "demand.beg"
  result  = "peace" # ERROR E208: no result "peace"
}
