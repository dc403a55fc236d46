# China, North Korea and the United States in 2013, with South Korea and Japan.
#
# A patron claims a special relationship and denies responsibility; a client
# lives on provocation; an outsider decides whether to press the patron, to
# bargain with it, or to go around it. Everything here was knowable on
# 2013-04-16. README.md says what each choice stands for.

scenario "korea-2013" {
  title       = "China and North Korea: a tangled partnership"
  description = "Five governments on the Korean peninsula, one move each a month, through 2013"
  start       = "2013-01"
  as_of       = "2013-04-16"
  period      = "month"
  horizon     = 12
  foresight   = 1
  outlook     = 12
}

# ---------------------------------------------------------------- who plays

actor "china" {
  title     = "China"
  precision = between(1.2, 2.5)
  discount  = 0.97
}

actor "north_korea" {
  title     = "North Korea"
  precision = between(1, 2.2)
  discount  = 0.95
}

actor "united_states" {
  title     = "United States"
  precision = between(1.2, 2.5)
  discount  = 0.97
}

actor "south_korea" {
  title     = "South Korea"
  precision = between(1.2, 2.5)
  discount  = 0.97
}

actor "japan" {
  title     = "Japan"
  precision = between(1.2, 2.5)
  discount  = 0.97
}

# ------------------------------------------------- what is hidden, and from whom

secret "stance" {
  title    = "What Beijing would really do for the North"
  known_to = ["china"]
  values   = ["shield", "broker", "break"]
  start    = { shield = 0.5, broker = 0.35, break = 0.15 }
}

secret "resolve" {
  title    = "Whether the new leader in Pyongyang wants the bomb or the price"
  known_to = ["north_korea"]
  values   = ["hard", "soft"]
  start    = { hard = 0.5, soft = 0.5 }
}

secret "doctrine" {
  title    = "Whether the new team in Washington stands firm or deals"
  known_to = ["united_states"]
  values   = ["firm", "pragmatic"]
  start    = { firm = 0.6, pragmatic = 0.4 }
}

# ------------------------------------------------------------ the public state

variable "crisis" {
  title  = "How tense the peninsula is"
  values = ["calm", "tense", "acute", "war"]
  start  = "tense"
}

variable "arsenal" {
  title  = "How far the North's own deterrent has come"
  values = levels(0, 3)
  start  = 1
}

variable "violation" {
  title  = "A launch or test to which the Security Council has not yet replied"
  values = ["none", "unanswered"]
  start  = "unanswered"
}

variable "squeeze" {
  title  = "How hard the North is squeezed"
  values = levels(1, 3)
  start  = 1
}

variable "kaesong" {
  title  = "The joint industrial zone at Kaesong"
  values = ["closed", "offered", "open"]
  start  = "open"
}

variable "cooperation" {
  title  = "Whether Beijing was last seen to help"
  values = ["withheld", "given"]
  start  = "withheld"
}

variable "standing_offer" {
  title  = "What Washington has put before Beijing"
  values = ["none", "trade", "return"]
  start  = "none"
}

variable "missile_defence" {
  title  = "American missile defence around the peninsula"
  values = levels(0, 3)
  start  = 0
}

variable "guidelines" {
  title  = "Japan's defence guidelines"
  values = ["old", "new"]
  start  = "old"
}

variable "seoul_tokyo" {
  title  = "Military cooperation of Seoul and Tokyo"
  values = ["apart", "joined"]
  start  = "apart"
}

variable "seoul_beijing" {
  title  = "Seoul's standing in Beijing"
  values = ["cool", "warm"]
  start  = "cool"
}

variable "regime" {
  title  = "Who rules the North"
  values = ["kim", "pliant", "gone"]
  start  = "kim"
}

variable "north" {
  title  = "Who holds the territory of the North"
  values = ["pyongyang", "beijing", "united"]
  start  = "pyongyang"
}

# ------------------------------------------------------------- what Beijing wants

parameter "buffer" {
  title = "What the buffer is worth to Beijing, per month"
  value = between(2, 5)
  min   = 0
  basis = "judgement: Beijing went to war for it in 1950 and has paid for it since"
}

