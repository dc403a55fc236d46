package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"math"
	"strings"

	"demarche/internal/chart"
	"demarche/internal/sweep"
)

// This file writes the brief as one page that needs nothing else: no scripts,
// no fonts, no pictures from elsewhere. html/template escapes every text.

//go:embed brief.html
var briefPage string

var page = template.Must(template.New("brief").Parse(briefPage))

// pageData is what brief.html reads.
type pageData struct {
	Title, Standing      string
	ChartCSS             template.CSS
	Warnings             []string
	By                   string
	Forecasts            template.HTML
	Rows                 []pageForecast
	HasPrior, HasAssumed bool
	HasPrevious          bool
	Previous             string
	Assumptions          []string
	Score                *pageScore
	Choices              []pageChoice
	Secrets              []pageSecret
	Learnt               template.HTML
	Parameters           []pageParameter
	Analyses             []pageSection
	Frequencies          []pageFrequency
	Evidence             []pageEvidence
	Actors               []pageActor
	Provenance           []string
}

type pageForecast struct{ Title, By, Previous, Chance, Interval, Word, Prior, Assumed, AssumedInterval, AssumedWord string }
type pageChoice struct {
	Head, Why string
	Figure    template.HTML
}
type pageSecret struct {
	Title, Caption string
	Figure         template.HTML
}
type pageParameter struct{ Title, Name, Written, Now, Shift, Basis string }
type pageFrequency struct{ Phase, Action, Model, Evidence string }
type pageEvidence struct {
	ID, Date, Act, Surprise, Note, Source string
	Used                                  bool
}
type pageActor struct{ Title, Precision, Discount, Knows string }
type pageScore struct {
	Text string
	Rows []pageMark
}
type pageMark struct{ Name, Chance, Happened, Brier, Source string }

// HTML writes the brief of result as one self-contained page.
func HTML(w io.Writer, result *sweep.Result) error {
	r := cleaned(Complete(result))
	// The figures escape their labels themselves (see chart), so that they may pass as they are.
	d := pageData{Title: title(r), Standing: standing(r), ChartCSS: template.CSS(chart.Style), Warnings: r.Warnings,
		Assumptions: r.Assumptions, Provenance: provenanceLines(r), Previous: capital(before(r))}
	d.forecasts(r)
	d.score(r.Score)
	for _, c := range choices(r) {
		d.Choices = append(d.Choices, pageChoiceOf(c))
	}
	for _, s := range seriesOf(r) {
		values := make([]string, len(s.secret.Values))
		for i, v := range s.secret.Values {
			values[i] = human(v)
		}
		d.Secrets = append(d.Secrets, pageSecret{secretTitle(s.secret) + knownTo(r, s.secret), s.caption(),
			template.HTML(chart.Beliefs(chart.Belief{Title: secretTitle(s.secret), Values: values, Dates: s.dates, Events: s.events, P: s.p}))})
	}
	d.parameters(r)
	for _, c := range analyses(r) {
		d.Analyses = append(d.Analyses, c.page())
	}
	for _, f := range r.Frequency {
		d.Frequencies = append(d.Frequencies, pageFrequency{human(f.Phase), human(f.Action), chart.Percent(float64(f.Model)), chart.Percent(float64(f.Evidence))})
	}
	for _, e := range r.Evidence {
		d.Evidence = append(d.Evidence, pageEvidenceOf(e))
	}
	for _, a := range r.Actors {
		knows := strings.Join(a.Knows, "; ")
		d.Actors = append(d.Actors, pageActor{actorTitle(r, a.Name), number(float64(a.Precision)), number(float64(a.Discount)), knows})
	}
	if err := page.Execute(w, d); err != nil {
		return fmt.Errorf("cannot write the page: %w", err)
	}
	return nil
}

