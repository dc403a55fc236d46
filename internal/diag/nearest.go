package diag

import (
	"strings"

	"github.com/agext/levenshtein"
)

// This file finds the word that somebody probably meant.

// longestWord is beyond what anybody misspells.
const longestWord = 100

// Nearest is the candidate that somebody may have meant who wrote word: the
// nearest within a third of the longer one's length in edits, the first of
// several, whatever the case; "" if there is none.
func Nearest(word string, candidates []string) string {
	if word == "" || len(word) > longestWord {
		return ""
	}
	best, bestAt := "", 1<<30
	for _, k := range candidates {
		if len(k) > longestWord {
			continue
		}
		d := levenshtein.Distance(strings.ToLower(word), strings.ToLower(k), nil)
		if d <= max(1, max(len(word), len(k))/3) && d < bestAt {
			best, bestAt = k, d
		}
	}
	return best
}