parameter "lean" {
  title = "Share of the buffer that a united Korea leaning to Beijing would keep"
  value = between(0.3, 0.7)
  min   = 0
  max   = 1
  basis = "judgement: a neutral neighbour is a second best, not a loss"
}

parameter "pliant" {
  title = "Share of the buffer that a more pliant regime would keep"
  value = between(0.4, 0.9)
  min   = 0
  max   = 1
  basis = "judgement: the buffer is defended, the dynasty need not be"
}

parameter "occupation" {
  title = "What holding the North would cost Beijing, per month"
  value = between(1, 3)
  min   = 0
  basis = "judgement: below the buffer's worth for a hawk, above it for others"
}

parameter "burden" {
  title = "What Beijing pays for Pyongyang in a month of acute crisis, or of fuel"
  value = between(0.2, 0.6)
  min   = 0
  basis = "judgement from the tone of K13-07 and K13-30"
}

parameter "lifeline" {
  title = "What a month of quiet support is worth to a Beijing that shields"
  value = between(0.4, 1.2)
  min   = 0
  basis = "judgement: aid has outlived each earlier quarrel"
}

parameter "leak" {
  title = "Probability that covert support is exposed in its month"
  value = between(0.03, 0.15)
  min   = 0
  max   = 1
  basis = "judgement: customs figures and satellite pictures show some of it, late"
}

parameter "exposure" {
  title = "What exposure of covert support costs Beijing; half as much again behind a rebuke"
  value = between(0.5, 2)
  min   = 0
  basis = "judgement: it had just voted for sanctions (K13-03, K13-11)"
}

parameter "words" {
  title = "What a public rebuke costs a Beijing that shields"
  value = between(0.1, 0.4)
  min   = 0
  basis = "judgement: a rebuke names a displeasure and moves no goods (K13-07, K13-30)"
}

parameter "deeds" {
  title = "What a vote for sanctions costs a Beijing that shields; a published list more, a fuel halt most"
  value = between(0.4, 1.2)
  min   = 0
  basis = "judgement: it preferred a presidential statement in April 2012 and voted in K13-03"
}

parameter "credit" {
  title = "What being seen to help is worth to Beijing in its month"
  value = between(0.2, 0.6)
  min   = 0
  basis = "judgement: the draft of K13-11 was agreed with Washington first"
}

parameter "isolation" {
  title = "What it costs Beijing to stand alone in the Council against a reply to a violation"
  value = between(0.3, 0.9)
  min   = 0
  basis = "judgement: it gave way after the tests of 2006 and 2009, and in K13-03 and K13-11"
}

parameter "prestige" {
  title = "What an asserted special relationship is worth to Beijing, and costs if Pyongyang defies it"
  value = between(0.3, 0.9)
  min   = 0
  basis = "judgement: an ally out of hand shows how little influence there is (K13-06)"
}

parameter "chip" {
  title = "What a concession on trade or currency is worth to Beijing"
  value = between(0.5, 1.8)
  min   = 0
  basis = "judgement: help with the North has been traded before"
}

parameter "spill" {
  title = "What each step of American, Japanese or joint defence costs Beijing, per month"
  value = between(0.03, 0.1)
  min   = 0
  basis = "judgement; the deployments are K13-16 and K13-27"
}

parameter "relevance" {
  title = "What it costs Beijing when Washington goes around it"
  value = between(0.3, 1)
  min   = 0
  basis = "judgement: hosting the talks is its claim to be indispensable"
}

parameter "blame" {
  title = "What American pressure on Beijing costs it, per act"
  value = between(0.2, 0.6)
  min   = 0
  basis = "judgement: measures such as K13-15 reach Chinese banks"
}

parameter "delivery" {
  title = "Probability that Washington, once helped, delivers on trade or currency within the month"
  value = between(0.05, 0.25)
  min   = 0
  max   = 1
  basis = "judgement: promises pass through Congress and the Treasury, and none was kept openly in ten years of asking"
}

parameter "courtship" {
  title = "What warm relations of Seoul and Beijing are worth to each, per month"
  value = between(0.04, 0.12)
  min   = 0
  basis = "judgement: trade between them exceeds Seoul's with Washington and Tokyo together"
}

# ----------------------------------------------------------- what Pyongyang wants

