# When the story is over, and what is asked of it.

scenario "ends_and_questions" {
  start   = "2013-01"
  horizon = 12
}

actor "china" {}

actor "korea" {}

variable "crisis" {
  values = ["calm", "tense", "war"]
  start  = "calm"
}

secret "stance" {
  known_to = ["china"]
  values   = ["shield", "break"]
  start    = uniform
}

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

chance "war" {
  probability = stance == "break" ? 0.1 : 0.2
  effect      = { crisis = "war" }
}

end "fighting" {
  title = "War"
  when  = crisis == "war"
}

question "war_with_friends" {
  title = "War, and Beijing meant to defend"
  when  = crisis >= "tense" && stance == "shield"
  from  = "2013-02-10"
  by    = "2013-11"
}

question "war" { when = war }

payoff "china" {
  each_period = 0
}

payoff "korea" {
  each_period = 0
}
