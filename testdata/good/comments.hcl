# All three forms of comment.

scenario "comments" {
  start   = "2013-01"
  horizon = 12
}

actor "china" {}

actor "korea" {}

// with two slashes
/* over
   two lines */
parameter "buffer" { value = 1 } # behind a block

phase "beijing" {
  actor = "china"
  action "wait" {}
  action "press" {}
}

phase "pyongyang" {
  actor = "korea"
  action "wait" {}
  action "test" {}
}

payoff "china" {
  each_period = 0
}

payoff "korea" {
  each_period = 0
}