parameter "survival" {
  title = "What staying in power is worth in Pyongyang, per month"
  value = between(3, 8)
  min   = 0
  basis = "judgement: it comes before everything else"
}

parameter "mistrust" {
  title = "What each step of its own deterrent is worth to a client that trusts no promise, per month"
  value = between(0.05, 0.2)
  min   = 0
  basis = "judgement from K13-05 and K13-06; K13-23 makes it doctrine"
}

parameter "defiance" {
  title = "What a threat is worth at home in Pyongyang; a test or launch twice that"
  value = between(0.5, 1.2)
  min   = 0
  basis = "judgement: a new leader has to show himself (K13-04, K13-05, K13-08)"
}

parameter "temper" {
  title = "How much more a hard leader gains from defiance, and a soft one less"
  value = between(0.1, 0.5)
  min   = 0
  max   = 1
  basis = "judgement: little more than a year in power, and no foreign head of government has met him"
}

parameter "pain" {
  title = "What each step of squeeze costs Pyongyang, per month"
  value = between(0.1, 0.4)
  min   = 0
  basis = "judgement: most of its foreign trade is with China"
}

parameter "cover" {
  title = "How much bolder Pyongyang is when it sees the patron's fuel arrive"
  value = between(0.2, 0.8)
  min   = 0
  basis = "judgement: moral hazard of a guarantee"
}

parameter "aid" {
  title = "What a concession from Seoul is worth to Pyongyang; talks with Washington twice that"
  value = between(0.3, 1)
  min   = 0
  basis = "judgement: earlier crises ended in aid or recognition"
}

parameter "fear" {
  title = "What each step of American deployment adds to the price of a provocation"
  value = between(0.03, 0.15)
  min   = 0
  basis = "judgement; the alerts of K13-18 and K13-21 answer the flights of K13-12 and K13-20"
}

parameter "outlay" {
  title = "What a test or a launch costs Pyongyang in material and preparation"
  value = between(2.5, 4.5)
  min   = 0
  basis = "judgement: two tests and four long launches in the seven years to 2012; K13-06"
}

parameter "depletion" {
  title = "By how much of its price each step of the arsenal makes the next test or launch dearer"
  value = between(0.1, 0.4)
  min   = 0
  basis = "judgement: plutonium for four to eight devices by public estimates; 31 and 45 months lie between its tests (K13-06)"
}

parameter "cash" {
  title = "What Kaesong is worth to Pyongyang and to Seoul, per month"
  value = between(0.05, 0.12)
  min   = 0
  basis = "judgement from the size of K13-31: about 53,000 wages"
}

# ------------------------------------------------- what Washington, Seoul, Tokyo want

parameter "alarm" {
  title = "What each step of the North's deterrent costs Washington and its allies, per month"
  value = between(0.05, 0.15)
  min   = 0
  basis = "judgement: the reply to K13-06 was K13-10 and K13-16"
}

parameter "alert" {
  title = "What a month of acute crisis costs Washington; Seoul half as much again"
  value = between(0.2, 0.6)
  min   = 0
  basis = "judgement from K13-14, K13-20 and K13-27"
}

parameter "help" {
  title = "What a month of Beijing's visible help is worth to Washington"
  value = between(0.3, 0.9)
  min   = 0
  basis = "judgement from K13-11 and K13-33"
}

parameter "concession" {
  title = "What a concession on trade or currency costs Washington"
  value = between(0.3, 1)
  min   = 0
  basis = "judgement: Congress watches the currency"
}

parameter "pretext" {
  title = "What deploying amid a crisis is worth to Washington beyond defence; less while Beijing helps"
  value = between(0.3, 1)
  min   = 0
  basis = "judgement: the turn to Asia needs an occasion (K13-16)"
}

parameter "foothold" {
  title = "What each step of missile defence kept is worth to Washington, per month"
  value = between(0.02, 0.08)
  min   = 0
  basis = "judgement; the steps are K13-16 and K13-27"
}

parameter "expense" {
  title = "What a deployment of missile defence costs Washington"
  value = between(1.6, 2.8)
  min   = 0
  basis = "judgement: the interceptors of K13-16 alone cost close to a thousand million dollars"
}

