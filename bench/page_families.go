// The sections of RESULTS.md, one a family.

package main

import (
	"fmt"
	"math"
	"strings"
)

func bySize(r *row) string { return fmt.Sprint(r.Size) }

func signallingPage(w *writer, f *familyResult) {
	w.line("Two actors with two types each act in turn, three public acts a round ([signalling.go](signalling.go)). An actor's payoff is *share* × what its own acts are worth to its type + (1 − *share*) × a draw for every end and pair of types. A share of 0.9 is nearly additive and measures throughput; at 0.5 the actors must mind each other; at 0 payoffs have no structure at all, and the path of solutions folds often at high λ. Unknowns are the actions over all information sets.\n")
	list := chains(f.Rows)
	for _, rows := range list {
		w.line("### %s\n", upper(rows[0].Chain))
		timing(w, f, rows, bySize, "rounds")
	}
	growth(w, list, 6, 12, "rounds")
}

// growth says how the time per public state grows with the size.
func growth(w *writer, list [][]*row, from, to int, what string) {
	var body [][]string
	for _, rows := range list {
		var a, b *row
		for _, r := range rows {
			if c := r.cell(oneCore); c == nil || c.Status != statusOK {
				continue
			}
			if r.Size == from {
				a = r
			}
			if a != nil && r.Size > from && r.Size <= to {
				b = r
			}
		}
		if a == nil || b == nil || a.PublicStates == 0 {
			continue
		}
		n := float64(b.PublicStates) / float64(a.PublicStates)
		t := median(b.cell(oneCore).Solve) / median(a.cell(oneCore).Solve)
		body = append(body, []string{rows[0].Chain, fmt.Sprintf("%d → %d", a.Size, b.Size), three(n) + "×", three(t) + "×", three(t/n) + "×",
			three(perPass(b, b.cell(oneCore))/perPass(a, a.cell(oneCore))) + "×", megabytes(a.cell(oneCore)) + " → " + megabytes(b.cell(oneCore))})
	}
	if len(body) == 0 {
		return
	}
	w.line("### Growth\n")
	w.line("Linear time would leave the time per public state as it is: 1×. What remains per pass is memory leaving the caches; the rest is more passes.\n")
	w.table([]string{"kind", what, "public states", "solve", "time per public state", "per public state and pass", "MB"}, body)
}

func covertPage(w *writer, f *familyResult) {
	w.line("Three actors. A, of one of two types, has three acts a round, of which C cannot tell two apart and is never told; B sees all. Then B and C act in public ([covert.go](covert.go)). Public states hold ever more hidden histories: this is the case that does not shrink to types.\n")
	list := chains(f.Rows)
	for _, rows := range list {
		w.line("### %s\n", upper(rows[0].Chain))
		timing(w, f, rows, bySize, "rounds")
	}
	growth(w, list, 2, 5, "rounds")
}

func perfectPage(w *writer, f *familyResult) {
	w.line("Two players in turn, two acts, everything seen, payoffs drawn independently at every end ([trees.go](trees.go)). With perfect information one backward sweep at the λ asked for is enough, without any tracing; a tracer that does not look for this does more than is needed, and a comparison with it says so rather than how fast it traces.\n")
	list := chains(f.Rows)
	for _, rows := range list {
		timing(w, f, rows, bySize, "moves")
	}
	growth(w, list, 10, 18, "moves")
}

func concedePage(w *writer, f *familyResult) {
	w.line("Two actors, resolute or not, in turn concede or continue; the path is long, payoffs are of order 10 ([trees.go](trees.go)). All go to the limit of the principal branch: demarche with `--limit`, which stops at a one-shot regret of 1e-6 of the payoff range, Gambit with `maxregret=1e-6`, in its words a proportion of the range too. *Regret* is what the best reply to the whole strategy would gain, recomputed; a *Δ* that is not small may be two accuracies, or at choices that are not reached.\n")
	for _, rows := range chains(f.Rows) {
		timing(w, f, rows, bySize, "rounds")
	}
}

func cataloguePage(w *writer, f *familyResult) {
	if len(f.Rows) == 0 {
		return
	}
	w.line("The published games of Gambit's own catalogue, at λ = 2. They are small: *process* is the start of a program and little else.\n")
	timing(w, f, f.Rows, func(r *row) string { return strings.TrimSuffix(r.Game, ".efg") }, "game")
}

