package sweep

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"demarche/internal/importance"
	"demarche/internal/leverage"
	"demarche/internal/plan"
	"demarche/internal/quantity"
	"demarche/internal/random"
)

// This file says who has the upper hand at the as-of date, over the draws: each
// is measured at its own parameters, from where the evidence led it.

// Bounds of the cost of it.
const (
	// DefaultUpperHand is how many draws are measured.
	DefaultUpperHand = 12
	// upperHandTries is how many combinations of acts a commitment is looked for
	// among one by one; beyond it they are searched.
	upperHandTries = 100
)

// UpperHand is who has the upper hand in the look-ahead from the as-of date.
// Draws are picked in proportion to their weight (systematic resampling), so
// that medians and intervals over them are posterior ones. Payoffs are each
// actor's own: those of different actors are in one currency only where
// Transferable says so.
type UpperHand struct {
	Start        string                `json:"start"`
	Foresight    int                   `json:"foresight"`
	Draws        int                   `json:"draws"`    // picked by weight
	Distinct     int                   `json:"distinct"` // different ones among them
	Failed       int                   `json:"failed"`   // of the picked ones, without a figure
	Transferable bool                  `json:"transferable"`
	Actors       []UpperHandActor      `json:"actors"`
	Dependence   []UpperHandDependence `json:"dependence"`
	Commitment   []UpperHandCommitment `json:"commitment"`
	ThreatPower  UpperHandThreat       `json:"threat_power"`
}

// Spread is a quantity over draws: its median, and the 5% and 95% points. With
// a dozen draws these are the least and the greatest.
type Spread struct {
	Median   Number   `json:"median"`
	Interval Interval `json:"interval"`
}

// UpperHandActor is an actor and what it expects as things are.
type UpperHandActor struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Value Spread `json:"value"`
	Moves bool   `json:"moves"` // it chooses somewhere in the look-ahead of some draw
}

// UpperHandDependence is L_ij: what one actor would lose if another were held to its quiet acts.
type UpperHandDependence struct {
	Actor      string `json:"actor"`
	On         string `json:"on"`
	Dependence Spread `json:"dependence"`
	LogOdds    Spread `json:"log_odds"` // precision × dependence
	Needs      Number `json:"needs"`    // share of draws in which it would keep the other's acts at 5 to 4 or more
	Minds      Number `json:"minds"`    // share of draws in which it would rather be without them, at 5 to 4 or more
	Reason     string `json:"reason"`   // why it could not be computed
}

// UpperHandCommitment is C_i: the best promise of one act for each of an actor's phases.
type UpperHandCommitment struct {
	Actor      string              `json:"actor"`
	Gain       Spread              `json:"gain"`
	Moves      Spread              `json:"moves"`    // total variation of the outcomes within the look-ahead
	LogOdds    map[string]Spread   `json:"log_odds"` // precision × change of payoff, by actor
	Worth      Number              `json:"worth"`    // share of draws in which it would choose to be bound at 5 to 4 or more
	Acts       []leverage.PhaseAct `json:"acts"`     // the promise that is best in most draws
	ActsShare  Number              `json:"acts_share"`
	Exhaustive bool                `json:"exhaustive"` // all promises were tried, in every draw
	Reason     string              `json:"reason"`     // why it could not be computed
}

// UpperHandThreat is the value of Kohlberg and Neyman over the draws.
type UpperHandThreat struct {
	Offered bool              `json:"offered"`
	Reason  string            `json:"reason"`
	Values  map[string]Spread `json:"values"` // by actor
	Total   Spread            `json:"total"`
}

// pick is one draw at one of its public histories, and how often it was picked.
type pick struct {
	draw, moment int
	weight       float64
	measured     *leverage.Leverage
	err          error
}

// upperHand measures opt.UpperHand draws and sums them up. It does nothing where
// that is 0 or ctx is done; a draw without a figure is left out, and said.
func (r *run) upperHand(ctx context.Context, res *Result) error {
	if r.opt.UpperHand <= 0 || ctx.Err() != nil {
		return nil
	}
	picks := r.pickDraws(r.opt.UpperHand)
	inner := max(r.opt.Workers/max(len(picks), 1), 1) // games at once within a draw, where draws are fewer than cores
	err := r.each(ctx, "who has the upper hand", len(picks), func(i int) error {
		picks[i].measured, picks[i].err = r.measure(ctx, &picks[i], inner)
		return nil
	})
	if err != nil || ctx.Err() != nil {
		if ctx.Err() != nil {
			res.Warnings = append(res.Warnings, "The run was stopped before it was known who has the upper hand.")
			res.Diag.Interrupted = true
		}
		return err
	}
	r.sumUpperHand(res, picks)
	return nil
}

