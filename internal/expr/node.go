// Package expr holds checked expressions and the flat programs they are
// compiled to, which the engine evaluates millions of times without allocation.
package expr

// Op is an operation of an expression tree.
type Op uint8

// The operations. Truth values are 0 and 1; a symbolic value is the position
// of the value in its domain.
const (
	Const  Op = iota // Value
	Load             // frame[Slot]
	Neg              // −a
	Not              // !a
	Add              // a + b
	Sub              // a − b
	Mul              // a · b
	Div              // a / b; division by zero gives ±Inf or NaN, which callers refuse
	Mod              // a mod b, sign of a (math.Mod)
	Pow              // a^b
	Eq               // a == b
	Ne               // a != b
	Lt               // a < b
	Le               // a <= b
	Gt               // a > b
	Ge               // a >= b
	And              // a && b, b only evaluated where a holds
	Or               // a || b, b only evaluated where a does not hold
	Cond             // a ? b : c, only the side that is needed is evaluated
	Select           // Args[1+i] where i is the value of Args[0]; i outside the entries gives NaN
	Min              // the least of the arguments; NaN if any is NaN
	Max              // the greatest of the arguments; NaN if any is NaN
	Abs              // |a|
	Exp              // e^a
	Log              // natural logarithm; of 0 it is −Inf, of a negative number NaN
	Sqrt             // square root; of a negative number NaN
	Floor            // greatest whole number not above a
	Ceil             // least whole number not below a
	Round            // nearest whole number, halves away from zero
)

// Node is a checked expression: a tree of operations over the frame.
type Node struct {
	Op    Op
	Args  []*Node
	Value float64 // of Const
	Slot  int     // of Load
}

// Num is the constant v.
func Num(v float64) *Node { return &Node{Op: Const, Value: v} }

// Slot reads frame[i].
func Slot(i int) *Node { return &Node{Op: Load, Slot: i} }

// Make applies op to the arguments.
func Make(op Op, args ...*Node) *Node { return &Node{Op: op, Args: args} }

// Slots adds every slot that the expression may read to set.
func (n *Node) Slots(set map[int]bool) {
	if n.Op == Load {
		set[n.Slot] = true
	}
	for _, a := range n.Args {
		a.Slots(set)
	}
}
