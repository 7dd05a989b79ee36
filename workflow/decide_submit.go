package workflow

import (
	"strconv"

	"github.com/countersign-go/countersign/proficiency"
)

// confirming reports whether a command is about what nobody does in an
// unsupervised framework: confirming, waiving, signing off.
func confirming(k Kind) bool {
	switch k {
	case KindRequestConfirmation, KindWithdrawRequest, KindRemind, KindConfirm, KindReject, KindRevise, KindSetAside, KindRecordPaper, KindWaive, KindUnwaive, KindAcceptTransfer,
		KindRequestSignOff, KindWithdrawSignOff, KindRemindSignOff, KindSignOff, KindDeclineSignOff, KindRevokeSignOff:
		return true
	}
	return false
}

// offered reports whether a framework knows a kind of command at all.
func offered(fw *proficiency.Framework, k Kind) bool {
	if fw != nil && fw.Unsupervised().Set {
		return !confirming(k)
	}
	return k != KindSubmit
}

// fits: an unsupervised framework takes no command about confirming and the
// like, whoever gives it.
func (d *decider) fits(cmd Command) bool {
	rule := d.fw.Unsupervised()
	if !rule.Set || !confirming(cmd.Kind()) {
		return true
	}
	d.refuse(Reason{
		Code: Unsupervised, Message: "nobody confirms or signs off anything of " + d.fw.Title() + ": learners assess themselves and submit",
		Clause: rule.Position, Remedy: "the learner submits",
	})
	return false
}

func (*Submit) decide(d *decider) {
	d.submittable()
	if len(d.reasons) > 0 {
		return
	}
	e := &Submitted{Stamp: d.stamp, Round: d.s.rnd().number, On: d.today(), Coverage: coverage(d.fw, d.s), Overrides: overridesOf(d.s)}
	gives := d.fw.Completion()
	if gives.Lapses() {
		e.ValidTo = e.On.AddMonths(gives.Months)
		e.Until = e.ValidTo.EndIn(d.zone(d.firstCentre())).UTC()
	}
	if gives.Certificate {
		if d.unsalted = d.draw.nonce == [32]byte{}; d.unsalted {
			return
		}
		e.Serial = newSerial(d.draw.draw())
	}
	d.add(e)
}

// submittable: the learner has answered everything that counts, and something,
// since the last round was submitted.
func (d *decider) submittable() {
	if !offered(d.fw, KindSubmit) {
		d.refuse(Reason{
			Code: Supervised, Message: "nothing of " + d.fw.Title() + " is submitted: it is confirmed and signed off",
			Clause: d.fw.SignOff().By.Position, Remedy: "ask for confirmations and the sign-off",
		})
		return
	}
	d.agreedLearner()
	if d.s.roundSubmitted() {
		d.alreadySubmitted("answer something anew first: that opens the next round")
		return
	}
	d.ready()
	if len(d.reasons) == 0 && !d.s.anyAnswer(d.fw) {
		d.refuse(Reason{Code: NotAnswered, Message: "nothing has been answered in round " + strconv.Itoa(d.s.rnd().number), Remedy: "answer something first"})
	}
}

func (d *decider) alreadySubmitted(remedy string) {
	last := d.s.rounds.submitted
	d.refuse(Reason{
		Code: AlreadySubmitted, Message: "round " + strconv.Itoa(last.Round) + " was submitted on " + last.On.String() + ", and nothing has been answered since",
		Params: map[string]string{"round": strconv.Itoa(last.Round), "date": last.On.String()}, Remedy: remedy,
	})
}

// anyAnswer reports whether any item that is in is answered.
func (s *State) anyAnswer(fw *proficiency.Framework) bool {
	for it := range fw.Items().Values() {
		if st := s.of(fw, it); st.answer != nil && s.included(it, st) {
			return true
		}
	}
	return false
}

// coverage counts what is answered: what the certificate will say for ever.
func coverage(fw *proficiency.Framework, s *State) (a Coverage) {
	optional := make(map[proficiency.SectionID]int)
	for it := range fw.Items().Values() {
		switch st := s.of(fw, it); {
		case !s.included(it, st) || it.Group() != nil: // its group counts, below
		case it.Optional():
			optional[groupOf(it).ID()]++
		default:
			a.Mandatory++
		}
	}
	for section := range fw.AllSections().Values() {
		if n := optional[section.ID()]; n > 0 {
			a.Optional = append(a.Optional, OptionalCount{Section: section.ID(), Items: n})
		}
	}
	for g := range fw.Groups().Values() {
		if !s.groupIncluded(g) {
			continue
		}
		standing := groupBy(fw, s, g, isAnswered)
		c := GroupCount{Section: g.ID(), Needed: standing.needed, Reached: standing.reached}
		for it := range g.AllItems().Values() {
			if st := s.of(fw, it); s.applies(it) && st.isAnswered() {
				c.Items = append(c.Items, it.ID())
			}
		}
		a.Groups = append(a.Groups, c)
	}
	return a
}