func (d *pageData) forecasts(r *sweep.Result) {
	if len(r.Questions) == 0 {
		return
	}
	d.By = commonBy(r.Questions)
	rows := make([]chart.Forecast, len(r.Questions))
	for i, q := range r.Questions {
		rows[i] = chart.Forecast{Label: questionTitle(q, d.By), Note: q.Word, P: float64(q.Probability),
			Lo: float64(q.Interval[0]), Hi: float64(q.Interval[1]), MCLo: float64(q.MonteCarlo[0]), MCHi: float64(q.MonteCarlo[1]),
			Previous: float64(q.Previous), Assumed: float64(q.Assumed), AssumedLo: float64(q.AssumedIn[0]), AssumedHi: float64(q.AssumedIn[1])}
		if len(r.Assumptions) == 0 {
			rows[i].Assumed = math.NaN()
		}
		d.HasPrior = d.HasPrior || finite(q.Prior)
		d.HasPrevious = d.HasPrevious || finite(q.Previous)
		d.HasAssumed = len(r.Assumptions) > 0
		d.Rows = append(d.Rows, pageForecast{questionTitle(q, d.By), q.By, chart.Percent(float64(q.Previous)), chart.Percent(float64(q.Probability)),
			span(q.Interval), q.Word, chart.Percent(float64(q.Prior)), chart.Percent(float64(q.Assumed)), span(q.AssumedIn), Words(q.Assumed, q.AssumedIn)})
	}
	d.Forecasts = template.HTML(chart.Forecasts(rows, Bands, before(r)))
}

func (d *pageData) score(sc *sweep.Score) {
	if sc == nil {
		return
	}
	d.Score = &pageScore{Text: scoreLine(sc)}
	for _, q := range sc.Questions {
		d.Score.Rows = append(d.Score.Rows, pageMark{human(q.Name), chart.Percent(float64(q.Probability)), happened(q), number(float64(q.Brier)), settledBy(q)})
	}
}

func (d *pageData) parameters(r *sweep.Result) {
	var rows []chart.Interval
	for _, l := range learntOf(r) {
		shift := ""
		if l.shift != 0 {
			shift = signed(l.shift)
			if len(rows) < mostMoved {
				rows = append(rows, chart.Interval{Label: l.title(),
					PriorLo: float64(l.prior.Q05), PriorMid: float64(l.prior.Q50), PriorHi: float64(l.prior.Q95),
					PostLo: float64(l.post.Q05), PostMid: float64(l.post.Q50), PostHi: float64(l.post.Q95),
					Note: number(float64(l.prior.Q05)) + "–" + number(float64(l.prior.Q95)) + " → " + number(float64(l.post.Q05)) + "–" + number(float64(l.post.Q95))})
			}
		}
		d.Parameters = append(d.Parameters, pageParameter{l.title(), l.source.Name, l.source.Value, l.now(), shift, l.source.Basis})
	}
	if len(rows) > 0 {
		d.Learnt = template.HTML(chart.Intervals(rows))
	}
}

func pageChoiceOf(c choice) pageChoice {
	p := pageChoice{Head: c.period + " · " + human(c.phase), Why: c.title + ": not computed; the warnings say why."}
	if top := c.likeliest(); top != nil {
		p.Why = top.Why
	}
	bars := make([]chart.Bar, len(c.acts))
	for i, a := range c.acts {
		bars[i] = chart.Bar{Label: c.name(a), P: c.share(a), Covert: a.Covert}
	}
	p.Figure = template.HTML(chart.Bars(c.title+", "+p.Head, bars))
	return p
}

func pageEvidenceOf(e sweep.EvidenceRow) pageEvidence {
	p := pageEvidence{ID: e.ID, Date: e.Date, Act: human(e.Phase), Note: e.Note, Source: e.Source, Used: e.Used}
	if p.Date == "" {
		p.Date = e.Period
	}
	if e.Action != "" && e.Action != e.Phase {
		p.Act += ": " + human(e.Action)
	}
	if finite(e.Surprise) {
		p.Surprise = number(float64(e.Surprise))
	}
	if !e.Used {
		p.Note = strings.TrimSuffix("not used: "+e.Reason+". "+e.Note, " ")
	} else if e.Reason == "quiet" {
		p.Note = "nothing reported"
	}
	return p
}

// cleaned returns r with titles freed of what a page should not hold either:
// control characters and marks that turn the reading direction.
func cleaned(r *sweep.Result) *sweep.Result {
	c := *r
	c.Title, c.Unit, c.AsOf = clean(c.Title), clean(c.Unit), clean(c.AsOf)
	return &c
}
