package render

import (
	"reflect"
	"strings"
)

// Words are what the pages say themselves, in one language. A host translates
// by copying [English] and changing what it likes; an empty field stands for
// the English words. Braces hold places: {count} a number, {things} a number
// with the framework's own word for proficiencies, and others by their names.
type Words struct {
	// Language is the BCP 47 tag of the language of all other fields.
	Language string

	// What the pages are made of.
	SkipToContent, Contents, About, HowItIsCompleted, Scales, Workbook string
	Version, Of, Category, LanguageOf, Publisher, Licence, Digest      string
	Made                                                               string // {framework}, {digest}

	// Counts.
	Sections, Mandatory, Optional string // {count}

	// How it is completed.
	EnrolSelf, EnrolOthers    string
	Declaration               string
	SignedOffBy, Distinct     string // {roles}
	LearnerSays, SignerSays   string
	MinimumOptional           string // {count}
	PaperSince                string // {date}
	RequiredToEnrol           string // {frameworks}
	RequiredToSignOff         string // {frameworks}
	OrLater                   string // {framework}, {version}
	GatesFirst, GatesMet      string // {sections}
	InRounds, RoundLasts      string // {months}
	CompletionIssued          string
	OptionalItems, GroupsHere string // {things}
	Depends, AttributeIs      string // {attributes}; {attribute}, {values}

	// What is said of what does not apply to everybody.
	AppliesWhere string // {conditions}

	// What is said where the subject is a centre, in place of what is said of a
	// learner by the name without Centre.
	CentreIs                                              string
	CentreEnrolSelf, CentreEnrolOthers, CentreDeclaration string
	CentreLearnerSays, CentreOptionalItems                string
	CentreLearner, CentreLearnerSigns                     string

	// What is said of a section.
	Gate, OptionalSection string
	AtLeast, Points       string // {things}, {count}

	// What is said of an item.
	OptionalItem, Waivable, ConfirmedBy         string // {roles}
	LastsFor, RenewWithin                       string // {months}
	Month, Months, LastMonth                    string // {count}
	Comment, Evidence, Date, ComesWith          string // {list}
	PointsWorth                                 string // {count}
	EnoughFrom, Enough, AnyIsEnough, MayBeEmpty string // {answer}
	AmberFrom, LevelWhere                       string // {level}, {amber}, {conditions}
	Otherwise, OtherwiseMarked                  string // {level}
	Tags                                        string
	And, Or                                     string

	// What is recommended.
	Recommends, Essential string
	WhenAnswered          string // {answer}
	WhenAsked             string // {question}, {answer}
	WhenUnmet             string
	WhenUnmetAsked        string // {question}

	// The filter.
	Filter, Kind, Tag, All, ShowAll, Shown string // {count}, {all}

	// The workbook.
	Learner, Name, Role, Signature, Initials, When, Registration   string
	HowToUse, HowToUseText, HowToAnswerText                        string
	PeopleWhoSign, PeopleWhoSignText                               string
	OwnAnswer, Confirmation, ActionPlan, ByWhen, NotApplicable     string
	Chosen, ChooseSection, Page, FinalSignOff, DeclarationAgreed   string
	CommentLine, EvidenceLine, DateLine, LearnerSigns, SignerSigns string
	Submission, SubmissionText                                     string

	// The drawings.
	SectionsDrawn               string // {things}, {count}
	ItemStates, EnrolmentStates string
	StatesDrawn                 string // {count}

	// The preview of a file that is being written.
	Findings, NoFindings, Errors, Warnings, LastGood, NeverGood, LiveLost, OtherFiles, NoFiles string // {count}
}

// complete gives w with English in place of what is empty; a nil w is all English.
func complete(w *Words) *Words {
	all := English()
	if w == nil {
		return &all
	}
	from, to := reflect.ValueOf(w).Elem(), reflect.ValueOf(&all).Elem()
	for i := range from.NumField() {
		if s := from.Field(i).String(); s != "" {
			to.Field(i).SetString(s)
		}
	}
	return &all
}

// wordsOf are the words of options, all of them.
func wordsOf(o *Options) *Words {
	if o == nil {
		return complete(nil)
	}
	return complete(o.Words)
}

// ofCentre gives w with what is said of a centre in place of what is said of a learner.
func (w Words) ofCentre() *Words {
	v := reflect.ValueOf(&w).Elem()
	for i := range v.NumField() {
		if name, ok := strings.CutPrefix(v.Type().Field(i).Name, "Centre"); ok && v.FieldByName(name).IsValid() {
			v.FieldByName(name).Set(v.Field(i))
		}
	}
	return &w
}

// say puts values in the places of words: name, value, name, value.
func say(words string, places ...string) string {
	for i := 0; i < len(places); i += 2 {
		places[i] = "{" + places[i] + "}"
	}
	return strings.NewReplacer(places...).Replace(words)
}
