package workflow

import (
	"fmt"
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

var everyItemStatus = []ItemStatus{
	ItemStatusExcluded, ItemStatusWaived, ItemStatusRequested, ItemStatusConfirmed, ItemStatusLapsed, ItemStatusRejected,
	ItemStatusLocked, ItemStatusUnassessed, ItemStatusOngoing, ItemStatusAssessed, ItemStatusNotApplicable,
}

// Command gives a command of that kind, with contents that it could have, and
// somebody whom it is for.
func (w *Walker) Command(s *State, now time.Time, kind Kind) (PersonID, Command) {
	some := func(want ...ItemStatus) []proficiency.ItemID { return w.some(w.items(s, now, 0, want...), 3) }
	switch kind {
	case KindEnrol, KindEnrolTrial:
		return w.open(s)
	case KindAgree:
		return w.Learner, &Agree{}
	case KindSelfAssess:
		return w.author(s), w.answers(s, now, some(everyItemStatus...), w.IntN(3) > 0)
	case KindClearAnswer:
		return w.Learner, &ClearAnswer{
			Items: some(ItemStatusAssessed, ItemStatusConfirmed, ItemStatusRequested, ItemStatusLapsed), Overwrite: w.IntN(2) == 0,
		}
	case KindRequestConfirmation:
		ids := some(everyItemStatus...)
		if w.IntN(2) == 0 {
			ids = some(ItemStatusAssessed, ItemStatusConfirmed)
		}
		return w.Learner, &RequestConfirmation{Items: ids, To: w.one(w.everybody())}
	case KindWithdrawRequest:
		_, ds := w.requested(s)
		return w.Learner, &WithdrawRequest{Items: itemsOfSeen(ds)}
	case KindConfirm:
		to, ds := w.requested(s)
		return to, &Confirm{Items: ds, Comment: w.maybe("seen")}
	case KindReject:
		to, ds := w.requested(s)
		return to, w.rejection(ds)
	case KindRevise:
		return w.revise(s, some(ItemStatusConfirmed, ItemStatusRejected, ItemStatusLapsed))
	case KindChooseOptional:
		return w.Learner, w.choose(s, w.IntN(2) == 0)
	}
	return w.otherCommand(s, now, kind, some)
}

func (w *Walker) otherCommand(s *State, now time.Time, kind Kind, some func(...ItemStatus) []proficiency.ItemID) (PersonID, Command) {
	switch kind {
	case KindRecordPaper:
		return w.one(w.Signatories), w.paper(now, some)
	case KindWaive:
		ids := some(ItemStatusUnassessed, ItemStatusOngoing, ItemStatusAssessed, ItemStatusLapsed)
		if w.IntN(4) == 0 {
			ids = some(everyItemStatus...)
		}
		return w.one(w.Signatories), &Waive{Item: pick(w, ids), Justification: "no such patients here"}
	case KindUnwaive:
		ids := some(ItemStatusWaived)
		if len(ids) == 0 {
			ids = some(everyItemStatus...)
		}
		return w.one(w.Signatories), &Unwaive{Item: pick(w, ids), Reason: w.maybe("now there are")}
	case KindSetAside:
		c := &SetAside{Reason: "the wrong learner"}
		if c.DecidedBy = w.one(w.Confirmers, w.Signatories); w.IntN(4) > 0 {
			c.DecidedBy, c.Items = "", some(ItemStatusConfirmed, ItemStatusLapsed, ItemStatusRejected, ItemStatusWaived, ItemStatusExcluded, ItemStatusNotApplicable)
		}
		return w.one(w.Managers), c
	case KindComment:
		c := &Comment{Comment: w.maybe("seen on the ward")}
		if w.IntN(2) == 0 {
			c.Item = pick(w, some(everyItemStatus...))
		}
		return pick(w, append(s.Supervisors(), w.Learner)), c
	}
	return w.enrolmentCommand(s, now, kind)
}

func (w *Walker) enrolmentCommand(s *State, now time.Time, kind Kind) (PersonID, Command) {
	p := w.one(w.everybody())
	switch kind {
	case KindAddSupervisor:
		return w.one([]PersonID{w.Learner}, w.Managers), &AddSupervisor{Person: p}
	case KindRemoveSupervisor:
		if w.IntN(3) > 0 {
			p = pick(w, append(s.Supervisors(), p))
		}
		return w.one([]PersonID{w.Learner, p}), &RemoveSupervisor{Person: p}
	case KindRequestSignOff:
		return w.Learner, &RequestSignOff{To: p, Accept: true}
	case KindWithdrawSignOff:
		return w.Learner, &WithdrawSignOff{}
	case KindSignOff:
		return w.asked(s, w.Signatories), &SignOff{Accept: true}
	case KindDeclineSignOff:
		return w.asked(s, w.Signatories), &DeclineSignOff{Reason: "not yet"}
	case KindWithdraw:
		return w.one([]PersonID{w.Learner}, w.Signatories, w.Managers), &Withdraw{Reason: w.maybe("moved")}
	case KindRemind:
		if to, ds := w.requested(s); len(ds) > 0 {
			p = to
		}
		return w.Learner, &Remind{To: p}
	case KindRemindSignOff:
		return w.Learner, &RemindSignOff{}
	case KindReassign:
		return w.reassignment(s, p)
	case KindRevokeSignOff:
		return w.one(w.Managers), &RevokeSignOff{Reason: "given in error"}
	case KindSetCompleteBy:
		c := &SetCompleteBy{On: proficiency.DateOf(now.AddDate(0, 0, w.IntN(400)-1), time.UTC)}
		if w.IntN(4) == 0 {
			c.On = proficiency.Date{}
		}
		return w.one(w.Signatories), c
	case KindSetAttributes:
		c := &SetAttributes{Attributes: w.settings(false), Reason: "another post"}
		if w.IntN(20) == 0 {
			c.Reason = ""
		}
		return w.one(w.Signatories), c
	case KindOverrideRequirement:
		c := &OverrideRequirement{Framework: "ward-round", Reason: "seen elsewhere"}
		if w.IntN(8) == 0 {
			c.Reason = ""
		}
		for q := range w.Framework.Requires().Values() {
			if w.IntN(3) == 0 || q.Before == proficiency.BeforeSignOff && w.IntN(2) == 0 {
				c.Framework = q.Framework
			}
		}
		return w.one(w.Signatories), c
	case KindAcceptTransfer:
		return w.one(w.Signatories), w.transfer(s, now)
	case KindSetContributors:
		return w.Learner, &SetContributors{Contributors: w.standing()}
	case KindSetAccountable:
		return w.one(w.Managers), &SetAccountable{Person: pick(w, append(w.Stand, w.Learner)), Reason: w.maybe("has left")}
	case KindAddCentre:
		return w.one([]PersonID{w.Learner}, w.Signatories), &AddCentre{Centre: pick(w, w.Centres)}
	case KindRemoveCentre:
		return w.one(w.Signatories, w.Managers), &RemoveCentre{Centre: pick(w, append(s.Centres(), w.Centres...))}
	case KindSubmit:
		return w.Learner, &Submit{}
	case KindRedact:
		t := pick(w, w.Said)
		return w.one(w.Managers), &Redact{Record: t.Seq, Text: t.Text}
	}
	panic("the walker does not know " + string(kind))
}

// asked is the one asked for the sign-off, or one of these.
func (w *Walker) asked(s *State, or []PersonID) PersonID {
	if r := s.SignOffRequest(); r != nil {
		return r.To
	}
	return w.one(or)
}

func (w *Walker) reassignment(s *State, to PersonID) (PersonID, Command) {
	c := &Reassign{From: pick(w, append(s.Supervisors(), w.Anybody())), To: to, Supervisor: w.IntN(2) == 0}
	if r := s.SignOffRequest(); r != nil && w.IntN(2) == 0 {
		c.From = r.To
	} else if from, ds := w.requested(s); len(ds) > 0 && w.IntN(4) > 0 {
		c.From = from
	}
	return w.one(w.Managers, []PersonID{c.From}), c
}

func (w *Walker) paper(now time.Time, some func(...ItemStatus) []proficiency.ItemID) *RecordPaper {
	c := &RecordPaper{
		ConfirmedBy: fmt.Sprint("the lead then, ", w.IntN(3)), On: proficiency.DateOf(now.AddDate(0, 0, 1-w.IntN(250)), time.UTC),
		Items: some(ItemStatusUnassessed, ItemStatusOngoing, ItemStatusAssessed),
	}
	if w.IntN(5) == 0 {
		c.Items = some(everyItemStatus...)
	}
	for _, id := range c.Items {
		if by := w.Framework.Item(id).ConfirmedBy(); by.Len() > 0 {
			c.Role = by.At(w.IntN(by.Len()))
		}
	}
	if w.IntN(2) == 0 {
		c.Evidence = []EvidenceRef{{Title: w.maybe("scan"), Location: "file 7"}}
	}
	return c
}

func itemsOfSeen(ds []Seen) (ids []proficiency.ItemID) {
	for _, d := range ds {
		ids = append(ids, d.Item)
	}
	return ids
}

func (w *Walker) rejection(ds []Seen) *Reject {
	c := &Reject{Items: ds, Reason: "not yet", Actions: []string{"again", w.maybe("more") + "."}, EvidenceAsked: w.maybe("a log")}
	if len(ds) > 0 && w.IntN(3) == 0 {
		c.Plans = []ItemPlan{{Item: ds[0].Item, Reason: "too hasty", Actions: []string{"slowly"}}}
	}
	return c
}

// answers are to items, half of them what is there, some with another comment or evidence alone.
func (w *Walker) answers(s *State, now time.Time, ids []proficiency.ItemID, meeting bool) *SelfAssess {
	c := &SelfAssess{Overwrite: w.IntN(3) > 0}
	for _, id := range ids {
		it, was := w.Framework.Item(id), s.Item(id).Answer
		a := ItemAnswer{Item: id, Comment: w.maybe("comment")}
		if was != nil && w.IntN(2) == 0 && (was.Meets || !meeting) {
			for i := range was.Answers {
				a.Answers = append(a.Answers, was.Answers[i].Given())
			}
			for _, e := range was.Evidence[:min(len(was.Evidence), w.IntN(3))] {
				a.Evidence = append(a.Evidence, EvidenceRef{Title: e.Title.String(), Location: e.Location.String(), On: e.On})
			}
		} else {
			a.Answers = w.given(s, it, meeting)
		}
		if w.IntN(4) == 0 {
			a.Evidence = append(a.Evidence, EvidenceRef{Title: w.maybe("title"), Location: fmt.Sprint("file ", w.IntN(3))})
		}
		if w.IntN(12) > 0 {
			w.comesWith(it, &a, now)
		}
		c.Items = append(c.Items, a)
	}
	return c
}

// comesWith adds what the content asks for with an answer.
func (w *Walker) comesWith(it *proficiency.Item, a *ItemAnswer, now time.Time) {
	asks := it.AsksFor()
	if asks.Comment && a.Comment == "" {
		a.Comment = "because"
	}
	if asks.Evidence && len(a.Evidence) == 0 {
		a.Evidence = []EvidenceRef{{Title: "log"}}
	}
	if asks.Date {
		a.On = proficiency.DateOf(now.AddDate(0, 0, -w.IntN(3)), time.UTC)
	}
}

func (w *Walker) given(s *State, it *proficiency.Item, meeting bool) (given []Given) {
	for q := range it.Questions().Values() {
		if !q.Required() && w.IntN(2) == 0 {
			continue
		}
		answers := q.Scale().Answers()
		answer := answers.At(w.IntN(answers.Len())).ID
		for meeting && !q.Meets(answer, s.enr().attributes) {
			answer = answers.At(w.IntN(answers.Len())).ID
		}
		g := Given{Question: q.ID(), Answer: answer}
		if w.IntN(6) == 0 {
			g.Comment = w.maybe("about this answer")
		}
		given = append(given, g)
	}
	return given
}

// choose is about some of what is optional, and mostly applies.
func (w *Walker) choose(s *State, drop bool) *ChooseOptional {
	c := &ChooseOptional{Drop: drop, Overwrite: w.IntN(2) == 0}
	any := w.IntN(8) == 0
	for it := range w.Framework.Items().Values() {
		if it.Optional() && it.Choice() == nil && (any || s.applies(it)) && w.IntN(2) == 0 {
			c.Items = append(c.Items, it.ID())
		}
	}
	for section := range w.Framework.AllSections().Values() {
		if section.Optional() && (any || s.unmetBy(section) == nil) && w.IntN(2) == 0 {
			c.Sections = append(c.Sections, section.ID())
		}
	}
	return c
}

func (w *Walker) revise(s *State, ids []proficiency.ItemID) (PersonID, Command) {
	if len(ids) == 0 {
		return w.Anybody(), &Revise{Item: w.Framework.Items().At(0).ID(), To: Confirmed, Reason: "mistaken"}
	}
	d := s.Item(ids[0]).Decision
	if d == nil {
		return w.Anybody(), &Revise{Item: ids[0], To: Confirmed, Reason: "mistaken"}
	}
	c := &Revise{Item: ids[0], To: Confirmed, Reason: "mistaken"}
	if d.Outcome == Confirmed {
		c.To, c.Actions = Rejected, []string{"again"}
	}
	return d.By, c
}
