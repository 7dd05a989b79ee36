package workflow

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/proficiency"
)

// What a single result becomes, whatever it was: each case is what happened on
// the old version, and what there is on an item of the new one.
func TestWhatResultsBecome(t *testing.T) {
	t.Parallel()
	year, never := goingDay.AddDate(1, 0, 0), time.Time{}
	done := func(items ...proficiency.ItemID) func(*goer) {
		return func(g *goer) {
			for _, id := range items {
				g.record(answeredAs(id, "done", g.s.Seq()+1))
			}
		}
	}
	then := func(steps ...func(*goer)) func(*goer) {
		return func(g *goer) {
			for _, step := range steps {
				step(g)
			}
		}
	}
	decide := func(by PersonID, o Outcome, until time.Time, items ...proficiency.ItemID) func(*goer) {
		return func(g *goer) { g.decide(by, o, until, items...) }
	}
	events := func(e ...Event) func(*goer) { return func(g *goer) { g.record(e...) } }
	a, b := PersonID("assessor-1"), PersonID("assessor-2")
	for name, c := range map[string]struct {
		do   func(g *goer)
		item proficiency.ItemID
		has  string
		line Carrying
	}{
		"nothing":           {then(), "same", "", CarryingNone},
		"answered":          {done("same"), "same", "done, from 3 on 3, enough true", CarryingKept},
		"confirmed":         {then(done("same"), decide(a, Confirmed, never, "same")), "same", "done, from 3 on 3, enough true, confirmed by assessor-1 in 4, once decided", CarryingKept},
		"rejected":          {then(done("same"), decide(a, Rejected, never, "same")), "same", "done, from 3 on 3, enough true, rejected by assessor-1 in 4, plan of 4, once decided", CarryingKept},
		"answered again":    {then(done("same"), decide(a, Rejected, never, "same"), events(&DecisionEnded{Item: "same"}), done("same")), "same", "done, from 6 on 6, enough true, plan of 4, once decided", CarryingKept},
		"requested":         {then(done("same"), events(&Requested{Item: "same", To: a})), "same", "done, from 3 on 3, enough true, asked in 4", CarryingKept},
		"to be renewed":     {then(done("same"), decide(a, Confirmed, year, "same"), events(&Requested{Item: "same", To: a})), "same", "done, from 3 on 3, enough true, confirmed by assessor-1 in 4, asked in 5, once decided", CarryingKept},
		"waived":            {events(&Waived{Item: "same"}), "same", "waived in 3", CarryingKept},
		"did not meet":      {events(&Answered{Item: "same", Answers: []Reply{{Answer: "done"}}, Basis: 3, Round: 1}), "same", "done, from 3 on 3, enough true", CarryingKept},
		"another name":      {then(done("renamed"), decide(a, Confirmed, never, "renamed")), "named", "done, from 3 on 3, enough true, confirmed by assessor-1 in 4, once decided", CarryingKept},
		"its request, too":  {then(done("renamed"), events(&Requested{Item: "renamed", To: a})), "named", "done, from 3 on 3, enough true, asked in 4", CarryingKept},
		"to be confirmed":   {then(done("again"), decide(a, Confirmed, never, "again")), "again", "done, from 3 on 3, enough true, once decided", CarryingReconfirm},
		"plan stays":        {then(done("again"), decide(a, Rejected, never, "again")), "again", "done, from 3 on 3, enough true, plan of 4, once decided", CarryingReconfirm},
		"waiver again":      {then(done("again"), events(&Waived{Item: "again"})), "again", "done, from 3 on 3, enough true", CarryingReconfirm},
		"request again":     {then(done("again"), events(&Requested{Item: "again", To: a})), "again", "done, from 3 on 3, enough true", CarryingReconfirm},
		"only answered":     {done("again"), "again", "done, from 3 on 3, enough true", CarryingKept},
		"to be assessed":    {then(done("anew"), decide(a, Confirmed, never, "anew")), "anew", "once decided", CarryingReassess},
		"plan goes":         {then(done("anew"), decide(a, Rejected, never, "anew")), "anew", "once decided", CarryingReassess},
		"one half":          {then(done("halves"), decide(a, Confirmed, never, "halves")), "half-1", "done, from 3 on 3, enough true, confirmed by assessor-1 in 4, once decided", CarryingKept},
		"half of a request": {then(done("halves"), events(&Requested{Item: "halves", To: a})), "half-2", "done, from 3 on 3, enough true", CarryingReconfirm},
		"one rejected half": {then(done("halves"), decide(a, Rejected, never, "halves")), "half-2", "done, from 3 on 3, enough true, rejected by assessor-1 in 4, plan of 4, once decided", CarryingKept},

		"mapped":                {then(events(answeredAs("mapped", "fair", 3)), decide(a, Confirmed, never, "mapped")), "mapped", "done, from 3 on 3, enough true, confirmed by assessor-1 in 4, once decided", CarryingKept},
		"mapped request":        {then(events(answeredAs("mapped", "fair", 3)), events(&Requested{Item: "mapped", To: a})), "mapped", "done, from 3 on 3, enough true", CarryingReconfirm},
		"not mapped":            {then(events(answeredAs("mapped", "low", 3)), decide(a, Rejected, never, "mapped")), "mapped", "plan of 4, once decided", CarryingReassess},
		"two answers":           {events(twoAnswers("fair", "high", 3)), "asks", "a=done (said), b=done (said), from 3 on 3, enough true", CarryingKept},
		"an optional one goes":  {events(twoAnswers("fair", "low", 3)), "asks", "a=done (said), from 3 on 3, enough true", CarryingKept},
		"a required one is not": {events(twoAnswers("low", "fair", 3)), "asks", "", CarryingReassess},

		"both, and the one that ends": {then(done("left", "right"), decide(a, Confirmed, never, "left"), decide(b, Confirmed, year, "right")), "both",
			"done, from 4 on 4, enough true, confirmed by assessor-2 in 6, beside assessor-1 in 5, once decided", CarryingKept},
		"both, and the first that ends": {then(done("left", "right"), decide(b, Confirmed, year, "right"), decide(a, Confirmed, year.AddDate(0, -1, 0), "left")), "both",
			"done, from 4 on 4, enough true, confirmed by assessor-1 in 6, beside assessor-2 in 5, once decided", CarryingKept},
		"both, that end with one another": {then(done("left", "right"), decide(b, Confirmed, year, "right"), decide(a, Confirmed, year, "left")), "both",
			"done, from 4 on 4, enough true, confirmed by assessor-1 in 6, beside assessor-2 in 5, once decided", CarryingKept},
		"both, for ever": {then(done("left", "right"), decide(a, Confirmed, never, "left"), decide(b, Confirmed, never, "right")), "both",
			"done, from 4 on 4, enough true, confirmed by assessor-2 in 6, beside assessor-1 in 5, once decided", CarryingKept},
		"one of both":           {then(done("left", "right"), decide(a, Confirmed, never, "left")), "both", "done, from 4 on 4, enough true, once decided", CarryingReconfirm},
		"one rejected":          {then(done("left", "right"), decide(a, Confirmed, never, "left"), decide(b, Rejected, never, "right")), "both", "done, from 4 on 4, enough true, plan of 6, once decided", CarryingReconfirm},
		"both rejected":         {then(done("left", "right"), decide(a, Rejected, never, "left"), decide(b, Rejected, never, "right")), "both", "done, from 4 on 4, enough true, plan of 6, once decided", CarryingReconfirm},
		"the later plan":        {then(done("left", "right"), decide(a, Rejected, never, "right"), decide(b, Rejected, never, "left")), "both", "done, from 4 on 4, enough true, plan of 6, once decided", CarryingReconfirm},
		"one unanswered":        {then(done("left"), decide(a, Confirmed, never, "left"), decide(b, Confirmed, never, "right")), "both", "once decided", CarryingReassess},
		"confirmed unanswered":  {then(decide(a, Confirmed, never, "left"), decide(b, Confirmed, never, "right")), "both", "once decided", CarryingReassess},
		"one of both waived":    {events(&Waived{Item: "left"}), "both", "", CarryingReassess},
		"the later waiver":      {then(events(&Waived{Item: "right"}), events(&Waived{Item: "left"})), "both", "waived in 4", CarryingKept},
		"waived, and the other": {then(events(&Waived{Item: "left"}), events(&Waived{Item: "right"})), "both", "waived in 4", CarryingKept},
		"one of them asked":     {then(done("left", "right"), events(&Requested{Item: "left", To: a})), "both", "done, from 4 on 4, enough true", CarryingReconfirm},
		"the later answer":      {then(done("right", "left")), "both", "done, from 4 on 4, enough true", CarryingKept},
		"the later basis":       {then(done("left"), events(answeredAs("right", "done", 1))), "both", "done, from 4 on 3, enough true", CarryingKept},
		"the basis of the last": {then(done("right"), events(answeredAs("left", "done", 1))), "both", "done, from 4 on 3, enough true", CarryingKept},
		"a plan, and then a confirmation": {then(done("left", "right"), decide(a, Rejected, never, "left"), decide(a, Confirmed, never, "right"), decide(b, Confirmed, never, "left")), "both",
			"done, from 4 on 4, enough true, confirmed by assessor-2 in 7, beside assessor-1 in 6, once decided", CarryingKept},
		"evidence of both": {events(withEvidence("left"), withEvidence("right")), "both", "done, from 3 on 3, enough true, 2 pieces", CarryingKept},

		"enough no more":       {then(officeAnswered, decide(a, Confirmed, never, "by-role")), "by-role", "not-yet, from 4 on 4, enough false, once decided", CarryingReconfirm},
		"asked and not enough": {then(officeAnswered, events(&Requested{Item: "by-role", To: a})), "by-role", "not-yet, from 4 on 4, enough false", CarryingReconfirm},

		"new":                   {then(), "fresh", "", CarryingNew},
		"new to choose":         {then(), "spare", "", CarryingNone},
		"counts only now":       {then(), "office", "", CarryingNew},
		"chosen":                {events(&OptionalChosen{Item: "opt", Chosen: true}), "opt", "chosen", CarryingNone},
		"chosen, now asked":     {events(&OptionalChosen{Item: "must", Chosen: true}), "must", "", CarryingNone},
		"not chosen, now asked": {then(), "must", "", CarryingNew},
		"gone":                  {then(done("gone"), decide(a, Confirmed, never, "gone")), "gone", "", CarryingLost},
		"gone, and nothing":     {then(), "gone", "", CarryingNone},
		"gone under its name":   {done("renamed"), "renamed", "", ""},
		"out, and asked":        {then(done("rest"), events(&Requested{Item: "rest", To: a})), "rest", "done, from 3 on 3, enough true", CarryingReconfirm},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGoer(t, 0)
			c.do(g)
			p := g.on()
			assert.Equal(t, c.has, g.item(c.item))
			assert.Equal(t, c.line, carryingOf(p, c.item))
		})
	}
}

// officeAnswered is an answer that is enough in the office, of which the next
// version knows nothing.
func officeAnswered(g *goer) {
	g.record(&AttributesSet{Attributes: []proficiency.Setting{{Attribute: "role", Value: "office"}}})
	e := answeredAs("by-role", "not-yet", 4)
	e.Meets = true
	g.record(e)
}

func twoAnswers(a, b proficiency.AnswerID, basis Seq) *Answered {
	said := func(q proficiency.QuestionID, answer proficiency.AnswerID) Reply {
		return Reply{Question: q, Answer: answer, Comment: &Text{Words: "said"}}
	}
	return &Answered{Item: "asks", Answers: []Reply{said("a", a), said("b", b)}, Meets: a != "low", Basis: basis, Round: 1}
}

func withEvidence(item proficiency.ItemID) *Answered {
	e := answeredAs(item, "done", 3)
	e.Evidence = []Evidence{{Title: &Text{Words: "log"}}}
	return e
}
