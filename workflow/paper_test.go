package workflow_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// What a recorded paper says, and what it rests on.
func TestPaperIsRecordedAsItIs(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.save("plain-2")
	basis := w.item("plain-2").Basis()
	said := w.good("plain-2")
	said.Comment = "a word later, which is no other basis"
	w.do(learner, saving(said))
	answered := w.item("plain-2").Answer
	require.Greater(t, answered.Seq, basis)
	cmd := paper("plain-1", "plain-2")
	cmd.Evidence = []workflow.EvidenceRef{{Title: "booklet", Location: "cabinet 3", MediaType: "application/pdf", On: day(2026, 3, 2)}}
	r := w.do(educator, cmd)
	w.happened(r, "answered", "decided", "decided")
	w.itemStatus(workflow.ItemStatusConfirmed, "plain-1", "plain-2")
	w.status(workflow.StatusInProgress)

	a := w.item("plain-1").Answer
	assert.Equal(t, []workflow.Reply{{Answer: "alone"}}, a.Answers, "the lowest that meets")
	assert.True(t, a.Meets)
	assert.True(t, a.Paper)
	assert.Equal(t, learner, a.Contributor)
	assert.Equal(t, educator, a.By)
	assert.Equal(t, 1, a.Round)
	assert.Equal(t, r.Record.Seq, a.Basis)
	assert.Nil(t, a.Comment)
	assert.Equal(t, answered, w.item("plain-2").Answer, "one that meets is left alone")

	for _, id := range cmd.Items {
		d := w.item(id).Decision
		assert.Equal(t, educator, d.By)
		assert.Equal(t, workflow.Held{Role: "educator-manager", Centre: "trust-1"}, d.As)
		assert.True(t, d.With.IsZero())
		assert.Equal(t, workflow.Confirmed, d.Outcome)
		assert.Equal(t, w.item(id).Basis(), d.Basis)
		assert.Zero(t, d.Revises)
		assert.Nil(t, d.Term)
		assert.Nil(t, d.Plan)
		require.NotNil(t, d.Paper)
		assert.Equal(t, "Sister A.", d.Paper.ConfirmedBy.String())
		assert.Equal(t, roles.RoleID("assessor"), d.Paper.Role)
		assert.Equal(t, day(2026, 3, 1), d.Paper.On)
		require.Len(t, d.Paper.Evidence, 1)
		assert.Equal(t, "booklet", d.Paper.Evidence[0].Title.String())
		assert.Equal(t, "cabinet 3", d.Paper.Evidence[0].Location.String())
		assert.Equal(t, day(2026, 3, 2), d.Paper.Evidence[0].On)
	}
}

// From unassessed, ongoing and assessed alike; the answer falls back on the
// lowest that meets only where none does.
func TestPaperAnswers(t *testing.T) {
	t.Parallel()
	given := func(qs ...string) []workflow.Given {
		var out []workflow.Given
		for i := 0; i < len(qs); i += 2 {
			out = append(out, workflow.Given{Question: proficiency.QuestionID(qs[i]), Answer: ans(qs[i+1])})
		}
		return out
	}
	for name, c := range map[string]struct {
		item proficiency.ItemID
		was  []workflow.Given
		want []workflow.Given
		made bool
	}{
		"level below what meets":  {"below-1", nil, given("", "helped"), true},
		"level above what meets":  {"above-1", nil, given("", "teaches"), true},
		"meets but for the level": {"above-1", given("", "alone"), given("", "teaches"), true},
		"at the level":            {"below-1", given("", "helped"), given("", "helped"), false},
		"above the level":         {"below-1", given("", "teaches"), given("", "teaches"), false},
		"ongoing":                 {"plain-1", given("", "helped"), given("", "alone"), true},
		"several questions":       {"multi-1", nil, given("skill", "teaches", "surety", "unsure"), true},
		"several, not all meet": {
			"multi-1", given("skill", "alone", "surety", "sure", "teaching", "novice"), given("skill", "teaches", "surety", "unsure"), true,
		},
		"several that meet": {
			"multi-1", given("skill", "teaches", "surety", "sure", "teaching", "novice"),
			given("skill", "teaches", "surety", "sure", "teaching", "novice"), false,
		},
		"where more is asked for": {"asks-1", nil, given("", "alone"), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := bedsideOpen(t)
			if c.was != nil {
				w.do(learner, saving(workflow.ItemAnswer{Item: c.item, Answers: c.was, Comment: "mine"}))
			}
			before := w.item(c.item).Answer
			r := w.do(educator, paper(c.item))
			if c.made {
				w.happened(r, "answered", "decided")
			} else {
				w.happened(r, "decided")
				assert.Equal(t, before, w.item(c.item).Answer)
			}
			assert.Equal(t, c.want, repeated(w.item(c.item).Answer.Answers))
			assert.Equal(t, c.made, w.item(c.item).Answer.Paper)
			assert.Equal(t, w.item(c.item).Basis(), w.item(c.item).Decision.Basis)
			w.itemStatus(workflow.ItemStatusConfirmed, c.item)
		})
	}
}

