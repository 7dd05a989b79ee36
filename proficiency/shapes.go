package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// The shapes of the mappings in a framework's file. The JSON Schema says the
// same once more for editors, and a test holds the two to agreement.
var (
	frameworkShape = &source.Shape{
		What:     "a framework",
		Required: []string{"format", "id", "version", "title", "scales", "sections"},
		Optional: []string{
			"description", "category", "language", "publisher", "licence", "subject", "vocabulary", "kinds", "attributes",
			"defaults", "declaration", "enrolment", "requires", "minimum_optional", "paper_since",
			"translations",
			"sign_off", "unsupervised", "certificate", "validity",
		},
	}
	submissionShape = &source.Shape{
		What:     "a validity",
		Required: []string{"months"},
		Instead:  "none",
		Like:     "{months: 12}",
	}
	vocabularyShape = &source.Shape{What: "a vocabulary", Required: []string{"one", "many"}}
	answerShape     = &source.Shape{
		What:     "an answer",
		Required: []string{"id", "label"},
		Optional: []string{"meets"},
	}
	attributeShape = &source.Shape{What: "an attribute", Required: []string{"label", "values"}}
	levelShape     = &source.Shape{What: "a level", Required: []string{"answer"}, Optional: []string{"applies_to", "amber"}}
	valueShape     = &source.Shape{What: "a value", Required: []string{"id", "label"}}
	defaultsShape  = &source.Shape{
		What:     "defaults",
		Optional: []string{"scale", "confirmed_by", "kind", "validity", "asks_for", "waivable"},
	}
	validityShape = &source.Shape{
		What:     "a validity",
		Required: []string{"months"},
		Optional: []string{"renew_within"},
		Instead:  "none",
		Like:     "{months: 12}",
	}
	signOffShape = &source.Shape{
		What:     "a sign-off",
		Required: []string{"by"},
		Optional: []string{"learner_statement", "signatory_statement", "distinct"},
	}
	enrolmentShape = &source.Shape{What: "an enrolment rule", Optional: []string{"self"}}
	sectionShape   = &source.Shape{
		What:     "a section",
		Required: []string{"id", "title"},
		Optional: []string{
			"number", "guidance", "gate", "optional", "applies_to", "rule", "defaults", "sections", "proficiencies",
			"recommends",
		},
	}
	ruleShape = &source.Shape{
		What:     "a rule",
		Optional: []string{"at_least", "points"},
		Instead:  "all",
		Like:     "{at_least: 2}",
	}
	itemShape = &source.Shape{
		What:     "a proficiency",
		Required: []string{"id", "statement"},
		Optional: []string{
			"number", "kind", "scale", "level", "questions", "guidance", "tags", "confirmed_by", "validity",
			"asks_for", "waivable", "optional", "applies_to", "points", "resources",
			"recommends",
		},
	}
	questionShape = &source.Shape{
		What:     "a question",
		Required: []string{"id", "text"},
		Optional: []string{"scale", "level", "required"},
	}
	resourceShape = &source.Shape{What: "a resource", Required: []string{"title", "url"}}
)
