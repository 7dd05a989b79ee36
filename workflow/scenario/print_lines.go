package scenario

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// String prints the scenario in the one canonical way: what Parse makes of it
// is the same scenario, positions apart. Comments of a file it came from are lost.
func (s *Scenario) String() string {
	w := &writer{zone: s.Zone, at: Here, abouts: map[string][]Enrolment{}}
	w.word(titleWord + " " + strings.Join(strings.Fields(s.Title), " "))
	w.end()
	w.out = append(w.out, '\n')
	for _, f := range s.Frameworks {
		w.word("framework")
		w.ref(f.Ref)
		w.content(f.File, f.Text)
	}
	for _, m := range s.Migrations {
		w.word("migration")
		w.ref(m.From)
		w.word("to " + m.To.String())
		w.content(m.File, m.Text)
	}
	for _, l := range s.Lifecycles {
		w.word("lifecycle")
		w.ref(l.Of)
		w.content(l.File, l.Text)
	}
	if s.Policy.given() {
		w.word("policy")
		w.content(s.Policy.File, s.Policy.Text)
	}
	w.word("start")
	w.instant(s.Start)
	w.id(s.Zone)
	w.end()
	w.out = append(w.out, '\n')
	for _, l := range s.Lines {
		l.write(w)
	}
	return string(w.out)
}

// Format reads a scenario and prints it in the canonical way.
func Format(name string, src []byte) ([]byte, error) {
	s, found := Parse(name, src)
	if err := found.Err(); err != nil {
		return nil, err
	}
	return []byte(s.String()), nil
}

func (w *writer) content(file, text string) {
	if file != "" {
		w.word("from")
		w.id(file)
	}
	w.end()
	if text != "" {
		w.block(text)
	}
}

func (w *writer) local(t time.Time) time.Time {
	loc, err := time.LoadLocation(w.zone)
	if err != nil {
		loc = time.UTC
	}
	return t.In(loc)
}

func (l *Clock) write(w *writer) {
	w.word("on")
	w.instant(l.To)
	w.end()
}

// instant writes what the clocks show, or the instant if that would be another:
// one with seconds, or in an hour that the clocks show twice.
func (w *writer) instant(t time.Time) {
	local := w.local(t)
	said := time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), 0, 0, time.UTC)
	if onTheClock(said, local.Location()).Equal(t) {
		w.word(local.Format(wallClock))
	} else {
		w.word(t.UTC().Format(time.RFC3339Nano))
	}
}

func (l *Centre) write(w *writer) {
	w.word("centre")
	w.id(string(l.ID))
	w.word(string(l.Kind))
	if l.Zone != "" {
		w.id(l.Zone)
	}
	w.end()
}

func (l *Offer) write(w *writer) {
	w.word("centre")
	w.id(string(l.Centre))
	if l.Stops {
		w.word("stops offering")
	} else {
		w.word("offers")
	}
	if l.Framework == "" {
		w.word("everything")
	} else {
		w.id(string(l.Framework))
	}
	w.end()
}

func (l *Confirmers) write(w *writer) {
	w.word("centre")
	w.id(string(l.Centre))
	w.word("confirms")
	if len(l.Items) == 0 {
		w.word(string(AllItems))
	}
	list(w, l.Items)
	w.word("by")
	if len(l.By) == 0 {
		w.word("the content")
	}
	list(w, l.By)
	w.word("in")
	w.id(string(l.Framework))
	w.end()
}

func (l *Actor) write(w *writer) {
	w.word("actor")
	w.id(string(l.Person))
	if len(l.Centres) > 0 {
		w.glue(":")
		list(w, l.Roles)
		w.word("at")
		list(w, l.Centres)
		if len(l.Categories) > 0 {
			w.word("in")
			list(w, l.Categories)
		}
	}
	w.end()
}

func (l *Change) write(w *writer) {
	w.word(string(l.Kind))
	w.id(string(l.Person))
	if l.Role != "" {
		w.id(string(l.Role))
	}
	w.word("at")
	w.id(string(l.Centre))
	if len(l.Categories) > 0 {
		w.word("in")
		list(w, l.Categories)
	}
	w.end()
}

func (l *Staff) write(w *writer) {
	w.word("staff")
	if l.Off {
		w.word("without")
	} else {
		w.word("of")
	}
	w.id(string(l.Educator))
	w.word("at")
	w.id(string(l.Centre))
	w.glue(":")
	list(w, l.People)
	w.end()
}

// turnTo says what a line is about, unless the lines are about that already.
func (w *writer) turnTo(about []Enrolment) {
	if len(about) == 0 || slices.Equal(about, w.about) {
		return
	}
	w.about = about
	w.word("about")
	for i, e := range about {
		if i > 0 {
			w.part(";")
		}
		w.subject(e)
		if e.Trial != 0 {
			w.word("trial " + strconv.Itoa(e.Trial))
		}
		w.word("in")
		w.id(string(e.Framework))
	}
	w.end()
}

// subject writes whose enrolment it is.
func (w *writer) subject(e Enrolment) {
	if e.Centre == "" {
		w.id(string(e.Learner))
		return
	}
	w.word("centre")
	w.id(string(e.Centre))
}

func (l *Look) write(w *writer) {
	w.turnTo(l.About)
	w.id(string(l.Person))
	w.word("looks")
	w.end()
}

func (l *Erase) write(w *writer) {
	w.turnTo(l.About)
	w.word("erase")
	w.end()
}

func (l *Step) write(w *writer) {
	w.turnTo(l.About)
	if l.Meanwhile {
		w.word("meanwhile")
	}
	switch l.Outcome {
	case Refused:
		w.word("!")
	case Open:
		w.word("?")
	}
	if l.Actor == TheLearner {
		w.word(string(TheLearner))
	} else {
		w.id(string(l.Actor))
	}
	if l.Request != "" {
		w.word("[")
		w.glue(quoteName(string(l.Request)) + "]")
	}
	w.glue(":")
	w.command(l)
	w.outcome(l)
	w.end()
	w.about = l.after(w.about)
}

func (w *writer) outcome(l *Step) {
	switch l.Outcome {
	case Unchanged, Replayed:
		w.part("->")
		w.word(string(l.Outcome))
	case Refused:
		w.part("->")
		w.reasons(l.Reasons)
	}
}

// String prints the line.
func (l *Step) String() string { return lineString(l) }

// String prints the line.
func (l *Expect) String() string { return lineString(l) }

// lineString prints one line without what it is about.
func lineString(l Line) string {
	w := &writer{}
	switch l := l.(type) {
	case *Step:
		w.about = l.About
	case *Expect:
		w.about = l.About
	case *Look:
		w.about = l.About
	case *Erase:
		w.about = l.About
	}
	l.write(w)
	return strings.TrimSuffix(string(w.out), "\n")
}
