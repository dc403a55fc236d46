package explain

import "demarche/internal/quantity"

// This file is what an explanation holds, as plain data. The JSON names are a
// contract. Probabilities are given the model; payoffs are in the acting actor's
// own utility, in the current value of its choice.

// Explanation is why something may come true.
type Explanation struct {
	File        string          `json:"file"`
	Title       string          `json:"title"`
	Asked       Asked           `json:"asked"`
	AsOf        string          `json:"as_of"`        // "": the scenario's start, before any evidence
	From        string          `json:"from"`         // period in which the look-ahead starts
	Until       string          `json:"until"`        // period into which it reaches
	Exact       bool            `json:"exact"`        // it reaches to the horizon
	Parameters  string          `json:"parameters"`   // where they stand: "medians"
	Probability quantity.Number `json:"probability"`  // of coming true within the look-ahead
	Stories     *Told           `json:"stories"`      // null: none were needed, the look-ahead covers the question
	Ways        []Way           `json:"ways"`         // by which it comes true, the likeliest first
	Unlisted    quantity.Number `json:"unlisted"`     // share of the ways that are not listed
	Signs       []Sign          `json:"signs"`        // values of secrets that go with its coming true
	Choices     []PivotalChoice `json:"choices"`      // that decide it, in order of time
	MoreChoices int             `json:"more_choices"` // how many others move it by a thousandth or more
	Warnings    []string        `json:"warnings"`
}

// Told is the stories that were told beyond the look-ahead.
type Told struct {
	Told int `json:"told"`
	Yes  int `json:"yes"` // in which it came true
}

// Way is a sequence of acts and events that brings it about. Those that hardly
// raise its probability are left out.
type Way struct {
	Share       quantity.Number `json:"share"`       // of all ways: given that it comes true
	Probability quantity.Number `json:"probability"` // of coming true by this way
	Stories     int             `json:"stories"`     // that went this way, where stories were told
	Steps       []WayStep       `json:"steps"`       // empty: it comes true whatever anybody does
}

// WayStep is an act, or a chance that happens.
type WayStep struct {
	Period string `json:"period"` // "" where ways of several periods are taken together
	Act    Act    `json:"act"`
}

// Act is something that somebody does, or that happens by chance.
type Act struct {
	Actor  string `json:"actor"` // "": chance
	Who    string `json:"who"`   // the actor's title, or its name in words
	Phase  string `json:"phase"`
	Action string `json:"action"` // name; of several of one for_each, what they have in common; of a chance, its name
	Title  string `json:"title"`  // in words, with the phase where the act has no title
	Covert bool   `json:"covert"`
}

// Sign is a value of a secret that is likelier, or less likely, where it comes true.
type Sign struct {
	Secret  string          `json:"secret"`
	Title   string          `json:"title"`
	Value   string          `json:"value"`
	Then    quantity.Number `json:"then"`    // probability where it comes true
	Overall quantity.Number `json:"overall"` // and at the look-ahead's start
}

// PivotalChoice is a choice that moves the probability, and why it falls as it does.
type PivotalChoice struct {
	Choosing
	Moves    quantity.Number `json:"moves"`    // how far the choice moves the probability, from the act that lowers it most to the one that raises it most, times the probability of coming to it
	IfAct    quantity.Number `json:"if_act"`   // probability that it comes true, given the act
	IfRival  quantity.Number `json:"if_rival"` // given the rival
	Decisive string          `json:"decisive"` // the term that decides between the two
	Response *Response       `json:"response"` // why that term differs; null: it could not be said
}

