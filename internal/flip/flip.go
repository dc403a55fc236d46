// Package flip says what would change an assessment: for each question the
// smallest change of one parameter, and of a pair of them, in units of the
// analyst's own uncertainty, that carries its probability into the next
// estimative band.
package flip

import (
	"context"
	"fmt"
	"math"
	"slices"

	"demarche/internal/quantity"
	"demarche/internal/random"
	"demarche/internal/scenario"
)

// This file is what is found, and the search that both ways of computing share.

// Number is a quantity that may not exist.
type Number = quantity.Number

// Ways of computing.
const (
	// Exact: one solved look-ahead decides the questions. A change moves the value
	// of a parameter away from its median, and each is solved anew.
	Exact = "exact"
	// Sampled: the questions are decided over draws and stories. A change moves the
	// whole distribution of a parameter. It is found by weighing the draws anew, and
	// the smallest ones are confirmed by runs.
	Sampled = "sampled"
)

// What is known of a change.
const (
	Confirmed = "confirmed" // solved or run anew with the change, the probability is where it was expected to be
	Refuted   = "refuted"   // it is not
	Predicted = "predicted" // it was not solved or run anew
)

// Farthest is how many standard deviations from where it stands a parameter, or
// a pair of them together, is moved at most.
const Farthest = 3.0

// Flips is what would change an assessment.
type Flips struct {
	Method     string         `json:"method"`          // Exact or Sampled
	Farthest   Number         `json:"farthest"`        // standard deviations within which changes of every parameter were looked for
	Step       Number         `json:"step"`            // and how far apart they were looked at, of one parameter
	Parameters []string       `json:"parameters"`      // those with a distribution: the only ones that are moved
	Effective  Number         `json:"effective_draws"` // sampled: draws that the stories are worth; null if exact
	Fewest     Number         `json:"fewest_draws"`    // sampled: effective draws below which nothing is said; null if exact
	Questions  []FlipQuestion `json:"questions"`       // in the order of the scenario
	Solves     int            `json:"solves"`          // exact: look-aheads solved
	Runs       int            `json:"runs"`            // sampled: runs made to confirm
	Warnings   []string       `json:"warnings"`
}

// FlipQuestion is one question and what would change its word.
type FlipQuestion struct {
	Name        string `json:"name"`
	Title       string `json:"title"`
	Probability Number `json:"probability"` // where everything stands: exact, at the medians; sampled, the forecast
	Word        string `json:"word"`
	Changes     []Flip `json:"changes"` // smallest first: at most one of one parameter and one of a pair in each direction
}

// Flip is a change that carries a probability just into another band.
type Flip struct {
	Up         bool              `json:"up"`                   // to a likelier band
	Word       string            `json:"word"`                 // what it would become
	Edge       Number            `json:"edge"`                 // the probability at which the word changes
	Moves      []FlipMove        `json:"moves"`                // one, or two at once, in the order of the file
	Size       Number            `json:"size"`                 // standard deviations; of two moves, the root of their squares' sum
	Predicted  Number            `json:"predicted"`            // the probability there, as it was found
	Verdict    string            `json:"verdict"`              // Confirmed, Refuted, Predicted
	Confirmed  Number            `json:"confirmed"`            // the probability there, solved or run anew; null if neither
	MonteCarlo quantity.Interval `json:"monte_carlo_interval"` // sampled: 90%, of that run; else null
	Effective  Number            `json:"effective_draws"`      // sampled: draws that the prediction is worth; else null
}

// FlipMove is a parameter that is moved.
type FlipMove struct {
	Parameter string `json:"parameter"`
	Title     string `json:"title"`
	SD        Number `json:"sd"`   // standard deviations, on the scale on which its distribution is normal
	From      Number `json:"from"` // its median
	To        Number `json:"to"`   // exact: its value; sampled: its median, of the moved distribution
}

// surface is the probability of every question as a function of how far the
// uncertain parameters are moved, in standard deviations, 0 being where they
// stand.
type surface interface {
	// at is nil where nothing can be said, as are both results of slopes.
	at(ctx context.Context, t []float64) ([]float64, error)
	// slopes is, by question and parameter, the derivative; NaN where there is none.
	slopes(ctx context.Context, t []float64) (p []float64, slope [][]float64, err error)
}

