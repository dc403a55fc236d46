package syntax

import (
	"bytes"
	"fmt"

	"demarche/internal/diag"

	"github.com/hashicorp/hcl/v2/hclwrite"
)

// This file lays source text out in the one canonical way.

// Format gives the canonical layout of a source file: two spaces a level,
// equals signs of neighbouring arguments aligned, one empty line at most, a
// final line break. Comments stay; the meaning never changes; formatting twice
// changes nothing more. A file with syntax errors is returned as it is, with them.
func Format(src []byte) ([]byte, diag.List) { return FormatFile("", src) }

// FormatFile is Format with a file name for the messages.
func FormatFile(file string, src []byte) ([]byte, diag.List) {
	tree, diags := Parse(file, src)
	if diags.HasErrors() {
		return src, diags
	}
	out := layOut(tree.Source)
	stable := false
	for n := 0; n < 4 && !stable; n++ { // hclwrite aligns comments anew when it has moved code
		next := layOut(out)
		stable = bytes.Equal(next, out)
		out = next
	}
	again, problems := Parse(file, out)
	if problems.HasErrors() || !Same(tree, again) || !stable {
		return src, nil // never seen to happen; better unformatted than changed
	}
	return out, nil
}

func layOut(src []byte) []byte {
	src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	src = hclwrite.Format(src)
	var out bytes.Buffer
	empty := 1 // leading empty lines go
	for line := range bytes.Lines(src) {
		line = bytes.TrimRight(line, " \t\r\n")
		if len(line) == 0 {
			empty++
			continue
		}
		if empty > 0 && out.Len() > 0 {
			out.WriteByte('\n')
		}
		empty = 0
		out.Write(line)
		out.WriteByte('\n')
	}
	return out.Bytes()
}

// Same reports whether two trees say the same, wherever it stands in the file.
func Same(a, b *File) bool { return outline(a) == outline(b) }

// outline writes a tree without places.
func outline(f *File) string {
	var b bytes.Buffer
	for _, a := range f.Args {
		writeArg(&b, a)
	}
	for _, sub := range f.Blocks {
		writeBlock(&b, sub)
	}
	return b.String()
}

func writeBlock(b *bytes.Buffer, x *Block) {
	fmt.Fprintf(b, "%s", x.Kind)
	for _, l := range x.Labels {
		fmt.Fprintf(b, " %q", l.Text)
	}
	b.WriteString(" {\n")
	for _, a := range x.Args {
		writeArg(b, a)
	}
	for _, sub := range x.Blocks {
		writeBlock(b, sub)
	}
	b.WriteString("}\n")
}

func writeArg(b *bytes.Buffer, a *Arg) {
	fmt.Fprintf(b, "%s = ", a.Name)
	writeExpr(b, a.Value)
	b.WriteByte('\n')
}

// writeExpr writes an expression fully bracketed.
func writeExpr(b *bytes.Buffer, e Expr) {
	list := func(open string, items []Expr, end string) {
		b.WriteString(open)
		for _, x := range items {
			writeExpr(b, x)
			b.WriteByte(',')
		}
		b.WriteString(end)
	}
	switch e := e.(type) {
	case *Number:
		b.WriteString(FormatNumber(e.Value))
	case *String:
		fmt.Fprintf(b, "%q", e.Value)
	case *Bool:
		fmt.Fprint(b, e.Value)
	case *Null:
		b.WriteString("null")
	case *Name:
		fmt.Fprintf(b, "%q", e.Parts[0].Text)
		for _, p := range e.Parts[1:] {
			fmt.Fprintf(b, ".%q", p.Text)
		}
	case *Unary:
		list("("+e.Op, []Expr{e.X}, ")")
	case *Binary:
		list("("+e.Op, []Expr{e.X, e.Y}, ")")
	case *Cond:
		list("(?", []Expr{e.If, e.Then, e.Else}, ")")
	case *Paren:
		list("((", []Expr{e.X}, "))")
	case *Call:
		list(e.Function+"(", e.Args, ")")
	case *Index:
		list("[]", []Expr{e.X, e.Key}, "]")
	case *List:
		list("[", e.Items, "]")
	case *Object:
		b.WriteByte('{')
		for _, i := range e.Items {
			fmt.Fprintf(b, "%q=", i.Key)
			writeExpr(b, i.Value)
			b.WriteByte(',')
		}
		b.WriteByte('}')
	default:
		b.WriteString("bad")
	}
}
