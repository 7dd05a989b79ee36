package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// A ChangeClass is a class of changes between two versions of a framework.
type ChangeClass string

// The classes of changes. Behind each stands the least step that it needs,
// where no change of the class says otherwise in [Change.Step].
const (
	// ClassIdentical is that of what did not change. No Change has it; [Comparison.Counts] does.
	ClassIdentical ChangeClass = "identical" // none
	// ClassLayout: the files differ, and say the same.
	ClassLayout ChangeClass = "layout" // none
	// ClassWording: titles, labels and names, and texts of which the author says that they mean what they meant.
	ClassWording ChangeClass = "wording" // patch
	// ClassRenumbered: a number for display.
	ClassRenumbered ChangeClass = "renumbered" // patch
	// ClassGuidance: what helps: guidance, resources, tags, the description.
	ClassGuidance ChangeClass = "guidance" // minor
	// ClassMoved: the same in another place.
	ClassMoved ChangeClass = "moved" // minor
	// ClassEnrolment: who may enrol.
	ClassEnrolment ChangeClass = "enrolment" // minor
	// ClassAdded is what is new. An item that is optional, or one more in a group, needs a minor version.
	ClassAdded ChangeClass = "added" // major
	// ClassRemoved is what is gone.
	ClassRemoved ChangeClass = "removed" // major
	// ClassSplit: one item became several; only authors say so.
	ClassSplit ChangeClass = "split" // major
	// ClassMerged: several items became one; only authors say so.
	ClassMerged ChangeClass = "merged" // major
	// ClassReplaced: an item goes on under another id; only authors say so.
	ClassReplaced ChangeClass = "replaced" // major
	// ClassMeaning: what is asked. That another text means the same only authors say.
	ClassMeaning ChangeClass = "meaning" // major
	// ClassScale: the answers that may be given, or which of them are enough.
	ClassScale ChangeClass = "scale" // major
	// ClassQuestions: which questions are asked, or which of them are required.
	ClassQuestions ChangeClass = "questions" // major
	// ClassLevel: the lowest answer that is enough.
	ClassLevel ChangeClass = "level" // major
	// ClassConfirmers: who may confirm.
	ClassConfirmers ChangeClass = "confirmers" // major
	// ClassAsks: what an answer has to come with.
	ClassAsks ChangeClass = "asks" // major
	// ClassValidity: how long a confirmation holds.
	ClassValidity ChangeClass = "validity" // major
	// ClassWaiving: what may be waived.
	ClassWaiving ChangeClass = "waiving" // major
	// ClassOptional: what was mandatory is optional, or the other way round.
	ClassOptional ChangeClass = "optional" // major
	// ClassMinimum: how much of what is optional has to be chosen.
	ClassMinimum ChangeClass = "minimum" // major
	// ClassRule: how much of a section is enough, and what counts towards it.
	ClassRule ChangeClass = "rule" // major
	// ClassApplies: to whom something applies.
	ClassApplies ChangeClass = "applies" // major
	// ClassGate: what has to be confirmed before something else opens.
	ClassGate ChangeClass = "gate" // major
	// ClassSignOff: who signs off, and what is accepted with it.
	ClassSignOff ChangeClass = "sign-off" // major
	// ClassDeclaration: what learners agree to before anything else.
	ClassDeclaration ChangeClass = "declaration" // major
	// ClassPaper: from when on paper counts.
	ClassPaper ChangeClass = "paper" // major
)

// classSteps are all classes that changes may have, with the least step that each needs.
var classSteps = []struct {
	class ChangeClass
	step  Step
}{
	{ClassAdded, StepMajor}, {ClassRemoved, StepMajor}, {ClassSplit, StepMajor}, {ClassMerged, StepMajor}, {ClassReplaced, StepMajor},
	{ClassMeaning, StepMajor}, {ClassScale, StepMajor}, {ClassQuestions, StepMajor}, {ClassLevel, StepMajor},
	{ClassConfirmers, StepMajor}, {ClassAsks, StepMajor}, {ClassValidity, StepMajor}, {ClassWaiving, StepMajor},
	{ClassOptional, StepMajor}, {ClassMinimum, StepMajor}, {ClassRule, StepMajor}, {ClassGate, StepMajor}, {ClassApplies, StepMajor},
	{ClassSignOff, StepMajor}, {ClassDeclaration, StepMajor}, {ClassPaper, StepMajor},
	{ClassMoved, StepMinor}, {ClassEnrolment, StepMinor}, {ClassGuidance, StepMinor},
	{ClassRenumbered, StepPatch}, {ClassWording, StepPatch}, {ClassLayout, StepNone},
}

// ChangeClasses are the classes that changes may have, those first that matter most to learners.
func ChangeClasses() []ChangeClass {
	classes := make([]ChangeClass, len(classSteps))
	for i, c := range classSteps {
		classes[i] = c.class
	}
	return classes
}

// step is the least step that a change of the class needs.
func (c ChangeClass) step() Step {
	for _, known := range classSteps {
		if known.class == c {
			return known.step
		}
	}
	return StepMajor
}

// A Trend says whether a rule asks more than before, or less.
type Trend string

const (
	// Strengthened rules ask more of somebody, or let fewer decide.
	Strengthened Trend = "strengthened"
	// Weakened rules ask less, or let more people decide.
	Weakened Trend = "weakened"
)

// A Part is a kind of part of a framework.
type Part string

// The parts that changes are about. A change of a question is about its item,
// one of an answer about its scale, one of a value about its attribute.
const (
	PartFramework Part = "framework"
	PartSection   Part = "section"
	PartItem      Part = "item"
	PartScale     Part = "scale"
	PartKind      Part = "kind"
	PartAttribute Part = "attribute"
)

// A Change is one difference between two versions of a framework.
type Change struct {
	Class ChangeClass
	// Trend is empty where nothing is weakened or strengthened, or both.
	Trend Trend
	// Step is the least step that the change needs.
	Step Step
	// Part and ID say what the change is about; the framework itself has no ID.
	Part Part
	ID   string
	// Question is that of an item which the change is about; empty where it is
	// about the item, or its single unnamed question.
	Question QuestionID
	// Key is the key of the format that says something else, with what it
	// stands in: sign_off.by.
	Key string
	// Old and New are where the change stands in both versions; zero in the one
	// which does not have it.
	Old, New source.Position
	// Was and Is are what is said in both, for people; empty where nothing is.
	Was, Is string
	// With are the items that a split one became, that a merged one was made
	// of, or the one that replaces.
	With List[ItemID]
	// Effect says in English what the change is to learners.
	Effect string
	// Reason is the author's, from the migration; empty where it gives none.
	Reason string
}

// Item is the item that the change is about, or empty if it is about something else.
func (c Change) Item() ItemID {
	if c.Part != PartItem {
		return ""
	}
	return ItemID(c.ID)
}
