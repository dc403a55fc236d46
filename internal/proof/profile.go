package proof

import (
	"context"
	"fmt"
	"math"

	"demarche/internal/lookahead"
	"demarche/internal/plan"
	"demarche/internal/qre"
	"demarche/internal/scenario"
	"demarche/internal/theory"
)

// This file certifies an equilibrium that is given in closed form: nobody gains
// by another choice at any information set, be it reached or not, given what the
// profile does everywhere else and the beliefs that it leaves. Beliefs off the
// path are those of a profile that trembles: every act keeps a small share, and
// Bayes' rule does the rest.

// ProfileOutcome is what the check of one profile found.
type ProfileOutcome struct {
	Profile   *theory.Profile
	Claimed   bool    // what it requires holds
	Holds     bool    // the theory says that it is an equilibrium here
	Regret    float64 // the most that a single other choice gains anywhere; NaN if it could not be computed
	Allowed   float64
	Where     string             // the information set at which it is gained
	ByActor   map[string]float64 // what each would gain at the start by its best reply to the whole profile
	Distance  float64            // from the engine's solution: the largest difference of a probability where either comes by; NaN: not compared
	InWarning string             // why it could not be checked
}

// Passes reports whether the profile is an equilibrium where the theory says
// so, and none where it says not.
func (p *ProfileOutcome) Passes() bool {
	if p.Holds {
		return p.Regret <= p.Allowed
	}
	return p.Regret > p.Allowed
}

// reached is how likely an information set must be for the profile and the
// solution to be compared there.
const reached = 1e-3

// played is a profile on the look-ahead.
type played struct {
	plan    *plan.Plan // with the profile in the place of a solution, trembles included
	exact   []float64  // by unknown: probability, without trembles
	figures []float64
	failed  error
}

// play puts a profile on the look-ahead, once.
func (e *Engine) play(k int) (*played, error) {
	if e.played[k] == nil {
		if e.played == nil {
			e.played = map[int]*played{}
		}
		v := e.Variant(e.T.Profiles[k].Set)
		p := &played{}
		p.failed = v.lay(k, p)
		e.sized = e.sized || v.sized
		e.played[k] = p
	}
	return e.played[k], e.played[k].failed
}

func (e *Engine) lay(k int, p *played) (err error) {
	if p.plan, err = plan.Build(watched(e.S, e.T), nil, plan.Options{Unmerged: unmerged(e.T), MaxMemory: e.MaxMemory, Sized: e.sized}); err != nil {
		return err
	}
	e.sized = true
	var x []float64
	if p.exact, x, err = e.strategies(p.plan, &e.T.Profiles[k]); err != nil {
		return err
	}
	if err = p.plan.Play(x); err != nil {
		return err
	}
	p.figures = e.figures(p.plan)
	return nil
}

// Check certifies profile k of the theory and compares it with the engine's
// solution.
func (e *Engine) Check(ctx context.Context, k int) *ProfileOutcome {
	pr := &e.T.Profiles[k]
	v := e.Variant(pr.Set)
	at := v.Point()
	out := &ProfileOutcome{Profile: pr, Claimed: at.Holds(pr.Require), Holds: at.Holds(pr.Holds), Regret: math.NaN(), Allowed: at.Eval(pr.Regret),
		Distance: math.NaN(), ByActor: map[string]float64{}}
	p, err := e.play(k)
	if err != nil {
		out.InWarning = fmt.Sprintf("the profile %q could not be checked: %s", pr.Name, fault(err))
		return out
	}
	g, res := p.plan.Tree.Game, p.plan.Result
	out.Regret = 0
	for i := range g.Infosets {
		set := &g.Infosets[i]
		best, mean := math.Inf(-1), 0.0
		for v := set.Var; v < set.Var+set.Vars; v++ {
			best = math.Max(best, res.Q[v])
			mean += p.exact[v] * res.Q[v]
		}
		if gain := best - mean; !(gain <= out.Regret) {
			out.Regret, out.Where = gain, where(p.plan, i)
		}
	}
	c := qre.CertifyPublic(g, res.X, 1)
	for i, r := range c.Regret {
		out.ByActor[e.S.Actors[i].Name] = r
	}
	if solved, err := v.Solve(ctx); err == nil {
		out.Distance = distance(p, solved.Plan())
	}
	return out
}

// distance is the largest difference of a probability between a profile and a
// solution where either comes by.
func distance(p *played, solved *plan.Plan) float64 {
	g := p.plan.Tree.Game
	if solved.Tree.Game.Vars != g.Vars {
		return math.NaN()
	}
	most := 0.0
	for i := range g.Infosets {
		if p.plan.Result.Reach[i] < reached && solved.Result.Reach[i] < reached {
			continue
		}
		set := &g.Infosets[i]
		for v := set.Var; v < set.Var+set.Vars; v++ {
			most = math.Max(most, math.Abs(p.exact[v]-math.Exp(solved.Result.X[v])))
		}
	}
	return most
}