parameter "firmness" {
  title = "What looking firm is worth to Washington at home; a deal costs as much"
  value = between(0.2, 0.6)
  min   = 0
  basis = "judgement: the food-for-freeze deal of February 2012 failed within weeks"
}

parameter "friction" {
  title = "What pressing Beijing in public costs Washington"
  value = between(0.5, 1.1)
  min   = 0
  basis = "judgement: blamed openly about three times in the four years to 2012, as its help is wanted the month after"
}

parameter "overture" {
  title = "What going to a capital to ask costs the one who goes: Washington, Seoul and Tokyo alike"
  value = between(0.3, 0.8)
  min   = 0
  basis = "judgement from K13-32 and K13-33"
}

parameter "bypass" {
  title = "What going around Beijing costs Washington"
  value = between(1, 2.2)
  min   = 0
  basis = "judgement: open to it for ten years and not known to have been done"
}

parameter "detour" {
  title = "What a channel around Beijing is worth to Washington"
  value = between(0.1, 0.5)
  min   = 0
  basis = "judgement: Ulan Bator hosted Tokyo and Pyongyang in November 2012"
}

parameter "opening" {
  title = "What talks are worth to Washington if Pyongyang's new leader wants a deal; what they cost if he does not"
  value = between(0.4, 1.2)
  min   = 0
  basis = "judgement: nobody in Washington knows which he is"
}

parameter "trust" {
  title = "What an opening to the North is worth to the new president in Seoul"
  value = between(0.2, 0.6)
  min   = 0
  basis = "judgement: her programme is called trust-building; K13-32"
}

parameter "backlash" {
  title = "What rewarding a provocation costs Seoul at home: an offer amid a crisis, or Kaesong again"
  value = between(0.6, 1.6)
  min   = 0
  basis = "judgement: the tours to Kumgang, stopped in July 2008, had not resumed; K13-24 beside K13-32"
}

parameter "outcry" {
  title = "What signing with Tokyo costs Seoul in its month"
  value = between(0.8, 1.8)
  min   = 0
  basis = "judgement: the agreement of June 2012 cost its author his office"
}

parameter "history" {
  title = "What military cooperation with Tokyo costs in Seoul, per month"
  value = between(0.06, 0.15)
  min   = 0
  basis = "judgement: the intelligence agreement of June 2012 fell an hour before its signing"
}

parameter "haste" {
  title = "What new defence guidelines cost Tokyo before the review is due"
  value = between(1.5, 3)
  min   = 0
  basis = "judgement: in January 2013 the cabinet ordered a review by the year's end"
}

parameter "promise" {
  title = "What it is worth to Tokyo to have the new guidelines in the month they were promised for"
  value = between(0.4, 1.2)
  min   = 0
  basis = "judgement: in January 2013 the cabinet ordered a review by the year's end; those of 2004 and 2010 came in December"
}

parameter "opinion" {
  title = "What new defence guidelines cost Tokyo at home, per month"
  value = between(0.02, 0.1)
  min   = 0
  basis = "judgement: the coalition's partner is wary"
}

parameter "abducted" {
  title = "What an envoy's talk about the abducted is worth to Tokyo"
  value = between(0.1, 0.5)
  min   = 0
  basis = "judgement: the cabinet has made it a first concern"
}

parameter "teeth" {
  title = "What each step of squeeze on the North is worth to Washington, per month"
  value = between(0.05, 0.2)
  min   = 0
  basis = "judgement from K13-11 and K13-15"
}

# ----------------------------------------------------------------- accidents

parameter "choke" {
  title = "Probability that the regime falls in a month in which Beijing halts its fuel"
  value = between(0.02, 0.12)
  min   = 0
  max   = 0.4
  basis = "judgement: most of its crude oil comes from China, and no halt has lasted long enough to show"
}

parameter "hazard" {
  title = "What is added to that where the halt comes on top of the hardest squeeze"
  value = between(0.003, 0.015)
  min   = 0
  max   = 0.2
  basis = "judgement: it outlived the famine of the 1990s"
}

parameter "spark" {
  title = "Probability that a month of provocation in an acute crisis ends in war"
  value = between(0.002, 0.012)
  min   = 0
  max   = 0.2
  basis = "judgement: two deadly clashes in 2010 did not; K13-13 and K13-19 cut the lines that stopped them"
}

