package cli

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"demarche/internal/check"
	"demarche/internal/diag"
	"demarche/internal/diff"
	"demarche/internal/evidence"
	"demarche/internal/scenario"
)

// This file puts together what `demarche diff` compares: two versions, what
// differs between them, and how a version in between is made.

// versionSide is one of the two versions.
type versionSide struct {
	name     string
	src      *source
	run      *runVerb // the flags of a kept run; of none for a file
	scenario *scenario.Scenario
	set      *evidence.Set // nil: none
	asOf     scenario.Date
	rows     []evidence.Entry
}

// openSide reads a scenario or a kept run, and checks it.
func openSide(name string) (*versionSide, error) {
	s := &versionSide{name: name, run: &runVerb{}}
	if isRun(name) {
		k, err := openRun(name)
		if err != nil {
			return nil, err
		}
		if s.run, err = k.verb(); err != nil {
			return nil, fmt.Errorf("the command line of %s is not understood any more: %w", name, err)
		}
		s.src = k.src
		s.src.file = filepath.Join(name, "scenario.hcl")
		s.run.AsOf = k.result.AsOf
	} else {
		var err error
		if s.src, err = open(name); err != nil {
			return nil, err
		}
	}
	sc, _, err := s.run.load(s.src)
	if err != nil {
		return nil, err
	}
	if s.asOf, err = s.run.date(); err != nil {
		return nil, err
	}
	if s.asOf.IsZero() {
		s.asOf = sc.AsOf
	}
	if err := within(sc, s.asOf); err != nil {
		return nil, err
	}
	s.scenario = sc
	if s.src.evidence != nil {
		set, list := evidence.Load(sc, s.src.evidenceFile, s.src.evidence)
		if list.HasErrors() {
			return nil, wrongError{list, s.src.sources()}
		}
		s.set, s.rows = set, evidence.Entries(s.src.evidence)
	}
	for _, text := range s.run.Assume {
		if _, err := assumption(sc, text); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// side says which version it is.
func (s *versionSide) side() diff.DiffSide {
	x := diff.DiffSide{File: s.name, Scenario: s.scenario.Name, Title: s.scenario.Title, ModelHash: s.scenario.Hash, AsOf: s.asOf.String(), Unit: s.scenario.Unit.String()}
	if s.set != nil && !s.run.NoEvidence {
		x.EvidenceHash = s.set.Hash
	}
	return x
}

func (s *versionSide) version() check.Version {
	return check.Version{File: s.src.file, Source: s.src.scenario, Set: s.run.Set, Foresight: s.run.Foresight, Horizon: s.run.Horizon}
}

func (s *versionSide) precision() float64 {
	if s.run.Precision > 0 {
		return s.run.Precision
	}
	return 1
}

// asks lists the questions of a scenario.
func asks(s *scenario.Scenario) string {
	var names []string
	for _, q := range s.Questions {
		names = append(names, q.Name)
	}
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, ", ")
}

// betweenSides is what lies between two versions.
type betweenSides struct {
	a, b     *versionSide
	revision *check.Revision
	rows     []jointRow
	asOf     int      // place of the change of the as-of date; −1: none
	file     int      // of there being an evidence file
	noEv     int      // of leaving the evidence aside
	precise  int      // of the precision of all
	assume   []string // assumptions of either version
	assumeAt []int    // their places; −1: both make it
}

// jointRow is a row of evidence of either version.
type jointRow struct {
	is     [2]evidence.Entry // as written; nil: the version lacks it
	change int               // place of the change; −1: none
}

// between compares two versions.
func between(a, b *versionSide) *diff.Problem {
	x := &betweenSides{a: a, b: b, revision: check.Revise(a.version(), b.version()), asOf: -1, file: -1, noEv: -1, precise: -1}
	p := &diff.Problem{A: a.side(), B: b.side(), First: a.scenario, Last: b.scenario, Changes: []diff.DiffChange{}, Idle: []diff.DiffChange{}, Wording: []diff.DiffChange{}, Make: x.make}
	for _, c := range x.revision.Changes {
		p.Changes = append(p.Changes, changeOf(c))
	}
	for _, c := range x.revision.Idle {
		p.Idle = append(p.Idle, changeOf(c))
	}
	for _, c := range x.revision.Wording {
		p.Wording = append(p.Wording, changeOf(c))
	}
	add := func(c diff.DiffChange) int {
		p.Changes = append(p.Changes, c)
		return len(p.Changes) - 1
	}
	if a.asOf != b.asOf {
		x.asOf = add(diff.DiffChange{Kind: "date", Name: "as-of date", Old: a.asOf.String(), New: b.asOf.String()})
	}
	if (a.set == nil) != (b.set == nil) {
		said := map[bool]string{true: "none: nothing is known of what has happened", false: "there: what it does not report of was quiet"}
		x.file = add(diff.DiffChange{Kind: "flag", Name: "the evidence file", Old: said[a.set == nil], New: said[b.set == nil]})
	}
	x.evidence(p, add)
	if a.run.NoEvidence != b.run.NoEvidence {
		said := map[bool]string{true: "left aside", false: "used"}
		x.noEv = add(diff.DiffChange{Kind: "flag", Name: "the evidence", Old: said[a.run.NoEvidence], New: said[b.run.NoEvidence]})
	}
	if a.precision() != b.precision() {
		x.precise = add(diff.DiffChange{Kind: "flag", Name: "precision of all actors", Old: fmt.Sprintf("× %g", a.precision()), New: fmt.Sprintf("× %g", b.precision())})
	}
	for _, text := range slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(a.run.Assume), b.run.Assume...)))) {
		inA, inB := slices.Contains(a.run.Assume, text), slices.Contains(b.run.Assume, text)
		at := -1
		if inA != inB {
			c := diff.DiffChange{Kind: "assumption", Name: "assumption " + text}
			if inA {
				c.Old = "imposed"
			} else {
				c.New = "imposed"
			}
			at = add(c)
		}
		x.assume, x.assumeAt = append(x.assume, text), append(x.assumeAt, at)
	}
	p.Gate, p.Later = x.asOf, b.asOf.After(a.asOf.Time)
	for len(p.Gated) < len(p.Changes) {
		p.Gated = append(p.Gated, false)
	}
	if a.scenario.Name != b.scenario.Name {
		p.Warnings = append(p.Warnings, fmt.Sprintf("These are two scenarios, %s and %s, not two versions of one: changes are told apart by their names all the same.", a.scenario.Name, b.scenario.Name))
	}
	return p
}

