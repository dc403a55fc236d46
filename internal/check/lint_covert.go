package check

import (
	"demarche/internal/diag"
	"demarche/internal/expr"
	"demarche/internal/scenario"
)

// This file warns of covert acts whose secrecy does not work as written, and of
// acts that are never worth choosing.

func (l *linter) covert() {
	s := l.s
	for pi := range s.Phases {
		ph := &s.Phases[pi]
		told := map[string]bool{}
		for ai := range ph.Actions {
			a := &ph.Actions[ai]
			if !a.Covert() || told[a.Base] {
				continue
			}
			told[a.Base] = true
			notices := map[int]string{} // actors who know a secret that the act writes
			for _, e := range a.Effects {
				for _, k := range s.Secrets[e.Target].KnownTo {
					notices[k] = s.Secrets[e.Target].Name
				}
			}
			sees := map[int]bool{ph.Actor: true}
			for _, k := range a.SeenBy {
				sees[k] = true
				if notices[k] == "" {
					l.warnf(diag.SightingDropped, a.Range, "let the act change a secret that "+s.Actors[k].Name+" knows",
						"%s sees %q for what it is, but forgets it at the end of the period: no secret that it knows records it", s.Actors[k].Name, a.Base)
				}
			}
			for k := range s.Actors {
				if notices[k] != "" && !sees[k] {
					l.warnf(diag.NoticedAnyway, a.Range, "add it to seen_by, or let the act change another secret",
						"%s is not in seen_by of %q, but knows the secret %q that the act changes, and so may notice it", s.Actors[k].Name, a.Base, notices[k])
				}
			}
		}
	}
}

// dominated finds acts that look like another one to everybody, do the same,
// and always cost more.
func (l *linter) dominated() {
	s := l.s
	for pi := range s.Phases {
		ph := &s.Phases[pi]
		for i := range ph.Actions {
			for k := range ph.Actions {
				a, b := &ph.Actions[i], &ph.Actions[k]
				if i != k && l.sameButCost(ph, i, k) && l.dearer(a, b) {
					l.warnf(diag.DominatedAct, a.Range, "give it an effect or a benefit of its own, or remove it",
						"%q is never worth choosing: %q looks the same, does the same, and costs less", a.Name, b.Name)
					break
				}
			}
		}
	}
}

// sameButCost reports whether acts i and k of ph look alike to everybody and
// have the same consequences. At least one must be covert: public acts differ
// in their name, and a name can be a signal.
func (l *linter) sameButCost(ph *scenario.Phase, i, k int) bool {
	a, b := &ph.Actions[i], &ph.Actions[k]
	if !a.Covert() && !b.Covert() || shown(ph, i) != shown(ph, k) {
		return false
	}
	for _, x := range []*scenario.Action{a, b} {
		y := l.s.Layout.Flag
		if x.Covert() && (l.read[y+x.Flag] || x.ExposedFlag >= 0 || len(x.SeenBy) > 0) {
			return false // somebody can tell them apart, or something depends on which it was
		}
	}
	ea, eb := a.Effects, b.Effects
	if !a.Covert() {
		ea = nil // the public effects of the look-alike come with both
	}
	if !b.Covert() {
		eb = nil
	}
	return sameEffects(ea, eb)
}

// shown is what others see of act i.
func shown(ph *scenario.Phase, i int) int {
	if ph.Actions[i].Covert() {
		return ph.Actions[i].LooksLike
	}
	return i
}

func sameEffects(a, b []scenario.Effect) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Secret != b[i].Secret || a[i].Target != b[i].Target || a[i].Redraw != b[i].Redraw {
			return false
		}
		if !a[i].Redraw && !sameTree(a[i].Value.Tree(), b[i].Value.Tree()) {
			return false
		}
	}
	return true
}

func sameTree(a, b *expr.Node) bool {
	if a.Op != b.Op || a.Value != b.Value || a.Slot != b.Slot || len(a.Args) != len(b.Args) {
		return false
	}
	for i := range a.Args {
		if !sameTree(a.Args[i], b.Args[i]) {
			return false
		}
	}
	return true
}

// dearer reports whether a always costs at least what b costs and
// sometimes more.
func (l *linter) dearer(a, b *scenario.Action) bool {
	never, more := true, false
	settled := l.try([]*expr.Program{a.Cost, b.Cost}, func(v []float64) bool {
		never = v[0] >= v[1]
		more = more || v[0] > v[1]
		return never
	})
	return settled && never && more
}