// pickDraws picks n draws and public histories in proportion to their weight by
// systematic resampling (Kitagawa 1996); those with the same parameters and the
// same place are one.
func (r *run) pickDraws(n int) []pick {
	var out []pick
	u := random.New(r.opt.Seed, 0, 0, random.UseUpperHand).Float64()
	var shares []float64 // by draw and place
	for d, w := range r.weights() {
		for m := range r.draws[d].Held {
			shares = append(shares, w*r.draws[d].Held[m].W)
		}
	}
	copies := importance.Systematic(shares, n, u)
	for d := range r.draws {
		for m := range r.draws[d].Held {
			times := copies[0]
			copies = copies[1:]
			if times == 0 {
				continue
			}
			same := slices.IndexFunc(out, func(p pick) bool {
				return len(r.draws[d].Held) == 1 && len(r.draws[p.draw].Held) == 1 && slices.Equal(r.draws[p.draw].parameters, r.draws[d].parameters)
			})
			if same >= 0 {
				out[same].weight += float64(times)
				continue
			}
			out = append(out, pick{draw: d, moment: m, weight: float64(times)})
		}
	}
	return out
}

// measure solves one draw's look-ahead, and then with choices held.
func (r *run) measure(ctx context.Context, p *pick, workers int) (*leverage.Leverage, error) {
	clock := r.clock
	at := r.draws[p.draw].Held[p.moment]
	clock.Stale = at.Stale
	solved, err := plan.At(ctx, r.s, r.src, plan.Place{Parameters: r.draws[p.draw].parameters, Position: at.Pos, Clock: clock},
		plan.Options{Precision: r.opt.Precision, MaxMemory: r.opt.MaxMemory})
	if err != nil {
		return nil, err
	}
	return leverage.Measure(ctx, solved, leverage.Options{Precision: r.opt.Precision, Seed: r.opt.Seed, Tries: upperHandTries,
		Workers: workers, MaxBytes: r.opt.MaxMemory})
}

// sumUpperHand takes medians and intervals over the draws picked.
func (r *run) sumUpperHand(res *Result, picks []pick) {
	u := &UpperHand{Foresight: r.s.Foresight, Transferable: r.s.Transferable, Distinct: len(picks), Dependence: []UpperHandDependence{}, Commitment: []UpperHandCommitment{}}
	var done []pick
	var first error
	for _, p := range picks {
		u.Draws += int(p.weight)
		if p.err != nil {
			u.Failed += int(p.weight)
			if first == nil {
				first = p.err
			}
			continue
		}
		done = append(done, p)
	}
	if errors.Is(first, plan.ErrOver) && len(done) == 0 {
		res.Warnings = append(res.Warnings, "Who has the upper hand was not measured: at the as-of date play is over, and nobody chooses any more.")
		return
	}
	if first != nil {
		res.Warnings = append(res.Warnings, fmt.Sprintf("Who has the upper hand could not be measured in %d of %d draws; the first: %s.", u.Failed, u.Draws, first))
	}
	if len(done) == 0 {
		return
	}
	u.Start = done[0].measured.Start
	u.actors(done)
	u.dependence(done)
	u.commitment(done)
	u.threats(done)
	local := 0.0
	for _, p := range done {
		if len(p.measured.Warnings) > 0 {
			local += p.weight
		}
	}
	if local > 0 {
		res.Warnings = append(res.Warnings, fmt.Sprintf("In %.0f of %d draws measured for who has the upper hand there is a reservation; one: %s", local, u.Draws, r.reservation(done)))
	}
	res.UpperHand = u
}

// reservation is the first warning of any draw.
func (r *run) reservation(done []pick) string {
	for _, p := range done {
		if len(p.measured.Warnings) > 0 {
			return p.measured.Warnings[0]
		}
	}
	return ""
}

// spread is a quantity over the draws that have it.
func spread(done []pick, of func(l *leverage.Leverage) quantity.Number) Spread {
	var values, weights []float64
	total := 0.0
	for _, p := range done {
		if v := float64(of(p.measured)); !math.IsNaN(v) && !math.IsInf(v, 0) {
			values, weights = append(values, v), append(weights, p.weight)
			total += p.weight
		}
	}
	if total == 0 {
		return Spread{quantity.None, Interval{quantity.None, quantity.None}}
	}
	for i := range weights {
		weights[i] /= total
	}
	x := summarise(values, weights)
	return Spread{x.Q50, Interval{x.Q05, x.Q95}}
}

