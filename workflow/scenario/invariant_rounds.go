package scenario

import (
	"errors"
	"fmt"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/workflow"
)

func roundInvariants() []Invariant {
	return []Invariant{
		{"unsupervised", "Where nobody confirms, nothing is ever asked, decided, waived or signed off; and only there anything is submitted.", 0, checkUnsupervised},
		{"rounds", "Rounds only grow, by one, with the first answer after one was submitted; a new round has no answer but those given in it.", 0, checkRounds},
		{"submitted-round", "A round that was submitted never changes, but for words that are redacted.", 5, checkSubmittedRound},
		{"submitted", "A round is submitted only with everything answered that counts, and says what that was and until when it holds.", 0, checkSubmitted},
		{"completion", "A certificate of completion comes only of what was submitted, where the content asks for one, and is valid while that is the last and in date.", 0, checkCompletion},
	}
}

func checkUnsupervised(before, after *Moment) error {
	t := after.tale
	if t.unsupervised() {
		for _, e := range after.Events {
			switch e.(type) {
			case *workflow.Requested, *workflow.Decided, *workflow.Waived, *workflow.SignOffRequested, *workflow.SignedOff:
				return refuse(fmt.Errorf("nobody confirms here, and %s came about", e.EventKind()), workflow.Unsupervised)
			}
		}
		for i := range t.items {
			if v := after.State.Item(t.plan.items[i].ID()); v.Request != nil || v.Decision != nil || v.Waiver != nil {
				return fmt.Errorf("nobody confirms here, and %s is asked, decided or waived", t.plan.items[i].ID())
			}
		}
		return nil
	}
	for _, e := range after.Events {
		if _, ok := e.(*workflow.Submitted); ok {
			return refuse(errors.New("it is confirmed and signed off, and was submitted"), workflow.Supervised)
		}
	}
	if rounds := after.State.Rounds(); len(rounds) > 1 || before.tale.over {
		return fmt.Errorf("it is confirmed and signed off, and has %d rounds", len(rounds))
	}
	return nil
}

func checkRounds(before, after *Moment) error {
	t := after.tale
	if !t.exists {
		return nil
	}
	rounds := after.State.Rounds()
	if len(rounds) != t.round() {
		return expecting(&RoundIs{t.round()}, "there are %d rounds, and should be %d", len(rounds), t.round())
	}
	if grown := t.round() - before.tale.round(); before.tale.exists && grown != 0 && (grown != 1 || !before.tale.over) {
		return fmt.Errorf("the rounds grew by %d; was the last one submitted: %v", grown, before.tale.over)
	}
	for n, r := range rounds {
		if r.Number != len(rounds)-n {
			return fmt.Errorf("the rounds are numbered %d at %d of %d", r.Number, n, len(rounds))
		}
		if over := n > 0 || t.over; over != (r.Submitted != nil) {
			return fmt.Errorf("round %d was submitted: %v; it should: %v", r.Number, r.Submitted != nil, over)
		}
	}
	for _, e := range after.Events {
		if a, ok := e.(*workflow.Answered); ok && a.Round != t.round() {
			return fmt.Errorf("an answer to %s is of round %d, in round %d", a.Item, a.Round, t.round())
		}
	}
	for i := range t.items {
		id := t.plan.items[i].ID()
		if got, want := after.State.Item(id).Answer, t.items[i].answer; (got == nil) != (want == nil) || got != nil && got.Seq != want.Seq {
			return fmt.Errorf("the answer to %s is %v, and should be %v", id, got, want)
		}
	}
	return nil
}

// checkSubmittedRound compares each round with what its answers were when it ended.
func checkSubmittedRound(_, after *Moment) error {
	t := after.tale
	for _, r := range after.State.Rounds() {
		if r.Submitted == nil {
			continue
		}
		if r.Number > len(t.submitted) || r.Submitted.Seq != t.submitted[r.Number-1].Seq {
			return fmt.Errorf("round %d was submitted with record %d, and should not", r.Number, r.Submitted.Seq)
		}
		for i := range t.items {
			id := t.plan.items[i].ID()
			got, want := given(r.Answer(id)), t.repliesOf(t.answerIn(r.Number, i))
			if len(got) != len(want) {
				return expecting(&AnswerIs{Item: id, Round: r.Number, Answers: want}, "%s has %d answers in round %d, and had %d", id, len(got), r.Number, len(want))
			}
			for n := range got {
				if got[n] != want[n] {
					return expecting(&AnswerIs{Item: id, Round: r.Number, Answers: want}, "%s is answered by %v in round %d, and was by %v", id, got[n], r.Number, want[n])
				}
			}
		}
	}
	return nil
}

// repliesOf are answers as they were given, but for words that were removed.
func (t *tale) repliesOf(a *workflow.Answered) (out []workflow.Given) {
	if a != nil {
		for i := range a.Answers {
			out = append(out, t.replied(&a.Answers[i]))
		}
	}
	return out
}

func checkSubmitted(_, after *Moment) error {
	for _, e := range after.Events {
		if _, ok := e.(*workflow.Submitted); ok && after.tale.lastRound().fault != "" {
			return refuse(errors.New(after.tale.lastRound().fault), workflow.NotAnswered)
		}
	}
	return nil
}

func checkCompletion(_, after *Moment) error {
	t, n := after.tale, 0
	for i := range t.submitted {
		r := &t.submitted[i]
		if r.Serial == "" {
			continue
		}
		n++
		status, ok := certificate.StatusOf(&after.State, r.Serial, after.Now)
		want := certificate.StatusValid
		switch {
		case i < len(t.submitted)-1:
			want = certificate.StatusSuperseded
		case !r.until.IsZero() && !after.Now.Before(r.until):
			want = certificate.StatusExpired
		}
		if !ok || status != want {
			return expecting(&CertificateIs{n, want}, "certificate %d is %s, and should be %s", n, orNothing(status), want)
		}
	}
	return nil
}
