package library_test

import (
	"encoding/csv"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"demarche/internal/check"
	"demarche/internal/diag"
	"demarche/internal/evidence"
	"demarche/internal/scenario"
	"demarche/library"
)

// This file tests that what the Korea scenarios claim is so: every number says
// what it rests on, every row of evidence and every answer stands in the
// timeline, and nothing that became known after the as-of date was used.

const folder = "korea-2013"

// scenarios of the folder, with the evidence and the answers that the command
// line finds beside each.
var scenarios = []struct{ name, evidence, resolution string }{
	{"korea-2013", "evidence.csv", "resolution.csv"},
	{"korea-2013-core", "korea-2013-core.evidence.csv", "korea-2013-core.resolution.csv"},
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	b, err := fs.ReadFile(library.FS(), path.Join(folder, file))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// none demands that nothing at all was found.
func none(t *testing.T, list diag.List) {
	t.Helper()
	for _, d := range list {
		t.Fatalf("%v (%s)", d, d.Hint)
	}
}

func load(t *testing.T, name string) *scenario.Scenario {
	t.Helper()
	s, list := check.Load(name+".hcl", read(t, name+".hcl"))
	none(t, list)
	return s
}

func loadEvidence(t *testing.T, s *scenario.Scenario, file string) *evidence.Set {
	t.Helper()
	set, list := evidence.Load(s, file, read(t, file))
	none(t, list)
	return set
}

// table reads a CSV file by the names of its columns.
func table(t *testing.T, file string) []map[string]string {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(string(read(t, file)))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, l := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = l[i]
		}
		out = append(out, row)
	}
	return out
}

// timeline is the dated events, by id.
func timeline(t *testing.T) map[string]map[string]string {
	t.Helper()
	out := map[string]map[string]string{}
	for _, row := range table(t, "timeline.csv") {
		if out[row["id"]] != nil {
			t.Fatalf("%s stands twice in the timeline", row["id"])
		}
		out[row["id"]] = row
	}
	return out
}

func TestKoreaParametersSayWhatTheyRestOn(t *testing.T) {
	events := timeline(t)
	cited := regexp.MustCompile(`K\d\d-\d+`)
	for _, c := range scenarios {
		s := load(t, c.name)
		for _, p := range s.Parameters {
			if p.Hidden {
				continue // an actor's precision or discount: the README says where they come from
			}
			ids := cited.FindAllString(p.Basis, -1)
			if len(ids) == 0 && !strings.Contains(p.Basis, "judgement") {
				t.Errorf("%s: %s rests on nothing", c.name, p.Name)
			}
			for _, id := range ids {
				switch row := events[id]; {
				case row == nil:
					t.Errorf("%s: %s cites %s, which is not in the timeline", c.name, p.Name, id)
				case row["reported"] > s.AsOf.String():
					t.Errorf("%s: %s cites %s, reported on %s, after %s", c.name, p.Name, id, row["reported"], s.AsOf)
				}
			}
		}
	}
}

func TestKoreaNumbersAreRanges(t *testing.T) {
	for _, c := range scenarios {
		s := load(t, c.name)
		for _, p := range s.Parameters {
			if p.Dist.Kind == scenario.Fixed && !strings.HasSuffix(p.Name, ".discount") {
				t.Errorf("%s: %s is exactly %g; a range would be honest", c.name, p.Name, p.Dist.A)
			}
		}
		for _, ph := range s.Phases {
			for _, a := range ph.Actions {
				if a.Cost == nil {
					continue
				}
				if v, constant := a.Cost.Constant(); constant && v != 0 {
					t.Errorf("%s: %s.%s costs exactly %g; name a parameter", c.name, ph.Name, a.Name, v)
				}
			}
		}
	}
}