parameter "ruin" {
  title = "What a month of war costs Beijing and Washington; the Koreas half as much again"
  value = between(2, 5)
  min   = 0
  basis = "judgement"
}

# ------------------------------------------------------------------ the month

phase "beijing" {
  title = "Beijing's line"
  actor = "china"
  quiet = "deny"

  action "deny" {
    title = "says it has no special responsibility and asks all sides for calm"
    cost  = violation == "unanswered" ? isolation : 0
    effect = {
      cooperation    = "withheld"
      standing_offer = "none"
      violation      = "none"
      squeeze        = squeeze - 1
    }
  }

  action "ship_fuel" {
    title      = "says the same, and quietly sends fuel and food"
    looks_like = "deny"
    seen_by    = ["north_korea"]
    exposed    = leak
    cost       = violation == "unanswered" ? isolation : 0
  }

  action "assert" {
    title = "asserts the special relationship: a senior envoy, praise for the alliance"
    when  = crisis <= "tense" && violation == "none"
    effect = {
      cooperation    = "withheld"
      standing_offer = "none"
      squeeze        = squeeze - 1
    }
  }

  action "criticise" {
    title = "rebukes Pyongyang in public"
    when  = crisis >= "tense" && violation == "none"
    cost  = words * { shield = 1, broker = 0.6, break = 0.1 }[stance]
    effect = {
      cooperation    = "given"
      standing_offer = "none"
      squeeze        = squeeze == 3 ? 2 : squeeze
    }
  }

  # Behind a rebuke exposure is paid as it is expected, and never seen: seeing it
  # would add a seventh to the size of every look-ahead.
  action "feint" {
    title      = "rebukes Pyongyang in public, and sends the fuel all the same"
    looks_like = "criticise"
    seen_by    = ["north_korea"]
    cost       = words * { shield = 1, broker = 0.6, break = 0.1 }[stance]
  }

  action "vote" {
    title = "votes for Security Council sanctions"
    when  = violation == "unanswered"
    cost  = deeds * { shield = 1, broker = 0.5, break = 0 }[stance]
    effect = {
      cooperation    = "given"
      standing_offer = "none"
      violation      = "none"
      squeeze        = squeeze == 1 ? 2 : squeeze
    }
  }

  action "restrict" {
    title = "publishes a measure of its own restricting goods for the North"
    when  = violation == "none" && squeeze <= 2
    cost  = deeds * { shield = 2.4, broker = 1.8, break = 1 }[stance]
    effect = {
      cooperation    = "given"
      standing_offer = "none"
      squeeze        = squeeze + 1
    }
  }

  action "cut_fuel" {
    title = "halts fuel deliveries, and lets it be known"
    when  = crisis == "acute"
    cost  = deeds * { shield = 3.5, broker = 2.5, break = 1 }[stance]
    effect = {
      cooperation    = "given"
      standing_offer = "none"
      squeeze        = squeeze + 1
    }
  }

  action "trade_help" {
    title = "leans on Pyongyang, and expects something on trade or currency for it"
    when  = standing_offer == "trade"
    cost  = deeds * { shield = 1, broker = 0.5, break = 0 }[stance]
    effect = {
      cooperation    = "given"
      standing_offer = "none"
      squeeze        = squeeze + 1
    }
  }

  action "take_return" {
    title = "leans on Pyongyang in exchange for the return of some deployments"
    when  = standing_offer == "return"
    cost  = deeds * { shield = 1, broker = 0.5, break = 0 }[stance]
    effect = {
      cooperation     = "given"
      standing_offer  = "none"
      missile_defence = missile_defence - 1
      squeeze         = squeeze + 1
    }
  }
}

# A fall comes before anybody can answer it, and Beijing decides first. Nothing
# that others do has brought the regime near it.
chance "fall" {
  title       = "The regime in Pyongyang falls"
  when        = beijing.cut_fuel
  probability = choke + (squeeze == 3 ? hazard : 0)
  effect      = { regime = "gone" }
}

phase "takeover" {
  title = "Beijing's answer to a fall"
  actor = "china"
  quiet = "stand_aside"
  when  = regime == "gone" && north == "pyongyang"

  action "stand_aside" {
    title  = "lets the South unify the peninsula"
    effect = { north = "united" }
  }

  action "install" {
    title  = "backs a more pliant regime"
    effect = { regime = "pliant" }
  }

  action "seize" {
    title  = "sends troops and holds the North"
    effect = { north = "beijing" }
  }
}

