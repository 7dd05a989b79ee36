package passport_test

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"log"
	"os"
	"sync"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/passport"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
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

// now is when passports are issued in tests, and later when they are checked.
var (
	now   = time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	later = now.Add(24 * time.Hour)
)

var content = os.DirFS("testdata/frameworks")

var catalog = sync.OnceValue(func() *proficiency.Catalog { return catalogOf(content) })

func catalogOf(folder fs.FS) *proficiency.Catalog {
	c, err := proficiency.NewCatalog(folder)
	if err != nil {
		panic(err)
	}
	return c
}

func framework(t tester, ref string) *proficiency.Framework {
	t.Helper()
	r, err := proficiency.ParseRef(ref)
	require.NoError(t, err)
	fw, err := catalog().Framework(r)
	require.NoError(t, err)
	return fw
}

// A house is an organisation with people, a store and a key of its own. What
// happens in it is the same at every run.
type house struct {
	t      tester
	name   string
	host   *workflow.FixedHost
	engine *workflow.Engine
	store  *memstore.Store
	key    ed25519.PrivateKey
	now    time.Time
	sent   int
	// who acts there
	learner, educator, assessor workflow.PersonID
	centre                      workflow.CentreID
}

// newHouse is an organisation whose people's ids end in "-" and the mark.
func newHouse(t tester, name, mark string, c *proficiency.Catalog) *house {
	t.Helper()
	h := &house{
		t: t, name: name, host: &workflow.FixedHost{}, store: memstore.New(), now: now.Add(-time.Hour), key: keyFrom(name),
		learner: workflow.PersonID("learner-" + mark), educator: workflow.PersonID("educator-" + mark),
		assessor: workflow.PersonID("assessor-" + mark), centre: workflow.CentreID("centre-" + mark),
	}
	drawn := sha256.Sum256([]byte(name))
	h.host.SetClock(func() time.Time { return h.now })
	h.host.SetNonce(func() [32]byte { drawn[0]++; return drawn })
	h.host.AddCentre(roles.Centre{ID: h.centre, Kind: roles.Trust, Zone: time.UTC})
	h.host.Delegate(h.learner, h.centre)
	h.host.Delegate(h.educator, h.centre, "educator-manager")
	h.host.Delegate(h.assessor, h.centre, "assessor")
	h.host.Staff(h.educator, h.centre, h.learner)
	var err error
	h.engine, err = workflow.NewEngine(c, h.host, h.store, workflow.Options{Key: []byte("a key of " + name)})
	require.NoError(t, err)
	return h
}

func (h *house) do(id workflow.EnrolmentID, actor workflow.PersonID, c workflow.Command) workflow.Result {
	h.t.Helper()
	h.sent++
	h.now = h.now.Add(time.Second)
	res, err := h.engine.Do(context.Background(), workflow.Request{
		ID: workflow.RequestID(fmt.Sprint("request-", h.sent)), Actor: actor, Enrolment: id, Command: c,
	})
	require.NoError(h.t, err, "%s by %s", c.Kind(), actor)
	return res
}

func (h *house) enrol(who workflow.PersonID, ref string) workflow.EnrolmentID {
	h.t.Helper()
	r, err := proficiency.ParseRef(ref)
	require.NoError(h.t, err)
	return h.do("", h.educator, &workflow.Enrol{Learner: who, Framework: r, Centre: h.centre}).Enrolment
}

// confirm has items answered, asked for and confirmed.
func (h *house) confirm(id workflow.EnrolmentID, who workflow.PersonID, items ...proficiency.ItemID) {
	h.t.Helper()
	for _, it := range items {
		h.do(id, who, workflow.Answer(it, "safe"))
	}
	h.do(id, who, &workflow.RequestConfirmation{Items: items, To: h.assessor})
	v := h.view(id, who)
	var seen []workflow.Seen
	for _, it := range items {
		seen = append(seen, workflow.Seen{Item: it, Basis: v.State.Item(it).Basis()})
	}
	h.do(id, h.assessor, &workflow.Confirm{Items: seen})
}

func (h *house) signOff(id workflow.EnrolmentID, who workflow.PersonID) {
	h.t.Helper()
	h.do(id, who, &workflow.RequestSignOff{To: h.educator, Accept: true})
	h.do(id, h.educator, &workflow.SignOff{Accept: true})
}

func (h *house) view(id workflow.EnrolmentID, who workflow.PersonID) workflow.View {
	h.t.Helper()
	v, err := h.engine.View(context.Background(), who, id)
	require.NoError(h.t, err)
	return v
}

