package workflow

import (
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

type given struct {
	by  PersonID
	cmd Command
}

func (x *exploration) enrol(role proficiency.ValueID) *Enrol {
	return &Enrol{Learner: "learner-1", Framework: x.fw.Ref(), Centre: "here", Attributes: x.settings(role)}
}

// settings are those of content that depends on any.
func (x *exploration) settings(role proficiency.ValueID) (out []proficiency.Setting) {
	if x.fw.Attributes().Len() > 0 {
		out = append(out, proficiency.Setting{Attribute: "role", Value: role})
	}
	return out
}

// commands are all that can be given, each by somebody whom it is for; which
// of them are accepted is for Decide to say.
func (x *exploration) commands(at spot) (out []given) {
	s := &at.state
	for i := range 2 {
		out = append(out, x.itemCommands(s, at.now, x.fw.Items().At(i))...)
	}
	signatory := PersonID("educator-2")
	if r := s.signOff.request; r != nil {
		signatory = r.To
	}
	if x.signOff {
		out = append(out, given{"learner-1", &RequestSignOff{To: "educator-2", Accept: true}})
	}
	return append(out, // the last ones move nothing
		given{"educator-1", x.enrol("a")},
		given{"educator-1", x.enrol("b")},
		given{"educator-1", &SetAttributes{Attributes: x.settings("a"), Reason: "r"}},
		given{"educator-1", &SetAttributes{Attributes: x.settings("b"), Reason: "r"}},
		given{"manager-1", &Withdraw{Reason: "r"}},
		given{"learner-1", &WithdrawSignOff{}},
		given{"learner-1", &RemindSignOff{}},
		given{signatory, &SignOff{Accept: true}},
		given{signatory, &DeclineSignOff{Reason: "r"}},
		given{"manager-1", &RevokeSignOff{Reason: "r"}},
		given{"learner-1", &Submit{}},
		given{signatory, &RemoveSupervisor{Person: signatory}},
		given{"manager-1", &Reassign{From: signatory, To: "educator-1", Supervisor: true}},
		given{"learner-1", &AddSupervisor{Person: signatory}},
		given{"learner-1", &Comment{Comment: "c"}},
		given{"educator-1", &SetCompleteBy{On: proficiency.DateOf(at.now.AddDate(1, 0, 0), at.now.Location())}},
		given{"educator-1", &SetCompleteBy{}},
		given{"learner-1", &Agree{}},
	)
}

func (x *exploration) itemCommands(s *State, at time.Time, it *proficiency.Item) []given {
	id, st := it.ID(), s.of(x.fw, it)
	ids, basis := []proficiency.ItemID{id}, []Seen{{Item: id, Basis: s.Item(id).Basis()}}
	asked, decider := PersonID("assessor-1"), PersonID("assessor-1")
	if st.request != nil {
		asked = st.request.To
	}
	revision := &Revise{Item: id, To: Confirmed, Reason: "r"}
	if d := st.decision; d != nil {
		if decider = d.By; d.Outcome == Confirmed {
			revision.To, revision.Actions = Rejected, []string{"a"}
		}
	}
	out := []given{
		{"learner-1", &ClearAnswer{Items: ids, Overwrite: true}},
		{"learner-1", &RequestConfirmation{Items: ids, To: "assessor-1"}},
		{"learner-1", &WithdrawRequest{Items: ids}},
		{"learner-1", &Remind{To: asked}},
		{asked, &Confirm{Items: basis}},
		{asked, &Reject{Items: basis, Reason: "r", Actions: []string{"a"}}},
		{decider, revision},
		{"manager-1", &SetAside{Items: ids, Reason: "r"}},
		{"manager-1", &SetAside{DecidedBy: decider, Reason: "r"}},
		{"manager-1", &SetAside{DecidedBy: "educator-1", Reason: "r"}},
		{"educator-1", x.paper(s, id)},
		{"educator-1", x.transfer(s, at, it)},
		{"educator-1", &Waive{Item: id, Justification: "j"}},
		{"educator-1", &Unwaive{Item: id}},
		{"learner-1", &ChooseOptional{Items: ids}},
		{"learner-1", &ChooseOptional{Items: ids, Drop: true, Overwrite: true}},
		{"learner-1", &Comment{Item: id, Comment: "c"}},
		{asked, &RemoveSupervisor{Person: asked}},
		{"manager-1", &Reassign{From: asked, To: "assessor-2"}},
	}
	for _, answer := range x.answers {
		for _, words := range []string{"one", "another"} {
			a := ItemAnswer{Item: id, Answers: []Given{{Answer: answer}}, Evidence: []EvidenceRef{{Title: words}}}
			out = append(out, given{"learner-1", &SelfAssess{Items: []ItemAnswer{a}, Overwrite: true}})
		}
	}
	return out
}

func (x *exploration) paper(s *State, id proficiency.ItemID) *RecordPaper {
	return &RecordPaper{
		Items: []proficiency.ItemID{id}, ConfirmedBy: "c", Role: "assessor", On: proficiency.DateOf(s.at, s.at.Location()),
	}
}

// detour has a second centre come and the first one go with it.
func (x *exploration) detour(at spot) {
	both, events, _ := x.after(at, "learner-1", &AddCentre{Centre: "there"})
	if len(events) > 0 {
		x.give(both, "manager-1", &RemoveCentre{Centre: "here"})
	}
}

// transfer takes over one item, confirmed now, from a record of its own, which is the same wherever it is offered.
func (x *exploration) transfer(s *State, at time.Time, it *proficiency.Item) *AcceptTransfer {
	if x.fw.Unsupervised().Set {
		return &AcceptTransfer{}
	}
	k := transferred{it.ID(), valueOf(s.enr().attributes, "role"), at}
	if x.transfers[k] == nil {
		e := NewElsewhere(x.fw, at, s.Attributes()...)
		e.Origin = string(it.ID())
		e.Confirm(at, "assessor-7", it.ID())
		x.transfers[k] = &AcceptTransfer{Transfer: e.Transfer(at)}
	}
	return x.transfers[k]
}

// transferred is what a transfer differs by.
type transferred struct {
	item proficiency.ItemID
	role proficiency.ValueID
	at   time.Time
}
