package certificate_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

const (
	learner  = workflow.PersonID("learner-1")
	educator = workflow.PersonID("educator-1")
	first    = workflow.PersonID("assessor-1")
	second   = workflow.PersonID("assessor-2")
	centre   = workflow.CentreID("centre-1")
)

// The mandatory items, and those of the optional section.
var (
	mandatory = []proficiency.ItemID{"pulse", "breaths", "chart"}
	hoist     = []proficiency.ItemID{"sling", "lift"}
)

// A ward is one enrolment in which everything is the same at every run:
// clock, serials, salts, request ids.
type ward struct {
	t       tester
	catalog *proficiency.Catalog
	host    *workflow.FixedHost
	store   workflow.Store
	engine  *workflow.Engine
	id      workflow.EnrolmentID
	now     time.Time
	sent    int
	reader  workflow.PersonID
}

// A tester is a *testing.T, or what stands for one in an example.
type tester interface {
	require.TestingT
	Helper()
}

func newWard(t tester) *ward { return newWardOn(t, memstore.New()) }

func newWardOn(t tester, store workflow.Store) *ward {
	t.Helper()
	catalog, err := proficiency.NewCatalog(os.DirFS("testdata/frameworks"))
	require.NoError(t, err)
	w := &ward{t: t, catalog: catalog, host: &workflow.FixedHost{}, store: store, reader: learner, now: time.Date(2026, 11, 20, 23, 30, 0, 0, time.UTC)}
	drawn := byte(0)
	host := w.host
	host.SetClock(func() time.Time { return w.now })
	host.SetNonce(func() [32]byte { drawn++; return [32]byte{drawn} })
	host.AddCentre(roles.Centre{ID: centre, Kind: roles.Trust, Zone: time.FixedZone("east", 3600)})
	host.Delegate(learner, centre)
	host.Delegate(educator, centre, "educator-manager")
	host.Delegate(first, centre, "assessor")
	host.Delegate(second, centre, "assessor")
	host.Staff(educator, centre, learner)
	w.engine, err = workflow.NewEngine(catalog, host, store, workflow.Options{Key: []byte("a key for tests only")})
	require.NoError(t, err)
	w.id = w.do(educator, &workflow.Enrol{
		Learner: learner, Framework: proficiency.Ref{ID: "bedside-basics"}, Centre: centre,
	}).Enrolment
	return w
}

func (w *ward) do(actor workflow.PersonID, c workflow.Command) workflow.Result {
	w.t.Helper()
	w.sent++
	w.now = w.now.Add(time.Second)
	res, err := w.engine.Do(context.Background(), workflow.Request{
		ID: workflow.RequestID(fmt.Sprint("request-", w.sent)), Actor: actor, Enrolment: w.id, Command: c,
	})
	require.NoError(w.t, err, "%s by %s", c.Kind(), actor)
	return res
}

// confirm has items answered and confirmed by one person.
func (w *ward) confirm(by workflow.PersonID, items ...proficiency.ItemID) {
	w.t.Helper()
	for _, it := range items {
		w.do(learner, workflow.Answer(it, "achieved"))
	}
	w.ask(by, items...)
	var decisions []workflow.Seen
	for _, it := range items {
		decisions = append(decisions, workflow.Seen{Item: it, Basis: w.state().Item(it).Basis()})
	}
	w.do(by, &workflow.Confirm{Items: decisions})
}

func (w *ward) ask(whom workflow.PersonID, items ...proficiency.ItemID) {
	w.t.Helper()
	w.do(learner, &workflow.RequestConfirmation{Items: items, To: whom})
}

// signOff gives the serial.
func (w *ward) signOff() string {
	w.t.Helper()
	w.do(learner, &workflow.RequestSignOff{To: educator, Accept: true})
	w.do(educator, &workflow.SignOff{Accept: true})
	return w.state().LastSignOff().Serial
}

// done is signed off, with an optional section and items confirmed by three.
func (w *ward) done() (serial string) {
	w.t.Helper()
	w.do(learner, &workflow.ChooseOptional{Sections: []proficiency.SectionID{"hoist"}})
	w.do(learner, &workflow.ChooseOptional{Items: []proficiency.ItemID{"phone"}})
	w.confirm(first, mandatory[:2]...)
	w.confirm(second, mandatory[2])
	w.confirm(second, hoist...)
	w.confirm(educator, "phone")
	return w.signOff()
}

func (w *ward) view() workflow.View {
	w.t.Helper()
	v, err := w.engine.View(context.Background(), w.reader, w.id)
	require.NoError(w.t, err)
	return v
}

func (w *ward) state() *workflow.State {
	w.t.Helper()
	v := w.view()
	return &v.State
}

func (w *ward) records() []workflow.Record {
	w.t.Helper()
	records, err := w.engine.Records(context.Background(), w.reader, w.id)
	require.NoError(w.t, err)
	return records
}

func (w *ward) issue(dir certificate.Directory) (*certificate.Certificate, error) {
	w.t.Helper()
	v := w.view()
	return certificate.For(context.Background(), v.Framework, &v.State, w.now, dir, &certificate.Options{
		VerifyURL: "https://learning.example/verify/{serial}",
	})
}

func (w *ward) certificate(dir certificate.Directory) *certificate.Certificate {
	w.t.Helper()
	c, err := w.issue(dir)
	require.NoError(w.t, err)
	return c
}

func latin() certificate.Names {
	return certificate.Names{
		People: map[workflow.PersonID]certificate.Person{
			learner:  {Name: "Example Learner", Registration: "NMC 00X0000L"},
			educator: {Name: "Example Educator", Registration: "NMC 00X0000E"},
			first:    {Name: "First Example Assessor"},
			second:   {Name: "Second Example Assessor", Registration: "HCPC XX00000"},
		},
		Centres: map[workflow.CentreID]string{centre: "Example Hospitals Trust"},
	}
}
