# Too few solutions for the fit.

theory "bargain" {
  title  = "A bargain"
  source = "own"
  words  = "Words."
  solve     = "extrapolate"
  multiples = [1, 2] # ERROR E904: at least three
}

result "war" {
  closed_form = h
  engine      = question.war
  tolerance   = 0.1
}