phase "pyongyang" {
  title = "Pyongyang's move"
  actor = "north_korea"
  quiet = "refrain"

  action "refrain" {
    title  = "does nothing new"
    effect = { crisis = crisis - 1 }
  }

  action "threaten" {
    title = "threatens, alerts its forces, repudiates an agreement"
    effect = {
      crisis  = crisis == "calm" ? "tense" : "acute"
      kaesong = kaesong == "offered" ? "closed" : kaesong
    }
  }

  action "offer" {
    title = "offers to go back some way, for a price"
    when  = crisis >= "tense" || kaesong == "closed"
    cost  = defiance * { hard = 1, soft = 0.4 }[resolve]
    effect = {
      crisis  = crisis - 1
      kaesong = kaesong == "closed" ? "offered" : kaesong
    }
  }

  action "test" {
    title = "tests a nuclear device"
    when  = crisis == "acute" && violation == "none"
    cost  = outlay * (1 + depletion * (arsenal - 1))
    effect = {
      arsenal   = arsenal + 1
      violation = "unanswered"
      kaesong   = kaesong == "offered" ? "closed" : kaesong
    }
  }

  action "launch" {
    title = "launches a long-range rocket"
    when  = crisis <= "tense" && violation == "none"
    cost  = outlay * (1 + depletion * (arsenal - 1))
    effect = {
      arsenal   = arsenal + 1
      violation = "unanswered"
      kaesong   = kaesong == "offered" ? "closed" : kaesong
      crisis    = crisis + 1
    }
  }

  action "shut_kaesong" {
    title  = "shuts the joint zone at Kaesong"
    when   = crisis == "acute" && kaesong == "open"
    effect = { kaesong = "closed" }
  }
}

chance "accident" {
  title       = "A provocation gets out of hand"
  when        = crisis == "acute" && (pyongyang.threaten || pyongyang.test)
  probability = spark
  effect      = { crisis = "war" }
}

phase "washington" {
  title = "Washington's move"
  actor = "united_states"
  quiet = "wait"

  action "wait" {
    title = "waits"
  }

  action "press" {
    title = "presses Beijing: secondary sanctions, public blame"
    when  = cooperation == "withheld" && crisis >= "tense"
    cost  = friction
  }

  action "sideline" {
    title = "goes around Beijing through another capital: Ulan Bator, Delhi"
    when  = cooperation == "withheld" && crisis == "tense"
    cost  = bypass
  }

  action "court" {
    title  = "goes to Beijing to ask for help, with trade and currency on the table"
    when   = cooperation == "given"
    cost   = overture
    effect = { standing_offer = "trade" }
  }

  action "deploy" {
    title  = "deploys more missile defence"
    when   = missile_defence <= 1 && crisis == "acute"
    cost   = expense
    effect = { missile_defence = missile_defence + 2 }
  }

  action "offer_return" {
    title  = "offers Beijing to take back some of the deployments"
    when   = missile_defence >= 2
    cost   = overture
    effect = { standing_offer = "return" }
  }

  action "talk" {
    title  = "opens formal talks with Pyongyang"
    when   = pyongyang.offer
    effect = { crisis = "calm" }
  }
}

# Whether the price is paid is known only when the help has been given.
chance "delivered" {
  title       = "Washington delivers on trade or currency"
  when        = beijing.trade_help
  probability = delivery
}

phase "seoul" {
  title = "Seoul's move"
  actor = "south_korea"
  quiet = "hold"

  action "hold" {
    title = "stands by the alliance"
  }

  action "engage" {
    title = "offers the North dialogue in the midst of the crisis"
    when  = crisis == "acute" && !pyongyang.test
    cost  = backlash
  }

  action "visit_beijing" {
    title  = "goes to a summit in Beijing"
    when   = crisis <= "tense" && seoul_beijing == "cool" && month >= 3
    cost   = overture
    effect = { seoul_beijing = "warm" }
  }

  action "reopen" {
    title  = "agrees with the North to reopen Kaesong"
    when   = kaesong == "offered"
    cost   = backlash
    effect = { kaesong = "open" }
  }

  action "join_tokyo" {
    title  = "signs military cooperation with Tokyo"
    when   = seoul_tokyo == "apart" && (pyongyang.test || pyongyang.launch)
    cost   = outcry
    effect = { seoul_tokyo = "joined" }
  }
}

