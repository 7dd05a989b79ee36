package report

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// MaxRounds is how many rounds a profile compares at most.
const MaxRounds = 10

// A Profile is how the answers of an enrolment are spread over the areas of
// its framework, the sections of the top level, round by round. It is a value
// of its own: the enrolment may go on meanwhile.
type Profile struct {
	Framework *proficiency.Framework
	// Rounds are those it compares, the oldest first; none where nothing has
	// been answered.
	Rounds []ProfileRound
	// Areas are in document order, without those of which nothing applies or is
	// chosen. There are none without rounds.
	Areas []Area
}

// A ProfileRound is a round that a Profile compares.
type ProfileRound struct {
	// Number counts from 1.
	Number int
	// On is the date on which it was submitted; zero while it is open, as the
	// one round of a supervised enrolment always is.
	On proficiency.Date
}

// An Area is a section of the top level.
type Area struct {
	Section *proficiency.Section
	// Bars are by question, in the order in which the area first asks each, and
	// then by round, in the order of the profile's.
	Bars []Bar
}

// A Bar is how one question was answered in one area in one round.
type Bar struct {
	// Item is the first one of the area that asks the question, and Question
	// what it asks; questions are the same where their ids are.
	Item     *proficiency.Item
	Question *proficiency.Question
	// Round counts from 1.
	Round int
	// Of is how many items of the area ask the question, of those that apply to
	// the enrolment now and, if they are optional, are chosen; all items of a
	// group are among them, whatever its rule asks for. Answered is how many of
	// these were answered.
	Of, Answered int
	// Level is the mean place of the answers on their scales, in per cent: 0 is
	// the first answer of a scale, 100 the last. It says nothing where nothing
	// is answered.
	Level int
	// Levelled is how many of the items ask for a level, by the attributes of
	// the enrolment now, and Asked the mean place of these levels, in per cent.
	Levelled, Asked int
	// Compared says that the question was answered both in this round and in
	// the one before it in the profile, and Change by how many points the
	// level has moved since.
	Compared bool
	Change   int
}

// ProfileOf spreads the answers of the newest rounds, at most so many; less
// than 1 and more than [MaxRounds] mean MaxRounds. A round without any answer,
// such as the one that nobody has begun after a submission, is left out. The
// framework is the one that the state is pinned to; what applies, is chosen and
// is asked is as of now, also of earlier rounds, so that rounds are compared
// over the same items.
func ProfileOf(fw *proficiency.Framework, s *workflow.State, most int) Profile {
	if most < 1 || most > MaxRounds {
		most = MaxRounds
	}
	p := Profile{Framework: fw}
	rounds := slices.DeleteFunc(s.Rounds(), func(r workflow.Round) bool { return !begun(fw, r) })
	rounds = rounds[:min(most, len(rounds))]
	slices.Reverse(rounds)
	for _, r := range rounds {
		said := ProfileRound{Number: r.Number}
		if r.Submitted != nil {
			said.On = r.Submitted.On
		}
		p.Rounds = append(p.Rounds, said)
	}
	for section := range fw.Sections().Values() {
		if area := areaOf(fw, s, section, rounds); len(area.Bars) > 0 {
			p.Areas = append(p.Areas, area)
		}
	}
	return p
}

func begun(fw *proficiency.Framework, r workflow.Round) bool {
	for it := range fw.Items().Values() {
		if r.Answer(it.ID()) != nil {
			return true
		}
	}
	return false
}

// isIn reports whether an item applies and, if it is optional, is chosen.
// Neither depends on the clock.
func isIn(fw *proficiency.Framework, s *workflow.State, it *proficiency.Item) bool {
	switch workflow.ItemStatusOf(fw, s, it, s.At()) {
	case workflow.ItemStatusNotApplicable, workflow.ItemStatusExcluded:
		return false
	}
	return true
}

// A sum is a bar in the making.
type sum struct {
	Bar
	total, asked int // of places in hundredths of a per cent
}

func areaOf(fw *proficiency.Framework, s *workflow.State, section *proficiency.Section, rounds []workflow.Round) Area {
	var sums []sum
	first := map[proficiency.QuestionID]int{} // the place of a question's first sum
	settings := s.Attributes()
	for it := range section.AllItems().Values() {
		if !isIn(fw, s, it) {
			continue
		}
		given := make([]*workflow.Answered, len(rounds))
		for i, r := range rounds {
			given[i] = r.Answer(it.ID())
		}
		for q := range it.Questions().Values() {
			at, known := first[q.ID()]
			if !known {
				at = len(sums)
				first[q.ID()] = at
				for _, r := range rounds {
					sums = append(sums, sum{Bar: Bar{Item: it, Question: q, Round: r.Number}})
				}
			}
			for i := range rounds {
				sums[at+i].add(q, given[i], settings)
			}
		}
	}
	area := Area{Section: section}
	for i := range sums {
		b := sums[i].bar()
		if i%max(len(rounds), 1) > 0 {
			if before := area.Bars[i-1]; before.Answered > 0 && b.Answered > 0 {
				b.Compared, b.Change = true, b.Level-before.Level
			}
		}
		area.Bars = append(area.Bars, b)
	}
	return area
}

// bar is the sum as means.
func (s *sum) bar() Bar {
	b := s.Bar
	if b.Answered > 0 {
		b.Level = (s.total/b.Answered + 50) / 100
	}
	if b.Levelled > 0 {
		b.Asked = (s.asked/b.Levelled + 50) / 100
	}
	return b
}

// add takes what one item asks, and what was answered if it was.
func (s *sum) add(q *proficiency.Question, given *workflow.Answered, settings []proficiency.Setting) {
	s.Of++
	if place, ok := placeOn(q.Scale(), q.Level(settings).Answer); ok {
		s.Levelled++
		s.asked += place
	}
	if given == nil {
		return
	}
	for _, g := range given.Answers {
		if g.Question != q.ID() {
			continue
		}
		if place, ok := placeOn(q.Scale(), g.Answer); ok {
			s.Answered++
			s.total += place
		}
	}
}

// placeOn is where an answer stands on its scale, from 0 to 10000; the only
// answer of a scale is its last. There is no place for what is not on it.
func placeOn(scale *proficiency.Scale, id proficiency.AnswerID) (place int, ok bool) {
	n := scale.Answers().Len()
	for i, a := range scale.Answers().All() {
		switch {
		case a.ID != id:
		case n == 1:
			return 10000, true
		default:
			return i * 10000 / (n - 1), true
		}
	}
	return 0, false
}
