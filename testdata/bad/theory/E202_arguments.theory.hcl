# Arguments that do not exist, and blocks in the wrong place.

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

measure "asked" {
  step   = "demand" # ERROR E202: no argument "step"
  phase  = "demand"
  action = "ask"
}

play "demand" { # ERROR E216: a play stands inside a profile
  wait = 1
}

payof "asker" {} # ERROR E201: no kind of block called "payof"
