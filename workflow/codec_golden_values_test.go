package workflow

import (
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

// goldenEvents are by kind: one with every member that it had when it was
// written first, one with as few as it ever has, and what was added since.
func goldenEvents() map[string]map[string]Event {
	as := Held{Role: "assessor", Centre: "trust-1"}
	with := Held{Role: "educator-manager", Centre: "trust-1"}
	day := proficiency.Date{Year: 2027, Month: 2, Day: 28}
	both := func(full, least Event) map[string]Event { return map[string]Event{"full": full, "least": least} }
	forms := map[string]map[string]Event{
		"enrolled": both(
			&Enrolled{Learner: "learner-1", Centre: "trust-1", CompleteBy: day, DueAt: time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC), As: with},
			&Enrolled{Learner: "learner-1", Centre: "trust-1"}),
		"agreed": both(&Agreed{}, &Agreed{}),
		"answered": both(
			&Answered{
				Item: "1.2.1.a", Answers: []Reply{{Question: "skill", Answer: "achieved"}, {Question: "confidence", Answer: "high"}},
				Contributor: "learner-1", Round: 1, Meets: true, Basis: 3, Comment: goldenText("done twice"), On: day,
				Evidence: []Evidence{{
					Title: goldenText("log"), Location: goldenText("https://files.example/1"), Digest: goldenDigest("0a"),
					MediaType: "application/pdf", On: day,
				}},
			},
			&Answered{Item: "tell", Answers: []Reply{{Answer: "ongoing"}}, Contributor: "learner-1", Round: 1, Basis: 3}),
		"answer-cleared": both(
			&AnswerCleared{Item: "tell", Contributor: "learner-1", Round: 1},
			&AnswerCleared{Item: "tell", Contributor: "learner-1", Round: 1}),
		"requested": both(
			&Requested{Item: "tell", To: "assessor-1", As: as, With: with},
			&Requested{Item: "tell", To: "assessor-1", As: as}),
		"request-ended": both(
			&RequestEnded{Items: []proficiency.ItemID{"tell", "ask"}, To: "assessor-1", Request: 4, Cause: CauseAnswerChanged},
			&RequestEnded{Items: []proficiency.ItemID{"tell"}, To: "assessor-1", Request: 4, Cause: CauseWithdrawn}),
		"decided": both(
			&Decided{
				Item: "tell", Outcome: Rejected, Basis: 3, Revises: 4, As: as, With: with, Comment: goldenText("nearly"),
				Reason: goldenText("not yet safe"), OnBehalfOf: goldenText("the night lead"),
				Plan: &Plan{
					Actions:  []*Text{goldenText("watch it twice"), goldenText("do it under supervision")},
					ReviewOn: day, EvidenceAsked: goldenText("a signed log"),
				},
			},
			&Decided{Item: "tell", Outcome: Confirmed, Basis: 3, As: as}),
		"decision-ended": both(
			&DecisionEnded{Item: "tell", Decider: "assessor-1", Decision: 5, Cause: CauseReopened},
			&DecisionEnded{Item: "tell", Decider: "assessor-1", Decision: 5, Cause: CauseAnswerChanged}),
		"optional-chosen": both(
			&OptionalChosen{Section: "nights", Chosen: true},
			&OptionalChosen{Item: "extra-lead"}),
		"supervisor-added":   both(&SupervisorAdded{Person: "assessor-1", As: as}, &SupervisorAdded{Person: "\u00e9 \"1\""}),
		"supervisor-removed": both(&SupervisorRemoved{Person: "assessor-1"}, &SupervisorRemoved{Person: "a\\b\n"}),
		"sign-off-requested": both(
			&SignOffRequested{To: "educator-1", As: as, With: with},
			&SignOffRequested{To: "educator-1", As: with}),
		"sign-off-request-ended": both(
			&SignOffRequestEnded{To: "educator-1", Request: 7, Cause: CauseNotReady},
			&SignOffRequestEnded{To: "educator-1", Request: 7, Cause: CauseWithdrawn}),
		"sign-off-declined": both(&SignOffDeclined{Reason: goldenText("let us talk"), As: with}, &SignOffDeclined{Reason: goldenText("no")}),
		"signed-off": both(
			&SignedOff{
				Serial: "0123-4567-89AB-CDEF", On: day, As: as, With: with, Comment: goldenText("well done"),
				Attained: Attained{
					Mandatory: 6, Optional: []OptionalCount{{Section: "extras", Items: 2}, {Section: "nights", Items: 3}},
					Confirmers: []ConfirmerCount{{Person: "assessor-1", Items: 4}, {Person: "educator-1", Items: 2}},
				},
			},
			&SignedOff{Serial: "0123-4567-89AB-CDEF", On: day, As: with}),
		"sign-off-voided": both(
			&SignOffVoided{Serial: "0123-4567-89AB-CDEF", Signatory: "educator-1", Cause: CauseRevised},
			&SignOffVoided{Serial: "0123-4567-89AB-CDEF", Signatory: "educator-1", Cause: CauseDropped}),
		"withdrawn": both(&Withdrawn{Reason: goldenText("moved away"), As: as}, &Withdrawn{}),
	}
	addGoldenForms(forms)
	roundsGoldenForms(forms)
	for kind, more := range newerGoldenEvents() {
		forms[kind] = more
	}
	addGoldenCentres(forms)
	return forms
}

