package certificate

import (
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// about is whose certificate it is: a learner's, or a centre's for which
// somebody was accountable. The centre of a trial is made up, and has no id.
type about struct {
	learner, accountable workflow.PersonID
	centre               workflow.CentreID
}

func aboutOf(fw *proficiency.Framework, s *workflow.State, p *proof) about {
	switch {
	case fw.Subject() == proficiency.SubjectPerson:
		return about{learner: s.Learner()}
	case s.Trial() != 0:
		return about{accountable: s.Learner()}
	}
	return about{accountable: p.accountable(), centre: s.Subject()}
}

// who is the person whose name is wanted.
func (a about) who() workflow.PersonID {
	if a.learner != "" {
		return a.learner
	}
	return a.accountable
}

// ofCentre reports whether it is the certificate of a centre.
func (c *Content) ofCentre() bool { return c.Accountable != Person{} }

// subject is what the centre whose certificate it is is called.
func (w *Words) subject(c *Content) string {
	if c.Subject == "" {
		return w.MadeUpCentre
	}
	return c.Subject
}

// whose writes whose certificate it is.
func (t *text) whose(c *Content) {
	if c.ofCentre() {
		t.lines(countColumns, t.words.subject(c))
		return
	}
	t.lines(countColumns, c.Learner.Name)
	t.registration(countColumns, c.Learner)
}

// subject says whose certificate it is, and of what.
func (t *text) subject(c *Content) {
	w := t.words
	t.lines(0, w.Certifies)
	t.blank()
	t.whose(c)
	t.blank()
	t.lines(0, w.attained(c))
	if c.completion() {
		t.lines(0, w.Unconfirmed)
	}
	if c.ofCentre() {
		t.blank()
		t.lines(0, w.Accountable)
		t.blank()
		t.lines(countColumns, c.Accountable.Name)
		t.registration(countColumns, c.Accountable)
	}
}