// Validity runs from the date on the paper, to the end of a day in the zone of
// the recorder's centre.
func TestPaperIsValidFromItsDate(t *testing.T) {
	t.Parallel()
	w := bedside(t)
	cmd := paper("start-1", "start-2")
	cmd.On = day(2025, 3, 3)
	w.do(educator, cmd)
	cmd = paper("yearly-1")
	cmd.On = day(2025, 3, 3) // today is 2 March 2026
	w.do(educator, cmd)
	term := w.item("yearly-1").Decision.Term
	require.NotNil(t, term)
	assert.Equal(t, day(2025, 3, 3), term.From)
	assert.Equal(t, time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC), term.Until)
	w.setNow(time.Date(2026, 3, 3, 23, 59, 0, 0, time.UTC))
	w.itemStatus(workflow.ItemStatusConfirmed, "yearly-1")
	w.setNow(time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC))
	w.itemStatus(workflow.ItemStatusLapsed, "yearly-1")
	w.itemStatus(workflow.ItemStatusConfirmed, "start-1")

	w.denied(educator, paper("yearly-1"), why(workflow.DecidedBefore, "yearly-1"))
	w.save("yearly-1") // the learner has it confirmed here instead
	w.send(assessor, "yearly-1")
	w.confirm(assessor, "yearly-1")
	assert.Nil(t, w.item("yearly-1").Decision.Paper)
	assert.Equal(t, day(2026, 3, 4), w.item("yearly-1").Decision.Term.From)
}

// Today is today where the recorder is: at trust-9 the day begins 13 hours
// earlier than at the enrolment's first centre.
func TestPaperDatesAreTheRecordersCentres(t *testing.T) {
	t.Parallel()
	w := bedside(t)
	w.do(learner, &workflow.AddCentre{Centre: "trust-9"})
	w.do(learner, &workflow.AddSupervisor{Person: farOff})
	w.setNow(time.Date(2026, 3, 2, 13, 0, 0, 0, time.UTC))
	cmd := paper("start-1", "start-2")
	cmd.On = day(2026, 3, 3)
	cmd.Evidence = []workflow.EvidenceRef{{Title: "booklet", On: day(2026, 3, 3)}}
	d := w.denied(educator, cmd, why(workflow.InvalidDate), why(workflow.InvalidDate))
	assert.Contains(t, d.Error(), "dated 2026-03-03, which is in the future")
	w.do(farOff, cmd)
	assert.Equal(t, workflow.Held{Role: "educator-manager", Centre: "trust-9"}, w.item("start-1").Decision.As)
	cmd.Items, cmd.On = items{"yearly-1"}, day(2025, 3, 2) // a year and a day there, a year at trust-1
	w.denied(farOff, cmd, why(workflow.Lapsed, "yearly-1"))
	cmd.On = day(2025, 3, 3)
	w.do(farOff, cmd)
	assert.Equal(t, time.Date(2026, 3, 3, 11, 0, 0, 0, time.UTC), w.item("yearly-1").Decision.Term.Until)
}

// The role on the paper is one that content names, also one that may not
// confirm by itself here.
func TestPaperInARoleThatContentNames(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	cmd := paper("lead-1")
	cmd.Role = "clinical-centre-manager"
	w.do(educator, cmd)
	w.itemStatus(workflow.ItemStatusConfirmed, "lead-1")
	cmd = paper("plain-1")
	cmd.Role = "educator-manager"
	w.do(educator, cmd)
	w.itemStatus(workflow.ItemStatusConfirmed, "plain-1")
}

