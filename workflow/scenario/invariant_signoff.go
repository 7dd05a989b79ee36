package scenario

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

func signOffInvariants() []Invariant {
	return []Invariant{
		{"certificate", "A certificate that is valid means that every item that counts was confirmed by a permitted person on the pinned version, at the level that is asked or above it, or waived, and every group's rule met, before the issue, and so it still is.", 0, checkCertificate},
		{"certificates", "At most the last certificate of an enrolment is valid, and exactly while its sign-off stands and is in date.", 0, checkCertificates},
		{"sign-off-end", "A sign-off ends at the first instant at which the clock alone makes the enrolment not ready, and a renewal before that moves it.", 0, checkSignOffEnd},
		{"sign-off-voided", "A sign-off that stands falls with the first command that changes what it rests on, and with no other.", 0, checkVoided},
		{"attained", "What a sign-off says was attained is what stood at that instant.", 0, checkAttained},
		{"withdrawn", "On an enrolment that is withdrawn nothing is pending.", 0, checkWithdrawn},
	}
}

func checkCertificate(_, after *Moment) error {
	t := after.tale
	for _, e := range after.Events {
		if _, ok := e.(*workflow.SignedOff); ok && t.last().fault != "" {
			return refuse(errors.New(t.last().fault), workflow.Unconfirmed)
		}
	}
	g := t.last()
	if g == nil || after.Status != workflow.StatusSignedOff {
		return nil
	}
	if g.fault != "" {
		return errors.New(g.fault)
	}
	if why := t.unsound(after.Now); why != "" {
		return expecting(&StatusIs{workflow.StatusVoid}, "the enrolment is signed off, and %s", why)
	}
	for i := range t.items {
		if d := t.items[i].decision; d != nil && t.included(i) && d.At.After(g.At) && d.Revises == 0 && t.plan.items[i].group == none {
			if d.until.IsZero() {
				return fmt.Errorf("%s was confirmed after the sign-off that rests on it", t.plan.items[i].ID())
			}
		}
	}
	return nil
}

func checkCertificates(_, after *Moment) error {
	t := after.tale
	for i := range t.given {
		g := &t.given[i]
		status, ok := certificate.StatusOf(&after.State, g.Serial, after.Now)
		want := certificate.StatusValid
		switch last := i == len(t.given)-1; {
		case g.revoked:
			want = "revoked"
		case !last:
			want = certificate.StatusSuperseded
		case g.voided:
			want = certificate.StatusSuspended
		case !g.until.IsZero() && !after.Now.Before(g.until):
			want = "expired"
		}
		if !ok || status != want {
			return expecting(&CertificateIs{i + 1, want}, "certificate %d is %s, and should be %s", i+1, orNothing(status), want)
		}
	}
	return nil
}

func checkSignOffEnd(_, after *Moment) error {
	g := after.tale.last()
	if g == nil {
		return nil
	}
	if got := after.State.LastSignOffUntil(); !got.Equal(g.until) {
		return after.tale.ends(got, fmt.Errorf("the sign-off ends at %s, and should at %s", got, g.until))
	}
	return nil
}

// ends says how the enrolment should stand at the first end of its sign-off, the
// right one or the wrong one.
func (t *tale) ends(wrong time.Time, err error) error {
	o, at := asOught(err), t.last().until
	if at.IsZero() || !wrong.IsZero() && wrong.Before(at) {
		at = wrong
	}
	o.behind = []Line{&Clock{To: at}, &Expect{What: &StatusIs{t.whole(at)}}}
	return o
}

// checkVoided compares what a sign-off rests on before and after the step: what
// is in, and the standing of each item that is.
func checkVoided(before, after *Moment) error {
	t, then := after.tale, before.tale
	if !then.exists || !then.stands() || len(t.given) != len(then.given) || len(after.Records) == 0 {
		return nil
	}
	revoked := t.last().revoked
	falls, why := then.countsAnew(t, after.Now)
	for i := range t.items {
		a, b := &then.items[i], &t.items[i]
		id := t.plan.items[i].ID()
		switch {
		case then.included(i) != t.included(i) || !then.included(i):
		case after.setAside(id):
			falls, why = true, fmt.Sprintf("the decision on %s was set aside", id)
		case a.waiver != nil && b.waiver == nil:
			falls, why = true, fmt.Sprintf("the waiver of %s ended", id)
		case a.waiver != nil:
		case then.inDate(i, after.Now) && !t.inDate(i, after.Now):
			falls, why = true, fmt.Sprintf("%s is not confirmed any more", id)
		case a.decision != nil && b.decision != nil && b.decision.Revises == a.decision.Seq && b.decision.Seq != a.decision.Seq:
			falls, why = true, fmt.Sprintf("the decision on %s was revised", id)
		}
	}
	switch voided := t.last().voided; {
	case falls && !voided && !revoked:
		return expecting(&StatusIs{t.shouldBe(after.Now, true)}, "%s, and the sign-off stands", why)
	case voided && !falls:
		return expecting(&StatusIs{t.shouldBe(after.Now, false)}, "the sign-off was voided, and nothing that it rests on has changed")
	}
	return nil
}

