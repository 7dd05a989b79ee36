package workflow

import "github.com/countersign-go/countersign/proficiency"

// roundsGoldenForms adds what came with rounds, and with a comment and a date of each answer.
func roundsGoldenForms(forms map[string]map[string]Event) {
	forms["answered"]["replies"] = &Answered{
		Item: "tell", Contributor: "learner-1", Round: 2, Basis: 3,
		Answers: []Reply{
			{Question: "confidence", Answer: "high", Comment: goldenText("since the course"), On: goldenDay},
			{Question: "relevance", Answer: "low"},
		},
	}
	forms["submitted"] = map[string]Event{
		"full": &Submitted{
			Round: 2, On: goldenDay, Serial: "0123-4567-89AB-CDEF", Until: goldenInstant, ValidTo: goldenDay,
			Coverage: Coverage{
				Mandatory: 6, Optional: []OptionalCount{{Section: "nights", Items: 2}},
				Groups: []GroupCount{{Section: "wards", Needed: 2, Reached: 3, Items: []proficiency.ItemID{"ward-1", "ward-2", "ward-3"}}},
			},
			Overrides: []Overridden{{Framework: "glove-use", By: "educator-1"}, {Framework: "hand-care", By: "educator-2"}},
		},
		"least": &Submitted{Round: 1, On: goldenDay, Coverage: Coverage{Mandatory: 6}},
	}
}

// goldenCommandsOfRounds are those that came with rounds.
func goldenCommandsOfRounds() []Command {
	return []Command{
		&Submit{},
		&SelfAssess{Items: []ItemAnswer{{Item: "tell", Answers: []Given{
			{Question: "confidence", Answer: "high", Comment: "since the course", On: goldenDay}, {Question: "relevance", Answer: "low"},
		}}}},
	}
}
