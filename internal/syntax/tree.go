// Package syntax reads scenario files: source text to a tree of blocks,
// arguments and expressions, each with its place in the file. It knows the
// grammar, and nothing of what the words mean. It is the only package that
// imports hashicorp/hcl.
package syntax

import (
	"strings"

	"demarche/internal/diag"
)

// This file holds the syntax tree.

// File is a parsed source file.
type File struct {
	Name   string
	Source []byte // without a byte order mark
	Blocks []*Block
	Args   []*Arg // arguments outside of any block; the language has none
}

// Block is `kind "label" { … }`.
type Block struct {
	Kind      string
	KindRange diag.Range
	Labels    []Label
	Args      []*Arg   // in file order
	Blocks    []*Block // in file order
	Range     diag.Range
	Header    diag.Range // from the kind to the opening brace
	Broken    bool       // only the header could be read; the error was reported
}

// Label is a name after a block's kind.
type Label struct {
	Text  string
	Range diag.Range
}

// Label gives the first label, or "".
func (b *Block) Label() string {
	if len(b.Labels) == 0 {
		return ""
	}
	return b.Labels[0].Text
}

// Arg gives the argument of that name, or nil.
func (b *Block) Arg(name string) *Arg {
	for _, a := range b.Args {
		if a.Name == name {
			return a
		}
	}
	return nil
}

// Arg is `name = value`.
type Arg struct {
	Name      string
	NameRange diag.Range
	Value     Expr
	Range     diag.Range
}

// Expr is one of the expression nodes below.
type Expr interface{ Span() diag.Range }

type span struct{ At diag.Range }

// Span is where the expression stands.
func (s span) Span() diag.Range { return s.At }

// Expression nodes.
type (
	// Bad stands where an error was already reported.
	Bad struct{ span }

	// Number is a literal such as 0.5; it is never negative and may be +Inf (1e999).
	Number struct {
		span
		Value float64
	}

	// String is a literal in quotes.
	String struct {
		span
		Value string
	}

	// Bool is true or false.
	Bool struct {
		span
		Value bool
	}

	// Null is the word null.
	Null struct{ span }

	// Name is a dotted name: beijing.sideline.india; name.3 and name["0.5"] count as parts too.
	Name struct {
		span
		Parts []Part
	}

	// Unary is -x or !x.
	Unary struct {
		span
		Op string
		X  Expr
	}

	// Binary is x op y.
	Binary struct {
		span
		Op   string
		X, Y Expr
	}

	// Cond is if ? then : else.
	Cond struct {
		span
		If, Then, Else Expr
	}

	// Paren is (x).
	Paren struct {
		span
		X Expr
	}

	// Call is function(args).
	Call struct {
		span
		Function  string
		NameRange diag.Range
		Args      []Expr
	}

	// Index is x[key].
	Index struct {
		span
		X, Key Expr
	}

	// Object is { key = value, … }.
	Object struct {
		span
		Items []Item
	}

	// List is [a, b, …].
	List struct {
		span
		Items []Expr
	}
)

// Part is one word of a dotted name.
type Part struct {
	Text  string
	Range diag.Range
}

// Item is one entry of an object. Keys are names, quoted strings or numbers; Key is the text.
type Item struct {
	Key      string
	Quoted   bool
	KeyRange diag.Range
	Value    Expr
}

// String joins the parts with dots.
func (n *Name) String() string {
	var out strings.Builder
	for i, p := range n.Parts {
		if i > 0 {
			out.WriteByte('.')
		}
		out.WriteString(p.Text)
	}
	return out.String()
}

// Unparen strips parentheses.
func Unparen(e Expr) Expr {
	for {
		p, ok := e.(*Paren)
		if !ok {
			return e
		}
		e = p.X
	}
}

// Item gives the entry with that key, or nil.
func (o *Object) Item(key string) *Item {
	for i := range o.Items {
		if o.Items[i].Key == key {
			return &o.Items[i]
		}
	}
	return nil
}

// NewString is a text that stands at r.
func NewString(text string, r diag.Range) *String { return &String{span{r}, text} }

// NewNumber is a number that stands at r.
func NewNumber(v float64, r diag.Range) *Number { return &Number{span{r}, v} }
