package workflow

import (
	"cmp"
	"slices"
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// Summarise gives the summary of a state at an instant.
func Summarise(fw *proficiency.Framework, s *State, now time.Time) Summary {
	sum := summarise(fw, s, countAll(fw, s, now), now)
	return sum.Clone()
}

// Clone is a copy that shares nothing with s.
func (s Summary) Clone() Summary {
	s.Supervisors, s.Deciders, s.Centres = slices.Clone(s.Supervisors), slices.Clone(s.Deciders), slices.Clone(s.Centres)
	s.Contributors = slices.Clone(s.Contributors)
	s.Sections, s.Pending = slices.Clone(s.Sections), slices.Clone(s.Pending)
	s.Serials, s.Lapses, s.Attributes = slices.Clone(s.Serials), slices.Clone(s.Lapses), slices.Clone(s.Attributes)
	return s
}

func summarise(fw *proficiency.Framework, s *State, t tally, now time.Time) Summary {
	t = t.asOf(fw, s, now)
	e := s.enr()
	sum := Summary{
		Enrolment: e.id, Seq: s.seq, At: s.at,
		Learner: e.learner, Contributors: e.contributors, Accountable: e.accountable, Supervisors: e.supervisors, Deciders: deciders(s, t), Centres: e.centres,
		Framework: e.framework, Category: fw.Category(), Attributes: e.attributes,
		Status: StatusOf(fw, s, now), Ready: Ready(fw, s, now),
		Items: t.items, Sections: t.sections, Pending: t.pending, FirstEnrolledAt: e.first,
	}
	if e.enrolled != nil {
		sum.EnrolledAt, sum.CompleteBy, sum.DueAt = e.enrolled.At, e.completeBy, e.dueAt
		sum.Trial = e.enrolled.Trial != 0
	}
	if sum.Lapses = t.lapses(now); len(sum.Lapses) > 0 {
		sum.GoodUntil = sum.Lapses[0].At
	}
	if g := s.signOff.given; g != nil {
		sum.SignedOffOn, sum.SignOffUntil, sum.SignOffStands = g.On, s.signOff.until, s.signOffStands()
		if u := s.signOff.until; sum.Status == StatusSignedOff && !u.IsZero() && (sum.GoodUntil.IsZero() || u.Before(sum.GoodUntil)) {
			sum.GoodUntil = u
		}
		sum.Serials = s.serials()
	}
	if fw.Unsupervised().Set {
		s.summariseRounds(&sum, now)
	}
	if r := s.signOff.request; r != nil {
		sum.Pending = append(slices.Clip(sum.Pending), Pending{With: r.To, Request: r.Seq, Since: r.At, SignOff: true})
		slices.SortFunc(sum.Pending, func(a, b Pending) int { return cmp.Compare(a.Request, b.Request) })
	}
	return sum
}

// deciders are those whose decisions or waivers stand, and the signatory of a
// sign-off that does.
func deciders(s *State, t tally) []PersonID {
	out := make([]PersonID, len(t.deciders), len(t.deciders)+1)
	for i, d := range t.deciders {
		out[i] = d.person
	}
	if s.signOffStands() {
		if i, found := slices.BinarySearch(out, s.signOff.given.By); !found {
			out = slices.Insert(out, i, s.signOff.given.By)
		}
	}
	return out
}

// lapses are the endings after an instant.
func (t tally) lapses(now time.Time) (out []Lapse) {
	for _, e := range t.endings {
		if e.at.After(now) {
			out = append(out, Lapse{At: e.at, Items: e.items})
		}
	}
	return out
}
