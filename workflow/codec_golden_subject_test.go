package workflow

import "github.com/countersign-go/countersign/proficiency"

// What came with centres as subjects.

var goldenPeople = []PersonID{"contributor-1", "contributor-2"}

// addGoldenCentres adds the forms in which kinds of event are of a centre.
func addGoldenCentres(forms map[string]map[string]Event) {
	forms["enrolled"]["centre"] = &Enrolled{Contributors: goldenPeople, Accountable: "lead-1", Centre: "trust-1", As: goldenAs}
	forms["signed-off"]["centre"] = &SignedOff{Serial: "0000-0000-0000-0001", On: goldenDay, As: goldenAs, Accountable: "lead-1"}
	both := func(full, least Event) map[string]Event { return map[string]Event{"full": full, "least": least} }
	forms["contributor-added"] = both(&ContributorAdded{Person: "contributor-1"}, &ContributorAdded{Person: "contributor-2"})
	forms["contributor-removed"] = both(&ContributorRemoved{Person: "contributor-1"}, &ContributorRemoved{Person: "contributor-2"})
	forms["accountable-set"] = both(
		&AccountableSet{From: "lead-1", To: "lead-2", Reason: goldenText("moved"), As: goldenAs},
		&AccountableSet{From: "lead-2", To: "lead-1", Reason: goldenText("back")})
}

func goldenCommandsOfCentres() []Command {
	return []Command{
		&Enrol{Contributors: goldenPeople, Accountable: "lead-1", Framework: proficiency.Ref{ID: "ward-audit"}, Centre: "trust-1"},
		&SetContributors{Contributors: goldenPeople},
		&SetAccountable{Person: "lead-2", Reason: "moved"},
	}
}
