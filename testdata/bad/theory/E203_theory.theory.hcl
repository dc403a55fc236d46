# What must be there is missing.

theory "bargain" { # ERROR E203: lacks the argument "words"
  title  = "A bargain"
  source = "own"
}

result "war" {
  closed_form = h
  engine      = question.war
  tolerance   = 0.1
}
