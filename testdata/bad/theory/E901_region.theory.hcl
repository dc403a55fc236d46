# Ranges that are none.

theory "bargain" {
  title  = "A bargain"
  source = "own"
  words  = "Words."
}

region {
  c_A   = [0.4, 0.02] # ERROR E901: the lower number comes first
  h     = 0.5 # ERROR E901: a list of two numbers
  whole = ["c_A"] # ERROR E901: gives no range to "c_A"
}

result "war" {
  closed_form = h
  engine      = question.war
  tolerance   = 0.1
}