// countsAnew says what counts since a step that did not, or no more: items by
// themselves, or groups. Where the enrolment says something else of the learner
// it is also what the rules of groups ask for and have, and that enough optional
// items are chosen.
func (t *tale) countsAnew(now *tale, at time.Time) (anew bool, what string) {
	for i := range t.items {
		switch {
		case t.plan.items[i].group != none:
		case t.included(i) != now.included(i):
			return true, fmt.Sprintf("%s counts, or does no more", t.plan.items[i].ID())
		case now.included(i) && t.belowLevel(i) == 0 && now.belowLevel(i) > 0 && t.items[i].answer == now.items[i].answer:
			return true, fmt.Sprintf("more is asked of %s than its answer", t.plan.items[i].ID())
		}
	}
	said := !maps.Equal(t.attributes, now.attributes)
	for g := range t.plan.groups {
		needed, reached := t.share(g, at)
		need, have := now.share(g, at)
		if t.counts(g) != now.counts(g) || said && t.counts(g) && (needed != need || reached != have || t.weak(g, at) != now.weak(g, at)) {
			return true, fmt.Sprintf("the group %s counts otherwise", t.plan.groups[g].ID())
		}
	}
	if chosen, wanted := now.chosen(); said && chosen < wanted {
		return true, "more optional items are asked for"
	}
	return false, ""
}

// setAside reports whether the step set the decision on an item aside.
func (m *Moment) setAside(item proficiency.ItemID) bool {
	return slices.ContainsFunc(m.Events, func(e workflow.Event) bool {
		ended, ok := e.(*workflow.DecisionEnded)
		return ok && ended.Item == item && ended.Cause == workflow.CauseSetAside
	})
}

// shouldBe is the status that there would be if the last sign-off were void, or not.
func (t *tale) shouldBe(now time.Time, void bool) workflow.Status {
	other := t.clone()
	other.last().voided = void
	return other.whole(now)
}

func checkAttained(before, after *Moment) error {
	for _, e := range after.Events {
		g, ok := e.(*workflow.SignedOff)
		if !ok {
			continue
		}
		want := before.tale.attained(g)
		if got := g.Attained; got.Mandatory != want.Mandatory || got.Waived != want.Waived || got.Paper != want.Paper ||
			!slices.Equal(got.Confirmers, want.Confirmers) || !slices.Equal(got.Optional, want.Optional) || !sameInAnyOrder(got.Transferred, want.Transferred) {
			return fmt.Errorf("it says %+v, and should %+v", got, want)
		}
		for _, one := range g.Attained.Groups {
			if one.Reached < one.Needed {
				return fmt.Errorf("the group %s has %d of %d", one.Section, one.Reached, one.Needed)
			}
		}
		if day := proficiency.DateOf(g.At, after.x.book.zone(before.tale, g.As.Centre)); day != g.On {
			return fmt.Errorf("it is dated %s, and that day was %s at the signatory's centre", g.On, day)
		}
	}
	return nil
}

// countedBy is how many items count by themselves: mandatory ones, and optional ones by section.
func (t *tale) countedBy() (a workflow.Attained) {
	optional := map[proficiency.SectionID]int{}
	for i := range t.plan.items {
		it := &t.plan.items[i]
		switch {
		case !t.included(i) || it.group != none:
		case it.choice != "":
			optional[it.choice]++
		case it.optional:
			optional[it.Section().ID()]++
		default:
			a.Mandatory++
		}
	}
	for s := range t.plan.fw.AllSections().Values() {
		if n := optional[s.ID()]; n > 0 {
			a.Optional = append(a.Optional, workflow.OptionalCount{Section: s.ID(), Items: n})
		}
	}
	return a
}

// attained is what stands at the instant of a sign-off, groups apart.
func (t *tale) attained(g *workflow.SignedOff) workflow.Attained {
	a, people, elsewhere := t.countedBy(), map[workflow.PersonID]int{}, map[workflow.TransferredCount]int{}
	for i := range t.plan.items {
		if !t.included(i) {
			continue
		}
		if d := t.items[i].decision; t.items[i].waiver != nil {
			a.Waived++
		} else if t.inDate(i, g.At) {
			seen, paper, foreign := map[workflow.PersonID]bool{}, 0, map[workflow.TransferredCount]bool{}
			for _, one := range append([]*taleDecision{d}, t.items[i].also...) {
				if o := one.Original; o != nil {
					foreign[workflow.TransferredCount{By: o.By, Paper: o.Paper}] = true
				} else if one.Paper != nil { // who confirmed it is no person here
					paper = 1
				} else if !seen[one.By] {
					seen[one.By] = true
					people[one.By]++
				}
			}
			a.Paper += paper
			for one := range foreign {
				elsewhere[one]++
			}
		}
	}
	for _, p := range slices.Sorted(maps.Keys(people)) {
		a.Confirmers = append(a.Confirmers, workflow.ConfirmerCount{Person: p, Items: people[p]})
	}
	for one, n := range elsewhere {
		one.Items = n
		a.Transferred = append(a.Transferred, one)
	}
	return a
}

func checkWithdrawn(_, after *Moment) error {
	t := after.tale
	if !t.withdrawn {
		return nil
	}
	if t.asked != nil {
		return expecting(&PendingIs{With: t.asked.To}, "it is withdrawn, and %s is asked for the sign-off", t.asked.To)
	}
	for i := range t.items {
		if r := t.items[i].request; r != nil {
			return expecting(&PendingIs{With: r.To}, "it is withdrawn, and %s is asked about %s", r.To, t.plan.items[i].ID())
		}
	}
	return nil
}
