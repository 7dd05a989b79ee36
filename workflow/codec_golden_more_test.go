package workflow

import (
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

var (
	goldenAs          = Held{Role: "educator-manager", Centre: "trust-1"}
	goldenDay         = proficiency.Date{Year: 2027, Month: 2, Day: 28}
	goldenInstant     = time.Date(2028, 2, 29, 11, 0, 0, 123456000, time.UTC)
	goldenSettings    = []proficiency.Setting{{Attribute: "role", Value: "clinical"}, {Attribute: "setting", Value: "ward"}}
	goldenAttainments = []Attainment{
		{Framework: proficiency.Ref{ID: "hand-care", Version: proficiency.Version{Major: 1, Minor: 2, Patch: 3}}, Serial: "0000-1111-2222-3333", Until: goldenInstant},
		{Framework: proficiency.Ref{ID: "ward-basics", Version: proficiency.Version{Major: 2}}},
	}
	goldenEvidence = []Evidence{{
		Title: goldenText("scan"), Location: goldenText("file 7"), Digest: goldenDigest("0b"), MediaType: "image/png", On: goldenDay,
	}}
)

// addGoldenForms adds what kinds of event got later than their first golden records.
func addGoldenForms(forms map[string]map[string]Event) {
	forms["enrolled"]["attributes"] = &Enrolled{Learner: "learner-1", Centre: "trust-1", As: goldenAs, Attributes: goldenSettings}
	forms["enrolled"]["attainments"] = &Enrolled{Learner: "learner-1", Centre: "trust-1", As: goldenAs, Attainments: goldenAttainments}
	forms["sign-off-requested"]["attainments"] = &SignOffRequested{To: "educator-1", As: goldenAs, Attainments: goldenAttainments[:1]}
	forms["signed-off"]["requirements"] = &SignedOff{
		Serial: "0000-1111-2222-3333", On: goldenDay, As: goldenAs, Attainments: goldenAttainments,
		Overrides: []Overridden{{Framework: "glove-use", By: "educator-1"}, {Framework: "hand-care", By: "educator-2"}},
	}
	forms["signed-off"]["transferred"] = &SignedOff{
		Serial: "0000-1111-2222-3333", On: goldenDay, As: goldenAs, Attained: Attained{
			Mandatory: 6, Transferred: []TransferredCount{{By: "north/assessor-7", Items: 4}, {By: "north/educator-7", Paper: true, Items: 2}},
		},
	}
	forms["enrolled"]["trial"] = &Enrolled{Learner: "learner-1", Trial: 2, Zone: "Europe/London"}
	forms["answered"]["paper"] = &Answered{
		Item: "tell", Answers: []Reply{{Answer: "done"}}, Contributor: "learner-1", Round: 1, Meets: true, Basis: 3, Paper: true,
	}
	forms["requested"]["override"] = &Requested{
		Item: "tell", To: "educator-1", As: goldenAs, Override: []proficiency.RoleID{"educator-manager", "assessor"},
	}
	forms["decided"]["term"] = &Decided{
		Item: "tell", Outcome: Confirmed, Basis: 3, As: goldenAs, Override: []proficiency.RoleID{"educator-manager"},
		Term: &Term{From: goldenDay, Until: goldenInstant},
	}
	forms["decided"]["term-rejected"] = &Decided{
		Item: "tell", Outcome: Rejected, Basis: 3, As: goldenAs, Term: &Term{From: goldenDay},
		Reason: goldenText("not yet"), Plan: &Plan{Actions: []*Text{goldenText("again")}},
	}
	forms["decided"]["paper"] = &Decided{
		Item: "tell", Outcome: Confirmed, Basis: 3, As: goldenAs,
		Paper: &Paper{ConfirmedBy: goldenText("the lead then"), Role: "assessor", On: goldenDay, Evidence: goldenEvidence},
	}
	forms["decision-ended"]["set-aside"] = &DecisionEnded{
		Item: "tell", Decider: "assessor-1", Decision: 5, Cause: CauseSetAside, As: goldenAs, Reason: goldenText("the wrong learner"),
	}
	forms["optional-chosen"]["item"] = &OptionalChosen{Item: "extra-lead", Chosen: true}
	forms["signed-off"]["until"] = &SignedOff{
		Serial: "0123-4567-89AB-CDEF", On: goldenDay, As: goldenAs, Until: goldenInstant, ValidTo: goldenDay,
		Attained: Attained{
			Mandatory: 6, Waived: 1, Paper: 2,
			Groups: []GroupCount{{Section: "wards", Needed: 2, Reached: 3, Items: []proficiency.ItemID{"ward-1", "ward-2", "ward-3"}}},
		},
	}
}

// newerGoldenEvents are the kinds that came with the second set of commands.
func newerGoldenEvents() map[string]map[string]Event {
	const serial = "0123-4567-89AB-CDEF"
	both := func(full, least Event) map[string]Event { return map[string]Event{"full": full, "least": least} }
	return map[string]map[string]Event{
		"waived": both(
			&Waived{Item: "tell", As: goldenAs, Justification: goldenText("no such patients here")},
			&Waived{Item: "tell", Justification: goldenText("no")}),
		"waiver-ended": both(
			&WaiverEnded{Item: "tell", Waiver: "educator-1", Waiving: 5, Cause: CauseUnwaived, As: goldenAs, Reason: goldenText("now there are")},
			&WaiverEnded{Item: "tell", Waiver: "educator-1", Waiving: 5, Cause: CauseSetAside, As: goldenAs}),
		"commented": both(
			&Commented{Item: "tell", Comment: goldenText("seen on the ward")},
			&Commented{Comment: goldenText("back next week")}),
		"reminded": both(&Reminded{To: "educator-1", SignOff: true}, &Reminded{To: "assessor-1"}),
		"reassigned": both(
			&Reassigned{From: "assessor-1", To: "assessor-2", As: goldenAs, Left: []Left{
				{Item: "tell", Codes: []Code{"lacks-role", InvalidOverride}}, {SignOff: true, Codes: []Code{NotDistinct}},
				{Supervisor: true, Codes: []Code{StillAsked}},
			}},
			&Reassigned{From: "assessor-1", To: "assessor-2"}),
		"sign-off-extended": both(&SignOffExtended{Serial: serial, Until: goldenInstant}, &SignOffExtended{Serial: serial}),
		"sign-off-revoked": both(
			&SignOffRevoked{Serial: serial, Signatory: "educator-1", Reason: goldenText("given in error"), As: goldenAs},
			&SignOffRevoked{Serial: serial, Signatory: "educator-1", Reason: goldenText("error")}),
		"complete-by-set": both(
			&CompleteBySet{CompleteBy: goldenDay, DueAt: goldenInstant, As: goldenAs},
			&CompleteBySet{As: goldenAs}),
		"attributes-set": both(
			&AttributesSet{Attributes: goldenSettings, Reason: goldenText("another post"), As: goldenAs},
			&AttributesSet{Attributes: goldenSettings[:1], Reason: goldenText("moved")}),
		"upgraded": {
			"full": &Upgraded{
				From: proficiency.Version{Major: 1, Minor: 2, Patch: 3}, FromDigest: goldenDigest("0e"), As: goldenAs, Automatic: true, AsksAgain: true, Agreement: true,
				Attributes: goldenSettings, Sections: []proficiency.SectionID{"more"}, Gone: []proficiency.ItemID{"shout"},
				Items: []Moved{
					{
						Item: "tell", From: []proficiency.ItemID{"tell", "shout"}, Action: proficiency.ActionCarry,
						Answers: []KeptAnswer{{Question: "how", Answer: "done"}, {Answer: "not-yet"}}, Meets: true, Decision: true, Waiver: true, Request: true, Chosen: true,
					},
					{Item: "ask", From: []proficiency.ItemID{"ask"}, Action: proficiency.ActionReassess},
				},
			},
			"least": &Upgraded{From: proficiency.Version{Major: 1}, FromDigest: goldenDigest("0e")},
		},
		"transfer-accepted": {
			"full": &TransferAccepted{
				Origin: "north", Learner: "north/trainee-7", Enrolment: "enrolment-7", Record: 12, Head: goldenDigest("0f"),
				Framework: proficiency.Ref{ID: "hand-over", Version: proficiency.Version{Major: 1, Minor: 2, Patch: 3}}, Digest: goldenDigest("0e"), As: goldenAs,
				SignOff: Attainment{Framework: proficiency.Ref{ID: "hand-over", Version: proficiency.Version{Major: 1, Minor: 2, Patch: 3}}, Serial: "AAAA-BBBB", Until: goldenInstant},
				Decisions: []Original{
					{By: "north/assessor-7", At: goldenInstant, Record: 5, As: goldenAs, Term: &Term{From: goldenDay, Until: goldenInstant}},
					{By: "south/educator-7", At: goldenInstant, Record: 3, As: goldenAs, Paper: true},
				},
				Items: []TakenOver{
					{Item: "tell", Answers: []KeptAnswer{{Answer: "done"}}, Decisions: []int{0}},
					{Item: "ask", Answers: []KeptAnswer{{Question: "how", Answer: "done"}, {Question: "why", Answer: "not-yet"}}, Decisions: []int{1, 0}},
				},
				Left: []LeftOut{{Code: Lapsed, Items: []proficiency.ItemID{"shout", "sing"}}, {Code: DecidedBefore, Items: []proficiency.ItemID{"write"}}},
			},
			"least": &TransferAccepted{Origin: "north", Learner: "north/trainee-7", Enrolment: "enrolment-7", Record: 12, Head: goldenDigest("0f")},
		},
		"requirement-overridden": both(
			&RequirementOverridden{Framework: "hand-care", Reason: goldenText("trained elsewhere"), As: goldenAs},
			&RequirementOverridden{Framework: "hand-care", Reason: goldenText("as agreed")}),
		"centre-added":   both(&CentreAdded{Centre: "trust-2", As: goldenAs}, &CentreAdded{Centre: "trust-2"}),
		"centre-removed": both(&CentreRemoved{Centre: "trust-2", As: goldenAs}, &CentreRemoved{Centre: "trust-1", As: goldenAs}),
		"redacted": both(
			&Redacted{Record: 3, Text: goldenDigest("0a"), As: goldenAs},
			&Redacted{Record: 3, Text: goldenDigest("0a")}),
		"erased": both(&Erased{Last: goldenDigest("0c")}, &Erased{Last: goldenDigest("0d")}),
	}
}

// goldenCommands2 are those of the second set of commands, and what commands
// of the first set got since.
func goldenCommands2() []Command {
	items := []proficiency.ItemID{"tell", "ask"}
	framework := proficiency.Ref{ID: "hand-over", Version: proficiency.Version{Major: 1}}
	return []Command{
		&Reject{
			Items: []Seen{{Item: "tell", Basis: 3}}, Reason: "not yet", Actions: []string{"again"},
			Plans: []ItemPlan{{Item: "tell", Reason: "too hasty", Actions: []string{"slowly"}, ReviewOn: goldenDay, EvidenceAsked: "a log"}},
		},
		&EnrolTrial{Framework: framework, Trial: 2, Zone: "Europe/London"}, &EnrolTrial{Framework: proficiency.Ref{ID: "hand-over"}, Trial: 1},
		&Remind{To: "assessor-1"}, &RemindSignOff{},
		&RecordPaper{
			Items: items, ConfirmedBy: "the lead then", Role: "assessor", On: goldenDay,
			Evidence: []EvidenceRef{{Title: "scan", Location: "file 7", Digest: goldenDigest("0b"), MediaType: "image/png", On: goldenDay}},
		},
		&Waive{Item: "tell", Justification: "no such patients here"}, &Unwaive{Item: "tell"}, &Unwaive{Item: "tell", Reason: "now there are"},
		&Comment{Comment: "back next week"}, &Comment{Item: "tell", Comment: "seen on the ward"},
		&SetAside{Items: items, Reason: "the wrong learner"}, &SetAside{DecidedBy: "assessor-1", Reason: "not one of ours"},
		&Reassign{From: "assessor-1", To: "assessor-2"}, &Reassign{From: "assessor-1", To: "assessor-2", Supervisor: true},
		&RevokeSignOff{Reason: "given in error"}, &SetCompleteBy{On: goldenDay}, &SetCompleteBy{},
		&AddCentre{Centre: "trust-2"}, &RemoveCentre{Centre: "trust-1"},
		&Redact{Record: 3, Text: goldenDigest("0a")},
	}
}

// goldenCommandsOfVersions are those that came with newer versions.
func goldenCommandsOfVersions() []Command {
	return []Command{&Upgrade{}, &Upgrade{To: proficiency.Version{Major: 2, Minor: 1}}}
}

// goldenCommands3 are those that came with attributes.
func goldenCommands3() []Command {
	framework := proficiency.Ref{ID: "hand-over"}
	return []Command{
		&SetAttributes{Attributes: goldenSettings, Reason: "another post"},
		&Enrol{Learner: "learner-1", Framework: framework, Centre: "trust-1", Attributes: goldenSettings},
		&EnrolTrial{Framework: framework, Trial: 1, Attributes: goldenSettings[:1]},
	}
}

// goldenCommands4 are those that came with requirements.
func goldenCommands4() []Command {
	return []Command{
		&OverrideRequirement{Framework: "hand-care", Reason: "trained elsewhere"},
		&Enrol{
			Learner: "learner-1", Framework: proficiency.Ref{ID: "hand-over"}, Centre: "trust-1",
			Override: Override{Frameworks: []proficiency.FrameworkID{"hand-care", "glove-use"}, Reason: "trained elsewhere"},
		},
	}
}

// goldenCommandsOfTransfers are those that came with transfers: what was read
// elsewhere is told by where it was and by its last hash.
func goldenCommandsOfTransfers() []Command {
	s := NewState("enrolment-7", nil)
	s.head = goldenDigest("0f")
	t := Transfer{read: &foreignRecord{origin: "north", state: s}}
	return []Command{&AcceptTransfer{}, &AcceptTransfer{Transfer: t}, &AcceptTransfer{Transfer: t, Items: []proficiency.ItemID{"tell", "ask"}}}
}
