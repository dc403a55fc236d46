# Diplomacy by reputation: words are believed because a bluff, once caught, ends all talk.
#
# Mechanism   In dispute after dispute a defender is tough or weak, and says whether it would fight. Words cost
#             nothing. But a defender that has claimed to be tough and then gives way is not listened to
#             any more, and then it can never again be left in peace by a word. So it keeps its word for the
#             days on which it is true.
# Source      After Sartori, A. E. (2002). The Might of the Pen: A Reputational Theory of Communication in
#             International Disputes. International Organization 56 (1), 121–149.
# Status      [R] a reduced form after the author, not her theorem.
# Result      Tough with probability q; left in peace is worth v, fighting w < v, giving way 0. A share mu of
#             challengers is immune to words. Honest talk is an equilibrium iff
#             delta >= 1 / (1 + mu q (1 - w / v)).
#             With less patience a weak defender bluffs with probability q L / (1 - q): just so often that the
#             challenger does not care whether it is heard.
# Restriction Nerve and immunity are drawn anew in every dispute; each dispute has another challenger, that gains
#             1 from a defender that gives way and loses L to one that fights; q L < 1 - q, so without talk
#             it would challenge. A weak defender cannot fight, a tough one does not give way.
# Horizon     Infinite in the source; a long finite one would unravel. Here two disputes are played, and whether the
#             defender is still heard (credit) is a variable: at the end stand the prescribed payoffs of that state
#             for ever. It is a one-shot-deviation test.
# Equilibria  Empty talk is one too; the principal branch selects honest talk wherever it is an equilibrium,
#             because talk that is not heeded costs only the weak (their credit), so claims mean something.
# Check       mu = .2, q = .5, v = 1, w = -.2: .892857.

scenario "diplomatic-reputation" {
  title       = "Words are believed because a caught bluff ends all talk"
  description = "Is a defender's claim that it would fight true?"
  start       = "2013"
  period      = "year"
  horizon     = 2
  foresight   = 2
}

actor "defender" {
  title     = "The defender"
  precision = 3000
  discount  = delta
}

# a new one in every dispute: neither cares about the other's
actor "challenger" {
  title     = "The challenger"
  precision = 3000
}

actor "next_challenger" {
  title     = "The challenger of the next dispute"
  precision = 3000
}

# ------------------------------------------------ numbers

parameter "delta" {
  title = "What the next dispute counts for the defender"
  value = 0.92
  min   = 0
  max   = 1
}

parameter "mu" {
  title = "Share of challengers that are immune to words"
  value = 0.2
  min   = 0
  max   = 1
}

parameter "q" {
  title = "How often the defender is tough"
  value = 0.5
  min   = 0
  max   = 1
}

parameter "v" {
  title = "What being left in peace is worth"
  value = 1
}

parameter "w" {
  title = "What fighting is worth to a tough defender (giving way when weak is 0)"
  value = -0.2
}

parameter "L" {
  title = "What a challenger loses that is fought (it gains 1 from one that gives way)"
  value = 0.5
  min   = 0
}

# ------------------------------------------------ what is hidden

secret "nerve" {
  title    = "Whether the defender would fight in this dispute"
  known_to = ["defender"]
  values   = ["weak", "tough"]
  start    = { weak = 1 - q, tough = q }
}

secret "ear" {
  title    = "Whether words can sway the challenger"
  known_to = ["challenger", "next_challenger"]
  values   = ["swayed", "immune"]
  start    = { swayed = 1 - mu, immune = mu }
}

# ------------------------------------------------ what everybody sees

variable "credit" {
  title  = "Whether the defender is still heard"
  values = ["lost", "good"]
  start  = "good"
}

# ------------------------------------------------ a dispute

chance "new_dispute" {
  when        = period > 1
  probability = 1
  effect = {
    nerve = redraw
    ear   = redraw
  }
}

phase "talk" {
  title = "The defender says whether it would fight"
  actor = "defender"
  when  = credit == "good"
  action "silent" {}
  action "claim" {}
}

phase "challenge" {
  title = "The challenger moves, or not"
  actor = "challenger"
  when  = period == 1
  action "refrain" {}
  action "challenge" {}
}

phase "challenge_again" {
  title = "In the next dispute another challenger moves, or not"
  actor = "next_challenger"
  when  = period > 1
  action "refrain" {}
  action "challenge" {}
}

phase "answer" {
  title = "A tough defender fights, a weak one gives way"
  actor = "defender"
  when  = challenge.challenge || challenge_again.challenge
  action "give_way" {
    when   = nerve == "weak"
    effect = { credit = talk.claim ? "lost" : credit }
  }
  action "fight" {
    when = nerve == "tough"
  }
}

payoff "defender" {
  each_period = {
    peace = challenge.refrain || challenge_again.refrain ? v : 0
    fight = answer.fight ? w : 0
  }
  # for ever: honest talk, or none
  at_end = { standing = q * (credit == "good" ? (1 - mu) * v + mu * w : w) / (1 - delta) }
}

payoff "challenger" {
  each_period = {
    gain = challenge.challenge && (answer.give_way || answer.fight && ear == "immune") ? 1 : 0
    loss = challenge.challenge && answer.fight && ear == "swayed" ? -L : 0
  }
}

payoff "next_challenger" {
  each_period = {
    gain = challenge_again.challenge && (answer.give_way || answer.fight && ear == "immune") ? 1 : 0
    loss = challenge_again.challenge && answer.fight && ear == "swayed" ? -L : 0
  }
}

# ------------------------------------------------ what is asked

question "bluff" {
  title = "A weak defender claims to be tough in the first dispute"
  when  = talk.claim && nerve == "weak"
  by    = "2013-12-31"
}

question "true_claim" {
  title = "A tough defender says so in the first dispute"
  when  = talk.claim && nerve == "tough"
  by    = "2013-12-31"
}

question "deterred" {
  title = "The challenger refrains in the first dispute"
  when  = challenge.refrain
  by    = "2013-12-31"
}

question "discredited" {
  title = "The defender is caught bluffing and not heard any more"
  when  = credit == "lost"
}
