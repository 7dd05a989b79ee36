package workflow

import (
	"fmt"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
)

func (c *SelfAssess) decide(d *decider) {
	d.agreedLearner()
	d.overwrite = c.Overwrite
	d.s = d.s.opened()
	if !d.named(len(c.Items), func(i int) string { return string(c.Items[i].Item) }) || !d.bounded(c) {
		return
	}
	for i := range c.Items {
		a := &c.Items[i]
		it, st := d.item(a.Item)
		if it == nil {
			continue
		}
		if n := max(len(a.Answers), len(a.Evidence)); n > MaxItems {
			d.refuseItem(it, TooLarge, fmt.Sprintf("comes with %d answers or pieces of evidence: at most %d are allowed", n, MaxItems), "send fewer")
			continue
		}
		d.answerable(it, st)
		meets := d.answers(it, a.Answers)
		d.notInFuture(it, "is", a.On, d.today())
		if meets {
			d.asked(it, company{!isBlank(a.Comment), len(a.Evidence) > 0, !a.On.IsZero()})
		}
		if d.s.included(it, st) { // what is excluded has nothing to lose by it
			d.answer(it, st, a, meets)
		}
	}
}

// bounded keeps the answers and evidence of one command within MaxItems, too.
func (d *decider) bounded(c *SelfAssess) bool {
	n := 0
	for i := range c.Items {
		n += max(1, len(c.Items[i].Answers)) + len(c.Items[i].Evidence)
	}
	if n > 2*MaxItems {
		d.refuse(Reason{
			Code: TooLarge, Message: fmt.Sprintf("the command has %d answers and pieces of evidence: at most %d are allowed", n, 2*MaxItems),
			Remedy: "answer fewer items at a time",
		})
	}
	return n <= 2*MaxItems
}

// named checks that a command names something, not too much and nothing twice.
func (d *decider) named(n int, id func(int) string) bool {
	switch {
	case n == 1:
		return true
	case n == 0:
		d.refuse(Reason{Code: NoItems, Message: "the command names nothing"})
		return false
	case n > MaxItems:
		d.refuse(Reason{Code: TooLarge, Message: fmt.Sprintf("the command names %d items: at most %d are allowed", n, MaxItems)})
		return false
	}
	d.events = make([]Event, 0, n)
	seen := make(map[string]bool, n)
	for i := range n {
		if name := id(i); seen[name] {
			d.refuse(Reason{
				Code: DuplicateItem, Message: quoteID(name) + " is named twice", Item: proficiency.ItemID(name),
				Params: map[string]string{"item": name},
			})
		} else {
			seen[name] = true
		}
	}
	return true
}

// answers checks the answers against the item's questions and scales, and
// tells whether they meet what the item asks.
func (d *decider) answers(it *proficiency.Item, given []Given) (meets bool) {
	meets = true
	qs := it.Questions()
	for i := range qs.Len() {
		q := qs.At(i)
		g := answerTo(given, q.ID())
		if g == nil {
			if q.Required() {
				meets = false
				d.refuseAt(it, NotAnswered, q.Position(), "lacks an answer to "+questionName(q), "answer all its required questions together")
				d.param("question", string(q.ID()))
			}
			continue
		}
		if _, ok := q.Scale().Answer(g.Answer); !ok {
			d.refuseAnswer(it, q, g.Answer)
		}
		meets = meets && (!q.Required() || q.Meets(g.Answer, d.s.enr().attributes))
	}
	for i := range given {
		if q := it.Question(given[i].Question); q == nil {
			d.refuseItem(it, UnknownQuestion, "has no question "+quoteID(string(given[i].Question)), itsQuestions(it))
			break // one is enough to say: there may be any number
		} else if answerTo(given[:i], q.ID()) != nil {
			d.refuseItem(it, UnknownQuestion, "has two answers to "+questionName(q), "answer each question once")
		} else if on := given[i].On; !on.IsZero() {
			d.notInFuture(it, "has an answer to "+questionName(q), on, d.today())
		}
	}
	return meets
}

// A company is what an answer comes with.
type company struct{ comment, evidence, date bool }

// asked: what the content asks for comes with an answer that meets.
func (d *decider) asked(it *proficiency.Item, with company) {
	asks := it.AsksFor()
	if asks.Comment && !with.comment {
		d.refuseAt(it, CommentMissing, asks.Position, "is answered without the comment that is asked for", "say something about it")
	}
	if asks.Evidence && !with.evidence {
		d.refuseAt(it, EvidenceMissing, asks.Position, "is answered without the evidence that is asked for", "refer to a piece of evidence")
	}
	if asks.Date && !with.date {
		d.refuseAt(it, DateMissing, asks.Position, "is answered without the date that is asked for", "say on which day")
	}
}

