package scenario

import (
	"demarche/internal/expr"
	"strconv"
)

// This file holds how uncertain a parameter is.

// Kind is a family of distributions.
type Kind int

// The families.
const (
	Fixed       Kind = iota // always A
	Normal                  // 90% central interval [A, B]
	LogNormal               // Min + a lognormal; 90% central interval [A, B]
	LogitNormal             // Min + (Max−Min)·logistic(normal); 90% central interval [A, B]
	Uniform                 // between A and B
	Derived                 // Expr, from earlier parameters
)

// Distribution is the analyst's uncertainty about one parameter.
type Distribution struct {
	Kind     Kind
	A, B     float64
	Min, Max float64       // NaN where absent
	Expr     *expr.Program // of Derived
}

func formatNumber(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
