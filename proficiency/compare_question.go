package proficiency

import "slices"

// questionRows compare the keys of a question that both versions of an item have.
func questionRows() []row[*Question] {
	return []row[*Question]{
		{"id", nil}, // by which questions are found
		{"level", compareLevels},
		{"required", compareRequired},
		{"scale", compareQuestionScale},
		{"text", meaningRow((*Question).Text)},
	}
}

func compareQuestions(c *comparing, key string, old, new *Item) {
	item := c.at
	defer func() { c.at = item }()
	table := questionRows()
	var were, stay []QuestionID
	for _, q := range new.questions.elems {
		c.at = item
		c.at.question, c.at.new = q.id, q.position
		was := old.Question(q.id)
		if was == nil {
			c.questionAdded(key, q)
			continue
		}
		stay = append(stay, q.id)
		c.at.old = was.position
		rows(c, table, was, q)
	}
	for _, q := range old.questions.elems {
		if new.Question(q.id) != nil {
			were = append(were, q.id)
			continue
		}
		c.at = item
		c.at.question, c.at.old = q.id, q.position
		if q.required {
			c.touch(ClassQuestions)
		}
		c.add(Change{
			Class: ClassQuestions, Key: key, Trend: moreOrLess(q.required, false), Was: q.words(),
			Effect: "The question is asked no more; its answers stay in the history.",
		})
	}
	if c.at = item; !slices.Equal(were, stay) {
		c.add(Change{Class: ClassMoved, Step: StepPatch, Key: key, Effect: "The questions stand in another order; answers stay."})
	}
}

// questionAdded is a question that was not asked before.
func (c *comparing) questionAdded(key string, q *Question) {
	ch := Change{Class: ClassQuestions, Key: key, Old: c.at.old, Is: q.words()}
	if q.required {
		c.touch(ClassQuestions)
		ch.Trend, ch.Effect = Strengthened, "A question has to be answered that was not asked before."
	} else {
		ch.Step, ch.Effect = StepMinor, "A question may be answered that was not asked before."
	}
	c.add(ch)
}

// words are the question for people.
func (q *Question) words() string {
	if q.id == "" {
		return "answered as a whole, on the scale " + string(q.scale.id)
	}
	return string(q.id) + " (" + q.text + ")"
}

func compareRequired(c *comparing, key string, old, new *Question) {
	if old.required == new.required {
		return
	}
	c.touch(ClassQuestions)
	c.add(Change{
		Class: ClassQuestions, Key: key, Was: yesNo(old.required), Is: yesNo(new.required), Trend: moreOrLess(old.required, new.required),
	})
}

// compareQuestionScale says of the item only that it is answered on another
// scale; what changed of a scale is said of the scale.
func compareQuestionScale(c *comparing, key string, old, new *Question) {
	was, is := old.scale, new.scale
	same := sameAnswers(was, is, true)
	if !same {
		c.touch(ClassScale)
	}
	switch {
	case was.id == is.id:
	case same:
		c.add(Change{
			Class: ClassScale, Step: StepPatch, Key: key, Was: string(was.id), Is: string(is.id),
			Effect: "The scale is called otherwise, and its answers are the same.",
		})
	default:
		c.add(Change{Class: ClassScale, Key: key, Was: string(was.id), Is: string(is.id), Trend: moreOrLess(meeting(old, new))})
	}
}
