package store

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"sort"

	"github.com/parquet-go/parquet-go"

	"demarche/internal/sweep"
)

// This file lays a run out as tables, one observation a row. What was not
// computed is null, never NaN.

// drawRow is a draw of the parameters and what the evidence made of it.
type drawRow struct {
	Draw          int32    `parquet:"draw"`
	LogLikelihood *float64 `parquet:"log_likelihood,optional"` // null: impossible under this draw
	Weight        float64  `parquet:"weight"`
	Stories       int32    `parquet:"stories"`
}

// parameterRow is the value of one parameter in one draw.
type parameterRow struct {
	Draw      int32   `parquet:"draw"`
	Parameter string  `parquet:"parameter,dict"`
	Value     float64 `parquet:"value"`
}

// storyRow is one step of one story.
type storyRow struct {
	Draw   int32  `parquet:"draw"`
	Story  int32  `parquet:"story"`
	Period string `parquet:"period,dict"`
	Phase  string `parquet:"phase,dict"`
	Event  string `parquet:"event,dict"`
}

// beliefRow is the probability of one value of one secret after one step.
type beliefRow struct {
	Step        int32    `parquet:"step"`
	Date        string   `parquet:"date,dict"`
	Phase       string   `parquet:"phase,dict"`
	Event       string   `parquet:"event,dict"`
	ID          string   `parquet:"id,dict"`
	Secret      string   `parquet:"secret,dict"`
	Value       string   `parquet:"value,dict"`
	Probability *float64 `parquet:"probability,optional"`
}

// questionRow is one forecast.
type questionRow struct {
	Name           string   `parquet:"name"`
	Title          string   `parquet:"title"`
	By             string   `parquet:"by"`
	Probability    *float64 `parquet:"probability,optional"`
	Low            *float64 `parquet:"low,optional"`
	High           *float64 `parquet:"high,optional"`
	MonteCarloLow  *float64 `parquet:"monte_carlo_low,optional"`
	MonteCarloHigh *float64 `parquet:"monte_carlo_high,optional"`
	Word           string   `parquet:"word"`
	Previous       *float64 `parquet:"previous,optional"`
	Assumed        *float64 `parquet:"assumed,optional"`
	AssumedLow     *float64 `parquet:"assumed_low,optional"`
	AssumedHigh    *float64 `parquet:"assumed_high,optional"`
	Prior          *float64 `parquet:"prior,optional"`
}

// evidenceRow is what became of one row of the evidence.
type evidenceRow struct {
	ID            string   `parquet:"id"`
	Date          string   `parquet:"date"`
	Period        string   `parquet:"period"`
	Phase         string   `parquet:"phase"`
	Action        string   `parquet:"action"`
	Used          bool     `parquet:"used"`
	Reason        string   `parquet:"reason"`
	LogLikelihood *float64 `parquet:"log_likelihood,optional"`
	Surprise      *float64 `parquet:"surprise,optional"`
	Source        string   `parquet:"source"`
	Note          string   `parquet:"note"`
}

// table writes one file of a run directory.
type table struct {
	file  string
	write func(w io.Writer, r *sweep.Result) error
}

var tables = []table{
	{"draws.parquet", func(w io.Writer, r *sweep.Result) error { return writeTable(w, drawRows(r)) }},
	{"parameters.parquet", func(w io.Writer, r *sweep.Result) error { return writeTable(w, parameterRows(r)) }},
	{"stories.parquet", func(w io.Writer, r *sweep.Result) error { return writeTable(w, storyRows(r)) }},
	{"beliefs.parquet", func(w io.Writer, r *sweep.Result) error { return writeTable(w, beliefRows(r)) }},
	{"questions.parquet", func(w io.Writer, r *sweep.Result) error { return writeTable(w, questionRows(r)) }},
	{"evidence.parquet", func(w io.Writer, r *sweep.Result) error { return writeTable(w, evidenceRows(r)) }},
}

func drawRows(r *sweep.Result) []drawRow {
	rows := make([]drawRow, len(r.DrawTable))
	for i, d := range r.DrawTable {
		rows[i] = drawRow{int32(d.Draw), nullable(d.LogLikelihood), d.Weight, int32(d.Stories)}
	}
	return rows
}

