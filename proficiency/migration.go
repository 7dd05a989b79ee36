package proficiency

import (
	"path"
	"strings"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/proficiency/source"
)

// MigrationFile is the name of the file beside a version that holds its
// [Migration] from an older one: from-1.0.0.yaml.
func MigrationFile(from Version) string { return "from-" + from.String() + ".yaml" }

// MigrationFrom is the version that a migration leads from by the name of its
// file, folders apart; ok is false for a file that is named otherwise.
func MigrationFrom(file string) (from Version, ok bool) {
	name, is := strings.CutPrefix(path.Base(file), "from-")
	version, isYAML := strings.CutSuffix(name, ".yaml")
	from, err := ParseVersion(version)
	return from, is && isYAML && err == nil
}

// An Action says what becomes of the results on an item.
type Action string

const (
	// ActionCarry keeps the answers and what was decided on them. Where several
	// items become one, a decision is kept only if there is one on each of them.
	ActionCarry Action = "carry"
	// ActionReconfirm keeps the answers; the decision is asked for again.
	ActionReconfirm Action = "reconfirm"
	// ActionReassess keeps neither: the item is to be assessed anew.
	ActionReassess Action = "reassess"
	// ActionSplit makes several items of one.
	ActionSplit Action = "split"
	// ActionMerge makes one item of several.
	ActionMerge Action = "merge"
	// ActionDrop takes an item away.
	ActionDrop Action = "drop"
	// ActionAdd adds an item on which nobody has results.
	ActionAdd Action = "add"
)

// A Migration says what becomes of results on one version of a framework for
// those who go on with a newer one. It says it of every item of both, and is
// made for exactly these contents: their digests are part of it. It is
// immutable and safe for concurrent use.
//
// An answer is carried over by the scales that the migration maps, and to the
// question of the same id: see [Transfer.Answer].
type Migration struct {
	from, to             Ref
	fromDigest, toDigest canonical.Digest
	transfers            List[Transfer] // by the ordinals of the new version
	fates                List[Fate]     // by the ordinals of the old version
	oldIndex, newIndex   *ItemIndex
	other                otherTexts
	declares             bool // the new version has a declaration to agree to
	position             source.Position
}

// otherTexts are those that mean something else than before, by what they are.
type otherTexts struct {
	keys   map[string]bool  // of the framework
	labels map[ScaleID]bool // of a scale's answers
}

// From is the version that is left.
func (m *Migration) From() Ref { return m.from }

// To is the version to go on with.
func (m *Migration) To() Ref { return m.to }

// FromDigest is that of the content that is left.
func (m *Migration) FromDigest() canonical.Digest { return m.fromDigest }

// ToDigest is that of the content to go on with.
func (m *Migration) ToDigest() canonical.Digest { return m.toDigest }

// Position is where the migration begins in its file; zero where no file says
// it, because nothing changed that needs saying, or where several are composed.
func (m *Migration) Position() source.Position { return m.position }

// Transfers say of every item of the new version what it takes over, in
// document order: the one at index i is that of the item with ordinal i.
func (m *Migration) Transfers() List[Transfer] { return m.transfers }

// Transfer says of an item of the new version what it takes over; ok is false
// if that version has no such item.
func (m *Migration) Transfer(item ItemID) (t Transfer, ok bool) {
	i, ok := m.newIndex.Ordinal(item)
	if !ok {
		return Transfer{}, false
	}
	return m.transfers.elems[i], true
}

// Fates say of every item of the old version what becomes of it, in document
// order: the one at index i is that of the item with ordinal i.
func (m *Migration) Fates() List[Fate] { return m.fates }

// Fate says of an item of the old version what becomes of it; ok is false if
// that version has no such item.
func (m *Migration) Fate(item ItemID) (f Fate, ok bool) {
	i, ok := m.oldIndex.Ordinal(item)
	if !ok {
		return Fate{}, false
	}
	return m.fates.elems[i], true
}

// AsksAgreement reports whether learners agree to a text that means something
// else than the one they may have agreed to, so that it is asked for again.
func (m *Migration) AsksAgreement() bool { return m.declares && m.other.keys[textDeclaration] }

// AsksNothing reports whether nobody is asked for anything again or anew: all
// results carry over, no item is added that is not optional, and no text is
// agreed to again. A rule that changed can still be one that somebody does not meet.
func (m *Migration) AsksNothing() bool {
	for _, t := range m.transfers.elems {
		if t.Action != ActionCarry && !(t.Action == ActionAdd && t.optional) {
			return false
		}
	}
	return !m.AsksAgreement()
}

// A Transfer says what an item of the new version takes over from the old one.
type Transfer struct {
	Item ItemID
	// Action is ActionCarry, ActionReconfirm, ActionReassess or ActionAdd.
	Action Action
	// From are the items of the old version whose results it takes over: several
	// where these were merged, and none for ActionAdd.
	From List[ItemID]
	// Reasons are the author's, each at the place of its decision, the oldest
	// first. There are none where nothing changed.
	Reasons List[Statement]

	answers  []*answerSource // by the questions of the new item; nil where there are none
	meant    bool            // it means what From meant
	optional bool
}

// Answer is the answer of a learner to a question of the item, made of the
// learner's answers on the old version, which old gives; ok is false where
// there is none, and always for ActionReassess and ActionAdd. Where several
// items become one there is an answer only if each of them has one; it is the
// lowest of them on the scale of the new question.
func (t Transfer) Answer(question QuestionID, old func(ItemID, QuestionID) (answer AnswerID, ok bool)) (answer AnswerID, ok bool) {
	for _, s := range t.answers {
		if s.question == question {
			return s.answer(old)
		}
	}
	return "", false
}

// A Fate says what becomes of an item of the old version.
type Fate struct {
	Item ItemID
	// Action is ActionSplit or ActionMerge where To has several items or To takes
	// over from several, ActionDrop where To is empty, and otherwise what To does
	// with the results.
	Action Action
	// To are the items of the new version that take over its results.
	To List[ItemID]
	// Reasons are as in Transfer.
	Reasons List[Statement]
}

// An answerSource says where the answer to a question of a new item comes from.
type answerSource struct {
	question QuestionID
	scale    *Scale // of the question, in whose order one answer is lower than another
	inputs   []answerInput
}

// An answerInput is a question of an old item, with what becomes of its
// answers. In composed migrations it may be that of an item between.
type answerInput struct {
	item     ItemID
	question QuestionID
	between  *answerSource         // instead of item and question
	answers  map[AnswerID]AnswerID // nil keeps each as it is; what is not in it is not kept
}

func (s *answerSource) answer(old func(ItemID, QuestionID) (AnswerID, bool)) (lowest AnswerID, ok bool) {
	rank := -1
	for _, in := range s.inputs {
		a, ok := in.answer(old)
		if !ok {
			return "", false
		}
		if r := s.scale.place(a); rank < 0 || r < rank {
			rank, lowest = r, a
		}
	}
	return lowest, rank >= 0
}

func (in answerInput) answer(old func(ItemID, QuestionID) (AnswerID, bool)) (a AnswerID, ok bool) {
	if in.between != nil {
		a, ok = in.between.answer(old)
	} else {
		a, ok = old(in.item, in.question)
	}
	if !ok || in.answers == nil {
		return a, ok
	}
	a, ok = in.answers[a]
	return a, ok
}
