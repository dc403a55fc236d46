package evidence

import (
	"fmt"
	"strings"

	"demarche/internal/diag"
)

// This file finds the words for hints: what a person probably meant.

// maxCandidates bounds the search for a similar word.
const maxCandidates = 2000

// didYouMean is a hint that names the nearest of the candidates, or lists them if few.
func didYouMean(word string, candidates []string) string {
	if near := nearest(word, candidates); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	if len(candidates) > 0 && len(candidates) <= 12 {
		return "there is " + listed(candidates)
	}
	return ""
}

// nearest is the candidate that was probably meant, "" if none; a file may offer
// more than are worth looking through.
func nearest(word string, candidates []string) string {
	return diag.Nearest(word, candidates[:min(len(candidates), maxCandidates)])
}

// listed writes a, b and c.
func listed(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// short keeps a quoted text readable.
func short(s string) string {
	s = s[:min(len(s), 400)]
	if r := []rune(s); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return s
}
