# Results that say too little or too much.

theory "bargain" {
  title  = "A bargain"
  source = "own"
  words  = "Words."
}

result "half" { # ERROR E903: does not say what of the engine
  closed_form = h
  tolerance   = 0.1
}

result "double" {
  closed_form = h
  engine      = question.war # ERROR E903: in two ways
  root        = { parameter = "h", from = 0, to = 1 }
  balance     = question.war
  tolerance   = 0.1
}

result "rootless" {
  closed_form = h
  root        = { parameter = "h", from = 0 } # ERROR E314: root has no entry "to"
  balance     = question.war
  tolerance   = 0.1
}
