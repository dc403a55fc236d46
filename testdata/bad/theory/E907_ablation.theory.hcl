# An ablation that takes nothing away.

theory "bargain" {
  title  = "A bargain"
  source = "own"
  words  = "Words."
}

result "war" {
  closed_form = h
  engine      = question.war
  tolerance   = 0.1
}

ablation "idle" { # ERROR E907: takes nothing away
  result = "war"
}
