package workflow

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/countersign-go/countersign/proficiency"
)

func (c *SelfAssess) decide(d *decider) {
	d.agreedLearner()
	d.overwrite = c.Overwrite
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
		d.notInFuture(it, a.On)
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
			}
			continue
		}
		if _, ok := q.Scale().Answer(g.Answer); !ok {
			d.refuseAnswer(it, q, g.Answer)
		}
		meets = meets && (!q.Required() || q.Scale().Meets(g.Answer))
	}
	for i := range given {
		if q := it.Question(given[i].Question); q == nil {
			d.refuseItem(it, UnknownQuestion, "has no question "+quoteID(string(given[i].Question)), itsQuestions(it))
			break // one is enough to say: there may be any number
		} else if answerTo(given[:i], q.ID()) != nil {
			d.refuseItem(it, UnknownQuestion, "has two answers to "+questionName(q), "answer each question once")
		}
	}
	return meets
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

func (d *decider) notInFuture(it *proficiency.Item, on proficiency.Date) {
	if !on.IsZero() && d.today().Before(on) {
		d.refuseItem(it, InvalidDate, "is dated "+on.String()+", which is in the future", "give today's date or an earlier one")
	}
}

// today is the date in the zone of the enrolment's first centre.
func (d *decider) today() proficiency.Date { return d.dateOf(d.stamp.At) }

// dateOf is the date of an instant in the zone of the enrolment's first centre.
func (d *decider) dateOf(at time.Time) proficiency.Date {
	var centre CentreID
	if cs := d.s.enr().centres; len(cs) > 0 {
		centre = cs[0]
	}
	return proficiency.DateOf(at, d.zone(centre))
}

func (d *decider) todayAt(centre CentreID) proficiency.Date {
	return proficiency.DateOf(d.stamp.At, d.zone(centre))
}

// zone is the centre's; UTC for one that the host does not know.
func (d *decider) zone(centre CentreID) *time.Location {
	if c := d.f.Centre(centre); c != nil {
		return c.Location()
	}
	return time.UTC
}

// answer adds what saving the answer does to the item.
func (d *decider) answer(it *proficiency.Item, st *itemState, a *ItemAnswer, meets bool) {
	old := st.answer
	sameAnswers := old != nil && d.sameAnswers(it, old.Answers, a.Answers)
	sameEvidence := old != nil && old.On == a.On && sameEvidence(old.Evidence, a.Evidence)
	rejected := st.decision != nil && st.decision.Outcome == Rejected
	if sameAnswers && sameEvidence && old.Comment.String() == a.Comment && !rejected {
		return // saved once more: nothing to add
	}
	if !sameAnswers {
		d.loseDecision(it, st)
	} else if rejected {
		d.endDecision(it, st, CauseReopened)
	}
	e := alone[Answered](d)
	*e = Answered{
		Stamp: d.stamp, Item: it.ID(), Contributor: d.f.Actor, Round: 1, Meets: meets, Basis: d.stamp.Seq,
		Comment: d.textOn(it, "the comment", a.Comment), Evidence: d.evidence(it, a.Evidence), On: a.On,
		ordinal: it.Ordinal(),
	}
	if sameAnswers && sameEvidence && !rejected {
		e.Basis = old.Basis
	}
	e.Answers = d.inOrder(it, a.Answers, e.one[:0])
	d.add(e)
}

// inOrder copies the answers in the order of the item's questions.
func (d *decider) inOrder(it *proficiency.Item, given, dst []Given) []Given {
	qs := it.Questions()
	for i := range qs.Len() {
		if g := answerTo(given, qs.At(i).ID()); g != nil {
			dst = append(dst, *g)
		}
	}
	return dst
}

func (d *decider) sameAnswers(it *proficiency.Item, old, given []Given) bool {
	if len(old) != len(given) {
		return false
	}
	for i := range given {
		if o := answerTo(old, given[i].Question); o == nil || o.Answer != given[i].Answer {
			return false
		}
	}
	return true
}

func sameEvidence(old []Evidence, given []EvidenceRef) bool {
	return slices.EqualFunc(old, given, func(e Evidence, r EvidenceRef) bool {
		return e.Title.String() == r.Title && e.Location.String() == r.Location &&
			e.Digest == r.Digest && e.MediaType == r.MediaType && e.On == r.On
	})
}

