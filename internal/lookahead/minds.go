package lookahead

import "slices"

// This file holds who may be what, and who knows it, at a public history. Most
// histories leave that as it was: they share it.

// minds is the profiles of a public history and what each actor knows in each.
// What they are is never changed.
type minds struct {
	profile []Profile
	types   []int32 // by actor and profile: what the actor knows beyond the public history, numbered as it comes
	count   []int32 // by actor: number of types
	valued  *valued // see casesOf
	morning *minds  // see overnight
	lessons []lesson
	dropped bool // something was forgotten on the way here from the period before
}

// lesson is what became of minds at one event, for other histories at which the
// same comes of them.
type lesson struct {
	profile []Profile // nil: nobody learnt anything, others became impossible
	from    []int32   // by profile: the one that it was before
	saw     []uint64  // see learn
	to      *minds
}

// mostLessons is how many lessons are looked through.
const mostLessons = 32

// taught is what became of minds at an event like this before; nil: there was none.
func (of *minds) taught(profile []Profile, from []int32, saw []uint64) *minds {
	for k := range of.lessons {
		l := &of.lessons[k]
		if slices.Equal(l.from, from) && slices.Equal(l.saw, saw) && slices.Equal(l.profile, profile) {
			return l.to
		}
	}
	return nil
}

// teach keeps what became of minds.
func (of *minds) teach(profile []Profile, from []int32, saw []uint64, to *minds) *minds {
	if len(of.lessons) < mostLessons {
		of.lessons = append(of.lessons, lesson{profile, slices.Clone(from), slices.Clone(saw), to})
	}
	return to
}

// kindKey is one thing an actor may know, beyond what it knew before (from).
type kindKey struct {
	from   int32
	a, b   uint64
	memory string
}

// newMinds numbers what the actors know in profiles.
func (b *builder) newMinds(profile []Profile, knows func(p, i int) kindKey) *minds {
	np := len(profile)
	o := &minds{profile: profile, types: make([]int32, np*b.n), count: make([]int32, b.n)}
	for i := range b.n {
		kinds := b.kinds[:0]
		for p := range profile {
			k := knows(p, i)
			t := slices.Index(kinds, k)
			if t < 0 {
				t = len(kinds)
				kinds = append(kinds, k)
			}
			o.types[i*np+p] = int32(t)
		}
		o.count[i] = int32(len(kinds))
		b.kinds = kinds
	}
	return o
}

// learn is the minds in which every actor knows the secrets it is told, as they
// now stand in profile, and what else (by profile and actor) it saw; from is by
// profile the one that it was before. The caller may change its slices later.
func (b *builder) learn(before *minds, profile []Profile, from []int32, saw []uint64) *minds {
	if len(profile) == 0 {
		return &minds{types: []int32{}, count: make([]int32, b.n)}
	}
	if len(saw) == 0 {
		saw = nil
	}
	if to := before.taught(profile, from, saw); to != nil && !b.m.apart {
		return to
	}
	src, np := b.m.Src, len(before.profile)
	to := b.newMinds(slices.Clone(profile), func(p, i int) kindKey {
		k := kindKey{from: before.types[i*np+int(from[p])], a: src.secret.project(profile[p].Secrets, src.known[i])}
		if saw != nil {
			k.b = saw[p*b.n+i]
		}
		return k
	})
	return before.teach(to.profile, from, saw, to)
}

// some is the minds when only the profiles at the given places, ascending, are
// still possible.
func (b *builder) some(of *minds, places []int32) *minds {
	np := len(of.profile)
	if len(places) == np {
		return of
	}
	if to := of.taught(nil, places, nil); to != nil && !b.m.apart {
		return to
	}
	profile := make([]Profile, len(places))
	for k, p := range places {
		profile[k] = of.profile[p]
	}
	to := b.newMinds(profile, func(k, i int) kindKey { return kindKey{from: of.types[i*np+int(places[k])]} })
	return of.teach(nil, places, nil, to)
}

// overnight is the minds when a period is over and with it the covert acts of it.
func (b *builder) overnight(of *minds) *minds {
	if of.morning == nil {
		of.morning = of
		if slices.ContainsFunc(of.profile, func(p Profile) bool { return p.Covert != 0 }) {
			next := &minds{profile: slices.Clone(of.profile), types: of.types, count: of.count, dropped: true}
			for p := range next.profile {
				next.profile[p].Covert = 0
			}
			of.morning = next
		}
	}
	return of.morning
}

// valued is what the future may depend on in minds: profiles that differ in
// nothing it reads are one case.
type valued struct {
	cases
	of   []int32 // by profile: its case
	list int32   // number of the list of cases in its model
}

// casesOf lists the cases of minds.
func (b *builder) casesOf(of *minds) *valued {
	if of.valued != nil {
		return of.valued
	}
	v := &valued{of: make([]int32, 0, len(of.profile))}
	for _, pr := range of.profile {
		secrets := b.m.Src.secret.project(pr.Secrets, b.m.tails)
		at := -1
		for c := range v.secrets {
			if v.secrets[c] == secrets && v.covert[c] == pr.Covert {
				at = c
				break
			}
		}
		if at < 0 {
			at = v.size()
			v.secrets = append(v.secrets, secrets)
			v.covert = append(v.covert, pr.Covert)
		}
		v.of = append(v.of, int32(at))
	}
	v.list = b.m.listOf(v.cases)
	of.valued = v
	return v
}