func pokerPage(w *writer, f *familyResult) {
	w.line("Kuhn's and Leduc poker, written by our own generator ([poker.go](poker.go)) by OpenSpiel's rules. demarche follows the principal branch to its limit and knows nothing of the games being zero-sum; CFR+ (OpenSpiel's C++ solver) and the linear program (Gambit) solve zero-sum games of two players alone, and find some equilibrium, not a selected one. Exploitability is the mean of what the two players could gain by a best reply, in chips, computed by OpenSpiel for all.\n")
	for _, p := range f.Poker {
		w.line("### %s\n", p.Game)
		for _, s := range p.Facts {
			w.line("%s.\n", s)
		}
		if p.Row == nil {
			w.line("Only its file was made and compared.\n")
			continue
		}
		timing(w, f, []*row{p.Row}, func(*row) string { return p.Game }, "game")
		var body [][]string
		us := p.Row.cell(oneCore)
		if p.Ours != nil {
			body = append(body, []string{"demarche --limit", times(us, f.Runs)[0], times(us, f.Runs)[1], fmt.Sprintf("%.3g", p.Ours.Exploitability), fmt.Sprintf("%.8f", p.Ours.Value)})
		} else {
			body = append(body, []string{"demarche --limit", status(us), "—", "—", "—"})
		}
		if p.CFR != nil && len(p.Curve) > 0 {
			last := p.Curve[len(p.Curve)-1]
			text := span(p.CFR.Solve, f.Runs)
			if !p.Reached {
				text = fmt.Sprintf("target not reached after %s", duration(last[1]))
			}
			body = append(body, []string{fmt.Sprintf("CFR+, until %.3g", p.Target), span(p.CFR.Wall, f.Runs), text, fmt.Sprintf("%.3g", last[2]), fmt.Sprintf("%.8f", p.CFRValue)})
		} else if p.CFR != nil {
			body = append(body, []string{"CFR+", status(p.CFR), "—", "—", "—"})
		}
		w.line("The first player's value in equilibrium is %.6f.\n", p.Value)
		w.table([]string{"program", "process", "solve", "exploitability", "value of the first player"}, body)
		if len(p.Curve) == 0 {
			continue
		}
		w.line("CFR+ takes little for a rough answer and ever more for every digit (the time of its iterations alone; measuring exploitability on the way counts in *process* only):\n")
		var curve [][]string
		for goal := 1e-1; goal >= 1e-9; goal /= 10 {
			for _, c := range p.Curve {
				if c[2] <= goal {
					curve = append(curve, []string{fmt.Sprintf("%.0e", goal), fmt.Sprintf("%.0f", c[0]), duration(c[1])})
					break
				}
			}
		}
		last := p.Curve[len(p.Curve)-1]
		curve = append(curve, []string{fmt.Sprintf("%.3g, where it ended", last[2]), fmt.Sprintf("%.0f", last[0]), duration(last[1])})
		w.table([]string{"exploitability", "iterations", "seconds of iterations"}, curve)
	}
}

func bargainingPage(w *writer, f *familyResult) {
	w.line("Bargaining by offers in turn (Rubinstein 1982), as a scenario ([bargaining.go](bargaining.go)): in each round an offer out of so many, then yes or no. demarche merges histories that leave the same game. **No peer can be measured**: a game file has every history apart, and the tree of a hundred rounds has about 10²⁰⁰ ends; the second column is its decimal logarithm. The values are compared with a recursion over the rounds.\n")
	var body [][]string
	for _, r := range f.Bargain {
		t := times(r.Cell, f.Runs)
		body = append(body, []string{fmt.Sprintf("%d rounds, %d offers", r.Rounds, r.Offers), fmt.Sprintf("%.0f", r.TreeLog10), states(&row{PublicStates: r.States}), t[0], t[1], megabytes(r.Cell), small2(r.Cell.Certified), small2(r.Difference)})
	}
	w.table([]string{"game", "log10 of the ends of the tree", "public states", "process", "solve", "MB", "residual, as stated", "difference of the values"}, body)
}

