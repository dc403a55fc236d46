package check

import (
	"regexp"
	"slices"
	"strings"
)

// This file writes out the versions between two versions of a scenario file.

// entryStart finds the start of an entry of an object.
var entryStart = regexp.MustCompile(`^("[^"]*"|[\pL_][\pL\d_]*|\d[\d.]*)\s*=[^=]`)

// Source is the scenario file of the version with some of the changes, by place
// in Changes. Questions that only one version asks, and the as-of date, are left
// out. It may say what does not check: changes may be invalid apart.
func (r *Revision) Source(with []bool) []byte {
	var b strings.Builder
	byKey := map[string]*jointBlock{}
	for _, j := range r.blocks {
		byKey[key(j.kind, j.label)] = j
	}
	for _, kind := range topKinds {
		if kind == "chance" {
			continue // written with the phases
		}
		for _, k := range r.ordered(kind, with) {
			if j := byKey[k]; j != nil {
				j.write(&b, with, "")
			}
		}
	}
	return []byte(b.String())
}

// ordered is the keys of the blocks of a kind, chances with the phases, in the
// order that they have in a version.
func (r *Revision) ordered(kind string, with []bool) []string {
	for _, o := range r.orders {
		if slices.Contains(o.kinds, kind) {
			return o.is[side(o.change, with)]
		}
	}
	var out []string
	for _, j := range r.blocks {
		if j.kind == kind {
			out = append(out, key(j.kind, j.label))
		}
	}
	return out
}

// side is 1 where a change is made, 0 where it is not or there is none.
func side(change int, with []bool) int {
	if change >= 0 && with[change] {
		return 1
	}
	return 0
}

// write writes a block, if the version has it.
func (j *jointBlock) write(b *strings.Builder, with []bool, indent string) {
	header := j.header[side(j.change, with)]
	if j.change < 0 && header == "" {
		header = j.header[1]
	}
	if header == "" || j.dropped {
		return
	}
	b.WriteString(indent + header + "\n")
	for _, a := range j.args {
		if j.kind == "scenario" && a.name == "as_of" {
			continue
		}
		a.write(b, with, indent+"  ")
	}
	for _, x := range j.blocks {
		x.write(b, with, indent+"  ")
	}
	b.WriteString(indent + "}\n")
}

// value is the argument's text in a version, "" where it lacks it.
func (a *jointArg) value(with []bool) string {
	text := a.is[side(a.change, with)].text
	if a.change < 0 && text == "" {
		text = a.is[1].text
	}
	return text
}

func (a *jointArg) write(b *strings.Builder, with []bool, indent string) {
	if !a.object {
		if text := a.value(with); text != "" {
			b.WriteString(indent + a.name + " = " + text + "\n")
		}
		return
	}
	var entries []string
	for _, x := range a.items {
		if text := x.value(with); text != "" {
			entries = append(entries, indent+"  "+entryKey(x.name)+" = "+text+"\n")
		}
	}
	if len(entries) > 0 {
		b.WriteString(indent + a.name + " = {\n" + strings.Join(entries, "") + indent + "}\n")
	}
}

var bareKey = regexp.MustCompile(`^[\pL_][\pL\d_]*$`)

// entryKey writes a key of an object.
func entryKey(name string) string {
	if bareKey.MatchString(name) {
		return name
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "${", "$${", "%{", "%%{").Replace(name) + `"`
}
