package pdf_test

import (
	"context"
	"fmt"
	"log"
	"slices"
	"testing/fstest"
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
	assessor = workflow.PersonID("assessor-1")
	centre   = workflow.CentreID("centre-1")
	link     = "https://learning.example/verify/{serial}"
)

// A tester is a testing.TB, or what stands for one in an example.
type tester interface {
	require.TestingT
	Helper()
}

// inExample stands for a testing.TB.
type inExample struct{}

func (inExample) Errorf(format string, args ...any) { log.Printf(format, args...) }
func (inExample) FailNow()                          { log.Fatal("the example failed") }
func (inExample) Helper()                           {}

// An enrolment is one that is signed off, and how its certificate is made.
type enrolment struct {
	items     int    // how many there are, in sections of ten
	framework string // the head of the framework's file, instead of that of english
	trial     bool
	records   bool // with an activity summary
	linkless  bool
	names     certificate.Names
	options   certificate.Options
}

const english = "language: en\ntitle: Skills on the ward\n"

// called gives everybody the same name, but for the number at its end.
func called(name string) certificate.Names {
	return certificate.Names{
		People: map[workflow.PersonID]certificate.Person{
			learner:  {Name: name, Registration: "NMC 00X0000L"},
			educator: {Name: name + " 2", Registration: "NMC 00X0000E"},
			assessor: {Name: name + " 3"},
		},
		Centres: map[workflow.CentreID]string{centre: name + " 4"},
	}
}

// catalog is of one framework of that many items.
func (e *enrolment) catalog(t tester) (*proficiency.Catalog, []proficiency.ItemID) {
	t.Helper()
	head := e.framework
	if head == "" {
		head = english
	}
	text := "format: countersign/v1\nid: ward-skills\nversion: 1.0.0\n" + head + "category: clinical\n" +
		"scales: {practice: [{id: learning, label: Still learning}, {id: safe, label: Safe alone, meets: true}]}\n" +
		"defaults: {kind: skill, scale: practice, confirmed_by: [assessor]}\nsign_off: {by: [educator-manager]}\nsections:\n"
	var ids []proficiency.ItemID
	for i := range max(e.items, 3) {
		if i%10 == 0 {
			text += fmt.Sprintf("  - id: part-%d\n    number: \"%d\"\n    title: Part of the work\n    proficiencies:\n", i/10, i/10+1)
		}
		id := fmt.Sprint("item-", i)
		text += fmt.Sprintf("      - {id: %s, number: \"%d.%d\", statement: Does the thing as it is written down.}\n", id, i/10+1, i%10+1)
		ids = append(ids, proficiency.ItemID(id))
	}
	catalog, err := proficiency.NewCatalog(fstest.MapFS{
		"ward-skills/1.0.0/ward-skills.yaml": {Data: []byte(text)},
		"ward-skills/1.0.0/lifecycle.yaml":   {Data: []byte("status: published\npublished: 2026-01-01\n")},
	})
	require.NoError(t, err)
	return catalog, ids
}

// A signedOff is an enrolment whose certificates can be made, each with other names.
type signedOff struct {
	view    workflow.View
	records []workflow.Record
	now     time.Time
}

// certificate is that of the enrolment, the same at every run.
func (e enrolment) certificate(t tester) *certificate.Certificate {
	t.Helper()
	names := e.names
	if names.People == nil {
		names = called("Example Person")
	}
	c, err := e.signOff(t).with(names, e)
	require.NoError(t, err)
	return c
}

func (s *signedOff) with(names certificate.Names, e enrolment) (*certificate.Certificate, error) {
	o := e.options
	if !e.linkless {
		o.VerifyURL = link
	}
	if e.records {
		o.Records = s.records
	}
	return certificate.For(context.Background(), s.view.Framework, &s.view.State, s.now, names, &o)
}

func (e enrolment) signOff(t tester) *signedOff {
	t.Helper()
	catalog, ids := e.catalog(t)
	now, drawn, sent := time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC), byte(0), 0
	host := &workflow.FixedHost{}
	host.SetClock(func() time.Time { return now })
	host.SetNonce(func() [32]byte { drawn++; return [32]byte{drawn} })
	host.AddCentre(roles.Centre{ID: centre, Kind: roles.Trust, Zone: time.FixedZone("east", 3600)})
	host.Delegate(learner, centre)
	host.Delegate(educator, centre, "educator-manager")
	host.Delegate(assessor, centre, "assessor")
	host.Staff(educator, centre, learner)
	engine, err := workflow.NewEngine(catalog, host, memstore.New(), workflow.Options{Key: []byte("a key for tests only")})
	require.NoError(t, err)
	var id workflow.EnrolmentID
	do := func(actor workflow.PersonID, c workflow.Command) {
		t.Helper()
		sent++
		now = now.Add(time.Second)
		if e.trial {
			actor = learner
		}
		result, err := engine.Do(context.Background(), workflow.Request{
			ID: workflow.RequestID(fmt.Sprint("request-", sent)), Actor: actor, Enrolment: id, Command: c,
		})
		require.NoError(t, err, "%s by %s", c.Kind(), actor)
		id = result.Enrolment
	}
	signatory := educator
	if e.trial {
		do(learner, &workflow.EnrolTrial{Trial: 1, Framework: proficiency.Ref{ID: "ward-skills"}})
		signatory = learner
	} else {
		do(educator, &workflow.Enrol{Learner: learner, Framework: proficiency.Ref{ID: "ward-skills"}, Centre: centre})
	}
	for _, it := range ids[:2] {
		do(learner, workflow.Answer(it, "safe"))
	}
	asked := assessor
	if e.trial {
		asked = learner
	}
	do(learner, &workflow.RequestConfirmation{Items: ids[:2], To: asked})
	view := func() workflow.View {
		v, err := engine.View(context.Background(), learner, id)
		require.NoError(t, err)
		return v
	}
	var seen []workflow.Seen
	for _, it := range ids[:2] {
		v := view()
		seen = append(seen, workflow.Seen{Item: it, Basis: v.State.Item(it).Basis()})
	}
	do(assessor, &workflow.Confirm{Items: seen})
	for part := range slices.Chunk(ids[2:], 200) { // a record holds no more than some
		do(educator, &workflow.RecordPaper{
			Items: part, ConfirmedBy: "a ward sister", Role: "assessor", On: proficiency.Date{Year: 2026, Month: time.June, Day: 30},
		})
	}
	do(learner, &workflow.RequestSignOff{To: signatory, Accept: true})
	do(educator, &workflow.SignOff{Accept: true})
	records, err := engine.Records(context.Background(), learner, id)
	require.NoError(t, err)
	return &signedOff{view(), records, now}
}
