# A closed form that looks at the engine.

theory "bargain" {
  title  = "A bargain"
  source = "own"
  words  = "Words."
}

result "war" {
  closed_form = question.war # ERROR E905: theory and engine must stay apart
  engine      = question.war
  tolerance   = 0.1
}
