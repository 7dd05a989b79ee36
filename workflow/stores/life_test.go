package stores_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// A life is an enrolment on Step 1 from its first record to the sign-off, one
// command for each item, as most people work. Its ids are UUIDs, as most
// platforms have them.
type life struct {
	tb                                   testing.TB
	learner, assessor, educator, manager workflow.PersonID
	centre                               workflow.CentreID
	engine                               *workflow.Engine
	id                                   workflow.EnrolmentID
	state                                workflow.State
	fw                                   *proficiency.Framework
	now                                  time.Time
	words                                int
}

func uuid(tb testing.TB) string {
	var b [16]byte
	_, err := rand.Read(b[:])
	require.NoError(tb, err)
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// A position is that of a register that one centre was read from, as a
// workflow.RegisterHost gives it.
type position struct {
	*workflow.FixedHost
	register string
}

func (p position) Facts(ctx context.Context, need workflow.Need) (workflow.Facts, error) {
	f, err := p.FixedHost.Facts(ctx, need)
	f.Register = p.register
	return f, err
}

// newLife has everyone at work at one centre.
func newLife(tb testing.TB, s workflow.Store) *life {
	l := &life{tb: tb, centre: workflow.CentreID(uuid(tb)), now: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)}
	host := position{&workflow.FixedHost{}, string(l.centre) + "@57"}
	host.SetClock(func() time.Time { return l.now })
	host.AddCentre(roles.Centre{ID: l.centre, Kind: roles.Trust, Zone: time.UTC})
	for p, held := range map[*workflow.PersonID][]roles.RoleID{
		&l.learner: nil, &l.assessor: {"assessor"}, &l.educator: {"educator-manager"}, &l.manager: {"clinical-centre-manager", "educator-manager"},
	} {
		*p = workflow.PersonID(uuid(tb))
		host.Delegate(*p, l.centre, held...)
	}
	host.Staff(l.educator, l.centre, l.learner)
	var err error
	l.engine, err = workflow.NewEngine(frameworks.Catalog(), host, s, workflow.Options{Key: []byte("a test: not a secret")})
	require.NoError(tb, err)
	return l
}

func (l *life) do(actor workflow.PersonID, c workflow.Command) workflow.Result {
	l.now = l.now.Add(7*time.Hour + 123456*time.Microsecond)
	res, err := l.engine.Do(context.Background(), workflow.Request{ID: workflow.RequestID(uuid(l.tb)), Actor: actor, Enrolment: l.id, Command: c})
	require.NoError(l.tb, err, "%T", c)
	l.state = res.State
	return res
}

func (l *life) begin() {
	res := l.do(l.educator, &workflow.Enrol{Learner: l.learner, Framework: proficiency.Ref{ID: "critical-care-step-1"}, Centre: l.centre})
	l.id = res.Enrolment
	view, err := l.engine.View(context.Background(), l.learner, l.id)
	require.NoError(l.tb, err)
	l.fw = view.Framework
	l.do(l.learner, &workflow.Agree{})
	for _, c := range []struct {
		item   proficiency.ItemID
		by     workflow.PersonID
		behalf string
	}{
		{"contract-learner", l.assessor, ""}, {"contract-lead-assessor", l.educator, "the lead assessor"},
		{"contract-lead-nurse", l.manager, "the lead nurse"},
	} {
		l.through(c.item, "agree", c.by, c.behalf)
	}
}

func (l *life) through(item proficiency.ItemID, answer proficiency.AnswerID, by workflow.PersonID, behalf string) {
	l.answer(item, answer)
	l.do(l.learner, &workflow.RequestConfirmation{Items: []proficiency.ItemID{item}, To: by})
	l.do(by, &workflow.Confirm{Items: l.seen(item), OnBehalfOf: behalf})
}

func (l *life) seen(item proficiency.ItemID) []workflow.Seen {
	return []workflow.Seen{{Item: item, Basis: l.state.Item(item).Basis()}}
}

// answer has a comment now and then.
func (l *life) answer(item proficiency.ItemID, answer proficiency.AnswerID) {
	a := workflow.ItemAnswer{Item: item, Answers: []workflow.Given{{Answer: answer}}}
	if l.words++; l.words%5 == 0 {
		a.Comment = "Seen at the bedside on three shifts, with a look at the guideline first."
	}
	l.do(l.learner, &workflow.SelfAssess{Items: []workflow.ItemAnswer{a}})
}

// whole brings everything through: each eighth item by way of "ongoing", each
// twelfth by way of a rejection.
func (l *life) whole() {
	l.begin()
	n := 0
	for it := range l.fw.Items().Values() {
		item := it.ID()
		if it.Optional() || l.state.Item(item).Basis() > 0 {
			continue
		}
		if n++; n%8 == 0 {
			l.answer(item, "ongoing")
		}
		if n%12 == 0 {
			l.answer(item, "achieved")
			l.do(l.learner, &workflow.RequestConfirmation{Items: []proficiency.ItemID{item}, To: l.assessor})
			l.do(l.assessor, &workflow.Reject{Items: l.seen(item), Reason: "The contraindications were left out.",
				Actions: []string{"Read the chapter", "Explain it to me on the next shift"}})
		}
		l.through(item, "achieved", l.assessor, "")
	}
	l.do(l.learner, &workflow.RequestSignOff{To: l.educator, Accept: true})
	l.do(l.educator, &workflow.SignOff{Accept: true})
}

// lives are the appends of so many enrolments, by enrolment.
func lives(tb testing.TB, n int) (all [][]workflow.Batch) {
	for range n {
		k := &keeper{Store: memstore.New()}
		newLife(tb, k).whole()
		all = append(all, k.batches)
	}
	return all
}
