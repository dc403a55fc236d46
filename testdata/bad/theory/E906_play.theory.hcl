# Profiles that leave something open, or see what cannot be seen.

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

profile "open" { # ERROR E906: does not say what is done in the phase "answer"
  regret = 0.1
  play "demand" {
    wait = cost == 1 ? 1 : 0 # ERROR E420: asker does not know the secret "cost"
    beg  = 1 # ERROR E208: no action "beg"
  }
  play "demand" { # ERROR E906: says twice
    wait = 1
  }
}
