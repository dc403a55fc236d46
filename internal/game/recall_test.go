package game

// This file checks that files of games with imperfect recall are refused, by
// the names of the player and of the information set.

import (
	"strings"
	"testing"
)

func TestImperfectRecallIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ src, says string }{
		"absent-minded driver (Piccione and Rubinstein 1997)": {`EFG 2 R "driver" { "Driver" }
p "" 1 1 "exit here?" { "exit" "go on" } 0
t "" 1 "" { 0 }
p "" 1 1 "exit here?" { "exit" "go on" } 0
t "" 2 "" { 4 }
t "" 3 "" { 1 }
`, `player 1 ("Driver") does not have perfect recall: at information set 1 of player 1 ("Driver") ("exit here?") it cannot tell apart not having moved before from having chosen "go on" at information set 1`},
		"forgets its own move": {`EFG 2 R "" { "Ann" "Bob" }
p "" 1 1 "first" { "l" "r" } 0
p "" 2 1 "" { "l" "r" } 0
p "" 1 2 "second" { "l" "r" } 0
t "" 1 "" { 1 0 }
t "" 0
t "" 0
p "" 2 1 "" 0
p "" 1 2 "second" 0
t "" 1
t "" 0
t "" 0
`, `player 1 ("Ann") does not have perfect recall: at information set 2 of player 1 ("Ann") ("second") it cannot tell apart having chosen "l" at information set 1 of player 1 ("Ann") ("first") from having chosen "r" at information set 1`},
		"forgets what it knew": {`EFG 2 R "" { "Ann" "Bob" }
c "" 1 "coin" { "heads" 1/2 "tails" 1/2 } 0
p "" 2 1 "saw heads" { "wait" } 0
p "" 2 3 "later" { "l" "r" } 0
t "" 1 "" { 1 0 }
t "" 0
p "" 2 2 "saw tails" { "wait" } 0
p "" 2 3 "later" { "l" "r" } 0
t "" 0
t "" 1
`, `player 2 ("Bob") does not have perfect recall: at information set 3 of player 2 ("Bob") ("later") it cannot tell apart having chosen "wait" at information set 1 of player 2 ("Bob") ("saw heads") from having chosen "wait" at information set 2`},
	} {
		_, err := ReadEFG([]byte(c.src), "f.efg", 0)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v\nwant …%s…", name, err, c.says)
		}
	}
}
