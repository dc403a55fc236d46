package archtest

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// order is the flow: a package may import only what stands above it.
var order = []string{
	"internal/diag",
	"internal/quantity",
	"internal/cputime",
	"internal/logspace",
	"internal/work",
	"internal/shapley",
	"internal/importance",
	"internal/syntax",
	"internal/expr",
	"internal/scenario",
	"internal/theory",
	"internal/check",
	"internal/random",
	"internal/game",
	"internal/lookahead",
	"internal/qre",
	"internal/story",
	"internal/evidence",
	"internal/plan",
	"internal/proof",
	"internal/leverage",
	"internal/sensitivity",
	"internal/trial",
	"internal/flip",
	"internal/sweep",
	"internal/explain",
	"internal/diff",
	"internal/store",
	"internal/score",
	"internal/chart",
	"internal/report",
	"library",
	"internal/cli",
	"cmd/demarche",
	"bench",
}

// rooms are imports that only some packages may have: numerics know nothing of
// the language, the language nothing of solving, reports compute nothing.
var rooms = []struct {
	imported string
	by       []string
	why      string
}{
	{"github.com/hashicorp/hcl/", []string{"internal/syntax"}, "the rest must not notice if the syntax changes"},
	{"github.com/parquet-go/", []string{"internal/store"}, "tables are one package's business"},
	{"github.com/alecthomas/kong", []string{"internal/cli"}, "only the command line parses the command line"},
	{"charm.land/lipgloss/", []string{"internal/report", "internal/cli"}, "only reports are painted"},
	{"demarche/internal/syntax", []string{"internal/check", "internal/cli"}, "what is checked is a scenario, not a syntax tree"},
	{"demarche/internal/check", []string{"internal/cli"}, "the engine reads checked scenarios and knows nothing of their making"},
	{"demarche/internal/qre", []string{"internal/story", "internal/evidence", "internal/plan", "internal/proof", "internal/leverage", "internal/flip", "internal/sweep", "internal/explain", "internal/report", "internal/cli", "bench"}, "only those who solve, and the one who words a solution"},
}

const module = "demarche/"

// imports lists, for every package of the module, what it imports itself,
// tests left aside: a test may look further.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", "-e", "-f", `{{if not .Standard}}{{.ImportPath}} {{join .Imports " "}}{{end}}`, "demarche/...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	m := map[string][]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		if f := strings.Fields(line); len(f) > 0 && strings.HasPrefix(f[0], module) {
			m[strings.TrimPrefix(f[0], module)] = f[1:]
		}
	}
	if len(m) == 0 {
		t.Fatal("go list named no package of the module")
	}
	return m
}

func TestDataFlowsOneWay(t *testing.T) {
	for p, is := range imports(t) {
		if p == "internal/archtest" {
			continue
		}
		at := slices.Index(order, p)
		if at < 0 {
			t.Errorf("%s has no place in the flow: add it to the order, here and in docs/architecture.md", p)
			continue
		}
		for _, i := range is {
			name, ours := strings.CutPrefix(i, module)
			if ours && slices.Index(order, name) >= at {
				t.Errorf("%s imports %s, which stands below it", p, name)
			}
		}
	}
}

func TestEveryPieceKnowsItsRoom(t *testing.T) {
	for p, is := range imports(t) {
		for _, i := range is {
			for _, room := range rooms {
				if strings.HasPrefix(i+"/", room.imported) && !slices.Contains(room.by, p) {
					t.Errorf("%s imports %s, which is for %s: %s", p, i, strings.Join(room.by, ", "), room.why)
				}
			}
		}
	}
}
