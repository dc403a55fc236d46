// What a run leaves behind: raw figures, kept outside of the repository, from
// which RESULTS.md is written. Families can be run one by one.

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// number is a float64 that survives JSON where it is not finite.
type number float64

func (n number) MarshalJSON() ([]byte, error) {
	if math.IsInf(float64(n), 0) || math.IsNaN(float64(n)) {
		return json.Marshal(fmt.Sprint(float64(n)))
	}
	return json.Marshal(float64(n))
}

func (n *number) UnmarshalJSON(b []byte) error {
	var s string
	if json.Unmarshal(b, &s) == nil {
		*n = number(math.NaN())
		if s == "+Inf" {
			*n = number(math.Inf(1))
		}
		return nil
	}
	return json.Unmarshal(b, (*float64)(n))
}

func ptr(x float64) *number { n := number(x); return &n }

type results struct {
	Families map[string]*familyResult `json:"families"`
}

// familyResult is one family with the circumstances of its run.
type familyResult struct {
	Date     time.Time         `json:"date"`
	Complete bool              `json:"complete"`
	Quick    bool              `json:"quick"`
	Commit   string            `json:"commit"`
	Machine  machine           `json:"machine"`
	Load     string            `json:"load"` // before the first run
	Peers    map[string]string `json:"peers"`
	Runs     int               `json:"runs"`
	Timeout  float64           `json:"timeout"`
	OwnLimit float64           `json:"own_timeout"`
	Minutes  float64           `json:"minutes"`
	Rows     []*row            `json:"rows,omitempty"`
	Agree    []agreement       `json:"agreement,omitempty"`
	Poker    []*pokerResult    `json:"poker,omitempty"`
	Bargain  []bargainResult   `json:"bargaining,omitempty"`
	Notes    []string          `json:"notes,omitempty"`
}

// row is one game at one precision.
type row struct {
	Game         string  `json:"game"`
	Chain        string  `json:"chain"` // rows that differ in size alone
	Size         int     `json:"size"`  // rounds or depth
	Lambda       float64 `json:"lambda"`
	Limit        bool    `json:"limit,omitempty"`
	Counts       counts  `json:"counts"`
	PublicStates int     `json:"public_states"` // public histories at which somebody moves
	FileBytes    int64   `json:"file_bytes"`
	Cells        []*cell `json:"cells"`
}

// cell is one program on one row.
type cell struct {
	Tool   string    `json:"tool"`
	Status string    `json:"status"` // ok, timeout, error, skipped
	Note   string    `json:"note,omitempty"`
	Limit  float64   `json:"limit"` // seconds
	Wall   []float64 `json:"wall"`
	CPU    []float64 `json:"cpu"`
	Solve  []float64 `json:"solve"`  // as the program says, without start and reading
	Import []float64 `json:"import"` // start of the interpreter's modules
	Bytes  []float64 `json:"bytes"`

	Branch     string  `json:"branch,omitempty"`
	Folds      int     `json:"folds"`
	Passes     int     `json:"passes,omitempty"`
	Certified  *number `json:"certified,omitempty"`  // residual that demarche states
	Residual   *number `json:"residual,omitempty"`   // recomputed by the driver
	Regret     *number `json:"regret,omitempty"`     // recomputed by the driver
	Difference *number `json:"difference,omitempty"` // of a peer's probabilities to ours

	profile []float64
	values  map[string]*float64
}

const (
	statusOK      = "ok"
	statusTimeout = "timeout"
	statusFault   = "error"
	statusSkipped = "skipped"
)

func (r *row) cell(tool string) *cell {
	for _, c := range r.Cells {
		if c.Tool == tool {
			return c
		}
	}
	return nil
}

// agreement compares one answer of a peer with ours.
type agreement struct {
	Game       string  `json:"game"`
	Source     string  `json:"source"` // catalogue, generated
	Lambda     float64 `json:"lambda"`
	Peer       string  `json:"peer"`
	Status     string  `json:"status"` // ok, timeout, error; of the peer
	Note       string  `json:"note,omitempty"`
	Ours       string  `json:"ours"` // branch, or why there is none
	Folds      int     `json:"folds"`
	Crossing   *number `json:"crossing,omitempty"` // λ at which our branch first crosses another one
	OurError   *number `json:"our_residual,omitempty"`
	PeerLambda float64 `json:"peer_lambda"`
	PeerError  *number `json:"peer_residual,omitempty"`
	Difference *number `json:"difference,omitempty"`
	// With the peer's steps ten times shorter, where the answers differ.
	Again *agreement `json:"again,omitempty"`
}

// pokerResult is all about one poker game.
type pokerResult struct {
	Game     string      `json:"game"`
	Counts   counts      `json:"counts"`
	Facts    []string    `json:"facts"` // what was compared with OpenSpiel's game
	Value    float64     `json:"value"` // from the literature
	Row      *row        `json:"row"`
	Ours     *exploit    `json:"ours,omitempty"`
	Target   float64     `json:"target"`
	CFR      *cell       `json:"cfr,omitempty"`
	CFRValue float64     `json:"cfr_value"`
	Reached  bool        `json:"reached"`
	Curve    [][]float64 `json:"curve"` // iterations, seconds, exploitability
}

// exploit is what OpenSpiel says of a policy.
type exploit struct {
	Value          float64 `json:"value"`
	Exploitability float64 `json:"exploitability"`
}

type bargainResult struct {
	Rounds     int     `json:"rounds"`
	Offers     int     `json:"offers"`
	TreeLog10  float64 `json:"tree_log10"` // of the ends of the unmerged tree
	Precision  float64 `json:"precision"`
	Cell       *cell   `json:"cell"`
	States     int     `json:"states"`
	Difference *number `json:"difference,omitempty"` // to the recursion, largest of both values
}

func loadResults(path string) (*results, error) {
	r := &results{Families: map[string]*familyResult{}}
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, r); err != nil {
		return nil, fmt.Errorf("%s: %w; remove the file to begin anew", path, err)
	}
	return r, nil
}

// save replaces the file in one step.
func (r *results) save(path string) error {
	text, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", text, 0o644); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// median of a list; NaN of an empty one.
func median(list []float64) float64 {
	if len(list) == 0 {
		return math.NaN()
	}
	s := slices.Sorted(slices.Values(list))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}
