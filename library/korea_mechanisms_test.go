package library_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"

	"demarche/internal/check"
	"demarche/internal/evidence"
	"demarche/internal/lookahead"
	"demarche/internal/plan"
	"demarche/internal/random"
	"demarche/internal/scenario"
	"demarche/internal/story"
)

// This file tests that every mechanism of the Korea scenario works: switched
// off, it moves a belief or a forecast, parameters at their medians.

const (
	leastMove   = 0.02  // what a mechanism must move, as a probability
	largestTree = 1_500 // public states of a look-ahead on the way of the evidence
)

// mechanism is a line of mechanisms.csv.
type mechanism struct {
	id, target string
	set        []string
}

func mechanisms(t *testing.T) []mechanism {
	t.Helper()
	var out []mechanism
	for _, row := range table(t, "mechanisms.csv") {
		out = append(out, mechanism{row["mechanism"], row["target"], strings.Fields(row["set"])})
	}
	return out
}

// override applies --set assignments.
func override(s *scenario.Scenario, set []string) (*scenario.Scenario, error) {
	for _, assignment := range set {
		next, list := check.Override(s, assignment)
		if list.HasErrors() {
			return nil, fmt.Errorf("%s: %w", assignment, list.Err())
		}
		s = next
	}
	return s, nil
}

// reader computes targets of one scenario, and weighs the evidence of each date once.
type reader struct {
	s       *scenario.Scenario
	set     *evidence.Set
	sync    sync.Mutex
	beliefs map[scenario.Date][][]float64 // by secret and value
	plans   map[scenario.Date]*plan.Plan
}

func newReader(s *scenario.Scenario, set *evidence.Set) *reader {
	return &reader{s: s, set: set, beliefs: map[scenario.Date][][]float64{}, plans: map[scenario.Date]*plan.Plan{}}
}

// target computes "belief:SECRET=VALUE", what is believed given the evidence, or
// "question:NAME", the probability that it comes true within the look-ahead;
// at the scenario's as-of date, or at the date behind an @.
func (r *reader) target(text string) (float64, error) {
	r.sync.Lock()
	defer r.sync.Unlock()
	s := r.s
	what, date, dated := strings.Cut(text, "@")
	asOf := s.AsOf
	if dated {
		var err error
		if asOf, err = scenario.ParseDate(date); err != nil {
			return 0, err
		}
	}
	if name, ok := strings.CutPrefix(what, "question:"); ok {
		if r.plans[asOf] == nil {
			plan, err := plan.Solve(context.Background(), s, r.set, plan.Options{AsOf: asOf})
			if err != nil {
				return 0, err
			}
			r.plans[asOf] = plan
		}
		for q := range s.Questions {
			if s.Questions[q].Name == name {
				return r.plans[asOf].Questions[q], nil
			}
		}
		return 0, fmt.Errorf("no question %s", name)
	}
	name, value, ok := strings.Cut(strings.TrimPrefix(what, "belief:"), "=")
	for j := range s.Secrets {
		for v := range s.Secrets[j].Domain.Size() {
			if ok && s.Secrets[j].Name == name && s.Secrets[j].Domain.Label(v) == value {
				if r.beliefs[asOf] == nil {
					f, src, _, err := filter(s, r.set, asOf)
					if err != nil {
						return 0, err
					}
					r.beliefs[asOf] = believed(s, f, src)
				}
				return r.beliefs[asOf][j][v], nil
			}
		}
	}
	return 0, fmt.Errorf("%q is neither belief:SECRET=VALUE nor question:NAME", text)
}

// believed is the weight of every value of every secret.
func believed(s *scenario.Scenario, f *evidence.Filtered, src *lookahead.Source) [][]float64 {
	p := make([][]float64, len(s.Secrets))
	for j := range s.Secrets {
		p[j] = make([]float64, s.Secrets[j].Domain.Size())
	}
	for _, h := range f.Particles {
		for j, row := range src.Marginals(h.Moment.Pos) {
			for v := range p[j] {
				p[j][v] += math.Exp(h.LogW) * row[v]
			}
		}
	}
	return p
}

