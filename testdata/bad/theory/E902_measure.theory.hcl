# Measures that take nothing.

theory "bargain" {
  title  = "A bargain"
  source = "own"
  words  = "Words."
}

measure "nothing" { # ERROR E902: does not say of which action
  phase = "demand"
}

measure "reach" {
  phase  = "demand"
  action = "ask" # ERROR E902: has nothing to do with an action
  take   = "reach"
}

measure "mean" {
  phase  = "demand"
  action = "wait" # ERROR E902: no number to take the mean of
  take   = "mean"
}

measure "ignorant" {
  phase  = "demand"
  knows  = { cost = 1 } # ERROR E902: is not told the secret "cost"
  action = "ask"
}

result "war" {
  closed_form = h
  engine      = question.war
  tolerance   = 0.1
}
