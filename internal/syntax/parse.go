package syntax

import (
	"bytes"
	"regexp"
	"sort"
	"strings"

	"demarche/internal/diag"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// This file parses a file block by block, so that every broken block gets its
// own error, blamed on the right block.

var mark = []byte("\xef\xbb\xbf") // byte order mark

// Parse reads a source file. It always returns a tree, with Bad expressions
// and Broken blocks where errors were reported.
func Parse(file string, source []byte) (*File, diag.List) {
	source = bytes.TrimPrefix(source, mark)
	out := &File{Name: file, Source: source}
	var diags diag.List
	if len(source) > MaxBytes {
		return out, diag.List{{
			Code: diag.FileTooLarge, Subject: diag.Range{File: file},
			Message: "the file is larger than 4 MB", Hint: "a scenario is a few pages of text: is this the right file?",
		}}
	}
	s := newScanner(file, source, &diags)
	s.scan()
	for _, c := range s.chunks {
		p := chunkParser{scanner: s, chunk: c}
		args, blocks := p.parse()
		out.Args = append(out.Args, args...)
		out.Blocks = append(out.Blocks, blocks...)
	}
	sort.SliceStable(diags, func(i, j int) bool {
		return diags[i].Subject.Start.Byte < diags[j].Subject.Start.Byte
	})
	return out, diags
}

// chunkParser parses one top-level block.
type chunkParser struct {
	*scanner
	chunk  chunk
	erased []statement
}

// statement is an argument or a block that was blanked after an error was reported in it.
type statement struct {
	name   string // of the argument, or the kind of the block
	label  string
	block  bool
	at     diag.Range
	offset int
}

func (p *chunkParser) parse() ([]*Arg, []*Block) {
	if p.chunk.broken {
		return nil, p.headerOnly()
	}
	done := map[int]bool{} // lines blanked here
	for n := 0; ; n++ {
		line := p.lineOf(p.chunk.start)
		f, problems := hclsyntax.ParseConfig(p.text[p.chunk.start:p.chunk.end], p.file,
			hcl.Pos{Line: line + 1, Column: 1, Byte: p.chunk.start})
		first := firstError(problems)
		if first == nil {
			return p.convert(f.Body.(*hclsyntax.Body))
		}
		at := first.Subject.Start.Line - 1
		if first.Context != nil && p.blank[first.Context.Start.Line-1] {
			at = first.Context.Start.Line - 1
		}
		if !p.blank[at] {
			p.translate(first)
		}
		if done[at] || n == maxRepairs || !p.blankStatement(at, done) {
			return nil, p.headerOnly()
		}
	}
}

func firstError(problems hcl.Diagnostics) *hcl.Diagnostic {
	var first *hcl.Diagnostic
	for _, d := range problems {
		if d.Severity == hcl.DiagError && d.Subject != nil &&
			(first == nil || d.Subject.Start.Byte < first.Subject.Start.Byte) {
			first = d
		}
	}
	return first
}

var header = regexp.MustCompile(`^[ \t]*([\pL_][\pL\d_-]*)[ \t]*(?:"([^"{\n]*)"?|([\pL_][\pL\d_-]*))?[^{\n]*\{?`)

// headerOnly gives what can be said of a block that cannot be parsed: its kind and label.
func (p *chunkParser) headerOnly() []*Block {
	start := p.chunk.start
	line := p.source[start:p.lineEnd(p.lineOf(start))]
	m := header.FindSubmatchIndex(line)
	if m == nil {
		return nil
	}
	text := func(i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return string(line[m[2*i]:m[2*i+1]])
	}
	b := &Block{
		Kind: text(1), KindRange: p.span(start+m[2], start+m[3]),
		Range: p.span(start, p.chunk.end), Header: p.span(start, start+m[1]), Broken: true,
	}
	for _, i := range []int{2, 3} {
		if l := strings.TrimSpace(text(i)); l != "" {
			b.Labels = append(b.Labels, Label{l, p.span(start+m[2*i], start+m[2*i+1])})
		}
	}
	return []*Block{b}
}

var laterBlocks = regexp.MustCompile(`([\pL_][\pL\d_]*)[ \t]+"([^"\n]*)"[ \t]*\{`)

var laterArgs = regexp.MustCompile(`([\pL_][\pL\d_]*)[ \t]*=[^=]`)

var statementStart = regexp.MustCompile(`^[ \t]*"?([\pL_][\pL\d_-]*)"?[ \t]*(=|"([^"\n]*)"?|)`)

// blankStatement blanks the statement that line i belongs to, so that the rest
// of the block can be parsed. It reports false if that is the whole block.
func (p *chunkParser) blankStatement(i int, done map[int]bool) bool {
	first, last := i, i
	for grown := true; grown; {
		grown = false
		for _, b := range p.pairs {
			if b.open < p.chunk.start || b.open >= p.chunk.end {
				continue
			}
			from, to := p.lineOf(b.open), p.lineOf(b.close)
			if from >= first && from <= last && to > last {
				last, grown = to, true
			}
			if to >= first && to <= last && from < first {
				first, grown = from, true
			}
		}
	}
	if next := last + 1; next < len(p.lines) && bytes.HasPrefix(bytes.TrimSpace(p.source[p.lines[next]:p.lineEnd(next)]), []byte("{")) {
		last = next // the opening brace of a block stands on a line of its own
		for _, b := range p.pairs {
			if p.lineOf(b.open) == next {
				last = max(last, p.lineOf(b.close))
			}
		}
	}
	if block := p.text[p.chunk.start:]; first <= p.lineOf(p.chunk.start+len(block)-len(bytes.TrimLeft(block, " \t\r\n"))) {
		return false // it is the whole block
	}
	from, to := p.lines[first], p.lineEnd(last)
	if m := statementStart.FindSubmatch(p.source[from:to]); m != nil {
		st := statement{name: string(m[1]), label: string(m[3]), offset: from, at: p.span(from, to)}
		st.block = (len(m[2]) == 0 || m[2][0] == '"') && bytes.IndexByte(p.source[from:to], '{') >= 0
		p.erased = append(p.erased, st)
		rest := p.source[from+len(m[0]) : p.lineEnd(first)] // more may stand on the same line
		for _, m := range laterBlocks.FindAllSubmatch(rest, -1) {
			p.erased = append(p.erased, statement{name: string(m[1]), label: string(m[2]), block: true, offset: from, at: st.at})
		}
		if st.block && st.label == "" { // perhaps an argument whose = is missing
			p.erased = append(p.erased, statement{name: st.name, offset: from, at: st.at})
		}
		if first == last {
			for _, m := range laterArgs.FindAllSubmatch(p.source[from+len(m[0]):to], -1) {
				p.erased = append(p.erased, statement{name: string(m[1]), offset: from, at: st.at})
			}
		}
	}
	for l := first; l <= last; l++ {
		done[l] = true
	}
	p.erase(from, to)
	return true
}

func (p *chunkParser) convert(b *hclsyntax.Body) ([]*Arg, []*Block) {
	c := &converter{file: p.file, source: p.source, diags: p.diags, bad: p.badString}
	args, blocks := c.body(b)
	p.spoilArgs(args)
	for _, b := range blocks {
		p.spoil(b)
	}
	for _, st := range p.erased {
		if home := innermost(blocks, st.offset); home != nil {
			if st.block {
				home.Blocks = append(home.Blocks, &Block{
					Kind: st.name, KindRange: st.at, Range: st.at, Header: st.at, Broken: true,
					Labels: []Label{{st.label, st.at}},
				})
			} else {
				home.Args = append(home.Args, &Arg{Name: st.name, NameRange: st.at, Range: st.at, Value: &Bad{span{st.at}}})
			}
		}
	}
	return args, blocks
}

// spoil replaces values that contain a blanked line by Bad: what is left of
// them is not what the author wrote.
func (p *chunkParser) spoil(b *Block) {
	p.spoilArgs(b.Args)
	for _, sub := range b.Blocks {
		p.spoil(sub)
	}
	if len(b.Labels) == 0 && p.blank[b.Header.Start.Line-1] {
		b.Broken = true
	}
}

func (p *chunkParser) spoilArgs(args []*Arg) {
	for _, a := range args {
		for l := a.Range.Start.Line - 1; l < a.Range.End.Line; l++ {
			if p.blank[l] {
				a.Value = &Bad{span{a.Range}}
				break
			}
		}
	}
}

// innermost is the block that offset stands in.
func innermost(blocks []*Block, offset int) *Block {
	for _, b := range blocks {
		if b.Range.Start.Byte < offset && offset < b.Range.End.Byte {
			if sub := innermost(b.Blocks, offset); sub != nil {
				return sub
			}
			return b
		}
	}
	return nil
}

// ParseExpr reads a single expression, such as the right side of --set.
func ParseExpr(name string, source []byte) (Expr, diag.List) {
	var diags diag.List
	s := newScanner(name, source, &diags)
	s.scan()
	broken := len(s.chunks) == 0
	for _, c := range s.chunks {
		broken = broken || c.broken
	}
	if diags.HasErrors() || broken || len(source) > MaxBytes {
		if len(diags) == 0 {
			s.errorf(diag.MissingValue, s.span(0, len(source)), "write a number, or between(1, 3)", "there is no value here")
		}
		return &Bad{}, diags
	}
	e, problems := hclsyntax.ParseExpression(s.text, name, hcl.InitialPos)
	if first := firstError(problems); first != nil {
		p := chunkParser{scanner: s}
		p.translate(first)
		return &Bad{}, diags
	}
	c := &converter{file: name, source: source, diags: &diags, bad: s.badString}
	return c.expr(e), diags
}