// strategies is what the profile does, by unknown of the game: as it stands,
// and with trembles as log-probabilities.
func (e *Engine) strategies(p *plan.Plan, pr *theory.Profile) (exact, x []float64, err error) {
	g, t := p.Tree.Game, e.T
	exact, x = make([]float64, g.Vars), make([]float64, g.Vars)
	plays := map[int]*theory.Play{}
	for i := range pr.Plays {
		plays[pr.Plays[i].Phase] = &pr.Plays[i]
	}
	base := e.Point().Frame
	frame := make([]float64, len(base))
	for i := range g.Infosets {
		set := &g.Infosets[i]
		phase := p.Tree.Phases[set.Block][set.Mover]
		play := plays[phase]
		if play == nil {
			return nil, nil, fmt.Errorf("the profile does not say what is done in the phase %q", t.S.Phases[phase].Name)
		}
		copy(frame, base)
		e.see(p, i, frame)
		tremble := pr.Tremble
		if play.Tremble != nil {
			tremble = play.Tremble.Eval(frame)
		}
		if !(tremble > 0 && tremble < 1) {
			return nil, nil, fmt.Errorf("%s: the tremble is %.6g; it must lie between 0 and 1", where(p, i), tremble)
		}
		sum := 0.0
		for v := set.Var; v < set.Var+set.Vars; v++ {
			if y := play.Probability[p.Tree.Acts[v]]; y != nil {
				exact[v] = y.Eval(frame)
			}
			if !(exact[v] >= -1e-12 && exact[v] <= 1+1e-9) {
				return nil, nil, fmt.Errorf("%s: the profile gives %s the probability %.6g", where(p, i), t.S.Phases[phase].Actions[p.Tree.Acts[v]].Name, exact[v])
			}
			exact[v] = math.Max(0, exact[v])
			sum += exact[v]
		}
		if !(math.Abs(sum-1) <= 1e-9) {
			return nil, nil, fmt.Errorf("%s: the probabilities of the acts that are possible there add up to %.9g, not 1", where(p, i), sum)
		}
		for v := set.Var; v < set.Var+set.Vars; v++ {
			exact[v] /= sum
			x[v] = math.Log((1-tremble)*exact[v] + tremble/float64(set.Vars))
		}
	}
	return exact, x, nil
}

// see puts what the chooser of an information set sees and knows into a frame.
func (e *Engine) see(p *plan.Plan, i int, frame []float64) {
	s := e.S
	set := &p.Tree.Game.Infosets[i]
	w := &p.Tree.Worlds[set.Block]
	frame[scenario.SlotPeriod], frame[scenario.SlotMonth] = float64(w.Period), float64(s.MonthOf(w.Period))
	for j, v := range w.Vars {
		frame[s.Layout.Variable+j] = s.Variables[j].Domain.Value(int(v))
	}
	for _, f := range w.Flags {
		frame[s.Layout.Flag+int(f)] = 1
	}
	pr := profileOf(p, i)
	for j := range s.Secrets {
		if s.Secrets[j].Knows(int(set.Actor)) {
			frame[s.Layout.Secret+j] = s.Secrets[j].Domain.Value(p.Src.Secret(pr, j))
		}
	}
	known := p.Src.CovertKnown(int(set.Actor), pr)
	for f := range s.Flags {
		fl := &s.Flags[f]
		if done, ok := known[fl.Name]; ok {
			frame[s.Layout.Flag+f] = 0
			if done {
				frame[s.Layout.Flag+f] = 1
			}
		}
	}
	for f := range s.Flags { // a for_each of covert acts
		for _, k := range s.Flags[f].Group {
			if known[s.Flags[k].Name] {
				frame[s.Layout.Flag+f] = 1
			}
		}
	}
}

// where names an information set for a message.
func where(p *plan.Plan, i int) string {
	set := &p.Tree.Game.Infosets[i]
	b := int(set.Block)
	ph := &p.S.Phases[p.Tree.Phases[b][set.Mover]]
	text := fmt.Sprintf("phase %q in period %d", ph.Name, p.Tree.Worlds[b].Period)
	knows := p.Knows(b, int(set.Actor), int(set.Type))
	for j := range p.S.Secrets {
		name := p.S.Secrets[j].Name
		if v, ok := knows[name]; ok {
			text += fmt.Sprintf(", %s = %s", name, v)
		}
	}
	var way []int32
	for at := int32(b); at >= 0; at = p.Tree.Game.Blocks[at].Parent {
		way = append(way, at)
	}
	seen := ""
	for k := len(way) - 1; k >= 0; k-- {
		for _, ev := range p.Tree.Events[way[k]] {
			if ev.Action >= 0 || ev.Happened {
				if seen != "" {
					seen += ", "
				}
				seen += lookahead.FlagName(p.S, ev)
			}
		}
	}
	if seen != "" {
		text += ", after " + seen
	}
	return text
}