// Paper opens gates, fills groups and makes ready; it voids nothing.
func TestPaperMakesReady(t *testing.T) {
	t.Parallel()
	w := bedside(t)
	w.itemStatus(workflow.ItemStatusLocked, "plain-1")
	w.do(educator, paper("start-1", "start-2"))
	w.itemStatus(workflow.ItemStatusUnassessed, "plain-1")
	w.do(educator, paper("plain-1", "plain-2", "asks-1", "below-1", "above-1", "multi-1", "yearly-1"))
	manager := paper("lead-1")
	manager.Role = "clinical-centre-manager"
	w.do(educator, manager)
	w.status(workflow.StatusInProgress)
	w.do(educator, paper(grouped...))
	w.status(workflow.StatusReady)
	w.do(learner, &workflow.RequestSignOff{To: "educator-2"})
	w.happened(w.do(educator, paper("any-3")), "answered", "decided")
	w.status(workflow.StatusSignOffRequested)
	w.do("educator-2", &workflow.SignOff{})
	w.happened(w.do(educator, paper("light-2")), "answered", "decided")
	w.status(workflow.StatusSignedOff)
	assert.Equal(t, 15, w.state.LastSignOff().Attained.Paper)
}

// On an optional item that is chosen, and on one that was requested before.
func TestPaperAfterARequestThatWasTakenBack(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.choose("extra-1")
	w.save("extra-1")
	w.send(assessor, "extra-1")
	w.do(learner, &workflow.WithdrawRequest{Items: items{"extra-1"}})
	w.happened(w.do(educator, paper("extra-1")), "decided")
	w.itemStatus(workflow.ItemStatusConfirmed, "extra-1")
}

// A comment after it does not blot out that the answer came from paper.
func TestPaperAnswerIsTheLearnersToChange(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.do(educator, paper("plain-1"))
	w.denied(learner, workflow.Answer("plain-1", "teaches"), why(workflow.WouldLoseConfirmation, "plain-1"))
	r := w.do(learner, overwriting(workflow.Answer("plain-1", "teaches")))
	w.happened(r, "decision-ended", "answered")
	assert.False(t, w.item("plain-1").Answer.Paper)
	w.itemStatus(workflow.ItemStatusAssessed, "plain-1")
}

