package syntax

// This file says when two expressions mean the same, however they are written.

// SameExpr reports whether two expressions say the same: places, parentheses
// that only group, the way a number is written and the order of an object's
// entries aside. Either may be nil: nil is the same as nil alone.
func SameExpr(a, b Expr) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	switch a := Unparen(a).(type) {
	case *Number:
		b, ok := Unparen(b).(*Number)
		return ok && a.Value == b.Value
	case *String:
		b, ok := Unparen(b).(*String)
		return ok && a.Value == b.Value
	case *Bool:
		b, ok := Unparen(b).(*Bool)
		return ok && a.Value == b.Value
	case *Null:
		_, ok := Unparen(b).(*Null)
		return ok
	case *Name:
		b, ok := Unparen(b).(*Name)
		if !ok || len(a.Parts) != len(b.Parts) {
			return false
		}
		for i := range a.Parts {
			if a.Parts[i].Text != b.Parts[i].Text {
				return false
			}
		}
		return true
	case *Unary:
		b, ok := Unparen(b).(*Unary)
		return ok && a.Op == b.Op && SameExpr(a.X, b.X)
	case *Binary:
		b, ok := Unparen(b).(*Binary)
		return ok && a.Op == b.Op && SameExpr(a.X, b.X) && SameExpr(a.Y, b.Y)
	case *Cond:
		b, ok := Unparen(b).(*Cond)
		return ok && SameExpr(a.If, b.If) && SameExpr(a.Then, b.Then) && SameExpr(a.Else, b.Else)
	case *Call:
		b, ok := Unparen(b).(*Call)
		return ok && a.Function == b.Function && sameList(a.Args, b.Args)
	case *Index:
		b, ok := Unparen(b).(*Index)
		return ok && SameExpr(a.X, b.X) && SameExpr(a.Key, b.Key)
	case *List:
		b, ok := Unparen(b).(*List)
		return ok && sameList(a.Items, b.Items)
	case *Object:
		b, ok := Unparen(b).(*Object)
		if !ok || len(a.Items) != len(b.Items) {
			return false
		}
		for i := range a.Items {
			other := b.Item(a.Items[i].Key)
			if other == nil || !SameExpr(a.Items[i].Value, other.Value) {
				return false
			}
		}
		return true
	}
	return false // Bad: what could not be read is like nothing
}

func sameList(a, b []Expr) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !SameExpr(a[i], b[i]) {
			return false
		}
	}
	return true
}