// search looks for flips on a surface.
type search struct {
	on       surface
	n        int     // parameters
	step     float64 // between the places at which one parameter is looked at
	farthest float64
	clear    func(q int, t []float64) bool // nil, or whether the probability there is another one at all
	told     func()                        // nil, or called when one parameter has been looked at in one direction
	now      []float64                     // by question
	slope    [][]float64                   // by question and parameter, where they stand
	line     map[[2]int][]float64          // by parameter and steps from 0
	reach    float64                       // least that a parameter could be followed
}

// point is a place at which the probability has just come into another band.
type point struct {
	t    []float64
	p    float64
	size float64
}

// start takes stock of where the parameters stand.
func (s *search) start(ctx context.Context) error {
	zero := make([]float64, s.n)
	var err error
	s.line, s.reach = map[[2]int][]float64{}, s.farthest
	if s.now, s.slope, err = s.on.slopes(ctx, zero); err != nil {
		return err
	}
	return nil
}

// along is every question's probability with parameter k moved by so many steps; nil
// where nothing can be said.
func (s *search) along(ctx context.Context, k, steps int) ([]float64, error) {
	if steps == 0 {
		return s.now, nil
	}
	key := [2]int{k, steps}
	p, ok := s.line[key]
	if !ok {
		t := make([]float64, s.n)
		t[k] = float64(steps) * s.step
		var err error
		if p, err = s.on.at(ctx, t); err != nil {
			return nil, err
		}
		if p == nil {
			s.reach = math.Min(s.reach, math.Abs(t[k])-s.step)
		}
		s.line[key] = p
	}
	return p, nil
}

// logit is the log-odds of p. Probabilities of choices are close to linear in the
// parameters on this scale, however small they are. Its ends are finite.
func logit(p float64) float64 {
	const end = 745 // beyond the logarithm of the smallest number
	return math.Max(-end, math.Min(end, math.Log(p)-math.Log1p(-p)))
}

// beyond reports whether p has left the band below or above the edge.
func beyond(p, edge float64, up bool) bool {
	return (quantity.BandOf(p) > quantity.BandOf(edge)) == up
}

// single is the smallest move of parameter k alone that carries question q across
// an edge, nil if there is none in reach: the first interval of the scan, on
// either side, in which it crosses, and the root in it. Crossings within one step
// of the scan that cross back are not seen.
func (s *search) single(ctx context.Context, q, k int, edge float64, up bool) (*point, error) {
	var best *point
	last := int(math.Round(s.farthest / s.step))
	for _, side := range []int{1, -1} {
		for n := 1; n <= last; n++ {
			if best != nil && float64(n-1)*s.step > best.size {
				break
			}
			p, err := s.along(ctx, k, side*n)
			if err != nil {
				return nil, err
			}
			if p == nil {
				break
			}
			if !beyond(p[q], edge, up) {
				continue
			}
			before, err := s.along(ctx, k, side*(n-1))
			if err != nil {
				return nil, err
			}
			ray := make([]float64, s.n)
			ray[k] = float64(side)
			guess := math.NaN()
			if n == 1 { // Newton's step, if it lies inside
				guess = s.newton(q, k, edge) * float64(side)
			}
			found, err := s.cross(ctx, q, edge, up, ray, float64(n-1)*s.step, before[q], float64(n)*s.step, p[q], guess)
			if err != nil {
				return nil, err
			}
			if found != nil && (best == nil || found.size < best.size) {
				best = found
			}
			break
		}
	}
	return best, nil
}

// newton is where the tangent at 0 meets the edge, on the scale of log-odds.
func (s *search) newton(q, k int, edge float64) float64 {
	p := s.now[q]
	return (logit(edge) - logit(p)) * p * (1 - p) / s.slope[q][k]
}

const (
	rootWidth = 1e-7 // standard deviations at which a root is taken for found
	rootSteps = 60
)