func agreementPage(w *writer, f *familyResult) {
	w.line("Every game of the catalogue that holds a choice and forty generated ones (signalling of 2 and 3 rounds, covert acts, perfect information, poker, concede or continue; most with payoffs without structure), at λ = 0.5, 1, 2 and 4. Where a peer's answer is more than %.0e from ours, or missing, it was asked again with first step 0.003 and acceleration 1.01. One answer of a peer may take %g s. An answer is *an equilibrium* if its residual is at most 1e-6; our own bar is near 1e-9.\n", differs, min(f.Timeout, agreeLimit))
	w.line("Where both answers are equilibria and differ, the certificate cannot choose. If the principal branch crosses another one on the way (a bifurcation, which a symmetry of the game makes), which side to follow is a convention: Gambit perturbs the game there and goes on along a side branch, demarche keeps the smooth branch and warns. Without a crossing, one of the two left the principal branch.\n")
	type tally struct{ asked, given, close9, close6, differ, fails, bar, noOurs int }
	sums := map[string]*tally{}
	var order []string
	worst := map[string]map[string]*agreement{}
	var odd [][]string
	var games []string
	ourWorst := 0.0
	for i := range f.Agree {
		a := &f.Agree[i]
		s := sums[a.Peer]
		if s == nil {
			s = &tally{}
			sums[a.Peer] = s
			order = append(order, a.Peer)
		}
		s.asked++
		if worst[a.Game] == nil {
			worst[a.Game] = map[string]*agreement{}
			games = append(games, a.Game)
		}
		if a.OurError != nil {
			ourWorst = math.Max(ourWorst, float64(*a.OurError))
		} else {
			s.noOurs++
		}
		if a.Status == statusOK {
			s.given++
			if !(float64(*a.PeerError) <= 1e-6) {
				s.fails++
			}
			if !(float64(*a.PeerError) <= 1e-9) {
				s.bar++
			}
		}
		if a.Difference != nil {
			switch d := float64(*a.Difference); {
			case d <= 1e-9:
				s.close9++
			case d <= differs:
				s.close6++
			default:
				s.differ++
			}
			if b := worst[a.Game][a.Peer]; b == nil || b.Difference == nil || *a.Difference > *b.Difference {
				worst[a.Game][a.Peer] = a
			}
		} else if worst[a.Game][a.Peer] == nil {
			worst[a.Game][a.Peer] = a
		}
		if a.Difference == nil || float64(*a.Difference) > differs || a.PeerError != nil && !(float64(*a.PeerError) <= 1e-6) {
			odd = append(odd, []string{a.Game, fmt.Sprintf("%g", a.Lambda), toolNames[a.Peer], small2(a.Difference), ourWords(a), theirWords(a), verdict(a), again(a)})
		}
	}
	w.line("Our largest residual, recomputed, is %.2g.\n", ourWorst)
	var body [][]string
	for _, p := range order {
		s := sums[p]
		body = append(body, []string{toolNames[p], fmt.Sprint(s.asked), fmt.Sprint(s.given), fmt.Sprint(s.close9), fmt.Sprint(s.close6), fmt.Sprint(s.differ), fmt.Sprint(s.bar), fmt.Sprint(s.fails), fmt.Sprint(s.noOurs)})
	}
	w.table([]string{"peer", "asked", "answers", "within 1e-9 of ours", "within 1e-6", "apart", "peer's residual above 1e-9", "above 1e-6: no equilibrium", "no answer of ours"}, body)
	if len(odd) > 0 {
		w.line("### Where they differ\n")
		w.table([]string{"game", "λ", "peer", "Δ", "ours", "peer's", "verdict", "peer with shorter steps"}, odd)
	}
	w.line("### By game: the largest difference in any probability over the four λ\n")
	body = nil
	for _, g := range games {
		line := []string{strings.TrimSuffix(g, ".efg")}
		for _, p := range order {
			a := worst[g][p]
			switch {
			case a == nil:
				line = append(line, "—", "—")
			case a.Difference == nil:
				line = append(line, "no comparison", small2(a.PeerError))
			default:
				line = append(line, small2(a.Difference), small2(a.PeerError))
			}
		}
		body = append(body, line)
	}
	head := []string{"game"}
	for _, p := range order {
		head = append(head, "Δ to "+toolNames[p], "its residual there")
	}
	w.table(head, body)
}

func ourWords(a *agreement) string {
	if a.OurError == nil {
		return "none: " + cellText(a.Ours)
	}
	text := fmt.Sprintf("%s, %d folds, residual %s", a.Ours, a.Folds, small2(a.OurError))
	if a.Crossing != nil {
		text += fmt.Sprintf(", crosses another branch at λ = %.4g", float64(*a.Crossing))
	}
	return text
}

func theirWords(a *agreement) string {
	if a.Status != statusOK {
		return "none: " + cellText(a.Note)
	}
	text := "residual " + small2(a.PeerError)
	if d := math.Abs(a.PeerLambda - a.Lambda); d > 1e-6 {
		text += fmt.Sprintf(" at λ = %.6g", a.PeerLambda)
	}
	return text
}

// verdict is what the certificates say of two answers.
func verdict(a *agreement) string {
	theirs := a.PeerError != nil && float64(*a.PeerError) <= 1e-6
	ours := a.OurError != nil && float64(*a.OurError) <= 1e-6
	switch {
	case a.OurError == nil && a.PeerError == nil:
		return "nobody has an answer"
	case a.OurError == nil && theirs:
		return "only the peer has an answer"
	case a.PeerError == nil && ours:
		return "only demarche has an answer"
	case ours && theirs && float64(*a.Difference) <= differs:
		return "they agree"
	case ours && theirs && a.Ours != "principal":
		return "two equilibria; ours says itself that it may not be on the principal branch"
	case ours && theirs && a.Crossing != nil:
		return "two equilibria, on two branches that cross on the way"
	case ours && theirs:
		return "two equilibria"
	case ours:
		return "the peer's answer fails the certificate"
	case theirs:
		return "our answer fails the certificate"
	}
	return "both fail the certificate"
}

func again(a *agreement) string {
	switch {
	case a.Again == nil:
		return "—"
	case a.Again.Difference != nil:
		return fmt.Sprintf("Δ %s, %s", small2(a.Again.Difference), theirWords(a.Again))
	}
	return theirWords(a.Again)
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
