# A mechanism that the founding case does not have.

theory "bargain" {
  title  = "A bargain"
  source = "own"
  words  = "Words."
  covers = ["S17"] # ERROR E908: none of the mechanisms
}

result "war" {
  closed_form = h
  engine      = question.war
  tolerance   = 0.1
}