// cross is where question q comes across the edge between a and b on a ray:
// regula falsi on the log-odds (Anderson and Björck 1973), halving where that is
// slow, guess being tried first. The point lies beyond the edge.
func (s *search) cross(ctx context.Context, q int, edge float64, up bool, ray []float64, a, pa, b, pb, guess float64) (*point, error) {
	value := func(p float64) float64 { return logit(p) - logit(edge) }
	fa, fb := value(pa), value(pb)
	at := func(r float64) []float64 {
		t := make([]float64, s.n)
		for k := range t {
			t[k] = r * ray[k]
		}
		return t
	}
	last := 0 // the end that moved: −1 the near one, 1 the far one
	for n := 0; n < rootSteps && b-a > rootWidth; n++ {
		c := a + (b-a)*fa/(fa-fb)
		switch {
		case n == 0 && guess > a && guess < b:
			c = guess
		case n%4 == 3 || !(c > a && c < b):
			c = a + (b-a)/2
		}
		// Never at an end itself, but just beside it, so that both close in.
		const beside = rootWidth / 2
		c = math.Max(a+beside, math.Min(b-beside, c))
		p, err := s.on.at(ctx, at(c))
		if err != nil {
			return nil, err
		}
		if p == nil {
			return nil, nil
		}
		fc := value(p[q])
		shrink := func(end float64) float64 { // the weight of the end that stayed again
			if m := 1 - fc/end; m > 0 {
				return m
			}
			return 0.5
		}
		if beyond(p[q], edge, up) {
			if last == 1 {
				fa *= shrink(fb)
			}
			b, pb, fb, last = c, p[q], fc, 1
		} else {
			if last == -1 {
				fb *= shrink(fa)
			}
			a, fa, last = c, fc, -1
		}
	}
	return &point{t: at(b), p: pb, size: b * norm(ray)}, nil
}

func norm(v []float64) float64 {
	sum := 0.0
	for _, x := range v {
		sum += x * x
	}
	return math.Sqrt(sum)
}

// edges are the probabilities at which the word for p changes: down to the band
// below and up to the one above; NaN where there is none.
func edges(p float64) (down, up float64) {
	k := quantity.BandOf(p)
	down, up = math.NaN(), math.NaN()
	if k > 0 {
		down = quantity.Bands[k-1].High
	}
	if k >= 0 && k < len(quantity.Bands)-1 {
		up = quantity.Bands[k].High
	}
	return down, up
}

func word(p float64) string { return quantity.Word(p) }

// neighbour is the word beyond an edge of the band of p.
func neighbour(p float64, up bool) string {
	k := quantity.BandOf(p)
	if up {
		return quantity.Bands[k+1].Name
	}
	return quantity.Bands[k-1].Name
}

// question looks for what would change the word of question q.
func (s *search) question(ctx context.Context, q int, change func(up bool, edge float64, at *point) Flip) ([]Flip, error) {
	out := []Flip{}
	p := s.now[q]
	if math.IsNaN(p) {
		return out, nil
	}
	down, up := edges(p)
	for _, e := range []struct {
		edge float64
		up   bool
	}{{down, false}, {up, true}} {
		if math.IsNaN(e.edge) {
			continue
		}
		var singles []*point
		for k := range s.n {
			x, err := s.single(ctx, q, k, e.edge, e.up)
			if err != nil {
				return nil, err
			}
			if s.told != nil {
				s.told()
			}
			if x != nil && (s.clear == nil || s.clear(q, x.t)) {
				singles = append(singles, x)
			}
		}
		slices.SortStableFunc(singles, func(a, b *point) int { return compare(a.size, b.size) })
		if len(singles) > 0 {
			out = append(out, change(e.up, e.edge, singles[0]))
		}
		two, err := s.pair(ctx, q, e.edge, e.up, singles)
		if err != nil {
			return nil, err
		}
		if two != nil {
			out = append(out, change(e.up, e.edge, two))
		}
	}
	slices.SortStableFunc(out, func(a, b Flip) int { return compare(float64(a.Size), float64(b.Size)) })
	return out, nil
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// moves says a point as moves of parameters.
func moves(s *scenario.Scenario, free []int, t []float64) []FlipMove {
	out := []FlipMove{}
	for k, i := range free {
		if t[k] == 0 {
			continue
		}
		p := &s.Parameters[i]
		out = append(out, FlipMove{Parameter: p.Name, Title: p.Title, SD: Number(t[k]), From: Number(value(s, i, 0)), To: Number(value(s, i, t[k]))})
	}
	return out
}

// value is parameter i at a score of its distribution.
func value(s *scenario.Scenario, i int, score float64) float64 {
	z := make([]float64, len(s.Parameters))
	z[i] = score
	return random.FromMargins(s, z)[i]
}

// describe begins the result.
func describe(s *scenario.Scenario, free []int, method string) *Flips {
	f := &Flips{Method: method, Farthest: Farthest, Effective: quantity.None, Fewest: quantity.None, Parameters: []string{}, Questions: []FlipQuestion{}, Warnings: []string{}}
	for _, i := range free {
		f.Parameters = append(f.Parameters, s.Parameters[i].Name)
	}
	return f
}

func (f *Flips) warn(format string, args ...any) {
	f.Warnings = append(f.Warnings, fmt.Sprintf(format, args...))
}