func (h *house) records(id workflow.EnrolmentID) []workflow.Record {
	h.t.Helper()
	records, err := h.store.Load(context.Background(), id, 0)
	require.NoError(h.t, err)
	return records
}

// enrolment is one for a passport, with a badge where it was signed off.
func (h *house) enrolment(id workflow.EnrolmentID, who workflow.PersonID) passport.Enrolment {
	h.t.Helper()
	v := h.view(id, who)
	e := passport.Enrolment{ID: id, Records: h.records(id), Framework: v.Framework}
	if workflow.StatusOf(v.Framework, &v.State, now) != workflow.StatusSignedOff {
		return e
	}
	names := certificate.Names{
		People: map[workflow.PersonID]certificate.Person{
			who: {Name: "Example Learner", Registration: "NMC 00X0000L"}, h.educator: {Name: "Example Educator"}, h.assessor: {Name: "Example Assessor"},
		},
		Centres: map[workflow.CentreID]string{h.centre: h.name},
	}
	cert, err := certificate.For(context.Background(), v.Framework, &v.State, now, names, nil)
	require.NoError(h.t, err)
	e.Badge, err = credential.Issue(context.Background(), cert, h.issuer(), credential.Options{
		Now: now, Framework: v.Framework, State: &v.State, Status: credential.StatusEntry{List: h.list(), Index: 7},
	})
	require.NoError(h.t, err)
	return e
}

func (h *house) list() string { return "https://" + h.label() + ".example/status/1" }

// label is the organisation as a host's name.
func (h *house) label() string { return "house-" + string(h.centre[len("centre-"):]) }

func (h *house) issuer() credential.Issuer {
	h.t.Helper()
	key, err := credential.KeyOf(h.key)
	require.NoError(h.t, err)
	return credential.Issuer{Name: h.name, Key: key}
}

func (h *house) trust() *credential.Trust {
	return &credential.Trust{Organisations: []credential.Organisation{{Name: h.name, Keys: []credential.TrustedKey{{Public: h.key.Public()}}}}}
}

// statusList is the organisation's, with these places set.
func (h *house) statusList(set ...int) []byte {
	h.t.Helper()
	l, err := credential.NewStatusList(h.list(), 0)
	require.NoError(h.t, err)
	for _, i := range set {
		require.NoError(h.t, l.Set(i, true))
	}
	b, err := l.Issue(context.Background(), h.issuer(), credential.StatusOptions{Now: now})
	require.NoError(h.t, err)
	return b
}

// options are those of a passport that is accepted.
func (h *house) options(all ...passport.Enrolment) passport.Options {
	return passport.Options{
		Now: now, Enrolments: all, Content: content, StatusLists: [][]byte{h.statusList()}, Trust: h.trust(),
		Status: credential.StatusEntry{List: h.list(), Index: 8},
	}
}

func (h *house) write(o passport.Options) []byte {
	h.t.Helper()
	data, err := passport.Write(context.Background(), h.issuer(), o)
	require.NoError(h.t, err)
	return data
}

func keyFrom(seed string) ed25519.PrivateKey {
	sum := sha256.Sum256([]byte(seed))
	return ed25519.NewKeyFromSeed(sum[:])
}

// northern keeps an enrolment that is signed off and one that is under way.
func northern(t tester) (h *house, signedOff, underWay workflow.EnrolmentID) {
	t.Helper()
	h = newHouse(t, "Northern Example Trust", "1", catalog())
	signedOff = h.enrol(h.learner, "bay-skills@1.0.0")
	h.confirm(signedOff, h.learner, "weight", "fluids", "round")
	h.do(signedOff, h.educator, &workflow.Waive{Item: "chart", Justification: "There is no paper any more."})
	h.confirm(signedOff, h.learner, "phone")
	h.signOff(signedOff, h.learner)
	underWay = h.enrol(h.learner, "hand-care@1.0.0")
	h.confirm(underWay, h.learner, "soap")
	return h, signedOff, underWay
}

// A journey is a passport of that, which tests change copies of.
type journey struct {
	house               *house
	signedOff, underWay workflow.EnrolmentID
	options             passport.Options
	data                []byte
}

var travelled = sync.OnceValue(func() *journey {
	h, signedOff, underWay := northern(inExample{})
	o := h.options(h.enrolment(signedOff, h.learner), h.enrolment(underWay, h.learner))
	return &journey{h, signedOff, underWay, o, h.write(o)}
})