func changeOf(c check.Change) diff.DiffChange {
	return diff.DiffChange{Kind: c.Kind, Name: c.Name, Title: c.Title, Old: c.Old, New: c.New, Parameter: c.Parameter}
}

// evidence compares the rows that count, by their ids: a row counts if it is
// used and was known at the version's as-of date. What differs in rows that count
// in neither version bears on nothing.
func (x *betweenSides) evidence(p *diff.Problem, add func(diff.DiffChange) int) {
	early := x.a.asOf
	if x.b.asOf.Before(early.Time) {
		early = x.b.asOf
	}
	var ids []string
	for _, s := range []*versionSide{x.a, x.b} {
		for _, e := range s.rows {
			if !slices.Contains(ids, e["id"]) {
				ids = append(ids, e["id"])
			}
		}
	}
	for _, id := range ids {
		j := jointRow{change: -1}
		var is [2]evidence.Entry // as it counts
		gated := false
		for k, s := range []*versionSide{x.a, x.b} {
			j.is[k] = s.entry(id)
			if r := s.row(id); r != nil && counts(r, s.asOf) {
				is[k] = j.is[k]
				gated = gated || !counts(r, early)
			}
		}
		c := diff.DiffChange{Kind: "evidence", Name: "report " + id}
		if is[0] == nil && is[1] == nil {
			is = j.is
		}
		for k, text := range []*string{&c.Old, &c.New} {
			if is[k] != nil {
				*text = is[k].String()
				c.Date, c.Act = is[k]["date"], strings.TrimSuffix(is[k]["phase"]+"."+is[k]["action"], ".")
			}
		}
		bears := x.a.counts(id) || x.b.counts(id)
		switch {
		case is[0] != nil && is[1] != nil && is[0].Same(is[1]):
			if !is[0].SameRemarks(is[1]) {
				c.Name += ": source or note"
				c.Old, c.New = remarks(is[0]), remarks(is[1])
				p.Wording = append(p.Wording, c)
			}
		case bears:
			j.change = add(c)
			for len(p.Gated) < len(p.Changes) {
				p.Gated = append(p.Gated, false)
			}
			p.Gated[j.change] = gated && x.asOf >= 0
		default:
			p.Idle = append(p.Idle, c)
		}
		x.rows = append(x.rows, j)
	}
}

