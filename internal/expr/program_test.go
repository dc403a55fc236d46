package expr

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// This file checks compiled programs against plain recursion over the tree.

// recurse evaluates n the slow way: NaN where any step that is taken has no
// finite value, whatever is made of it afterwards.
func recurse(n *Node, frame []float64) float64 {
	undefined := false
	v := descend(n, frame, &undefined)
	if undefined {
		return math.NaN()
	}
	return v
}

func descend(n *Node, frame []float64, undefined *bool) (v float64) {
	defer func() {
		if v-v != 0 {
			*undefined = true
		}
	}()
	a := func(i int) float64 { return descend(n.Args[i], frame, undefined) }
	switch n.Op {
	case Const:
		return n.Value
	case Load:
		return frame[n.Slot]
	case Neg:
		return -a(0)
	case Not:
		return truth(a(0) == 0)
	case Add:
		return a(0) + a(1)
	case Sub:
		return a(0) - a(1)
	case Mul:
		return a(0) * a(1)
	case Div:
		return a(0) / a(1)
	case Lt:
		return truth(a(0) < a(1))
	case Eq:
		return truth(a(0) == a(1))
	case And:
		return truth(a(0) != 0 && a(1) != 0)
	case Or:
		return truth(a(0) != 0 || a(1) != 0)
	case Cond:
		if a(0) != 0 {
			return a(1)
		}
		return a(2)
	case Select:
		if i := a(0); i >= 0 && i < float64(len(n.Args)-1) {
			return a(1 + int(i))
		}
		return math.NaN()
	case Min:
		return math.Min(a(0), a(1))
	case Max:
		return math.Max(a(0), a(1))
	}
	panic("not in this test")
}

func tree(t *rapid.T, deep int) *Node {
	if deep == 0 || rapid.IntRange(0, 3).Draw(t, "leaf") == 0 {
		if rapid.Bool().Draw(t, "load") {
			return Slot(rapid.IntRange(0, 3).Draw(t, "slot"))
		}
		return Num(float64(rapid.IntRange(-2, 3).Draw(t, "number")))
	}
	op := rapid.SampledFrom([]Op{Neg, Not, Add, Sub, Mul, Div, Lt, Eq, And, Or, Cond, Select, Min, Max}).Draw(t, "op")
	n := 2
	switch op {
	case Neg, Not:
		n = 1
	case Cond:
		n = 3
	case Select:
		n = rapid.IntRange(2, 4).Draw(t, "entries")
	}
	var args []*Node
	for range n {
		args = append(args, tree(t, deep-1))
	}
	return Make(op, args...)
}

func same(a, b float64) bool { return a == b || a != a && b != b }

func TestProgramEqualsTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := tree(t, 5)
		p, err := Compile(n)
		if err != nil {
			t.Fatal(err) // five levels fit any stack
		}
		for range 4 {
			frame := make([]float64, 4)
			for i := range frame {
				frame[i] = float64(rapid.IntRange(-2, 3).Draw(t, "value"))
			}
			want := recurse(n, frame)
			if got := p.Eval(frame); !same(got, want) {
				t.Fatalf("got %v, want %v", got, want)
			}
			// binding some slots leaves the value as it is
			q, err := Compile(Bind(n, map[int]float64{0: frame[0], 2: frame[2]}))
			if err != nil {
				t.Fatal(err)
			}
			if got := q.Eval(frame); !same(got, want) {
				t.Fatalf("bound: got %v, want %v", got, want)
			}
			for _, r := range q.Reads() {
				if r == 0 || r == 2 {
					t.Fatal("a bound slot is still read")
				}
			}
		}
	})
}

func TestTooDeepIsAnError(t *testing.T) {
	n := Num(1)
	for range 2 * MaxDepth {
		n = Make(Add, Slot(0), n)
	}
	if _, err := Compile(n); err == nil {
		t.Fatal("the stack would overflow")
	}
}

func TestEvalDoesNotAllocate(t *testing.T) {
	p := MustCompile(Make(Select, Slot(0), Num(1), Make(Add, Slot(1), Num(2))))
	frame := []float64{1, 2}
	if n := testing.AllocsPerRun(100, func() { p.Eval(frame) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
