package evidence

import (
	"fmt"
	"strconv"
	"strings"

	"demarche/internal/diag"
)

// This file checks the rows against one another: no report may count twice, and
// those that rest on one source are one story.

// among reports ids that stand twice, used rows that speak of the same act, and
// links that lead nowhere.
func (rd *rowReader) among(rows []Row) {
	byID := map[string]int{}
	for i := range rows {
		if first, twice := byID[rows[i].ID]; twice {
			c := rd.get(rd.kept[i], "id")
			rd.both(DuplicateID, c, "give one of them another id", "the row with this id", &rows[first], "two rows have the id %q", short(rows[i].ID))
			continue
		}
		byID[rows[i].ID] = i
	}
	clash := rd.twoRows(rows)
	rd.links(rows, byID, clash)
}

// both reports something about a row that an earlier one has part in.
func (rd *rowReader) both(code string, c cell, hint, note string, earlier *Row, format string, args ...any) {
	if rd.full() {
		rd.report(diag.Diagnostic{Code: code})
		return
	}
	rd.report(diag.Diagnostic{Code: code, Message: fmt.Sprintf(format, args...), Hint: hint, Subject: rd.span(c.from, c.to),
		Notes: []diag.Note{{Message: note + " is here", At: earlier.At}}})
}

// twoRows reports used rows of the same phase and period, and returns them in pairs.
func (rd *rowReader) twoRows(rows []Row) map[[2]int]bool {
	type place struct{ period, step int }
	taken := map[place]int{}
	clash := map[[2]int]bool{}
	for i := range rows {
		r := &rows[i]
		if !r.Use || r.Step < 0 || r.Period < 1 {
			continue
		}
		at := place{r.Period, r.Step}
		first, twice := taken[at]
		if !twice {
			taken[at] = i
			continue
		}
		clash[[2]int{first, i}] = true
		rd.both(TwoRows, rd.get(rd.kept[i], "phase"), "keep the one that says most, and write no in the column use of the other",
			"the row "+short(rows[first].ID), &rows[first],
			"%s and %s are both used for %s in %s, but one act is all that a phase holds", short(rows[first].ID), short(r.ID), stepName(rd.s, r.Step), rd.s.PeriodLabel(r.Period))
	}
	return clash
}

// links follows the column linked. It names another row, or a label that several
// rows carry. Used rows that hang together rest on one source: they become one
// story, which has one reliability.
func (rd *rowReader) links(rows []Row, byID map[string]int, clash map[[2]int]bool) {
	labels := map[string][]int{} // rows that carry each label
	for i := range rows {
		if rows[i].Linked != "" {
			labels[rows[i].Linked] = append(labels[rows[i].Linked], i)
		}
	}
	group := make([]int, len(rows))
	for i := range group {
		group[i] = i
	}
	find := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	join := func(i, j int) { // the earlier row leads
		i, j = find(i), find(j)
		group[max(i, j)] = min(i, j)
	}
	for i := range rows {
		name := rows[i].Linked
		if name == "" {
			continue
		}
		c := rd.get(rd.kept[i], "linked")
		if j, ok := byID[name]; ok {
			if i == j {
				rd.errorf(UnknownLink, c.from, c.to, "name the row that rests on the same source, or leave it empty", "the row %q is linked with itself", short(name))
				continue
			}
			join(i, j)
			continue
		}
		if len(labels[name]) == 1 {
			if rd.broken[name] {
				continue // its row has an error of its own
			}
			hint := "name the id of another row, or give the rows of one source the same label"
			if !rd.full() {
				if near := nearest(name, linkNames(rows, labels, i)); near != "" {
					hint = fmt.Sprintf("did you mean %q?", near)
				}
			}
			rd.errorf(UnknownLink, c.from, c.to, hint, "no other row has the id or the label %q", short(name))
			continue
		}
		join(i, labels[name][0])
	}
	used := map[int]int{} // first used row of each group
	stories := 0
	for i := range rows {
		if !rows[i].Use {
			continue
		}
		g := find(i)
		first, twice := used[g]
		if !twice {
			used[g] = i
			continue
		}
		if rows[first].Story == 0 {
			stories++
			rows[first].Story = stories
		}
		rows[i].Story = rows[first].Story
		if rows[i].Reliability != rows[first].Reliability && !clash[[2]int{first, i}] {
			rd.unequal(rows, i, first)
		}
	}
}

// unequal reports a row that is less or more reliable than the rest of its story.
func (rd *rowReader) unequal(rows []Row, i, first int) {
	c := rd.get(rd.kept[i], "reliability")
	if c.text == "" {
		c = rd.get(rd.kept[i], "id")
	}
	rd.both(LinkedReliability, c, "write the reliability of their source in both rows; if the rows rest on two sources, remove the link",
		"the row "+short(rows[first].ID), &rows[first],
		"%s and %s are linked, so they are right together or not at all, but one has the reliability %s and the other %s",
		short(rows[first].ID), short(rows[i].ID), rows[first].rated(), rows[i].rated())
}

// rated is the reliability as the file has it.
func (r *Row) rated() string {
	n := strconv.FormatFloat(r.Reliability, 'g', 6, 64)
	if r.Grade != "" {
		return r.Grade + " (" + n + ")"
	}
	return n
}

// linkNames is what a link of row i could have named.
func linkNames(rows []Row, labels map[string][]int, i int) []string {
	var out []string
	for j := range rows {
		if j == i {
			continue
		}
		out = append(out, rows[j].ID)
		if l := rows[j].Linked; l != "" && !strings.EqualFold(l, rows[j].ID) && labels[l][0] == j {
			out = append(out, l)
		}
	}
	return out
}