// share is how much of the draws that have a quantity it holds for.
func share(done []pick, of func(l *leverage.Leverage) quantity.Number, holds func(float64) bool) Number {
	yes, all := 0.0, 0.0
	for _, p := range done {
		v := float64(of(p.measured))
		if math.IsNaN(v) {
			continue
		}
		all += p.weight
		if holds(v) {
			yes += p.weight
		}
	}
	if all == 0 {
		return quantity.None
	}
	return Number(yes / all)
}

func matters(v float64) bool { return v > leverage.Matters }
func minds(v float64) bool   { return v < -leverage.Matters }

func (u *UpperHand) actors(done []pick) {
	for i, a := range done[0].measured.Actors {
		x := UpperHandActor{Name: a.Name, Title: a.Title, Value: spread(done, func(l *leverage.Leverage) quantity.Number { return l.Actors[i].Value })}
		for _, p := range done {
			x.Moves = x.Moves || p.measured.Actors[i].Moves
		}
		u.Actors = append(u.Actors, x)
	}
}

func (u *UpperHand) dependence(done []pick) {
	for k, d := range done[0].measured.Dependence {
		odds := func(l *leverage.Leverage) quantity.Number { return l.Dependence[k].LogOdds }
		x := UpperHandDependence{Actor: d.Actor, On: d.On, LogOdds: spread(done, odds), Needs: share(done, odds, matters), Minds: share(done, odds, minds),
			Dependence: spread(done, func(l *leverage.Leverage) quantity.Number { return l.Dependence[k].Dependence })}
		if math.IsNaN(float64(x.Dependence.Median)) {
			x.Reason = d.Reason
		}
		u.Dependence = append(u.Dependence, x)
	}
}

func (u *UpperHand) commitment(done []pick) {
	for k, c := range done[0].measured.Commitment {
		x := UpperHandCommitment{Actor: c.Actor, Exhaustive: true, Acts: []leverage.PhaseAct{}, ActsShare: quantity.None, LogOdds: map[string]Spread{},
			Gain:  spread(done, func(l *leverage.Leverage) quantity.Number { return l.Commitment[k].Gain }),
			Moves: spread(done, func(l *leverage.Leverage) quantity.Number { return l.Commitment[k].Moves })}
		own := func(l *leverage.Leverage) quantity.Number { return change(l, k, c.Actor) }
		x.Worth = share(done, own, matters)
		if math.IsNaN(float64(x.Gain.Median)) {
			x.Reason = c.Reason
			u.Commitment = append(u.Commitment, x)
			continue
		}
		for _, a := range u.Actors {
			x.LogOdds[a.Name] = spread(done, func(l *leverage.Leverage) quantity.Number { return change(l, k, a.Name) })
		}
		times, all := map[string]float64{}, 0.0
		best := ""
		for _, p := range done {
			c := &p.measured.Commitment[k]
			if c.Reason != "" {
				continue
			}
			x.Exhaustive = x.Exhaustive && c.Exhaustive
			key := fmt.Sprint(c.Acts)
			times[key] += p.weight
			all += p.weight
		}
		for _, p := range done {
			c := &p.measured.Commitment[k]
			if key := fmt.Sprint(c.Acts); c.Reason == "" && times[key] > times[best] { // the first of equals
				best, x.Acts, x.ActsShare = key, c.Acts, Number(times[key]/all)
			}
		}
		u.Commitment = append(u.Commitment, x)
	}
}

// change is precision × change of an actor's payoff by commitment k.
func change(l *leverage.Leverage, k int, actor string) quantity.Number {
	if v, ok := l.Commitment[k].LogOdds[actor]; ok {
		return v
	}
	return quantity.None
}

func (u *UpperHand) threats(done []pick) {
	t := UpperHandThreat{Values: map[string]Spread{}, Total: Spread{quantity.None, Interval{quantity.None, quantity.None}}}
	for _, p := range done {
		if p.measured.ThreatPower.Offered {
			t.Offered = true
		} else if t.Reason == "" {
			t.Reason = p.measured.ThreatPower.Reason
		}
	}
	if t.Offered {
		of := func(name string) func(l *leverage.Leverage) quantity.Number {
			return func(l *leverage.Leverage) quantity.Number {
				if v, ok := l.ThreatPower.Values[name]; ok {
					return v
				}
				return quantity.None
			}
		}
		for _, a := range u.Actors {
			t.Values[a.Name] = spread(done, of(a.Name))
		}
		t.Total = spread(done, func(l *leverage.Leverage) quantity.Number {
			if !l.ThreatPower.Offered {
				return quantity.None
			}
			return l.ThreatPower.Total
		})
	}
	u.ThreatPower = t
}