// The core takes its numbers from the whole scenario.
func TestKoreaCoreHasTheSameNumbers(t *testing.T) {
	whole := map[string]scenario.Parameter{}
	for _, p := range load(t, scenarios[0].name).Parameters {
		whole[p.Name] = p
	}
	for _, p := range load(t, scenarios[1].name).Parameters {
		w, ok := whole[p.Name]
		if !ok || check.Describe(p.Dist) != check.Describe(w.Dist) || p.Basis != w.Basis || p.Title != w.Title {
			t.Errorf("%s is not the whole scenario's", p.Name)
		}
	}
}

func TestKoreaEvidenceStandsInTheTimeline(t *testing.T) {
	events := timeline(t)
	for _, c := range scenarios {
		s := load(t, c.name)
		set := loadEvidence(t, s, c.evidence)
		council := map[string]int{}
		used := 0
		for _, r := range set.Rows {
			row := events[r.ID]
			if row == nil {
				t.Errorf("%s: %s is not in the timeline", c.evidence, r.ID)
				continue
			}
			if got := r.Date.String(); got != row["date"] {
				t.Errorf("%s: %s happened on %s, not %s", c.evidence, r.ID, row["date"], got)
			}
			if got := r.Known.String(); got != row["reported"] {
				t.Errorf("%s: %s was reported on %s, not %s", c.evidence, r.ID, row["reported"], got)
			}
			if row["actor"] == "UNSC" && r.Linked == "" {
				t.Errorf("%s: %s is the Council's and not linked to Beijing's vote", c.evidence, r.ID)
			}
			if row["actor"] == "UNSC" && r.Use {
				t.Errorf("%s: %s is counted as the Chinese vote, not by itself", c.evidence, r.ID)
			}
			if r.Linked != "" && r.Use {
				council[r.Linked]++
			}
			if r.Use && r.Known.String() <= s.AsOf.String() {
				used++
			}
		}
		for label, n := range council {
			if n != 1 {
				t.Errorf("%s: %d rows of %s are used", c.evidence, n, label)
			}
		}
		if used < 10 {
			t.Errorf("%s: only %d rows are used at the as-of date", c.evidence, used)
		}
	}
}

func TestKoreaTimelineIsAllInEvidence(t *testing.T) {
	s := load(t, scenarios[0].name)
	in := map[string]bool{}
	for _, r := range loadEvidence(t, s, scenarios[0].evidence).Rows {
		in[r.ID] = true
	}
	for id, row := range timeline(t) {
		if before := row["date"] < s.Start.String(); before == in[id] {
			t.Errorf("%s of %s: in the evidence %v", id, row["date"], in[id])
		}
	}
}

func TestKoreaQuestionsAreSettled(t *testing.T) {
	events := timeline(t)
	for _, c := range scenarios {
		s := load(t, c.name)
		settled, list := evidence.LoadResolution(s, c.resolution, read(t, c.resolution))
		none(t, list)
		for _, q := range s.Questions {
			if _, ok := settled[q.Name]; !ok {
				t.Errorf("%s: %s is not settled", c.resolution, q.Name)
			}
		}
		if len(settled) != len(s.Questions) {
			t.Errorf("%s: %d answers to %d questions", c.resolution, len(settled), len(s.Questions))
		}
		for name, r := range settled {
			if r.Source == "" {
				t.Errorf("%s: %s has no source", c.resolution, name)
			}
			if r.Row == "absent to 2013-12-31" {
				if r.Outcome || r.Date.String() != "2013-12-31" {
					t.Errorf("%s: %s did not happen, and is answered otherwise", c.resolution, name)
				}
				continue
			}
			row := events[r.Row]
			if row == nil {
				t.Errorf("%s: %s is settled by %q, which is not in the timeline", c.resolution, name, r.Row)
				continue
			}
			if !r.Outcome || r.Date.String() != row["date"] {
				t.Errorf("%s: %s and %s differ", c.resolution, name, r.Row)
			}
			if row["date"] <= s.AsOf.String() {
				t.Errorf("%s: %s was settled before the as-of date", c.resolution, name)
			}
		}
	}
}
