package syntax

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"demarche/internal/diag"

	"github.com/hashicorp/hcl/v2"
)

// This file says in plain words what the parser of hclsyntax complains about.

// perCent finds a share written as 20% at the end of a text.
var perCent = regexp.MustCompile(`(\d+(?:\.\d+)?) ?%$`)

// pointFirst finds a number such as .5.
var pointFirst = regexp.MustCompile(`^\.(\d+)`)

// translate reports d in our words.
func (p *chunkParser) translate(d *hcl.Diagnostic) {
	r := place(p.file, *d.Subject)
	from := min(max(r.Start.Byte, 0), len(p.text))
	to := min(max(r.End.Byte, from), len(p.text))
	found := string(p.text[from:to])
	line := p.lineOf(from)
	before := string(bytes.TrimSpace(p.text[min(p.lines[line], from):from]))
	what := "`" + found + "`"
	switch found {
	case "":
		what = "the end of the file"
	case "\n", "\r\n":
		what = "the end of the line"
	default:
		if found[0] == '#' || strings.HasPrefix(found, "//") {
			what = "the end of the line"
			r.End = r.Start
			r.End.Column++
		}
	}
	report := func(code, hint, format string, args ...any) {
		p.errorf(code, r, hint, format, args...)
	}
	switch d.Summary {
	case "Attribute redefined":
		report(diag.DuplicateArgument, "keep one of the two", "`%s` is given twice in this block", found)
	case "Invalid single-argument block definition", "Argument definition required", "Missing newline after block definition":
		report(diag.OneArgumentPerLine, "write one argument per line; only a block with a single argument may stand on one line",
			"%s cannot follow on this line", what)
	case "Unexpected comma after argument":
		report(diag.OneArgumentPerLine, "write one argument per line, without commas", "arguments are not separated by commas")
	case "Missing newline after argument":
		p.afterValue(r, found, what, before)
	case "Unsupported operator":
		hint := "the operators are + - * / % == != < <= > >= && || ! and ? :"
		switch found {
		case "&":
			hint = "write && for `and`"
		case "|":
			hint = "write || for `or`"
		}
		report(diag.UnknownOperator, hint, "%s is not an operator", what)
	case "Invalid argument name":
		report(diag.QuotedName, "write the name without quotes", "the name of an argument stands without quotes")
	case "Invalid legacy index syntax":
		report(diag.BadIndex, fmt.Sprintf(`write ["%s"] instead of .%s`, found, found), "a number with a point cannot follow a dot")
	case "Missing false expression in conditional":
		report(diag.BrokenExpression, "write `condition ? value if so : value if not`", "this choice has no `:` part")
	case "Missing key/value separator", "Missing attribute value", "Missing attribute separator",
		"Missing item separator", "Missing argument separator", "Unterminated object constructor expression",
		"Unterminated tuple constructor expression", "Unterminated function call":
		hint := "the entries of a list are separated by commas"
		if strings.Contains(d.Summary, "key/value") || strings.Contains(d.Summary, "attribute") || strings.Contains(d.Summary, "object") {
			hint = "an object is written { name = value, name = value }"
		}
		report(diag.BrokenList, hint, "%s does not belong here", what)
	case "Invalid block definition":
		report(diag.BrokenBlock, `a block is written: kind "name" { … }, with the { on the same line`, "%s does not belong in the first line of a block", what)
	case "Argument or block definition required":
		report(diag.MissingEquals, "an argument is written: name = value", "this is neither an argument nor a block")
	case "Missing expression", "Invalid expression":
		if strings.HasSuffix(before, "=") && what[0] != '`' {
			report(diag.MissingValue, "write a value after the =", "there is no value here")
			return
		}
		if m := perCent.FindStringSubmatch(before); m != nil {
			if x, err := strconv.ParseFloat(m[1], 64); err == nil {
				report(diag.BrokenExpression, fmt.Sprintf("for %s%% write %s", m[1], strconv.FormatFloat(x/100, 'g', 12, 64)),
					"shares are written as numbers from 0 to 1, without a per cent sign")
				return
			}
		}
		if m := pointFirst.FindSubmatch(p.text[from:]); found == "." && m != nil {
			report(diag.BrokenExpression, fmt.Sprintf("write 0.%s", m[1]), "a number has a digit before its point")
			return
		}
		report(diag.BrokenExpression, "a value is missing, or there is something too much", "%s cannot stand here in an expression", what)
	case "Unbalanced parentheses", "Missing closing parenthesis", "Missing close bracket on index":
		report(diag.BrokenExpression, "close the bracket, or write the missing operator", "%s does not belong inside these brackets", what)
	case "Invalid escape sequence":
		report(diag.BadEscape, `write a backslash as \\`, "in a text a backslash has a meaning of its own, and this one is unknown")
	default:
		if strings.Contains(d.Summary, "'for'") {
			report(diag.Unsupported, "write the entries out, or use for_each on an action", "a `for` expression is not part of the language")
			return
		}
		report(diag.BrokenExpression, "", "%s", lowerFirst(strings.TrimSuffix(d.Detail, ".")))
	}
}

// afterValue explains what stands after a complete value.
func (p *chunkParser) afterValue(r diag.Range, found, what, before string) {
	hint := "write one argument per line"
	code := diag.OneArgumentPerLine
	switch found {
	case "and":
		code, hint = diag.UnknownOperator, "write && for `and`"
	case "or":
		code, hint = diag.UnknownOperator, "write || for `or`"
	case "not":
		code, hint = diag.UnknownOperator, "write ! for `not`"
	case "=":
		code, hint = diag.UnknownOperator, "write == to compare"
	default:
		if !strings.Contains(before, "=") || wordByte(before[len(before)-1]) && found != "" && !wordByte(found[0]) {
			code, hint = diag.BrokenExpression, "an operator or a quotation mark may be missing"
		}
	}
	p.errorf(code, r, hint, "%s cannot follow the value before it", what)
}

func lowerFirst(s string) string {
	if s == "" {
		return "this cannot be read"
	}
	return strings.ToLower(s[:1]) + s[1:]
}
