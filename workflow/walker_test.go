package workflow

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
)

// A Walker thinks of commands, most of them sensible where the enrolment
// stands, some not. Tests inside and outside of the package walk with it.
type Walker struct {
	*rand.Rand
	Framework *proficiency.Framework
	Learner   PersonID
	// Confirmers may confirm, Signatories sign off as well; Others may do little.
	Confirmers, Signatories, Others []PersonID
	Centre                          CentreID
}

// Next gives a command and who gives it.
func (w *Walker) Next(s *State) (PersonID, Command) {
	if !s.Exists() || s.Withdrawal() != nil && w.IntN(2) == 0 {
		return w.enrol(s)
	}
	if w.IntN(3) > 0 {
		if actor, cmd := w.onward(s); cmd != nil {
			return actor, cmd
		}
	}
	if w.IntN(12) == 0 {
		return pick(w, w.Signatories), &Withdraw{Reason: w.maybe("moved")}
	}
	actor, cmd := w.anything(s)
	if w.IntN(12) == 0 {
		actor = pick(w, append([]PersonID{w.Learner}, w.everybody()...))
	}
	return actor, cmd
}

func (w *Walker) everybody() []PersonID {
	return append(append(append([]PersonID{}, w.Confirmers...), w.Signatories...), w.Others...)
}

func pick[T any](r *Walker, from []T) (zero T) {
	if len(from) == 0 {
		return zero
	}
	return from[r.IntN(len(from))]
}

func (w *Walker) maybe(words string) string {
	if w.IntN(2) == 0 {
		return ""
	}
	return fmt.Sprint(words, " ", w.IntN(3))
}

func (w *Walker) enrol(s *State) (PersonID, Command) {
	c := &Enrol{Learner: w.Learner, Framework: proficiency.Ref{ID: w.Framework.ID()}, Centre: w.Centre}
	if w.IntN(2) == 0 {
		c.CompleteBy = proficiency.Date{Year: 2030, Month: 1, Day: 1 + w.IntN(28)}
	}
	return pick(w, append([]PersonID{w.Learner}, w.Signatories...)), c
}

// items are those in a status, each with a chance of 1 in thin to be left out.
func (w *Walker) items(s *State, thin int, want ...ItemStatus) (ids []proficiency.ItemID) {
	for it := range w.Framework.Items().Values() {
		status := ItemStatusOf(w.Framework, s, it, s.At())
		for _, x := range want {
			if x == status && (thin == 0 || w.IntN(thin) > 0) {
				ids = append(ids, it.ID())
			}
		}
	}
	return ids
}

// onward is what brings the enrolment nearer to its sign-off.
func (w *Walker) onward(s *State) (PersonID, Command) {
	switch {
	case s.SignOffRequest() != nil && w.IntN(3) == 0:
		return s.SignOffRequest().To, &DeclineSignOff{Reason: "let us talk"}
	case s.SignOffRequest() != nil:
		return s.SignOffRequest().To, &SignOff{Accept: true, Comment: w.maybe("well done")}
	case s.Agreed() == nil && w.Framework.Declaration().Asked():
		return w.Learner, &Agree{}
	}
	if to, ds := w.requested(s); len(ds) > 0 {
		return to, &Confirm{Items: ds, Comment: w.maybe("good"), OnBehalfOf: w.maybe("the lead")}
	}
	if ids := w.items(s, 4, ItemStatusAssessed); len(ids) > 0 {
		return w.Learner, &RequestConfirmation{Items: ids, To: pick(w, append(w.Confirmers, w.Signatories...))}
	}
	if ids := w.items(s, 4, ItemStatusUnassessed, ItemStatusOngoing, ItemStatusRejected); len(ids) > 0 {
		return w.Learner, w.answers(ids, true)
	}
	if chosen, wanted := optionalCounts(w.Framework, s); chosen < wanted {
		return w.Learner, w.choose(false)
	}
	if Ready(w.Framework, s, s.At()) && !s.signedOff() {
		return w.Learner, &RequestSignOff{To: pick(w, w.Signatories), Accept: true}
	}
	return "", nil
}

// requested are pending requests with one person, most on the right basis.
func (w *Walker) requested(s *State) (to PersonID, ds []Seen) {
	for _, id := range w.items(s, 5, ItemStatusRequested) {
		v := s.Item(id)
		if to == "" {
			to = v.Request.To
		}
		if v.Request.To == to {
			ds = append(ds, Seen{Item: id, Basis: v.Basis()})
		}
	}
	if len(ds) > 0 && w.IntN(20) == 0 {
		ds[0].Basis++
	}
	return to, ds
}

