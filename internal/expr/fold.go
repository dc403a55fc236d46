package expr

import "sort"

// This file simplifies expression trees before they are compiled: constants
// are folded, so that what a model writes for clarity costs nothing.

// fold returns n with every constant part evaluated.
func fold(n *Node) *Node {
	if len(n.Args) == 0 {
		return n
	}
	args := make([]*Node, len(n.Args))
	constant := true
	for i, a := range n.Args {
		args[i] = fold(a)
		constant = constant && args[i].Op == Const
	}
	m := &Node{Op: n.Op, Args: args, Value: n.Value, Slot: n.Slot}
	if constant {
		p := &Program{tree: m, depth: depth(m)}
		p.emit(m)
		return Num(p.Eval(nil))
	}
	switch m.Op {
	case Cond:
		if args[0].Op == Const {
			if args[0].Value != args[0].Value {
				return args[0]
			}
			if args[0].Value != 0 {
				return args[1]
			}
			return args[2]
		}
	case And:
		if args[0].Op == Const && args[0].Value == 0 {
			return Num(0)
		}
	case Or:
		if args[0].Op == Const && args[0].Value != args[0].Value {
			return args[0]
		}
		if args[0].Op == Const && args[0].Value != 0 {
			return Num(1)
		}
	}
	return m
}

// depth is the deepest stack that evaluating n needs.
func depth(n *Node) int {
	d := 2
	for i, a := range n.Args {
		k := depth(a)
		switch n.Op {
		case And, Or, Cond, Select: // operands do not wait on the stack for one another
		case Min, Max:
			k += min(i, 1)
		default:
			k += i
		}
		d = max(d, k)
	}
	return d
}

func sortedKeys(set map[int]bool) []int {
	out := make([]int, 0, len(set))
	for k := range set {
		out = append(out, k)
	}
	sort.Ints(out)
	return out
}

// Bind returns n with the given slots replaced by constants.
func Bind(n *Node, values map[int]float64) *Node {
	if n.Op == Load {
		if v, ok := values[n.Slot]; ok {
			return Num(v)
		}
		return n
	}
	if len(n.Args) == 0 {
		return n
	}
	args := make([]*Node, len(n.Args))
	for i, a := range n.Args {
		args[i] = Bind(a, values)
	}
	return &Node{Op: n.Op, Args: args, Value: n.Value, Slot: n.Slot}
}
