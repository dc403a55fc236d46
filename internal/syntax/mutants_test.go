package syntax

import (
	"math/rand/v2"
	"os"
	"sort"
	"testing"
)

// Mutants that still parse are laid out without change of meaning.
func TestFormatMutants(t *testing.T) {
	src, err := os.ReadFile("../../testdata/good/tour.hcl")
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	parsed := 0
	for range 500 {
		out := append([]byte{}, src...)
		for range 1 + r.IntN(3) {
			i := r.IntN(len(out))
			insert := []string{"\n", "\n\n\n", "\t", "  ", "#", "# note\n", "// note\n", "/* note */", "/*\n\n x  \n*/", "(", ")", "-", "!", ",", " ", ":", "\r\n", "+", "- "}[r.IntN(19)]
			out = append(out[:i:i], append([]byte(insert), out[i:]...)...)
		}
		if _, diags := Parse("", out); !diags.HasErrors() {
			parsed++
			if _, problems := Format(out); len(problems) > 0 {
				t.Errorf("%v\n%s", problems, out)
			}
			checkFormatFuzz(t, out)
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	if parsed < 50 {
		t.Errorf("only %d mutants parse", parsed)
	}
}

func TestPlaces(t *testing.T) {
	src := "actor \"a\" {\n\ttitle = \"é界\"; x = 1\n}\n"
	_, diags := Parse("f", []byte(src))
	if len(diags) != 1 || diags[0].Subject.Start.Line != 2 || diags[0].Subject.Start.Column != 14 {
		t.Error(diags)
	}
	if !sort.SliceIsSorted(diags, func(i, j int) bool { return diags[i].Subject.Start.Byte < diags[j].Subject.Start.Byte }) {
		t.Error("out of order")
	}
}