// goldenCommands are one of each kind at least, written by hand so that a member
// added later changes nothing here.
func goldenCommands() []Command {
	day := proficiency.Date{Year: 2027, Month: 2, Day: 28}
	items := []proficiency.ItemID{"tell", "ask"}
	decisions := []Seen{{Item: "tell", Basis: 3}, {Item: "ask", Basis: 4}}
	return []Command{
		&Enrol{Learner: "learner-1", Framework: proficiency.Ref{ID: "hand-over"}, Centre: "trust-1"},
		&Enrol{
			Learner: "learner-1", Framework: proficiency.Ref{ID: "hand-over", Version: proficiency.Version{Major: 1}},
			Centre: "trust-1", CompleteBy: day,
		},
		&Agree{},
		Answer("tell", "done"),
		&SelfAssess{
			Items: []ItemAnswer{{
				Item: "tell", Answers: []Given{{Question: "skill", Answer: "achieved"}}, Comment: "done twice", On: day,
				Evidence: []EvidenceRef{{
					Title: "log", Location: "https://files.example/1", Digest: goldenDigest("0a"), MediaType: "text/plain", On: day,
				}},
			}},
			Overwrite: true,
		},
		&ClearAnswer{Items: items}, &ClearAnswer{Items: items, Overwrite: true},
		&RequestConfirmation{Items: items, To: "assessor-1"},
		&WithdrawRequest{Items: items},
		&Confirm{Items: decisions}, &Confirm{Items: decisions, Comment: "good", OnBehalfOf: "the night lead"},
		&Reject{Items: decisions, Reason: "not yet safe", Actions: []string{"watch it", "do it"}, ReviewOn: day, EvidenceAsked: "a log"},
		&Revise{Item: "tell", To: Rejected, Reason: "mistaken", Actions: []string{"again"}, ReviewOn: day, EvidenceAsked: "a log"},
		&ChooseOptional{Items: items, Sections: []proficiency.SectionID{"nights"}},
		&ChooseOptional{Items: items, Drop: true, Overwrite: true},
		&AddSupervisor{Person: "assessor-1"}, &RemoveSupervisor{Person: "assessor-1"},
		&RequestSignOff{To: "educator-1", Accept: true}, &WithdrawSignOff{},
		&SignOff{Accept: true, Comment: "well done"}, &DeclineSignOff{Reason: "let us talk"},
		&Withdraw{}, &Withdraw{Reason: "moved away"},
	}
}