func (w *Walker) answers(ids []proficiency.ItemID, meeting bool) *SelfAssess {
	c := &SelfAssess{Overwrite: w.IntN(3) > 0}
	for _, id := range ids {
		a := ItemAnswer{Item: id, Comment: w.maybe("comment")}
		for q := range w.Framework.Item(id).Questions().Values() {
			if !q.Required() && w.IntN(2) == 0 {
				continue
			}
			scale := q.Scale().Answers()
			answer := scale.At(w.IntN(scale.Len())).ID
			for meeting && !q.Scale().Meets(answer) {
				answer = scale.At(w.IntN(scale.Len())).ID
			}
			a.Answers = append(a.Answers, Given{Question: q.ID(), Answer: answer})
		}
		if w.IntN(4) == 0 {
			a.Evidence = []EvidenceRef{{Title: w.maybe("title"), Location: fmt.Sprint("file ", w.IntN(3))}}
		}
		c.Items = append(c.Items, a)
	}
	return c
}

func (w *Walker) choose(drop bool) *ChooseOptional {
	c := &ChooseOptional{Drop: drop, Overwrite: w.IntN(2) == 0}
	for it := range w.Framework.Items().Values() {
		if it.Optional() && it.Choice() == nil && w.IntN(2) == 0 {
			c.Items = append(c.Items, it.ID())
		}
	}
	for top := range w.Framework.Sections().Values() {
		if top.Optional() && w.IntN(2) == 0 {
			c.Sections = append(c.Sections, top.ID())
		}
	}
	return c
}

// anything is any command, with contents that it could have.
func (w *Walker) anything(s *State) (PersonID, Command) {
	every := []ItemStatus{
		ItemStatusExcluded, ItemStatusRequested, ItemStatusConfirmed, ItemStatusRejected, ItemStatusLocked,
		ItemStatusUnassessed, ItemStatusOngoing, ItemStatusAssessed,
	}
	some := func(want ...ItemStatus) []proficiency.ItemID {
		ids := w.items(s, 0, want...)
		w.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
		return ids[:min(len(ids), 1+w.IntN(3))]
	}
	switch w.IntN(14) {
	case 0, 1:
		return w.Learner, w.answers(some(every...), w.IntN(3) > 0)
	case 2:
		return w.Learner, &ClearAnswer{Items: some(ItemStatusAssessed, ItemStatusConfirmed, ItemStatusRequested), Overwrite: w.IntN(2) == 0}
	case 3:
		return w.Learner, &RequestConfirmation{Items: some(every...), To: pick(w, w.everybody())}
	case 4:
		if w.IntN(2) == 0 { // all that is pending
			return w.Learner, &WithdrawRequest{Items: w.items(s, 0, ItemStatusRequested)}
		}
		return w.Learner, &WithdrawRequest{Items: some(ItemStatusRequested)}
	case 5, 6:
		to, ds := w.requested(s)
		return to, &Reject{Items: ds, Reason: "not yet", Actions: []string{"again", w.maybe("more") + "."}, EvidenceAsked: w.maybe("a log")}
	case 7, 8:
		return w.revise(s, some(ItemStatusConfirmed, ItemStatusRejected))
	case 9:
		return w.Learner, w.choose(w.IntN(2) == 0)
	case 10:
		p := pick(w, w.everybody())
		return pick(w, []PersonID{w.Learner, p}), &RemoveSupervisor{Person: p}
	case 11:
		return w.Learner, &AddSupervisor{Person: pick(w, w.everybody())}
	case 12:
		return w.Learner, &WithdrawSignOff{}
	default:
		if r := s.SignOffRequest(); r != nil {
			return r.To, &DeclineSignOff{Reason: "let us talk"}
		}
		return w.Learner, &RequestSignOff{To: pick(w, w.everybody()), Accept: true}
	}
}

func (w *Walker) revise(s *State, ids []proficiency.ItemID) (PersonID, Command) {
	if len(ids) == 0 {
		return w.Learner, &Agree{}
	}
	d := s.Item(ids[0]).Decision
	c := &Revise{Item: ids[0], To: Confirmed, Reason: "mistaken"}
	if d.Outcome == Confirmed {
		c.To, c.Actions = Rejected, []string{"again"}
	}
	return d.By, c
}

// wideContent is a framework with n items, every third of them optional by
// itself, and an optional section of more.
func wideContent(t testing.TB, n int) *proficiency.Framework {
	t.Helper()
	var b strings.Builder
	b.WriteString(`format: countersign/v1
id: wide
version: 1.0.0
title: Wide
category: clinical
scales: {done: [{id: not-yet, label: Not yet}, {id: done, label: Done, meets: true}]}
defaults: {scale: done, kind: skill, confirmed_by: [assessor, educator-manager]}
sign_off: {by: [educator-manager]}
enrolment: {self: true}
minimum_optional: 3
sections:
`)
	for top := range 4 {
		fmt.Fprintf(&b, "  - id: top-%d\n    title: Top\n    optional: %v\n    gate: %v\n    proficiencies:\n", top, top == 3, top == 0)
		for i := range n / 4 {
			fmt.Fprintf(&b, "      - {id: item-%d-%d, statement: Do it., optional: %v}\n", top, i, top != 3 && i%3 == 1)
		}
	}
	fw, findings := proficiency.Parse("wide.yaml", []byte(b.String()))
	require.Empty(t, findings)
	return fw
}
