package scenario

import (
	"fmt"
	"time"
)

// This file holds the calendar: dates, and the periods they fall in.

// Unit is the length of a period.
type Unit int

// The units.
const (
	Month Unit = iota
	Week
	Quarter
	Year
)

// Units names the units as the language writes them.
var Units = []string{"month", "week", "quarter", "year"}

func (u Unit) String() string { return Units[u] }

// Date is a day, UTC midnight. The zero Date is no date.
type Date struct{ time.Time }

func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Format("2006-01-02")
}

// ParseDate reads "2013-04-16", or "2013-04" and "2013" for their first day.
func ParseDate(s string) (Date, error) {
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return Date{t}, nil
		}
	}
	return Date{}, fmt.Errorf("%q is not a date: write it like 2013-04-16 or 2013-04", s)
}

// PeriodOf is the period (1, 2, …) that d falls in; dates before the start give 0 or less.
func (s *Scenario) PeriodOf(d Date) int {
	a, b := s.Start, d
	switch s.Unit {
	case Week:
		days := int(b.Sub(a.Time).Hours() / 24)
		if days < 0 {
			return (days-6)/7 + 1
		}
		return days/7 + 1
	case Quarter:
		return floorDiv(months(b)-months(a), 3) + 1
	case Year:
		return floorDiv(months(b)-months(a), 12) + 1
	}
	return months(b) - months(a) + 1
}

// PeriodStart is the first day of period p (1, 2, …).
func (s *Scenario) PeriodStart(p int) Date {
	switch s.Unit {
	case Week:
		return Date{s.Start.AddDate(0, 0, 7*(p-1))}
	case Quarter:
		return Date{firstOfMonth(s.Start).AddDate(0, 3*(p-1), 0)}
	case Year:
		return Date{firstOfMonth(s.Start).AddDate(p-1, 0, 0)}
	}
	return Date{firstOfMonth(s.Start).AddDate(0, p-1, 0)}
}

// MonthOf is the calendar month (1–12) in which period p starts.
func (s *Scenario) MonthOf(p int) int { return int(s.PeriodStart(p).Month()) }

// PeriodLabel is what people call period p: "2013-04", "2013-04-08" for weeks, "2013 Q2", "2013".
func (s *Scenario) PeriodLabel(p int) string {
	d := s.PeriodStart(p)
	switch s.Unit {
	case Week:
		return d.String()
	case Quarter:
		if (d.Month()-1)%3 == 0 {
			return fmt.Sprintf("%d Q%d", d.Year(), (int(d.Month())+2)/3)
		}
	case Year:
		if d.Month() == 1 {
			return fmt.Sprint(d.Year())
		}
	}
	return d.Format("2006-01")
}

func firstOfMonth(d Date) time.Time {
	return time.Date(d.Year(), d.Month(), 1, 0, 0, 0, 0, time.UTC)
}

func months(d Date) int { return d.Year()*12 + int(d.Month()) - 1 }

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}
