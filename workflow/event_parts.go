package workflow

import "github.com/countersign-go/countersign/proficiency"

// textsOf are the free texts of an event, in a fixed order.
func textsOf(e Event) []*Text {
	var ts []*Text
	add := func(more ...*Text) {
		for _, t := range more {
			if t != nil {
				ts = append(ts, t)
			}
		}
	}
	evidence := func(list []Evidence) {
		for i := range list {
			add(list[i].Title, list[i].Location)
		}
	}
	switch e := e.(type) {
	case *Answered:
		add(e.Comment)
		for i := range e.Answers {
			add(e.Answers[i].Comment)
		}
		evidence(e.Evidence)
	case *Decided:
		add(e.Comment, e.Reason, e.OnBehalfOf)
		if e.Plan != nil {
			add(e.Plan.Actions...)
			add(e.Plan.EvidenceAsked)
		}
		if e.Paper != nil {
			add(e.Paper.ConfirmedBy)
			evidence(e.Paper.Evidence)
		}
	case *DecisionEnded:
		add(e.Reason)
	case *Waived:
		add(e.Justification)
	case *WaiverEnded:
		add(e.Reason)
	case *Commented:
		add(e.Comment)
	case *SignOffRevoked:
		add(e.Reason)
	case *SignOffDeclined:
		add(e.Reason)
	case *SignedOff:
		add(e.Comment)
	case *Withdrawn:
		add(e.Reason)
	case *AttributesSet:
		add(e.Reason)
	case *RequirementOverridden:
		add(e.Reason)
	case *AccountableSet:
		add(e.Reason)
	}
	return ts
}

// badDate is the first date of an event that no record can hold; zero if there
// is none. No calendar has it, such as 31 February, or what follows from it is
// beyond the year 9999: it could be written and not be read again.
func badDate(e Event) (bad proficiency.Date) {
	check := func(d proficiency.Date) {
		if bad.IsZero() && !d.IsZero() {
			if read, err := proficiency.ParseDate(d.String()); err != nil || read != d {
				bad = d
			}
		}
	}
	evidence := func(list []Evidence) {
		for i := range list {
			check(list[i].On)
		}
	}
	term := func(t *Term) {
		if t == nil {
			return
		}
		if check(t.From); t.Until.Year() > 9999 {
			bad = t.From
		}
	}
	switch e := e.(type) {
	case *Enrolled:
		if check(e.CompleteBy); e.DueAt.Year() > 9999 {
			bad = e.CompleteBy
		}
	case *CompleteBySet:
		if check(e.CompleteBy); e.DueAt.Year() > 9999 {
			bad = e.CompleteBy
		}
	case *Answered:
		check(e.On)
		for i := range e.Answers {
			check(e.Answers[i].On)
		}
		evidence(e.Evidence)
	case *Decided:
		if e.Plan != nil {
			check(e.Plan.ReviewOn)
		}
		if e.Paper != nil {
			check(e.Paper.On)
			evidence(e.Paper.Evidence)
		}
		term(e.Term)
	case *TransferAccepted:
		for i := range e.Decisions {
			term(e.Decisions[i].Term)
		}
	case *SignedOff:
		check(e.On)
		check(e.ValidTo)
	case *Submitted:
		check(e.On)
		if check(e.ValidTo); e.Until.Year() > 9999 {
			bad = e.ValidTo
		}
	}
	return bad
}
