package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"demarche/internal/report"
	"demarche/internal/sweep"
	"demarche/internal/work"
)

// This file tells an impatient person how far a long run has come, on stderr.

const (
	patience  = time.Second            // work shorter than this is done in silence
	redraw    = 100 * time.Millisecond // between two states of the line on a terminal
	plainEach = 10 * time.Second       // between two lines where there is no terminal
)

// meter shows progress: one line that is written over on a terminal, a line now
// and then with --progress elsewhere, nothing otherwise. It is called by one
// goroutine at a time.
type meter struct {
	w        io.Writer
	look     report.Options
	terminal bool
	plain    bool // --progress without a terminal
	now      func() time.Time

	begun, shown time.Time
	stage        string
	stageBegun   time.Time
	drawn        bool // a line stands on the terminal and must be wiped
}

func (a *app) meter(always, quiet bool) *meter {
	m := &meter{w: a.stderr, look: a.err, terminal: isTerminal(a.stderr) && !quiet, now: time.Now}
	m.plain = always && !m.terminal && !quiet
	m.begun = m.now()
	m.shown = m.begun
	return m
}

// update takes one report of a run.
func (m *meter) update(p sweep.Progress) {
	if !m.terminal && !m.plain {
		return
	}
	t := m.now()
	if p.Stage != m.stage {
		m.stage, m.stageBegun = p.Stage, t
	}
	if p.Partial != nil {
		m.wipe()
		// Progress is a courtesy: what cannot be written is not worth stopping for.
		_ = report.Partial(m.w, p.Partial, p.Done, m.look)
	}
	pause := redraw
	if m.plain {
		pause = plainEach
	}
	if t.Sub(m.begun) < patience || t.Sub(m.shown) < pause {
		return
	}
	m.shown = t
	line := m.line(p, t)
	if m.plain {
		fmt.Fprintln(m.w, line)
		return
	}
	fmt.Fprint(m.w, "\r\x1b[2K"+ansi.Truncate(line, max(m.look.Width-1, 20), "…"))
	m.drawn = true
}

// step is update for work that makes no partial forecasts.
func (m *meter) step(p work.Progress) { m.update(sweep.Progress{Progress: p}) }

// line is the stage, how much of it is done, how fast, and how long it will yet take.
func (m *meter) line(p sweep.Progress, t time.Time) string {
	line := strings.ToUpper(p.Stage[:min(1, len(p.Stage))]) + p.Stage[min(1, len(p.Stage)):]
	line += fmt.Sprintf(": %d of %d", p.Done, p.Total)
	if spent := t.Sub(m.stageBegun).Seconds(); spent > 0 && p.Done > 0 && p.Done < p.Total {
		rate := float64(p.Done) / spent
		line += fmt.Sprintf(", %s, about %s to go", perTime(rate), roughly(float64(p.Total-p.Done)/rate))
	}
	return line
}

// wipe takes the line off the terminal, before anything else is written there.
func (m *meter) wipe() {
	if m.drawn {
		fmt.Fprint(m.w, "\r\x1b[2K")
		m.drawn = false
	}
}

func perTime(rate float64) string {
	if rate >= 1 {
		return fmt.Sprintf("%.0f/s", rate)
	}
	return fmt.Sprintf("%.1f a minute", 60*rate)
}

// roughly words a number of seconds.
func roughly(s float64) string {
	switch {
	case s < 60:
		return fmt.Sprintf("%.0f s", max(s, 1))
	case s < 3600:
		return fmt.Sprintf("%d min %02d s", int(s)/60, int(s)%60)
	}
	return fmt.Sprintf("%d h %02d min", int(s)/3600, int(s)/60%60)
}
