package report

import (
	"fmt"
	"math"
	"strings"

	"demarche/internal/sweep"
)

// This file says how far the figures of a run can be relied on: a level and its
// reasons, all read off the diagnostics. Likelihood and confidence are two
// things and never share a sentence (Intelligence Community Directive 203, 2015).
// The rule is stated in docs/brief.md.

// level of confidence.
type level int

const (
	high level = iota
	moderate
	low
)

func (l level) String() string { return [...]string{"high", "moderate", "low"}[l] }

// Bounds of the levels. A quantity beyond the second makes confidence low,
// between the two moderate.
var (
	effectiveBounds = [2]float64{50, 10}    // effective draws, at least; as the warnings of a run have it
	paretoBounds    = [2]float64{0.5, 0.7}  // Pareto k of the weights, at most (Vehtari et al. 2024)
	storiesBounds   = [2]float64{0.10, 0.2} // width of the widest Monte Carlo interval, at most
	branchBounds    = [2]float64{0.01, 0.1} // share of solutions off the principal branch, or not known to be on it
	fewRows         = 3                     // pieces of evidence, at least, for high confidence
	surprising      = 6.64                  // bits of a piece of evidence: one in a hundred

)

// ground is one reason: what it makes of the confidence, and the words.
type ground struct {
	level level
	text  string
}

// confidence is the statement, in sentences without a word of likelihood.
func confidence(r *sweep.Result) string {
	gs := grounds(r)
	worst := high
	for _, g := range gs {
		worst = max(worst, g.level)
	}
	var because []string
	for l := worst; l >= high && len(because) < 3; l-- { // what weighs most comes first
		if l == high && worst != high {
			break
		}
		for _, g := range gs {
			if g.level == l && len(because) < 3 {
				because = append(because, g.text)
			}
		}
	}
	return fmt.Sprintf("Confidence: %s, because %s. This is about how well the figures are computed, and supported by the evidence taken in; whether the model is right is another matter.", worst, strings.Join(because, ", and "))
}

// grounds are all reasons there are, good and bad, in a fixed order.
func grounds(r *sweep.Result) []ground {
	d := r.Diag
	var out []ground
	add := func(l level, format string, a ...any) { out = append(out, ground{l, fmt.Sprintf(format, a...)}) }
	if d.Interrupted {
		add(low, "the run was stopped early")
	}
	used := usedRows(r)
	switch {
	case r.NoEvidence:
		add(moderate, "no evidence was taken in")
	case used == 0:
		add(moderate, "there is no evidence to take in")
	case used < fewRows:
		add(moderate, "only %s taken in", pluralIs(used, "piece of evidence", "pieces of evidence"))
	}
	if n := float64(d.EffectiveDraws); !math.IsNaN(n) && n > 0 {
		text := fmt.Sprintf("the figures rest on %.0f draws of the parameters", n)
		if !r.NoEvidence && used > 0 {
			text = fmt.Sprintf("the evidence leaves %.0f effective draws of %d", n, r.Draws)
		}
		switch {
		case n < effectiveBounds[1]:
			add(low, "%s, too few for steady figures", text)
		case n < effectiveBounds[0]:
			add(moderate, "%s, fewer than the %.0f that give steady ones", text, effectiveBounds[0])
		default:
			add(high, "%s", text)
		}
	}
	if k := float64(d.ParetoK); !math.IsNaN(k) {
		text := fmt.Sprintf("the weights of the draws have a Pareto k of %s", number(k))
		switch {
		case k > paretoBounds[1]:
			add(low, "%s (above %s they cannot be relied on)", text, number(paretoBounds[1]))
		case k > paretoBounds[0]:
			add(moderate, "%s (up to %s is good)", text, number(paretoBounds[0]))
		default:
			add(high, "%s (up to %s is good)", text, number(paretoBounds[0]))
		}
	}
	if w := widest(r.Questions); !math.IsNaN(w) {
		text := fmt.Sprintf("the number of draws and stories alone leaves a forecast open by up to %.0f percentage points", math.Ceil(100*w))
		add(graded(w, storiesBounds), "%s", text)
	}
	if d.Solves > 0 {
		off := float64(d.Local) / float64(d.Solves)
		if d.Retraced > 0 {
			off = math.Max(off, float64(d.RetraceDiffer)/float64(d.Retraced))
		}
		if off > 0 {
			add(max(graded(off, branchBounds), moderate), "%s of the look-ahead solutions belong, or may belong, to another equilibrium", shareText(off))
		}
	}
	if used > 0 && !r.NoEvidence && !d.FilterExact && d.Histories > 1 {
		add(moderate, "what nobody reported was summed by sampling")
	}
	if id, bits := mostSurprising(r); bits > surprising {
		add(moderate, "a piece of evidence (%s) surprised the model by %s bits", id, number(math.Round(10*bits)/10))
	}
	if len(out) == 0 {
		add(low, "the run says nothing about its own precision")
	}
	return out
}

// graded is the level of a quantity that should be small.
func graded(x float64, bounds [2]float64) level {
	switch {
	case x > bounds[1]:
		return low
	case x > bounds[0]:
		return moderate
	}
	return high
}

func shareText(x float64) string {
	if x < 0.01 {
		return "fewer than 1 in 100"
	}
	return fmt.Sprintf("%.0f in 100", 100*x)
}

func pluralIs(n int, one, many string) string {
	if n == 1 {
		return "1 " + one + " was"
	}
	return count(n) + " " + many + " were"
}

// usedRows is how many rows of evidence were taken in.
func usedRows(r *sweep.Result) int {
	used := 0
	for _, e := range r.Evidence {
		if e.Used && e.ID != "" {
			used++
		}
	}
	return used
}

// widest is the width of the widest interval that the number of stories leaves.
func widest(qs []sweep.QuestionResult) float64 {
	out := math.NaN()
	for _, q := range qs {
		if w := float64(q.MonteCarlo[1] - q.MonteCarlo[0]); !math.IsNaN(w) && !(w <= out) {
			out = w
		}
	}
	return out
}

// mostSurprising is the row of evidence that surprised the model most, in bits.
func mostSurprising(r *sweep.Result) (id string, bits float64) {
	for _, e := range r.Evidence {
		if e.Used && finite(e.Surprise) && float64(e.Surprise) > bits {
			id, bits = strings.TrimSpace(e.ID), float64(e.Surprise)
		}
	}
	return id, bits
}