// counts reports whether a row counts on a day.
func counts(r *evidence.Row, asOf scenario.Date) bool {
	return r.Use && !r.Known.After(asOf.Time) && !r.Date.After(asOf.Time)
}

func (s *versionSide) counts(id string) bool {
	r := s.row(id)
	return r != nil && counts(r, s.asOf)
}

// row is the row of that id, nil if there is none.
func (s *versionSide) row(id string) *evidence.Row {
	if s.set == nil {
		return nil
	}
	if i := slices.IndexFunc(s.set.Rows, func(r evidence.Row) bool { return r.ID == id }); i >= 0 {
		return &s.set.Rows[i]
	}
	return nil
}

// entry is the row of that id as written, nil if there is none.
func (s *versionSide) entry(id string) evidence.Entry {
	if i := slices.IndexFunc(s.rows, func(e evidence.Entry) bool { return e["id"] == id }); i >= 0 {
		return s.rows[i]
	}
	return nil
}

func remarks(e evidence.Entry) string {
	return strings.TrimSuffix(strings.TrimPrefix(e["source"]+"; "+e["note"], "; "), "; ")
}

// make makes the version with some of the changes.
func (x *betweenSides) make(with []bool) (*diff.Version, error) {
	made := func(at int) bool { return at >= 0 && with[at] }
	side := func(at int) *versionSide {
		if made(at) {
			return x.b
		}
		return x.a
	}
	v := &diff.Version{AsOf: side(x.asOf).asOf, NoEvidence: side(x.noEv).run.NoEvidence, Precision: side(x.precise).precision()}
	text := x.revision.Source(with[:len(x.revision.Changes)])
	sc, list := check.Load("a version in between", text)
	if list.HasErrors() {
		return nil, first(list)
	}
	v.Scenario = sc
	if err := within(sc, v.AsOf); err != nil {
		return nil, err
	}
	var counted bytes.Buffer
	if there := side(x.file).set; there != nil {
		set, list := evidence.Load(sc, "evidence in between", x.table(with))
		if list.HasErrors() {
			return nil, first(list)
		}
		v.Evidence = set
		for i := range set.Rows {
			set.Rows[i].At = diag.Range{File: "the evidence"} // its place is in no file that anybody has
		}
		for _, r := range set.Rows { // rows that do not count make no other version
			if r.Use && !r.Known.After(v.AsOf.Time) && !r.Date.After(v.AsOf.Time) {
				fmt.Fprintln(&counted, r.ID, r.Period, r.Step, r.Action, r.Exposed, r.Happened, r.Reliability, r.Linked)
			}
		}
	}
	for i, t := range x.assume {
		if at := x.assumeAt[i]; at >= 0 && made(at) != slices.Contains(x.b.run.Assume, t) {
			continue
		}
		a, err := assumption(sc, t)
		if err != nil {
			return nil, err
		}
		v.Assume = append(v.Assume, a)
	}
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%s\n%s\n%v %v\n%v\n%v\n", text, counted.String(), v.AsOf, v.NoEvidence, v.Precision, v.Assume, v.Evidence != nil)
	v.Key = hex.EncodeToString(h.Sum(nil))
	return v, nil
}

// table is the evidence file of a version in between. A row that counts in one
// version alone stands in the others for the record only, so that rows linked to
// it still find it.
func (x *betweenSides) table(with []bool) []byte {
	var rows []evidence.Entry
	for _, j := range x.rows {
		e, s := j.is[0], x.a
		if j.change >= 0 && with[j.change] || j.change < 0 && e == nil {
			e, s = j.is[1], x.b
		}
		if e == nil && j.change < 0 {
			continue
		}
		if e == nil || j.change >= 0 && !s.counts(e["id"]) {
			if e == nil {
				e = j.is[0]
				if e == nil {
					e = j.is[1]
				}
			}
			e = maps.Clone(e)
			e["use"] = "no"
		}
		rows = append(rows, e)
	}
	return evidence.Write(rows)
}

// first is the first error of a list in its own words.
func first(list diag.List) error {
	for _, d := range list {
		if d.Severity == diag.Error {
			return errors.New(d.Message)
		}
	}
	return errors.New("it has errors")
}
