package sweep

import (
	"context"
	"fmt"
	"math"

	"demarche/internal/importance"
	"demarche/internal/random"
)

// This file draws anew where the prior's draws are too few near what was seen:
// tempered sequential Monte Carlo (Neal 2001; Del Moral, Doucet and Jasra 2006).

// Methods of inference.
const (
	Auto       = "auto"       // importance, and tempered where that is poor
	Importance = "importance" // draws from the prior, weighed
	Tempered   = "tempered"   // drawn anew, step by step, towards the posterior
)

const (
	fewestDraws   = 20  // below so many nothing is drawn anew unasked
	poorShare     = 0.1 // effective draws, as a share of draws, that are too few
	keptAStage    = 0.5 // effective share of the draws at each new temperature
	mostMoves     = 5   // of every draw at one temperature
	enoughMoved   = 0.8 // share of the draws that have moved, at which to stop
	lastMoves     = 2   // at least, in the end
	smallestScale = 0.1 // of a parameter's posterior, in standard deviations of its prior
)

// poor reports whether the prior's draws, weighed, are not to be relied on.
func (r *run) poor() bool {
	if len(r.draws) < fewestDraws || len(free(r.s)) == 0 {
		return false
	}
	w, k := r.smoothed()
	return k > importance.Reliable || importance.Effective(w) < poorShare*float64(len(w))
}

// anew draws anew where that is asked for, or needed.
func (r *run) anew(ctx context.Context) error {
	needed := r.poor()
	if r.opt.Method != Tempered && (r.opt.Method == Importance || !needed) {
		return nil
	}
	err := r.temper(ctx)
	if r.tempered != nil {
		r.tempered.needed = needed
	}
	return err
}

// temper replaces the draws by draws from the posterior. The likelihood is taken
// in by growing powers; at each the draws are resampled and moved by steps that
// leave that distribution as it is. Stopped early it leaves the prior's draws.
func (r *run) temper(ctx context.Context) error {
	n := len(r.draws)
	now := make([]*weighed, n)
	for d := range r.draws {
		now[d] = &r.draws[d]
	}
	power, evidence, step := 0.0, 0.0, 0.5
	stages, tried, accepted := 0, 0, 0
	streams, families := n, 0.0 // sum of the squares of the copies made of each draw at the last resampling
	for power < 1 {
		stages++
		next := nextPower(now, power)
		logs := make([]float64, n)
		for d, w := range now {
			logs[d] = (next - power) * w.Said.LogLikelihood
		}
		evidence += logMean(logs)
		power = next
		rng := random.New(r.opt.Seed, stages, 0, random.UseTruth)
		var kept []*weighed
		family := map[*weighed]float64{} // those that never moved apart are one
		for d, copies := range importance.Systematic(importance.Shares(logs), n, rng.Float64()) {
			family[now[d]] += float64(copies)
			for range copies {
				kept = append(kept, now[d])
			}
		}
		families = 0
		for _, copies := range family {
			families += copies * copies // whole numbers: the order does not matter
		}
		now = kept
		moved := make([]bool, n)
		for move := 1; move <= mostMoves; move++ {
			centre, scale := r.spread(now)
			proposed := make([]*weighed, n)
			stage := fmt.Sprintf("drawing anew, step %d (%.0f%% of the evidence taken in)", stages, 100*power)
			err := r.each(ctx, stage, n, func(i int) error {
				p := r.propose(now[i], centre, scale, step, streams+i)
				proposed[i] = p
				return r.weighOne(ctx, fmt.Sprintf("tempered/%d/%d/%d", stages, move, i), p)
			})
			if err != nil || ctx.Err() != nil {
				return err
			}
			ups := 0
			for i, p := range proposed {
				r.spent.Add(p.Stats)
				u := random.New(r.opt.Seed, p.stream, 1, random.UseMove).Open()
				gain := power*(p.Said.LogLikelihood-now[i].Said.LogLikelihood) + r.beside(p.scores, centre, scale) - r.beside(now[i].scores, centre, scale)
				if math.Log(u) < gain {
					now[i], moved[i] = p, true
					ups++
				}
			}
			streams += n
			tried, accepted = tried+n, accepted+ups
			switch share := float64(ups) / float64(n); {
			case share < 0.2:
				step *= 0.6
			case share > 0.5:
				step = math.Min(1, 1.5*step)
			}
			if count(moved) >= enoughMoved*float64(n) && (power < 1 || move >= lastMoves) {
				break
			}
		}
	}
	r.prior = r.draws
	r.draws = distinct(now)
	r.tempered = &tempering{stages: stages, accepted: float64(accepted) / float64(tried), evidence: evidence,
		effective: float64(n) * float64(n) / families}
	return nil
}

