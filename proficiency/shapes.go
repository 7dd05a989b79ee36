package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// The shapes of the mappings in a framework's file. The JSON Schema says the
// same once more for editors, and a test holds the two to agreement.
var (
	frameworkShape = &source.Shape{
		What:     "a framework",
		Required: []string{"format", "id", "version", "title", "scales", "sign_off", "sections"},
		Optional: []string{
			"description", "category", "language", "publisher", "licence", "vocabulary", "kinds",
			"defaults", "declaration", "enrolment", "minimum_optional",
		},
	}
	vocabularyShape = &source.Shape{What: "a vocabulary", Required: []string{"one", "many"}}
	answerShape     = &source.Shape{
		What:     "an answer",
		Required: []string{"id", "label"},
		Optional: []string{"meets"},
	}
	defaultsShape = &source.Shape{
		What:     "defaults",
		Optional: []string{"scale", "confirmed_by", "kind"},
	}
	signOffShape = &source.Shape{
		What:     "a sign-off",
		Required: []string{"by"},
		Optional: []string{"learner_statement", "signatory_statement"},
	}
	enrolmentShape = &source.Shape{What: "an enrolment rule", Optional: []string{"self"}}
	sectionShape   = &source.Shape{
		What:     "a section",
		Required: []string{"id", "title"},
		Optional: []string{
			"number", "guidance", "gate", "optional", "defaults", "sections", "proficiencies",
		},
	}
	itemShape = &source.Shape{
		What:     "a proficiency",
		Required: []string{"id", "statement"},
		Optional: []string{
			"number", "kind", "scale", "questions", "guidance", "tags", "confirmed_by", "optional", "resources",
		},
	}
	questionShape = &source.Shape{
		What:     "a question",
		Required: []string{"id", "text"},
		Optional: []string{"scale", "required"},
	}
	resourceShape = &source.Shape{What: "a resource", Required: []string{"title", "url"}}
)
