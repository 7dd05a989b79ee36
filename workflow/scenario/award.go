package scenario

import (
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/workflow"
)

// An Award line says that a person is signed off on a framework elsewhere, which
// is all that the host knows of it, or is no more. What the scenario itself has
// somebody signed off on needs none.
type Award struct {
	Position source.Position
	Person   workflow.PersonID
	// Framework is what they hold from now on, in place of any other version of
	// it. The version is zero where Annuls says that they hold none of it any more.
	Framework proficiency.Ref
	// Until is the last day on which it holds, in the zone of the file; zero for ever.
	Until  proficiency.Date
	Annuls bool
}

// At is where the line begins.
func (l *Award) At() source.Position { return l.Position }

const (
	awardWord = "award"
	annulWord = "annul"
)

// award reads "award learner-1 step-1@1.0.0, until 2027-06-30", "annul learner-1 step-1".
func (f *file) award(p *parser, s *sentence) {
	l := &Award{Position: s.pos(), Annuls: p.next().s == annulWord, Person: p.person()}
	t := p.peek()
	l.Framework = p.ref()
	switch versioned := l.Framework.Version != (proficiency.Version{}); {
	case l.Annuls && versioned:
		p.fail(t, "no version is held any more: leave out @%s", l.Framework.Version)
	case !l.Annuls && !versioned:
		p.fail(t, "which version of it? Say %s@1.0.0", l.Framework.ID)
	}
	if l.Annuls {
		f.add(p, l)
		return
	}
	p.fields(p.dateField("until", &l.Until))
	f.add(p, l)
}

func (l *Award) write(w *writer) {
	if l.Annuls {
		w.word(annulWord)
	} else {
		w.word(awardWord)
	}
	w.id(string(l.Person))
	w.ref(l.Framework)
	w.dateField("until", l.Until)
	w.end()
}

// award changes what somebody holds; it reports whether that made any difference.
func (h *host) award(l *Award, zone *time.Location) bool {
	before := h.awards[l.Person]
	held := slices.DeleteFunc(slices.Clone(before), func(a workflow.Attainment) bool { return a.Framework.ID == l.Framework.ID })
	if !l.Annuls {
		a := workflow.Attainment{Framework: l.Framework}
		if !l.Until.IsZero() {
			a.Until = l.Until.EndIn(zone)
		}
		held = append(held, a)
	}
	h.awards[l.Person] = held
	h.SetAttainments(l.Person, held...)
	return !slices.Equal(before, held)
}

func (w *world) award(l *Award) {
	zone, err := location(w.s.Zone)
	if err != nil {
		w.cannot(l, err)
		return
	}
	if !w.host.award(l, zone) {
		w.fail(l, "this changes nothing")
	}
}

// held is what the learner of an enrolment holds of what its framework requires,
// by the lines of the scenario and by the records of their other enrolments.
func (w *world) held(now *snapshot) (all []workflow.Attainment, err error) {
	if now.fw == nil || now.about.Trial != 0 {
		return nil, nil
	}
	all = slices.Clone(w.host.awards[now.about.Learner])
	for q := range now.fw.Requires().Values() {
		other, err := w.load(Enrolment{Learner: now.about.Learner, Framework: q.Framework})
		if err != nil {
			return nil, err
		}
		all = append(all, other.state.Attainments()...)
	}
	return all, nil
}

// missing is what keeps an enrolment from its sign-off now.
func (w *world) missing(now *snapshot) ([]workflow.Reason, error) {
	held, err := w.held(now)
	if err != nil {
		return nil, err
	}
	return workflow.Readiness(now.fw, &now.state, w.host.now, held...), nil
}
