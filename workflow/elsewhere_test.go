package workflow

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// An Elsewhere is an enrolment that another installation keeps, made event by
// event: what is not there, such as a store and a host, is not needed.
type Elsewhere struct {
	Origin  string
	ID      EnrolmentID
	Learner PersonID
	Content *proficiency.Framework
	Records []Record
	State   State
}

// NewElsewhere enrols somebody there.
func NewElsewhere(fw *proficiency.Framework, at time.Time, settings ...proficiency.Setting) *Elsewhere {
	e := &Elsewhere{Origin: "north", ID: "north-" + EnrolmentID(fw.ID()), Learner: "trainee-7", Content: fw}
	e.State = NewState(e.ID, fw.Index())
	e.Add(at, "educator-7", &Enrolled{Learner: e.Learner, Centre: "north-1", Attributes: settings, As: Held{Role: "educator-manager", Centre: "north-1"}})
	return e
}

// Add adds a record with these events.
func (e *Elsewhere) Add(at time.Time, by PersonID, events ...Event) {
	at = at.UTC().Truncate(time.Microsecond)
	if at.Before(e.State.at) {
		at = e.State.at
	}
	r := AfterState(e.Content, &e.State, Record{At: at, Actor: by, Request: newRequestID(), Kind: "made"}, events...)
	e.Records = append(e.Records, r)
	e.State = Apply(e.State, r)
}

// Answered answers an item with the lowest answers that meet.
func (e *Elsewhere) Answered(id proficiency.ItemID) *Answered {
	seq := e.State.seq + 1
	return &Answered{
		Item: id, Answers: lowestAnswers(e.Content.Item(id), e.State.enr().attributes), Contributor: e.Learner, Round: 1, Meets: true, Basis: seq,
	}
}

// Decided decides on an item in the record that is next.
func (e *Elsewhere) Decided(id proficiency.ItemID, outcome Outcome, at time.Time) *Decided {
	d := &Decided{Item: id, Outcome: outcome, Basis: e.State.seq + 1, As: Held{Role: "assessor", Centre: "north-1"}}
	if rule := e.Content.Item(id).Validity(); rule.Lapses() {
		d.Term = &Term{From: proficiency.DateOf(at, time.UTC)}
		if outcome == Confirmed {
			d.Term.Until = d.Term.From.AddMonths(rule.Months).EndIn(time.UTC).UTC()
		}
	}
	return d
}

// Confirm has items answered and confirmed in one record.
func (e *Elsewhere) Confirm(at time.Time, by PersonID, ids ...proficiency.ItemID) {
	var events []Event
	for _, id := range ids {
		events = append(events, e.Answered(id), e.Decided(id, Confirmed, at))
	}
	e.Add(at, by, events...)
}

// SignOff has the enrolment signed off there.
func (e *Elsewhere) SignOff(at time.Time, serial string, until time.Time) {
	e.Add(at, "educator-7", &SignedOff{Serial: serial, On: proficiency.DateOf(at, time.UTC), As: Held{Role: "educator-manager", Centre: "north-1"}, Until: until})
}

// Upgrade has the enrolment there go on with another version.
func (e *Elsewhere) Upgrade(to *proficiency.Framework, m *proficiency.Migration, at time.Time) {
	plan, err := PlanUpgrade(e.Content, to, m, &e.State, at)
	if err != nil {
		panic(err)
	}
	e.Content = to
	e.Add(at, "educator-7", &plan.event)
	e.State = e.State.placedBy(to.Index())
}

// HashAt is the hash of a record of a transfer.
func HashAt(t Transfer, n Seq) (canonical.Digest, bool) { return t.record().hashAt(n) }

// Transfer reads what can be taken over.
func (e *Elsewhere) Transfer(at time.Time) Transfer {
	t, err := ReadTransfer(e.Content, e.Origin, e.ID, e.Records, at)
	if err != nil {
		panic(err)
	}
	return t
}

// Fork is the enrolment as it was n records ago, to go on otherwise.
func (e *Elsewhere) Fork(n int) *Elsewhere {
	f := *e
	f.Records = slices.Clone(e.Records[:len(e.Records)-n])
	f.State = Replay(NewState(e.ID, e.Content.Index()), f.Records)
	return &f
}

// allConfirmed are those made before, because many ask for the same.
var allConfirmed sync.Map

// Again is the enrolment with the same id and learner from its beginning.
func (e *Elsewhere) Again(at time.Time) *Elsewhere {
	return e.As(at, &Enrolled{Learner: e.Learner, Centre: "north-1"})
}

// As is one with the same id that begins otherwise.
func (e *Elsewhere) As(at time.Time, opened *Enrolled) *Elsewhere {
	f := *e
	f.Records, f.State = nil, NewState(e.ID, e.Content.Index())
	f.Add(at, "educator-7", opened)
	return &f
}

// AllConfirmed is the transfer of an enrolment of another origin with all items
// confirmed some days before, also where [ReadTransfer] would not make one: of a
// centre, and where nobody confirms.
func AllConfirmed(fw *proficiency.Framework, at time.Time, settings ...proficiency.Setting) Transfer {
	at = at.Add(-24 * time.Hour).Truncate(10 * 24 * time.Hour)
	key := fmt.Sprintf("%p %v %d", fw, settings, at.Unix())
	if made, ok := allConfirmed.Load(key); ok {
		return made.(Transfer)
	}
	e := NewElsewhere(fw, at, settings...)
	var ids []proficiency.ItemID
	for it := range fw.Items().Values() {
		ids = append(ids, it.ID())
	}
	e.Confirm(at, "assessor-7", ids...)
	r := &foreignRecord{origin: "west", fw: fw, at: at}
	r.read(e.ID, e.Records)
	r.attainedItems = r.attainedOn(fw, &r.state, at)
	allConfirmed.Store(key, Transfer{read: r})
	return Transfer{read: r}
}
