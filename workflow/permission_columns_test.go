package workflow_test

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// A column is somebody who gives every command: their relation to the
// enrolment, and what they hold today, whatever they held when it came about.
type column struct {
	short, says string
	seat        seat
	held        holding
	suspended   bool
}

// A seat is who stands in a relation at a scene, for one item or, where it is
// nil, for the enrolment; empty where nobody does.
type seat func(s *scene, it *proficiency.Item) workflow.PersonID

func theLearner(s *scene, _ *proficiency.Item) workflow.PersonID {
	if s.centre {
		return ""
	}
	return s.learner
}

// unrelated has nothing to do with the enrolment.
func unrelated(*scene, *proficiency.Item) workflow.PersonID { return "unrelated-1" }

func unknown(*scene, *proficiency.Item) workflow.PersonID { return stranger }

func theSupervisor(s *scene, _ *proficiency.Item) workflow.PersonID {
	return s.supervising(s.supervisor)
}
func theEnroller(s *scene, _ *proficiency.Item) workflow.PersonID { return s.supervising(s.enroller) }

func (s *scene) supervising(p workflow.PersonID) workflow.PersonID {
	if slices.Contains(s.state.Supervisors(), p) {
		return p
	}
	return ""
}

func theAddressee(s *scene, it *proficiency.Item) workflow.PersonID {
	asked := false
	if r := s.state.SignOffRequest(); it == nil && r != nil {
		asked = r.To == s.addressee
	}
	for x := range s.fw.Items().Values() {
		r := s.item(x.ID()).Request
		asked = asked || r != nil && r.To == s.addressee && (it == nil || it.ID() == x.ID())
	}
	if asked && !s.trial {
		return s.addressee
	}
	return ""
}

func theDecider(s *scene, it *proficiency.Item) workflow.PersonID {
	for x := range s.fw.Items().Values() {
		d := s.item(x.ID()).Decision
		if d != nil && d.By == s.decider && (it == nil || it.ID() == x.ID()) && !s.trial {
			return s.decider
		}
	}
	return ""
}

// at1 are roles at trust-1, where the enrolment began; at5 at a centre that it
// does not have; elsewhere in a category that is not the framework's.
func at1(ids ...roles.RoleID) holding { return at("trust-1", nil, ids...) }
func at5(ids ...roles.RoleID) holding { return at("trust-5", nil, ids...) }
func elsewhere(ids ...roles.RoleID) holding {
	return at("trust-1", []proficiency.Category{"theatre"}, ids...)
}

func at(c workflow.CentreID, cats []proficiency.Category, ids ...roles.RoleID) (h holding) {
	for _, id := range ids {
		h = append(h, roles.Appointment{Role: id, Centre: c, Categories: cats})
	}
	return h
}

const (
	ccm roles.RoleID = "clinical-centre-manager"
	adm roles.RoleID = "administrator"
	edm roles.RoleID = "educator-manager"
	ass roles.RoleID = "assessor"
	cm  roles.RoleID = "centre-manager"
)

var columns = []column{
	{"Learner", "the learner", theLearner, nil, false},
	{"L+all", "the learner, with every role at the centre", theLearner, at1(everyRole...), false},
	{"CCM", "Clinical Centre Manager, else unrelated", unrelated, at1(ccm), false},
	{"Adm", "Administrator, else unrelated", unrelated, at1(adm), false},
	{"E/M", "Educator/Manager, else unrelated", unrelated, at1(edm), false},
	{"Asr", "Assessor, else unrelated", unrelated, at1(ass), false},
	{"CM", "Centre Manager, named by the host, else unrelated", unrelated, at1(cm), false},
	{"s:CCM", "a supervisor who is Clinical Centre Manager", theSupervisor, at1(ccm), false},
	{"s:Adm", "a supervisor who is Administrator", theSupervisor, at1(adm), false},
	{"s:E/M", "a supervisor who is Educator/Manager", theSupervisor, at1(edm), false},
	{"s:Asr", "a supervisor who is Assessor", theSupervisor, at1(ass), false},
	{"a:E/M", "the addressee, Educator/Manager as when asked; of Reassign, the person leaving", theAddressee, at1(edm), false},
	{"a:Asr", "the addressee, Assessor today", theAddressee, at1(ass), false},
	{"a:Adm", "the addressee, only Administrator today", theAddressee, at1(adm), false},
	{"d:E/M", "the decider, no supervisor any more, Educator/Manager as when deciding", theDecider, at1(edm), false},
	{"d:Asr", "the decider, only Assessor today", theDecider, at1(ass), false},
	{"enr", "the enroller, Educator/Manager", theEnroller, at1(edm), false},
	{"none", "a delegate of the centre without a role", unrelated, nil, false},
	{"unk", "somebody unknown", unknown, nil, false},
	{"far", "every role, at a centre that is not the enrolment's", unrelated, at5(everyRole...), false},
	{"s:far", "a supervisor with every role at such a centre", theSupervisor, at5(everyRole...), false},
	{"cat", "every role, for another category", unrelated, elsewhere(everyRole...), false},
	{"s:cat", "a supervisor with every role for another category", theSupervisor, elsewhere(everyRole...), false},
	{"a:cat", "the addressee, with every role for another category", theAddressee, elsewhere(everyRole...), false},
	{"s:susp", "a supervisor with every role, suspended at the centre", theSupervisor, at1(everyRole...), true},
	{"Acc", "the accountable person of a centre", theAccountable, nil, false},
	{"A+all", "the accountable person, with every role at the centre", theAccountable, at1(everyRole...), false},
	{"Con", "a contributor", theContributor, nil, false},
	{"C+all", "a contributor, with every role at the centre", theContributor, at1(everyRole...), false},
}

// standing is that of the column's person, or nil where nobody knows them.
func (c *column) standing(s *scene, p workflow.PersonID) *roles.Standing {
	if p == stranger {
		return nil
	}
	st := s.standing(p, c.held)
	for i := range st.Memberships {
		st.Memberships[i].Suspended = st.Memberships[i].Suspended || c.suspended && st.Memberships[i].Centre == "trust-1"
	}
	return st
}
