package check

import (
	"path/filepath"
	"testing"
)

// Every file in testdata/good loads without any message.
func TestGood(t *testing.T) {
	files, err := filepath.Glob("../../testdata/good/*.hcl")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			s, diags := LoadFile(f)
			for _, d := range diags {
				t.Errorf("%v (%s)", d, d.Hint)
			}
			if s == nil {
				t.Fatal("no scenario")
			}
		})
	}
}