phase "tokyo" {
  title = "Tokyo's move"
  actor = "japan"
  quiet = "hold"

  action "hold" {
    title = "keeps its sanctions and its old guidelines"
  }

  action "rearm" {
    title  = "adopts new defence guidelines"
    when   = guidelines == "old" && (pyongyang.test || pyongyang.launch || month == 12)
    cost   = month == 12 ? -promise : haste
    effect = { guidelines = "new" }
  }

  action "reach_out" {
    title = "sends an envoy to Pyongyang about the abducted"
    when  = pyongyang.offer && !washington.talk && month <= 11
    cost  = overture
  }
}

# Nobody outside knows who decides in Pyongyang after a shock such as this.
chance "purge" {
  title       = "A struggle in Pyongyang brings another hand to the top"
  when        = beijing.cut_fuel
  probability = 0.1
  effect      = { resolve = redraw }
}

# ------------------------------------------------------------------- payoffs

payoff "china" {
  each_period = {
    buffer     = buffer * (north == "united" ? lean * (seoul_beijing == "warm" ? 1 : 0.5) : regime == "pliant" ? pliant : 1)
    occupation = north == "beijing" ? -occupation : 0
    burden     = -burden * { shield = 0.4, broker = 1, break = 1.6 }[stance] * ({ calm = 0, tense = 0.3, acute = 1, war = 1 }[crisis] + (beijing.ship_fuel || beijing.feint ? 1 : 0))
    lifeline   = beijing.ship_fuel || beijing.feint ? lifeline * { shield = 1, broker = 0.5, break = 0 }[stance] : 0
    exposure   = beijing.ship_fuel.exposed ? -exposure : beijing.feint ? -1.5 * leak * exposure : 0
    credit     = cooperation == "given" ? credit * (beijing.criticise || beijing.feint ? 0.4 : 1) : 0
    prestige   = beijing.assert ? prestige * (pyongyang.threaten || pyongyang.launch || pyongyang.test ? -1 : { shield = 1, broker = 0.6, break = 0.1 }[stance]) : 0
    bargain    = delivered ? chip * { shield = 0.6, broker = 1.3, break = 0.8 }[stance] : 0
    spillover  = -spill * (missile_defence + (guidelines == "new" ? 2 : 0) + (seoul_tokyo == "joined" ? 2 : 0))
    relevance  = washington.sideline ? -relevance : 0
    blame      = washington.press ? -blame : 0
    courtship  = seoul_beijing == "warm" ? courtship : 0
    war        = crisis == "war" ? -ruin : 0
  }
}

payoff "north_korea" {
  each_period = {
    survival  = regime == "kim" ? survival : 0
    deterrent = mistrust * arsenal * { hard = 1.4, soft = 0.8 }[resolve]
    defiance  = defiance * (pyongyang.test || pyongyang.launch ? 2 : pyongyang.shut_kaesong ? 0.8 : pyongyang.threaten ? 1 : 0) * { hard = 1 + temper, soft = 1 - temper }[resolve]
    squeeze   = -pain * (squeeze - 1)
    cover     = (beijing.ship_fuel || beijing.feint) && (pyongyang.threaten || pyongyang.test || pyongyang.launch) ? cover : 0
    aid       = aid * { hard = 0.6, soft = 1.2 }[resolve] * ((washington.talk ? 2 : 0) + (seoul.engage ? 1 : 0) + (tokyo.reach_out ? 0.7 : 0))
    fear      = pyongyang.threaten || pyongyang.test || pyongyang.launch ? -fear * (1 + missile_defence) : 0
    kaesong   = kaesong == "open" ? cash : 0
    war       = crisis == "war" ? -1.5 * ruin : 0
  }
}