// Choosing is one choice: who, when, what it knows and believes, and the
// comparison of an act with a rival.
type Choosing struct {
	Actor  string          `json:"actor"`
	Who    string          `json:"who"`
	Phase  string          `json:"phase"`
	Title  string          `json:"title"` // of the phase; "" if it has none
	Period string          `json:"period"`
	After  []WayStep       `json:"after"`  // what had happened in the look-ahead, as it was seen, quiet acts apart
	Knows  []Known         `json:"knows"`  // secrets that it is told
	Pooled int             `json:"pooled"` // more than 1: so many kinds of the actor, which know different things, are averaged
	Kinds  []KindShare     `json:"kinds"`  // what other kinds of the same actor do there
	Thinks []Thought       `json:"thinks"` // what it believes of what it does not know
	Reach  quantity.Number `json:"reach"`  // probability of coming to the choice and of the actor's being of that kind, from the look-ahead's start
	Place  quantity.Number `json:"place"`  // probability of coming to the choice, whatever its kind
	Acts   []ActShare      `json:"acts"`   // the likeliest first
	Act    Act             `json:"act"`    // the act that is explained
	Rival  Act             `json:"rival"`
	Mine   quantity.Number `json:"mine"`   // what the act promises
	Theirs quantity.Number `json:"theirs"` // what the rival promises
	Terms  []TermPart      `json:"terms"`  // of the difference, the largest first; they sum to it
}

// Known is a secret's value.
type Known struct {
	Secret string `json:"secret"`
	Title  string `json:"title"`
	Value  string `json:"value"`
}

// KindShare is what another kind of an actor does at the same place.
type KindShare struct {
	Knows       []Known         `json:"knows"`
	Probability quantity.Number `json:"probability"` // of the act that is explained
	Share       quantity.Number `json:"share"`       // of the kind, to an onlooker at that place
}

// Thought is what is believed of a secret, or of a covert act.
type Thought struct {
	Secret    string          `json:"secret"` // name of the secret, or of the act
	Title     string          `json:"title"`
	Who       string          `json:"who"`    // of a covert act: whose; else ""
	Act       bool            `json:"act"`    // a covert act: whether it was done
	Values    []Odds          `json:"values"` // the likeliest first; of an act, one
	Mean      quantity.Number `json:"mean"`   // of a numerical secret, else null
	StartMean quantity.Number `json:"start_mean"`
	OtherMean quantity.Number `json:"other_mean"`
}

// Odds is how likely a value is.
type Odds struct {
	Value     string          `json:"value"`
	Now       quantity.Number `json:"now"`
	Start     quantity.Number `json:"start"`     // before the scenario's first period
	Otherwise quantity.Number `json:"otherwise"` // had the rival of the choice before been done; null where that was not asked
}

// ActShare is one act of a choice.
type ActShare struct {
	Act         Act             `json:"act"`
	Probability quantity.Number `json:"probability"`
	Payoff      quantity.Number `json:"payoff"` // what it promises
}

// TermPart is what one term of the payoff contributes to the two promises.
type TermPart struct {
	Term       string          `json:"term"`
	Mine       quantity.Number `json:"mine"`
	Theirs     quantity.Number `json:"theirs"`
	Difference quantity.Number `json:"difference"`
}

// Ways in which a term can differ.
const (
	FromActor  = "actor"  // another actor answers differently
	FromSelf   = "self"   // the actor itself goes on differently
	FromChance = "chance" // something happens more or less often
	FromEither = "either" // a response is as likely after both, and the term is worth more or less with it after one of them
	FromAct    = "act"    // by the act itself, whatever anybody does later
)

// Response is why a term differs between an act and its rival: by a later
// response that is likelier after the one than after the other.
type Response struct {
	Term       string          `json:"term"`
	Difference quantity.Number `json:"difference"` // of the term
	From       string          `json:"from"`       // actor, self, chance, either or act: who or what makes the difference
	Period     string          `json:"period"`
	Act        Act             `json:"act"`         // the response; empty where from is "act"
	IfAct      quantity.Number `json:"if_act"`      // its probability after the act
	IfRival    quantity.Number `json:"if_rival"`    // and after the rival
	With       quantity.Number `json:"with"`        // the term where the response comes
	Without    quantity.Number `json:"without"`     // and where it does not
	AfterRival bool            `json:"after_rival"` // the last two are after the rival, not the act
	Instead    *Act            `json:"instead"`     // after that act the response always comes: "without" is where this is done in its place; else null
	Owed       quantity.Number `json:"owed"`        // part of the difference owed to the response being likelier or less likely; null where from is "either" or "act"
	Chooses    *Choosing       `json:"chooses"`     // why the responder does it; null for chance, or where nobody has a choice
}