func (d *decider) evidence(it *proficiency.Item, refs []EvidenceRef) []Evidence {
	var out []Evidence
	for _, r := range refs {
		if isBlank(r.Title) && isBlank(r.Location) {
			d.refuseItem(it, InvalidText, "has evidence without title and location", "say what it is or where it is kept")
		}
		if !validMediaType(r.MediaType) {
			d.refuseText(it, "the media type of the evidence", quoteID(r.MediaType)+" is not a media type, such as application/pdf")
		}
		d.notInFuture(it, r.On)
		out = append(out, Evidence{
			Title:    d.textOn(it, "the title of the evidence", r.Title),
			Location: d.textOn(it, "the location of the evidence", r.Location),
			Digest:   r.Digest, MediaType: r.MediaType, On: r.On,
		})
	}
	return out
}

// validMediaType reports whether t is empty or a type and subtype as RFC 6838
// §4.2 names them, without parameters: nothing that could carry words.
func validMediaType(t string) bool {
	if t == "" {
		return true
	}
	major, minor, ok := strings.Cut(t, "/")
	return ok && restrictedName(major) && restrictedName(minor)
}

func restrictedName(s string) bool {
	if s == "" || len(s) > 127 {
		return false
	}
	for i, c := range []byte(s) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && (i == 0 || !strings.ContainsRune("!#$&-^_.+", rune(c))) {
			return false
		}
	}
	return true
}

// loseDecision ends what rests on an answer that changes: a request, a
// decision, and with a confirmation the sign-off. What the learner would lose
// by it has to be accepted.
func (d *decider) loseDecision(it *proficiency.Item, st *itemState) {
	if st.request != nil {
		d.endRequest(it, st, CauseAnswerChanged)
	}
	if st.decision == nil {
		return
	}
	cause := CauseReopened
	if st.decision.Outcome == Confirmed {
		cause = CauseAnswerChanged
		if !d.overwrite {
			d.refuseItem(it, WouldLoseConfirmation,
				"is confirmed by "+string(st.decision.By)+"; another answer would supersede the confirmation", "say Overwrite to accept that")
		}
		d.wouldVoid(CauseAnswerChanged)
	}
	d.endDecision(it, st, cause)
}

func (d *decider) endDecision(it *proficiency.Item, st *itemState, cause Cause) {
	d.add(&DecisionEnded{
		Stamp: d.stamp, Item: it.ID(), Decider: st.decision.By, Decision: st.decision.Seq, Cause: cause, ordinal: it.Ordinal(),
	})
}

// wouldVoid notes that the command voids a sign-off that stands, if one does.
// The learner is told first and must accept it.
func (d *decider) wouldVoid(cause Cause) {
	if !d.s.signedOff() || d.voids != "" {
		return
	}
	d.voids = cause
	if !d.overwrite && d.f.Actor == d.s.enr().learner {
		on := d.s.signOff.given.On.String()
		d.refuse(Reason{
			Code: WouldVoidSignOff, Message: "the sign-off of " + on + " would be voided and its certificate suspended",
			Params: map[string]string{"date": on, "serial": d.s.signOff.given.Serial}, Remedy: "say Overwrite to accept that",
		})
	}
}

func (c *ClearAnswer) decide(d *decider) {
	d.agreedLearner()
	d.overwrite = c.Overwrite
	if !d.named(len(c.Items), func(i int) string { return string(c.Items[i]) }) {
		return
	}
	for _, id := range c.Items {
		it, st := d.item(id)
		if it == nil {
			continue
		}
		d.clearable(it, st)
		if !d.s.included(it, st) {
			continue
		}
		d.loseDecision(it, st)
		d.add(&AnswerCleared{Stamp: d.stamp, Item: id, Contributor: d.f.Actor, Round: 1, ordinal: it.Ordinal()})
	}
}

// clearable: there is an answer to take back.
func (d *decider) clearable(it *proficiency.Item, st *itemState) {
	if !d.s.included(it, st) {
		d.refuseItem(it, ItemExcluded, "is optional and not chosen", "choose it first")
	} else if st.answer == nil {
		d.refuseItem(it, NothingToClear, "has no answer", "")
	}
}
