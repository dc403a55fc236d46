package expr

import (
	"fmt"
	"math"
)

// This file compiles an expression tree to a flat stack program and runs it.

// opcodes of the stack machine that have no counterpart in the tree
const (
	opJump        = Op(64) + iota // pc += arg
	opJumpIfFalse                 // pop; pc += arg if it is 0
	opJumpIfTrue                  // pop; pc += arg if it is not 0
	opTable                       // pop i; pc += i (arg entries follow, each a jump); outside: NaN, pc += arg
	opBool                        // a = (a != 0)
	opUndefined                   // push NaN: a constant that has no value
)

type instr struct {
	op  Op
	arg int32
}

// MaxDepth is the deepest stack that a program may need.
const MaxDepth = 64

// Program is a compiled expression. It is immutable and safe for concurrent use.
type Program struct {
	code   []instr
	consts []float64
	tree   *Node
	reads  []int // slots, ascending
	depth  int   // of the stack
}

// Compile flattens n. It fails when n is nested so deeply that the stack would overflow.
func Compile(n *Node) (*Program, error) {
	n = fold(n)
	p := &Program{tree: n}
	p.depth = depth(n)
	if p.depth > MaxDepth {
		return nil, fmt.Errorf("the expression is nested too deeply (%d levels, at most %d)", p.depth, MaxDepth)
	}
	p.emit(n)
	set := map[int]bool{}
	n.Slots(set)
	p.reads = sortedKeys(set)
	return p, nil
}

// MustCompile is Compile for expressions known to be shallow; it panics on failure.
func MustCompile(n *Node) *Program {
	p, err := Compile(n)
	if err != nil {
		panic(err)
	}
	return p
}

// Tree returns the expression that p was compiled from, constants folded.
func (p *Program) Tree() *Node { return p.tree }

// Reads lists the slots that p may read, ascending. The caller must not change it.
func (p *Program) Reads() []int { return p.reads }

// Constant reports whether p reads nothing, and its value if so.
func (p *Program) Constant() (float64, bool) {
	if p.tree.Op == Const {
		return p.tree.Value, true
	}
	return 0, false
}

// True reports whether p holds in frame. A nil program always holds.
func (p *Program) True(frame []float64) bool { return p == nil || p.Eval(frame) != 0 }

func (p *Program) emit(n *Node) {
	switch n.Op {
	case Const:
		if n.Value != n.Value {
			p.code = append(p.code, instr{opUndefined, 0})
			return
		}
		p.code = append(p.code, instr{Const, int32(len(p.consts))})
		p.consts = append(p.consts, n.Value)
	case Load:
		p.code = append(p.code, instr{Load, int32(n.Slot)})
	case And, Or:
		// the value of the first operand decides whether the second is looked at
		p.emit(n.Args[0])
		jump := opJumpIfFalse
		short := 0.0
		if n.Op == Or {
			jump, short = opJumpIfTrue, 1
		}
		at := p.hole(jump)
		p.emit(n.Args[1])
		p.code = append(p.code, instr{opBool, 0})
		end := p.hole(opJump)
		p.fill(at)
		p.emit(Num(short))
		p.fill(end)
	case Cond:
		p.emit(n.Args[0])
		other := p.hole(opJumpIfFalse)
		p.emit(n.Args[1])
		end := p.hole(opJump)
		p.fill(other)
		p.emit(n.Args[2])
		p.fill(end)
	case Select:
		p.emit(n.Args[0])
		entries := n.Args[1:]
		p.code = append(p.code, instr{opTable, int32(len(entries))})
		holes := make([]int, len(entries)+1)
		for i := range holes {
			holes[i] = p.hole(opJump)
		}
		ends := make([]int, len(holes))
		for i, e := range append(append([]*Node{}, entries...), Num(math.NaN())) {
			p.fill(holes[i])
			p.emit(e)
			ends[i] = p.hole(opJump)
		}
		for _, e := range ends {
			p.fill(e)
		}
	case Min, Max:
		p.emit(n.Args[0])
		for _, a := range n.Args[1:] {
			p.emit(a)
			p.code = append(p.code, instr{n.Op, 0})
		}
	default:
		for _, a := range n.Args {
			p.emit(a)
		}
		p.code = append(p.code, instr{n.Op, 0})
	}
}