func TestRefusalsOfRecordPaper(t *testing.T) {
	t.Parallel()
	w := bedsideOpen(t)
	w.do(learner, &workflow.AddSupervisor{Person: second})
	w.settle(assessor, "plain-1")
	w.save("plain-2", "below-1", "above-1")
	w.send(assessor, "plain-2", "below-1")
	w.reject(assessor, "below-1")
	w.save("below-1")
	w.send(assessor, "below-1") // decided before, and sent
	w.do(educator, waive("asks-1"))
	w.choose("extra-1")
	w.settle(assessor, "extra-1")
	w.drop("extra-1")

	with := func(change func(c *workflow.RecordPaper), ids ...proficiency.ItemID) *workflow.RecordPaper {
		c := paper(ids...)
		change(c)
		return c
	}
	nothing := func(*workflow.RecordPaper) {}
	got := w.refuses([]refusedRow{
		{"by the learner", learner, paper("above-1"), [][]string{why(workflow.IsTheLearner)}},
		{"by a stranger", stranger, paper("plain-1", "care-99"), [][]string{why(workflow.NotFound)}},
		{"by a delegate without a role", visitor, paper("above-1"), [][]string{why(workflow.NotFound)}},
		{"by an assessor", assessor, paper("above-1"), [][]string{lacksCapability}},
		{"by a manager", manager, paper("above-1"), [][]string{lacksCapability}},
		{"nothing", educator, paper(), [][]string{why(workflow.NoItems)}},
		{"too many", educator, with(nothing, thousandAndOne()...), [][]string{why(workflow.TooLarge)}},
		{"twice", educator, paper("above-1", "above-1"), [][]string{why(workflow.DuplicateItem, "above-1")}},
		{"unknown", educator, paper("above-1", "care-99"), [][]string{why(workflow.UnknownItem, "care-99")}},
		{"confirmed, requested, both, waived, excluded", educator, paper("plain-1", "plain-2", "below-1", "asks-1", "extra-1", "above-1"), [][]string{
			why(workflow.DecidedBefore, "plain-1", "below-1", "extra-1"), why(workflow.AlreadyRequested, "plain-2", "below-1"),
			why(workflow.ItemWaived, "asks-1"), why(workflow.ItemExcluded, "extra-1"),
		}},
		{"in the wrong role", educator, with(func(c *workflow.RecordPaper) { c.Role = "administrator" }, "above-1", "lead-1"),
			[][]string{why(workflow.RoleMayNotConfirm, "above-1", "lead-1")}},
		{"in another item's role", educator, paper("above-1", "lead-1"), [][]string{why(workflow.RoleMayNotConfirm, "lead-1")}},
		{"in no role", educator, with(func(c *workflow.RecordPaper) { c.Role = "" }, "above-1"), [][]string{why(workflow.RoleMayNotConfirm, "above-1")}},
		{"by nobody", educator, with(func(c *workflow.RecordPaper) { c.ConfirmedBy = " " }, "above-1"), [][]string{why(workflow.ReasonMissing)}},
		{"by too long a name", educator, with(func(c *workflow.RecordPaper) { c.ConfirmedBy = tooLong }, "above-1"), [][]string{why(workflow.InvalidText)}},
		{"without a date", educator, with(func(c *workflow.RecordPaper) { c.On = day(0, 0, 0) }, "above-1", "yearly-1"), [][]string{why(workflow.DateMissing)}},
		{"dated tomorrow", educator, with(func(c *workflow.RecordPaper) { c.On = day(2026, 3, 3) }, "above-1"), [][]string{why(workflow.InvalidDate)}},
		{"too old", educator, with(func(c *workflow.RecordPaper) { c.On = day(2019, 12, 31) }, "above-1"), [][]string{why(workflow.InvalidDate)}},
		{"lapsed", educator, with(func(c *workflow.RecordPaper) { c.On = day(2025, 3, 1) }, "above-1", "yearly-1"), [][]string{why(workflow.Lapsed, "yearly-1")}},
		{"no such day", educator, with(func(c *workflow.RecordPaper) { c.On = day(2026, 2, 31) }, "above-1"), [][]string{why(workflow.InvalidDate, "above-1")}},
		{"too much evidence", educator, with(func(c *workflow.RecordPaper) { c.Evidence = make([]workflow.EvidenceRef, workflow.MaxItems+1) }, "above-1"),
			[][]string{why(workflow.TooLarge)}},
		{"empty, odd and future evidence", educator, with(func(c *workflow.RecordPaper) {
			c.Evidence = []workflow.EvidenceRef{{MediaType: "paper"}, {Title: "log", On: day(2026, 3, 3)}, {Location: noUTF8}}
		}, "above-1"), [][]string{why(workflow.InvalidText), why(workflow.InvalidText), why(workflow.InvalidText), why(workflow.InvalidDate)}},
		{"everything at once", second, &workflow.RecordPaper{Items: items{"plain-1", "plain-2"}, On: day(2019, 1, 1), Role: "learner"}, [][]string{
			lacksCapability, why(workflow.ReasonMissing), why(workflow.InvalidDate), why(workflow.DecidedBefore, "plain-1"),
			why(workflow.AlreadyRequested, "plain-2"), why(workflow.RoleMayNotConfirm, "plain-1", "plain-2"),
		}},
	})
	golden(t, "refusals_paper.golden", got)
	w.do(admin, &workflow.Withdraw{Reason: "moved away"})
	w.denied(educator, paper("above-1"), unwanted)
}

// The gates come first, also for what has an answer.
func TestPaperBehindAGate(t *testing.T) {
	t.Parallel()
	w := bedside(t)
	d := w.denied(educator, paper("start-1", "start-2", "plain-1", "any-1"), why(workflow.ItemLocked, "plain-1", "any-1"))
	assert.Equal(t, w.at("id: start"), clause(d, workflow.ItemLocked, "any-1"))
	w.settle(assessor, "start-1", "start-2")
	w.save("plain-1")
	w.do(learner, overwriting(workflow.Answer("start-1", "novice")))
	w.itemStatus(workflow.ItemStatusAssessed, "plain-1")
	w.denied(educator, paper("plain-1"), why(workflow.ItemLocked, "plain-1"))
}