// tempering says how the draws were made.
type tempering struct {
	needed   bool // the prior's draws were not to be relied on
	stages   int
	accepted float64 // share of the moves
	evidence float64 // log of the mean likelihood under the prior
	// effective is the number of draws, those that were one draw at the last
	// resampling counted as if they had not moved since.
	effective float64
}

// nextPower is the power of the likelihood at which the draws, weighed for the
// step to it, are worth keptAStage of their number.
func nextPower(now []*weighed, power float64) float64 {
	logs := make([]float64, len(now))
	worth := func(next float64) float64 {
		for d, w := range now {
			logs[d] = (next - power) * w.Said.LogLikelihood
		}
		return importance.Effective(importance.Shares(logs))
	}
	possible := 0.0
	for _, w := range now {
		if !math.IsInf(w.Said.LogLikelihood, -1) {
			possible++
		}
	}
	enough := keptAStage * possible // what the evidence rules out falls away at any power
	if worth(1) >= enough {
		return 1
	}
	lo, hi := power, 1.0
	for range 60 {
		mid := lo + (hi-lo)/2
		if worth(mid) >= enough {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi // above power, so that there is an end
}

// spread is where the draws lie, by parameter: the centre and the scale of a
// normal distribution that moves are made in.
func (r *run) spread(now []*weighed) (centre, scale []float64) {
	centre, scale = make([]float64, len(r.s.Parameters)), make([]float64, len(r.s.Parameters))
	n := float64(len(now))
	for _, i := range free(r.s) {
		for _, w := range now {
			centre[i] += w.scores[i] / n
		}
		for _, w := range now {
			d := w.scores[i] - centre[i]
			scale[i] += d * d / n
		}
		scale[i] = math.Max(math.Sqrt(scale[i]), smallestScale)
	}
	return centre, scale
}

// propose takes a step that is reversible in the normal distribution of the
// given centre and scale: preconditioned Crank–Nicolson (Cotter, Roberts, Stuart
// and White 2013). A step of 1 is a draw from that distribution itself.
func (r *run) propose(w *weighed, centre, scale []float64, step float64, stream int) *weighed {
	rng := random.New(r.opt.Seed, stream, 0, random.UseMove)
	p := &weighed{scores: make([]float64, len(w.scores)), stream: stream}
	keep := math.Sqrt(1 - step*step)
	for _, i := range free(r.s) {
		p.scores[i] = centre[i] + keep*(w.scores[i]-centre[i]) + step*scale[i]*random.Score(rng.Open())
	}
	p.parameters = r.at(p.scores)
	return p
}

// beside is the log-density of the prior beside that of the distribution in which
// moves are made, up to a constant.
func (r *run) beside(scores, centre, scale []float64) float64 {
	sum := 0.0
	for _, i := range free(r.s) {
		z := (scores[i] - centre[i]) / scale[i]
		sum += (z*z - scores[i]*scores[i]) / 2
	}
	return sum
}

// distinct lists each draw once, weighing as often as it stands in the list.
func distinct(list []*weighed) []weighed {
	var out []weighed
	at := map[*weighed]int{}
	var copies []float64
	for _, w := range list {
		k, ok := at[w]
		if !ok {
			k = len(out)
			at[w] = k
			out, copies = append(out, *w), append(copies, 0)
		}
		copies[k]++
	}
	for k := range out {
		out[k].base = math.Log(copies[k]) - out[k].Said.LogLikelihood
	}
	return out
}

func count(yes []bool) float64 {
	n := 0.0
	for _, y := range yes {
		if y {
			n++
		}
	}
	return n
}