func (p *Program) hole(op Op) int {
	p.code = append(p.code, instr{op, 0})
	return len(p.code) - 1
}

// fill lets the jump at place i lead to the next instruction to be emitted.
func (p *Program) fill(i int) { p.code[i].arg = int32(len(p.code) - i - 1) }

// Eval runs p over frame. The result is NaN where any step that is taken divides
// by zero, or takes a logarithm or root that does not exist, whatever became of
// it later: a condition is then neither true nor false. It is the caller's to refuse.
func (p *Program) Eval(frame []float64) float64 {
	if p.depth <= shallow { // most are, and a large stack takes longer to clear than to use
		var stack [shallow]float64
		return p.run(frame, stack[:])
	}
	var stack [MaxDepth + 2]float64
	return p.run(frame, stack[:])
}

// shallow is a stack deep enough for most expressions.
const shallow = 8

func (p *Program) run(frame, stack []float64) float64 {
	sp := -1
	undefined := false
	code := p.code
	for pc := 0; pc < len(code); pc++ {
		in := code[pc]
		switch in.op {
		case Const:
			sp++
			stack[sp] = p.consts[in.arg]
		case Load:
			sp++
			stack[sp] = frame[in.arg]
		case Neg:
			stack[sp] = -stack[sp]
		case Not:
			stack[sp] = truth(stack[sp] == 0)
		case Add:
			sp--
			stack[sp] += stack[sp+1]
		case Sub:
			sp--
			stack[sp] -= stack[sp+1]
		case Mul:
			sp--
			stack[sp] *= stack[sp+1]
		case Div:
			sp--
			undefined = undefined || stack[sp+1] == 0
			stack[sp] /= stack[sp+1]
		case Mod:
			sp--
			undefined = undefined || stack[sp+1] == 0
			stack[sp] = math.Mod(stack[sp], stack[sp+1])
		case Pow:
			sp--
			stack[sp] = math.Pow(stack[sp], stack[sp+1])
			undefined = undefined || stack[sp] != stack[sp]
		case Eq:
			sp--
			stack[sp] = truth(stack[sp] == stack[sp+1])
		case Ne:
			sp--
			stack[sp] = truth(stack[sp] != stack[sp+1])
		case Lt:
			sp--
			stack[sp] = truth(stack[sp] < stack[sp+1])
		case Le:
			sp--
			stack[sp] = truth(stack[sp] <= stack[sp+1])
		case Gt:
			sp--
			stack[sp] = truth(stack[sp] > stack[sp+1])
		case Ge:
			sp--
			stack[sp] = truth(stack[sp] >= stack[sp+1])
		case Min:
			sp--
			stack[sp] = min(stack[sp], stack[sp+1])
		case Max:
			sp--
			stack[sp] = max(stack[sp], stack[sp+1])
		case Abs:
			stack[sp] = math.Abs(stack[sp])
		case Exp:
			stack[sp] = math.Exp(stack[sp])
		case Log:
			undefined = undefined || stack[sp] <= 0
			stack[sp] = math.Log(stack[sp])
		case Sqrt:
			undefined = undefined || stack[sp] < 0
			stack[sp] = math.Sqrt(stack[sp])
		case Floor:
			stack[sp] = math.Floor(stack[sp])
		case Ceil:
			stack[sp] = math.Ceil(stack[sp])
		case Round:
			stack[sp] = math.Round(stack[sp])
		case opBool:
			stack[sp] = truth(stack[sp] != 0)
		case opUndefined:
			sp++
			stack[sp] = math.NaN()
			undefined = true
		case opJump:
			pc += int(in.arg)
		case opJumpIfFalse:
			sp--
			if stack[sp+1] == 0 {
				pc += int(in.arg)
			}
		case opJumpIfTrue:
			sp--
			if stack[sp+1] != 0 {
				pc += int(in.arg)
			}
		case opTable:
			v := stack[sp]
			sp--
			i := int(in.arg) // the entry after the last one is NaN
			if v >= 0 && v < float64(in.arg) {
				i = int(v)
			}
			pc += i
		}
	}
	if undefined {
		return math.NaN()
	}
	return stack[0]
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