func parameterRows(r *sweep.Result) []parameterRow {
	var rows []parameterRow
	for _, d := range r.DrawTable {
		for k, v := range d.Parameters {
			if k < len(r.Sources) {
				rows = append(rows, parameterRow{int32(d.Draw), r.Sources[k].Name, v})
			}
		}
	}
	return rows
}

func storyRows(r *sweep.Result) []storyRow {
	rows := make([]storyRow, len(r.StoryRows))
	for i, s := range r.StoryRows {
		rows[i] = storyRow{int32(s.Draw), int32(s.Story), s.Period, s.Phase, s.Event}
	}
	return rows
}

func beliefRows(r *sweep.Result) []beliefRow {
	place := map[string]int{} // of a value in its secret's order
	for _, s := range r.Secrets {
		for i, v := range s.Values {
			place[s.Name+"\x00"+v] = i
		}
	}
	var rows []beliefRow
	for step, d := range r.Beliefs {
		for _, secret := range sortedKeys(d.Secrets) {
			values := sortedKeys(d.Secrets[secret])
			sort.SliceStable(values, func(i, j int) bool { return place[secret+"\x00"+values[i]] < place[secret+"\x00"+values[j]] })
			for _, v := range values {
				rows = append(rows, beliefRow{int32(step), d.Date, d.Phase, d.Event, d.ID, secret, v, nullable(float64(d.Secrets[secret][v]))})
			}
		}
	}
	return rows
}

func questionRows(r *sweep.Result) []questionRow {
	rows := make([]questionRow, len(r.Questions))
	for i, q := range r.Questions {
		n := func(x sweep.Number) *float64 { return nullable(float64(x)) }
		rows[i] = questionRow{q.Name, q.Title, q.By, n(q.Probability), n(q.Interval[0]), n(q.Interval[1]), n(q.MonteCarlo[0]), n(q.MonteCarlo[1]),
			q.Word, n(q.Previous), n(q.Assumed), n(q.AssumedIn[0]), n(q.AssumedIn[1]), n(q.Prior)}
	}
	return rows
}

func evidenceRows(r *sweep.Result) []evidenceRow {
	rows := make([]evidenceRow, len(r.Evidence))
	for i, e := range r.Evidence {
		rows[i] = evidenceRow{e.ID, e.Date, e.Period, e.Phase, e.Action, e.Used, e.Reason, nullable(float64(e.LogLikelihood)), nullable(float64(e.Surprise)), e.Source, e.Note}
	}
	return rows
}

// writeTable compresses with Snappy: every reader has it, and its bytes depend
// on nothing but the rows.
func writeTable[T any](w io.Writer, rows []T) error {
	return parquet.Write(w, rows, parquet.Compression(&parquet.Snappy), parquet.CreatedBy("demarche", fmt.Sprint(Format), ""))
}

// mostRows is more than any table that writeTable wrote: one row a step of a
// story is some millions. A count beyond it is a lie of the file's footer.
const mostRows = 1 << 28

// readTable is the inverse of writeTable. It must be given only bytes whose
// checksum the manifest confirms: the library believes the sizes in a file's
// footer, and a forged footer can keep it busy for ever. What it panics on is
// an error here, and the row count is not believed before the rows are there.
func readTable[T any](b []byte) (rows []T, err error) {
	defer func() {
		if p := recover(); p != nil {
			rows, err = nil, fmt.Errorf("it is not a Parquet table: %v", p)
		}
	}()
	f, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, fmt.Errorf("it is not a Parquet table: %w", err)
	}
	if n := f.NumRows(); n < 0 || n > mostRows {
		return nil, fmt.Errorf("it claims to have %d rows", n)
	}
	if want := parquet.SchemaOf(new(T)).String(); f.Schema().String() != want {
		return nil, fmt.Errorf("its columns are not those of this table")
	}
	reader := parquet.NewGenericReader[T](f)
	defer reader.Close()
	batch := make([]T, 1024)
	for {
		n, err := reader.Read(batch)
		rows = append(rows, batch[:n]...)
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, io.ErrUnexpectedEOF
		}
	}
	if int64(len(rows)) != f.NumRows() {
		return nil, io.ErrUnexpectedEOF
	}
	return rows, nil
}

func nullable(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
