package scenario

import (
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/workflow"
)

// Here is what the installation at which a scenario begins is called.
const Here = "here"

const elsewhereWord = "elsewhere"

// A Turn line goes on at another installation, which has people, centres, a store
// and a key of its own. The frameworks, the policy and the clock are the same.
type Turn struct {
	Position source.Position
	// To is the name of the installation, such as origins have; or [Here].
	To string
}

// At is where the line begins.
func (l *Turn) At() source.Position { return l.Position }

// turn reads "elsewhere north" and "here".
func (f *file) turn(p *parser, s *sentence) {
	l := &Turn{Position: s.pos()}
	p.accept(elsewhereWord)
	l.To = p.origin()
	f.add(p, l)
	if p.fault == nil {
		f.goTo(l.To)
	}
}

// goTo has what lines are about that do not say it be that of an installation.
func (f *file) goTo(origin string) {
	if f.spots[origin] == nil {
		f.spots[origin] = &spot{lastOn: map[string]proficiency.FrameworkID{}}
	}
	f.spot = f.spots[origin]
}

// origin reads the name of an installation.
func (p *parser) origin() string {
	t := p.peek()
	name := p.id("the name of an installation")
	if p.fault == nil && !proficiency.ValidID(name) {
		p.fail(t, "%s is no name of an installation: want lower-case letters, digits, dots and hyphens, at most %d", t, proficiency.MaxIDLength)
	}
	return name
}

func (l *Turn) write(w *writer) {
	if l.To != Here {
		w.word(elsewhereWord)
	}
	w.id(l.To)
	w.end()
	if w.abouts == nil {
		w.abouts = map[string][]Enrolment{}
	}
	w.abouts[w.at] = w.about
	w.at, w.about = l.To, w.abouts[l.To]
}

// An installation is one that a scenario has.
type installation struct {
	host    *host
	key     []byte // nothing here is secret
	store   workflow.Store
	engine  *workflow.Engine
	tell    *chanceless // the engine's host
	names   map[workflow.EnrolmentID]Enrolment
	seqs    map[workflow.EnrolmentID]workflow.Seq
	screens map[screen]map[proficiency.ItemID]workflow.Seq
	last    []outcome // of the last step there, on each enrolment
}

func newInstallation(name string, now time.Time) *installation {
	i := &installation{
		host: newHost(), key: []byte("scenario scenario"),
		names: map[workflow.EnrolmentID]Enrolment{}, seqs: map[workflow.EnrolmentID]workflow.Seq{},
		screens: map[screen]map[proficiency.ItemID]workflow.Seq{},
	}
	if name != Here {
		i.key = append(i.key, " "+name...)
	}
	i.host.now = now
	return i
}

// id is the enrolment's id, whether it exists or not.
func (i *installation) id(e Enrolment) workflow.EnrolmentID {
	id := workflow.EnrolmentIDFor(i.key, workflow.EnrolmentKey{Learner: e.Learner, Centre: e.Centre, Framework: e.Framework, Trial: e.Trial})
	i.names[id] = e
	return id
}

// turn goes on at another installation, which comes with the first line that
// turns to it.
func (w *world) turn(l *Turn) {
	if there := w.installations[l.To]; there != nil {
		w.installation = there
		return
	}
	w.installation = newInstallation(l.To, w.host.now)
	w.installations[l.To] = w.installation
	if err := w.open(); err != nil {
		w.cannot(l, err)
	}
}
