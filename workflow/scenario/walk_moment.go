package scenario

import (
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A Moment is how one enrolment stands before or after a step of a walk: what
// the engine has it that way, which an [Invariant] holds to what should be.
type Moment struct {
	// About says whose enrolment it is, and ID is its id.
	About Enrolment
	ID    workflow.EnrolmentID
	// Now is what the clock says.
	Now time.Time
	// Framework is what the enrolment is pinned to; nil where there is none.
	Framework *proficiency.Framework
	// State is what the stored records add up to, one applied after the other,
	// Status what the package derives from it, and Items the same of the
	// framework's items by their ordinals.
	State  workflow.State
	Status workflow.Status
	Items  []workflow.ItemStatus
	// View is what the actor of the step sees; Sees says whether they do. They
	// are of the moment before it.
	View workflow.View
	Sees bool

	// The rest is of the moment after a step, and says what was done. Step is
	// the line, Request what was given.
	Step    *Step
	Request workflow.Request
	// Result and Err are what the engine answered, and Denied is Err if it is a refusal.
	Result workflow.Result
	Err    error
	Denied *workflow.Denied
	// Records are what the store has more than before, and Events what is in them.
	Records []workflow.Record
	Events  []workflow.Event

	x         *stretch
	tale      *tale
	looked    *tale // as it was when View and Sees were, before any upgrade in the step
	stored    []workflow.Batch
	unsettled bool // the store failed underneath
	lost      bool // its reply was
	preview   *preview
	brought   *export // the record that the step takes over
	planned   *transferPlan
	sum       *workflow.Summary
}

// summary is that of the records as of now.
func (m *Moment) summary() *workflow.Summary {
	if m.sum == nil {
		sum := workflow.Summarise(m.Framework, &m.State, m.Now)
		m.sum = &sum
	}
	return m.sum
}

// A preview is what a command would have done, or why it would have been refused.
type preview struct {
	workflow.Preview
	denied *workflow.Denied
}

// A transferPlan is what a command would have taken over, or why not.
type transferPlan struct {
	*workflow.TransferPlan
	denied *workflow.Denied
}

// moment is how an enrolment stands now.
func (x *stretch) moment(t *tale) *Moment {
	m := &Moment{About: t.about, ID: x.id(t.about), Now: x.world.host.now, State: t.state, tale: t, x: x}
	if !t.exists {
		return m
	}
	m.Framework = t.plan.fw
	m.Status = workflow.StatusOf(m.Framework, &m.State, m.Now)
	m.Items = make([]workflow.ItemStatus, len(t.plan.items))
	for i := range t.plan.items {
		m.Items[i] = workflow.ItemStatusOf(m.Framework, &m.State, t.plan.items[i].Item, m.Now)
	}
	return m
}

// Stored reports whether the step stored something. Once a reply of the store is
// lost, an engine cannot tell its own record from one that is the same to the
// byte, and that the same request stored meanwhile.
func (m *Moment) Stored() bool {
	return m.Err == nil && !m.Result.Replayed && m.Result.Record.Seq > 0 && (len(m.Records) > 0 || !m.lost)
}