payoff "united_states" {
  each_period = {
    threat    = -alarm * arsenal
    alert     = -alert * { calm = 0, tense = 0.3, acute = 1, war = 1 }[crisis]
    help      = cooperation == "given" ? help : 0
    sanctions = teeth * (squeeze - 1)
    bargain   = delivered ? -concession : 0
    pretext   = washington.deploy && crisis == "acute" ? pretext * { withheld = 1, given = 0.4 }[cooperation] : 0
    foothold  = foothold * missile_defence
    firmness  = firmness * { firm = 1.6, pragmatic = 0.3 }[doctrine] * ((washington.press || washington.deploy ? 1 : 0) - (washington.talk ? 2 : 0) - (washington.court || washington.offer_return ? 0.6 : 0))
    detour    = washington.sideline ? detour : 0
    opening   = washington.talk ? opening * { hard = -1, soft = 1 }[resolve] : 0
    war       = crisis == "war" ? -ruin : 0
  }
}

payoff "south_korea" {
  each_period = {
    threat    = -alarm * arsenal * (seoul_tokyo == "joined" ? 0.7 : 1)
    alert     = -1.5 * alert * { calm = 0, tense = 0.3, acute = 1, war = 1 }[crisis]
    kaesong   = kaesong == "open" ? cash : 0
    trust     = seoul.engage || seoul.reopen ? trust : 0
    courtship = seoul_beijing == "warm" ? courtship : 0
    history   = seoul_tokyo == "joined" ? -history : 0
    war       = crisis == "war" ? -1.5 * ruin : 0
  }
}

payoff "japan" {
  each_period = {
    threat    = -1.5 * alarm * arsenal * (guidelines == "new" ? 0.6 : 1) * (seoul_tokyo == "joined" ? 0.8 : 1)
    alert     = -alert * { calm = 0, tense = 0.3, acute = 1, war = 1 }[crisis]
    opinion   = guidelines == "new" ? -opinion : 0
    abductees = tokyo.reach_out ? abducted : 0
    war       = crisis == "war" ? -ruin : 0
  }
}

# --------------------------------------------------------------------- ends

end "war" {
  title = "War"
  when  = crisis == "war"
}

end "succession" {
  title = "A regime after Kim"
  when  = regime == "pliant" || north != "pyongyang"
}

# ---------------------------------------------------------------- questions

question "nuclear_test" {
  title = "Another nuclear test before the year is out"
  when  = pyongyang.test
  by    = "2013-12-31"
}

question "long_range_launch" {
  title = "A long-range rocket launch before the year is out"
  when  = pyongyang.launch
  by    = "2013-12-31"
}

question "kaesong" {
  title = "Kaesong works again, or its reopening is agreed"
  when  = seoul.reopen
  by    = "2013-12-31"
}

question "chinese_measure" {
  title = "Beijing publishes a measure of its own restricting goods for the North"
  when  = beijing.restrict
  by    = "2013-12-31"
}

question "formal_talks" {
  title = "Formal talks of Washington and Pyongyang"
  when  = washington.talk
  by    = "2013-12-31"
}

question "guidelines" {
  title = "Japan adopts new defence guidelines"
  when  = tokyo.rearm
  by    = "2013-12-31"
}

question "fuel_halt" {
  title = "Beijing is known to halt fuel deliveries"
  when  = beijing.cut_fuel
  by    = "2013-12-31"
}

question "war" {
  title = "War on the peninsula"
  when  = crisis == "war"
  by    = "2013-12-31"
}

question "collapse" {
  title = "The regime in Pyongyang falls"
  when  = fall
  by    = "2013-12-31"
}

question "beijing_seoul_summit" {
  title = "A summit of Beijing and Seoul"
  when  = seoul.visit_beijing
  by    = "2013-12-31"
}

question "senior_envoy" {
  title = "Beijing sends a member of its leadership to Pyongyang"
  when  = beijing.assert
  by    = "2013-12-31"
}

question "seoul_tokyo_pact" {
  title = "Seoul and Tokyo sign military cooperation"
  when  = seoul.join_tokyo
  by    = "2013-12-31"
}

question "bargain" {
  title = "Beijing and Washington trade help with the North for trade or currency, openly"
  when  = delivered
  by    = "2013-12-31"
}

question "third_capital" {
  title = "Washington is known to work through Mongolia or India"
  when  = washington.sideline
  by    = "2013-12-31"
}
