package flip

import (
	"context"
	"math"
	"slices"
)

// This file looks for the smallest move of two parameters at once.

const (
	pairRounds = 15
	pairClose  = 1e-4 // standard deviations by which a round may still move
	pairGain   = 0.98 // of the size of the best single move, at most, or a pair is not worth naming
	pairStep   = 1.0  // standard deviations that a round may move at most
)

// pair is the smallest move of two parameters that carries question q across an
// edge, nil if none is found that is clearly smaller than the best of one. With
// independent standard normal scores that is the design point of structural
// reliability, found as there (Hasofer and Lind 1974; Rackwitz and Fiessler 1978)
// from gradients: from where the parameters stand, with the two that are steepest
// there, and from the best moves of one parameter, with what is steepest there.
// It is a local minimum; another pair could do with less.
func (s *search) pair(ctx context.Context, q int, edge float64, up bool, singles []*point) (*point, error) {
	var best *point
	limit := s.farthest
	if len(singles) > 0 {
		limit = math.Min(limit, pairGain*singles[0].size)
	}
	try := func(start []float64, i, j int) error {
		x, err := s.design(ctx, q, edge, up, start, i, j)
		if err != nil || x == nil {
			return err
		}
		if x.size <= limit && x.t[i] != 0 && x.t[j] != 0 && (best == nil || x.size < best.size) && (s.clear == nil || s.clear(q, x.t)) {
			best = x
		}
		return nil
	}
	if i, j := steepest(s.slope[q], -1); j >= 0 {
		if err := try(make([]float64, s.n), i, j); err != nil {
			return nil, err
		}
	}
	for n := 0; n < len(singles) && n < 2; n++ {
		_, slope, err := s.on.slopes(ctx, singles[n].t)
		if err != nil || slope == nil {
			continue // no slope there: another start may have one
		}
		i := slices.IndexFunc(singles[n].t, func(v float64) bool { return v != 0 })
		if _, j := steepest(slope[q], i); j >= 0 {
			if err := try(singles[n].t, min(i, j), max(i, j)); err != nil {
				return nil, err
			}
		}
	}
	return best, nil
}

// steepest are the two parameters in which a slope is largest, or one that is
// given and the largest of the others; −1 where there is none.
func steepest(slope []float64, given int) (i, j int) {
	i, j = given, -1
	for k, v := range slope {
		if k == given || !(math.Abs(v) > 0) {
			continue
		}
		switch {
		case i < 0:
			i = k
		case j < 0 || math.Abs(v) > math.Abs(slope[j]):
			j = k
			if given < 0 && math.Abs(slope[j]) > math.Abs(slope[i]) {
				i, j = j, i
			}
		}
	}
	return i, j
}

// design is the point nearest to 0 in the plane of parameters i and j at which
// question q comes across the edge, from a start; nil if it is not found.
func (s *search) design(ctx context.Context, q int, edge float64, up bool, start []float64, i, j int) (*point, error) {
	t := slices.Clone(start)
	for range pairRounds {
		p, slope, err := s.on.slopes(ctx, t)
		if ctx.Err() != nil {
			return nil, err
		}
		if err != nil || p == nil {
			return nil, nil // it cannot be followed there
		}
		f := logit(p[q]) - logit(edge)
		scale := p[q] * (1 - p[q])
		gi, gj := slope[q][i]/scale, slope[q][j]/scale
		g := gi*gi + gj*gj
		if !(g > 0) || math.IsInf(g, 1) {
			return nil, nil
		}
		by := (gi*t[i] + gj*t[j] - f) / g
		di, dj := by*gi-t[i], by*gj-t[j]
		far := math.Hypot(di, dj)
		if far > pairStep {
			di, dj = di*pairStep/far, dj*pairStep/far
		}
		t[i], t[j] = t[i]+di, t[j]+dj
		if norm(t) > 2*s.farthest {
			return nil, nil
		}
		if far < pairClose {
			return s.onRay(ctx, q, edge, up, t)
		}
	}
	return nil, nil
}

// onRay is where question q first comes across the edge on the way from 0 to a
// little beyond t.
func (s *search) onRay(ctx context.Context, q int, edge float64, up bool, t []float64) (*point, error) {
	size := norm(t)
	if !(size > 0) {
		return nil, nil
	}
	ray := make([]float64, s.n)
	for k := range ray {
		ray[k] = t[k] / size
	}
	const parts = 4
	a, pa := 0.0, s.now[q]
	for n := 1; n <= parts+1; n++ {
		b := size * float64(n) / parts
		if n == parts+1 {
			b = size * 1.02
		} else if n == parts {
			b = size * 0.98
		}
		at := make([]float64, s.n)
		for k := range at {
			at[k] = b * ray[k]
		}
		p, err := s.on.at(ctx, at)
		if err != nil {
			return nil, err
		}
		if p == nil {
			return nil, nil
		}
		if beyond(p[q], edge, up) {
			return s.cross(ctx, q, edge, up, ray, a, pa, b, p[q], size)
		}
		a, pa = b, p[q]
	}
	return nil, nil
}
