package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// raw is a framework as its file has it: every text with its position, nothing
// resolved, and whatever is missing or wrong simply not given. The rules judge
// it; a Framework is built of it when none of them, and nothing before them,
// found an error.
type raw struct {
	doc      *source.Document
	present  bool // there is a mapping at all
	position source.Position

	format, id, version           source.Text
	title, description            source.Text
	category, language            source.Text
	publisher, licence            source.Text
	subject                       source.Text
	vocabularyOne, vocabularyMany source.Text
	kinds                         []rawKind
	kindsGiven                    bool
	attributes                    []rawAttribute
	requires                      []rawRequirement
	requiresPosition              source.Position
	scales                        []rawScale
	signOffBy                     rawRoles
	declaration                   source.Text
	learnerStatement              source.Text
	signatoryStatement            source.Text
	distinct                      rawFlag
	rawUnsupervised
	paperSince                     source.Text
	enrolSelf                      bool
	enrolPosition, minimumPosition source.Position
	minimum                        int
	defaults                       *rawDefaults
	sections                       []*rawSection

	// In document order, over all depths.
	allSections []*rawSection
	items       []*rawItem
	texts       []rawText

	translations []*rawTranslation
	ownSound     bool // nothing but a translation can have been left out

	hints int // suggestions made

	// What is sound was read with nothing left out, so that what is not there
	// is not meant to be; complete says it of the whole file.
	kindsSound, scalesSound, attributesSound, complete bool
}

// A rawText is a text for people with what it is called and may be.
type rawText struct {
	source.Text
	what string
	kind *textKind
}

// A rawKind is a kind of item.
type rawKind struct{ id, label source.Text }

// A rawScale is a scale.
type rawScale struct {
	id      source.Text
	answers []rawAnswer
	sound   bool
}

type rawAnswer struct {
	id, label source.Text
	meets     bool
}

// rawRoles are roles named for an act. Given says that the file has the key,
// whatever stands there.
type rawRoles struct {
	given    bool
	roles    []source.Text
	position source.Position
}

// A rawRef names something. Given says that the file has the key.
type rawRef struct {
	source.Text
	given bool
}

// rawDefaults are the defaults of a level. An absent level has none of its own.
type rawDefaults struct {
	scale, kind rawRef
	confirmedBy rawRoles
	conditions  rawConditions
	gate        bool // of a gate: no waiving reaches in from outside
	outer       *rawDefaults
	sound       bool // and every level around it
}

type rawSection struct {
	id, number, title, guidance source.Text
	gate, optional              bool
	gatePosition                source.Position
	optionalPosition            source.Position
	rule                        rawRule
	appliesTo                   []rawCondition
	recommends                  []rawRecommendation
	defaults                    *rawDefaults // its own, or those around it
	ownDefaults                 bool
	parent                      *rawSection
	sections                    []*rawSection
	items                       []*rawItem
	position                    source.Position
	sound                       bool
	hollow                      bool // it is sound and there is no item in it, at any depth
}

type rawItem struct {
	id, number, statement, guidance source.Text
	kind, scale                     rawRef
	level                           rawLevels
	questions                       []rawQuestion
	questionsGiven                  bool
	questionsPosition               source.Position
	tags                            []source.Text
	confirmedBy                     rawRoles
	conditions                      rawConditions
	optional                        bool
	optionalPosition                source.Position
	points                          rawNumber
	appliesTo                       []rawCondition
	resources                       []rawResource
	recommends                      []rawRecommendation
	section                         *rawSection
	position                        source.Position
	sound                           bool
}

type rawQuestion struct {
	id, text source.Text
	scale    rawRef
	level    rawLevels
	required bool
	position source.Position
	sound    bool
}

type rawResource struct{ title, url source.Text }