// filter weighs the evidence at the parameters' medians.
func filter(s *scenario.Scenario, set *evidence.Set, asOf scenario.Date) (*evidence.Filtered, *lookahead.Source, story.Stats, error) {
	src, err := lookahead.NewSource(s)
	if err != nil {
		return nil, nil, story.Stats{}, err
	}
	m, err := src.NewModel(random.Medians(s))
	if err != nil {
		return nil, nil, story.Stats{}, err
	}
	o := set.Observe(s, asOf)
	t := &story.Teller{M: m}
	f, err := evidence.Filter(t, o, evidence.FilterOptions{
		Clock: story.Clock{Period: o.CutPeriod, Step: o.CutStep}, Stream: random.New(1, 0, 0, random.UseFilter),
	})
	if err == nil && len(f.Particles) == 0 {
		err = fmt.Errorf("the evidence until %s is impossible", asOf)
	}
	return f, src, t.Stats, err
}

// each runs work for every mechanism, two at a time.
func each(list []mechanism, work func(m mechanism)) {
	var wg sync.WaitGroup
	slots := make(chan struct{}, 2)
	for _, m := range list {
		wg.Add(1)
		slots <- struct{}{}
		go func() {
			defer wg.Done()
			work(m)
			<-slots
		}()
	}
	wg.Wait()
}

func TestKoreaMechanismsMoveTheForecast(t *testing.T) {
	t.Parallel()
	s := load(t, scenarios[0].name)
	set := loadEvidence(t, s, scenarios[0].evidence)
	list := mechanisms(t)
	seen := map[string]bool{}
	var same []string // every parameter of any mechanism, as it is
	medians := random.Medians(s)
	for _, m := range list {
		seen[m.id] = true
		for _, assignment := range m.set {
			name, _, _ := strings.Cut(assignment, "=")
			for i := range s.Parameters {
				if s.Parameters[i].Name == name {
					same = append(same, fmt.Sprintf("%s=%.17g", name, medians[i]))
				}
			}
		}
	}
	for k := 1; k <= 15; k++ {
		if id := fmt.Sprintf("S%d", k); !seen[id] {
			t.Errorf("%s has no line in mechanisms.csv", id)
		}
	}
	control, err := override(s, same)
	if err != nil {
		t.Fatal(err)
	}
	asItIs, inControl := newReader(s, set), newReader(control, set)
	each(list, func(m mechanism) {
		off, err := override(s, m.set)
		if err != nil {
			t.Errorf("%s: %v", m.id, err)
			return
		}
		var p [3]float64
		for k, r := range []*reader{asItIs, newReader(off, set), inControl} {
			if p[k], err = r.target(m.target); err != nil {
				t.Errorf("%s: %v", m.id, err)
				return
			}
		}
		t.Logf("%-3s %-34s %-40s %.3f → %.3f", m.id, strings.Join(m.set, " "), m.target, p[0], p[1])
		if !(math.Abs(p[1]-p[0]) > leastMove) {
			t.Errorf("%s: %s moves %s from %.4f to %.4f only", m.id, strings.Join(m.set, " "), m.target, p[0], p[1])
		}
		if !(math.Abs(p[2]-p[0]) < 1e-9) {
			t.Errorf("%s: with nothing switched off %s moves from %.12f to %.12f", m.id, m.target, p[0], p[2])
		}
	})
}

// The look-aheads on the way of the evidence are small enough for a run of
// minutes, and the whole record of the year can have happened.
func TestKoreaEvidenceIsPossible(t *testing.T) {
	t.Parallel()
	for _, c := range scenarios {
		s := load(t, c.name)
		s.Foresight = 1 // the core at two months is a matter of minutes
		set := loadEvidence(t, s, c.evidence)
		last := s.Questions[0].By
		if _, _, stats, err := filter(s, set, last); err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if stats.Blocks > largestTree || stats.Profiles > 24 {
			t.Errorf("%s: a look-ahead has %d public states and %d profiles", c.name, stats.Blocks, stats.Profiles)
		}
	}
}