func answerTo(given []Given, q proficiency.QuestionID) *Given {
	for i := range given {
		if given[i].Question == q {
			return &given[i]
		}
	}
	return nil
}

func questionName(q *proficiency.Question) string {
	if q.ID() == "" {
		return "its question"
	}
	return "question " + string(q.ID())
}

// itsQuestions says which questions an item has.
func itsQuestions(it *proficiency.Item) string {
	if it.Question("") != nil {
		return "its one question has no id"
	}
	names := make([]string, 0, it.Questions().Len())
	for q := range it.Questions().Values() {
		names = append(names, string(q.ID()))
	}
	return "its questions are " + strings.Join(names, ", ")
}

func (d *decider) refuseAnswer(it *proficiency.Item, q *proficiency.Question, answer proficiency.AnswerID) {
	allowed := ""
	for i, a := range q.Scale().Answers().All() {
		if i > 0 {
			allowed += ", "
		}
		allowed += string(a.ID)
	}
	d.refuse(Reason{
		Code: UnknownAnswer, Item: it.ID(), Clause: q.Scale().Position(),
		Message: fmt.Sprintf("%s cannot be answered %s: allowed are %s", it.Label(), quoteID(string(answer)), allowed),
		Params:  map[string]string{"item": it.Label(), "answer": string(answer), "allowed": allowed},
		Remedy:  "give one of the answers of the scale " + string(q.Scale().ID()),
	})
}

// answer adds what saving the answer does to the item.
func (d *decider) answer(it *proficiency.Item, st *itemState, a *ItemAnswer, meets bool) {
	old := st.answer
	sameAnswers := old != nil && d.sameAnswers(it, old.Answers, a.Answers)
	sameEvidence := old != nil && old.On == a.On && sameEvidence(old.Evidence, a.Evidence)
	sameComments := old != nil && old.Comment.String() == a.Comment
	if sameAnswers {
		dates, comments := sameRemarks(old.Answers, a.Answers)
		sameEvidence, sameComments = sameEvidence && dates, sameComments && comments
	}
	reopens := st.lapsed(d.stamp.At) || st.decision != nil && st.decision.Outcome == Rejected
	if sameAnswers && sameEvidence && sameComments && !reopens {
		return // saved once more: nothing to add
	}
	changed := !sameAnswers || it.AsksFor().Evidence && evidenceRemoved(old.Evidence, a.Evidence)
	if changed {
		d.loseDecision(it, st)
	} else if reopens {
		d.endDecision(it, st, CauseReopened)
	}
	e := alone[Answered](d)
	*e = Answered{
		Stamp: d.stamp, Item: it.ID(), Contributor: d.f.Actor, Round: d.s.rnd().number, Meets: meets, Basis: d.stamp.Seq,
		Comment: d.textOn(it, "the comment", a.Comment), Evidence: d.evidence(it, a.Evidence, d.today()), On: a.On,
		ordinal: it.Ordinal(),
	}
	if !changed && sameEvidence && !reopens {
		e.Basis = old.Basis
	}
	e.Answers = d.inOrder(it, a.Answers, e.one[:0])
	d.add(e)
}

// inOrder gives the answers in the order of the item's questions.
func (d *decider) inOrder(it *proficiency.Item, given []Given, dst []Reply) []Reply {
	qs := it.Questions()
	for i := range qs.Len() {
		if g := answerTo(given, qs.At(i).ID()); g != nil {
			dst = append(dst, Reply{Question: g.Question, Answer: g.Answer, On: g.On})
			if g.Comment != "" {
				dst[len(dst)-1].Comment = d.textOn(it, "the comment on the answer to "+questionName(qs.At(i)), g.Comment)
			}
		}
	}
	return dst
}

func (d *decider) sameAnswers(it *proficiency.Item, old []Reply, given []Given) bool {
	if len(old) != len(given) {
		return false
	}
	for i := range given {
		if o := replyTo(old, given[i].Question); o == nil || o.Answer != given[i].Answer {
			return false
		}
	}
	return true
}

// sameRemarks compares what is said of each of the same answers.
func sameRemarks(old []Reply, given []Given) (dates, comments bool) {
	dates, comments = true, true
	for i := range given {
		o := replyTo(old, given[i].Question)
		dates = dates && o.On == given[i].On
		comments = comments && o.Comment.String() == given[i].Comment
	}
	return dates, comments
}

func replyTo(replies []Reply, q proficiency.QuestionID) *Reply {
	for i := range replies {
		if replies[i].Question == q {
			return &replies[i]
		}
	}
	return nil
}
