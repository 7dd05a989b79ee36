package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// The shapes of what stands in a translation. Nothing is required there: which
// texts must be is a matter of what the framework itself says.
var (
	translationShape = &source.Shape{
		What: "a translation",
		Optional: []string{
			"complete", "title", "description", "vocabulary", "kinds", "scales", "attributes", "declaration", "sign_off",
			"sections", "proficiencies",
		},
	}
	translatedAttributeShape = &source.Shape{What: "the translation of an attribute", Optional: []string{"label", "values"}}
	translatedSignOffShape   = &source.Shape{
		What:     "the translation of a sign-off",
		Optional: []string{"learner_statement", "signatory_statement"},
	}
	translatedSectionShape = &source.Shape{What: "the translation of a section", Optional: []string{"title", "guidance", "recommends"}}
	translatedItemShape    = &source.Shape{
		What:     "the translation of a proficiency",
		Optional: []string{"statement", "guidance", "questions", "resources", "recommends"},
	}
	translatedRecommendationShape = &source.Shape{What: "the translation of a recommendation", Optional: []string{"title", "reason"}}
)
