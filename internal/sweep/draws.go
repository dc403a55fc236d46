package sweep

import (
	"hash/fnv"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distmv"
	"gonum.org/v1/gonum/stat/samplemv"

	"demarche/internal/evidence"
	"demarche/internal/lookahead"
	"demarche/internal/random"
	"demarche/internal/scenario"
	"demarche/internal/story"
)

// This file draws the parameters.

// weighed is one draw of the parameters after the evidence. What is exported is
// kept from one process to the next.
type weighed struct {
	scores     []float64 // independent standard normal scores, by parameter
	parameters []float64
	base       float64 // ln of its weight apart from its likelihood: 0 for a draw from the prior
	stream     int     // of its random numbers
	done       bool

	Said  evidence.Said
	Start *lookahead.Position // before any evidence
	Held  []held
	Stats story.Stats
}

// held is a particle kept for its stories.
type held struct {
	moment *story.Moment // only where play follows one solved tree
	Pos    *lookahead.Position
	W      float64
	Yes    []bool
	Stale  []int32
	Ahead  []lookahead.Event // happened on the way to Pos, and is not over yet
}

// log is the logarithm of the draw's weight when the evidence so far has the
// given log-likelihood. It is not normalised.
func (w *weighed) log(likelihood float64) float64 { return w.base + likelihood }

// free are the parameters that have a distribution of their own.
func free(s *scenario.Scenario) []int {
	var out []int
	for i := range s.Parameters {
		if k := s.Parameters[i].Dist.Kind; k != scenario.Fixed && k != scenario.Derived {
			out = append(out, i)
		}
	}
	return out
}

// sample draws the parameters n times by a Latin hypercube (McKay, Beckman and
// Conover 1979). The draws of a parameter depend on its name, the seed and n
// alone, so that scenarios that differ in other parameters share them.
func sample(s *scenario.Scenario, seed uint64, n int) []weighed {
	out := make([]weighed, n)
	scores := make([]float64, n*len(s.Parameters))
	for d := range out {
		out[d].scores = scores[d*len(s.Parameters):][:len(s.Parameters)]
		out[d].stream = d
	}
	column := mat.NewDense(n, 1, nil)
	for _, i := range free(s) {
		name := fnv.New64a()
		name.Write([]byte(s.Parameters[i].Name))
		h := name.Sum64()
		stream := random.New(seed, int(uint32(h>>32)), int(uint32(h)), random.UseParameters)
		samplemv.LatinHypercube{Q: distmv.NewUnitUniform(1, nil), Src: stream}.Sample(column)
		for d := range out {
			out[d].scores[i] = random.Score(min(max(column.At(d, 0), 0x1p-53), 1-0x1p-53))
		}
	}
	for d := range out {
		out[d].parameters = random.FromScores(s, out[d].scores)
	}
	return out
}
