package sweep

import (
	"context"
	"fmt"
	"math"
	"slices"

	"demarche/internal/importance"
	"demarche/internal/quantity"
)

// This file says how far a run can be believed.

// diagnose says how far the run can be believed.
func (r *run) diagnose(ctx context.Context, res *Result) {
	weights, before := r.weights(), res.Warnings
	res.Warnings = []string{}
	st := r.spent
	exact := true
	for _, w := range r.first() {
		if w.done {
			res.Draws++
			st.Add(w.Stats)
		}
	}
	for d := range r.draws {
		if w := &r.draws[d]; w.done {
			exact = exact && w.Said.Exact
			res.Diag.Histories = max(res.Diag.Histories, w.Said.Histories)
		}
		if r.tales[d].done {
			st.Add(r.tales[d].Stats)
		}
	}
	g := &res.Diag
	g.EffectiveDraws, g.MaxWeight = Number(importance.Effective(weights)), Number(slices.Max(weights))
	g.Solves, g.Cold, g.Warm, g.Local = st.Solves, st.Cold, st.Warm, st.Local
	g.Retraced, g.RetraceDiffer = st.Retraced, st.RetraceDiffer
	g.MaxResidual, g.MaxRegret = Number(st.MaxResidual), Number(math.NaN())
	g.PublicStates, g.SecretProfiles, g.DroppedMemories = st.Blocks, st.Profiles, st.Dropped
	g.FilterExact, g.DrawsRequested = exact, r.opt.Draws
	g.Interrupted = ctx.Err() != nil
	_, k := r.smoothed()
	g.Method, g.ParetoK, g.Accepted = Importance, Number(k), quantity.None
	if m := r.tempered; m != nil {
		g.Method, g.ParetoK, g.Steps, g.Accepted = Tempered, quantity.None, m.stages, Number(m.accepted)
		g.EffectiveDraws = min(g.EffectiveDraws, Number(m.effective))
	}
	if res.Draws > 0 {
		g.StoriesPerDraw = Number(float64(res.Stories) / float64(res.Draws))
	}
	res.Timing["passes"], res.Timing["workers"] = st.Passes, r.opt.Workers
	warn := func(format string, args ...any) { res.Warnings = append(res.Warnings, fmt.Sprintf(format, args...)) }
	for q := range r.s.Questions {
		if r.lost(q) {
			warn("The question %s reads secrets or covert acts from a date on that has passed, and what was hidden then is not followed step by step: it has no probability. Leave out `from`, or ask about what is seen.", r.s.Questions[q].Name)
		}
	}
	if g.Interrupted {
		warn("The run was stopped early: %d of %d draws and %d stories were finished. What is shown rests on these alone, and what was to come after them is missing.", res.Draws, r.opt.Draws, res.Stories)
	}
	switch m := r.tempered; {
	case m != nil && !m.needed:
		warn("The parameters were drawn anew step by step, as asked (tempered sequential Monte Carlo, %d steps, %.0f%% of the moves accepted).", m.stages, 100*m.accepted)
	case m != nil:
		warn("Few of the draws from the prior lie where the evidence points, so the parameters were drawn anew, nearer and nearer to it (tempered sequential Monte Carlo, %d steps, %.0f%% of the moves accepted).", m.stages, 100*m.accepted)
	case k > importance.Reliable:
		warn("The weights of the draws have a heavy tail (Pareto k %.2f, above %.1f): a few draws may decide the figures; use more --draws, or --inference tempered.", k, importance.Reliable)
	}
	switch ess := float64(g.EffectiveDraws); {
	case ess < 10 && ess < 0.25*float64(res.Draws):
		warn("Do not trust this forecast: the evidence leaves only %.1f effective draws of %d. The model as written hardly ever does what was seen; widen its ranges, look at the most surprising rows, or use more --draws.", ess, res.Draws)
	case ess < 50:
		warn("The evidence leaves %.0f effective draws of %d, fewer than the 50 that steady figures need; use more --draws.", ess, res.Draws)
	}
	if g.Local > 0 {
		warn("%d of %d look-aheads were solved off the principal branch, or could not be shown to be on it.", g.Local, g.Solves)
	}
	if g.RetraceDiffer > 0 {
		warn("%d of %d solutions checked by tracing from precision 0 had left the principal branch.", g.RetraceDiffer, g.Retraced)
	}
	if !exact {
		warn("What nobody reported could not be summed exactly (over %d histories); a particle filter stood in.", res.Diag.Histories)
	}
	missed := 0
	for d := range r.tales {
		missed += r.tales[d].Missed
	}
	if missed > 0 {
		warn("In %d of %d stories an assumed act was not possible when its time came; there the actor chose freely.", missed, res.Stories)
	}
	res.Warnings = append(res.Warnings, before...)
}
