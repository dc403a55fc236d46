package score

import (
	"maps"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// This file compares two forecasters on the same questions.

// Few is the number of different questions below which an interval is called
// rough: Student's t stands on sums that are nearly normal.
const Few = 20

// Difference is by how much a baseline's loss exceeds the model's, on average:
// above 0 the model did better.
type Difference struct {
	Mean          float64 // NaN if nothing can be compared
	Lo, Hi        float64 // 90%; NaN below two questions
	Forecasts     int     // pairs
	Questions     int     // different questions among them
	Better, Worse int     // questions on which the model's mean loss is lower, and higher
}

// Paired compares losses pair by pair; question[i] is what pair i is about.
// Pairs in which either loss is NaN are left out. Every pair weighs the same.
// The interval is that of a ratio of sums over questions (the cluster-robust
// variance of Liang and Zeger 1986, times G/(G−1)) with Student's t at G − 1
// degrees of freedom, G the number of different questions: asking one question
// nine times is not nine questions. Questions of one story still move together,
// which no interval from one story can allow for.
func Paired(question []string, model, baseline []float64) Difference {
	out := Difference{Mean: math.NaN(), Lo: math.NaN(), Hi: math.NaN()}
	sum, count, total := map[string]float64{}, map[string]float64{}, 0.0
	for i, q := range question {
		d := baseline[i] - model[i]
		if math.IsNaN(d) {
			continue
		}
		sum[q] += d
		count[q]++
		total += d
		out.Forecasts++
	}
	out.Questions = len(sum)
	if out.Forecasts == 0 {
		return out
	}
	n, g := float64(out.Forecasts), float64(out.Questions)
	out.Mean = total / n
	square := 0.0
	for _, q := range slices.Sorted(maps.Keys(sum)) {
		switch {
		case sum[q] > 0:
			out.Better++
		case sum[q] < 0:
			out.Worse++
		}
		r := sum[q] - out.Mean*count[q]
		square += r * r
	}
	if out.Questions < 2 {
		return out
	}
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: g - 1}.Quantile((1 + Coverage) / 2)
	half := t * math.Sqrt(g/(g-1)*square) / n
	out.Lo, out.Hi = out.Mean-half, out.Mean+half
	return out
}
