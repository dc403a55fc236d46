package report

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"demarche/internal/sweep"
)

func TestHTMLGolden(t *testing.T) {
	for name, run := range runs {
		var b bytes.Buffer
		if err := HTML(&b, run()); err != nil {
			t.Fatal(err)
		}
		golden(t, "brief-"+name+".html.golden", b.Bytes())
	}
}

func TestPageNeedsNothingElse(t *testing.T) {
	outside := regexp.MustCompile(`(?i)(src=|href="[^#]|href=[^"]|url\(|@import|<script|<link|<iframe)`)
	for name, run := range map[string]func() *sweep.Result{"plain": fixture, "empty": func() *sweep.Result { return &sweep.Result{} }} {
		var b bytes.Buffer
		if err := HTML(&b, run()); err != nil {
			t.Fatal(err)
		}
		if m := outside.FindString(b.String()); m != "" {
			t.Errorf("%s: the page holds %q", name, m)
		}
	}
}

func TestHostileTextCannotLeaveItsPlaceOnThePage(t *testing.T) {
	var b bytes.Buffer
	if err := HTML(&b, hostile()); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<script", "<img", "</script>", `href="j`, "content:\"</script"} {
		if strings.Contains(b.String(), bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	if !strings.Contains(b.String(), "&lt;img src=x onerror=y&gt;") {
		t.Error("the hostile text should be shown, escaped")
	}
}
