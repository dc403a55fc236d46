package lookahead

// This file lists the covert acts of a period.

// EachCovert calls look for every covert act of the scenario, in file order,
// with whether it was done in profile p this period, and whether actor knows at
// once when it is.
func (src *Source) EachCovert(p Profile, actor int, look func(phase, action int, done, knows bool)) {
	for k, c := range src.covert {
		look(c.phase, c.action, p.Covert>>k&1 == 1, c.knows[actor])
	}
}
