package credential_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
	"log"
	"os"
	"sync"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/credential"
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

// A ward is one enrolment in which everything is the same at every run.
type ward struct {
	t      tester
	host   *workflow.FixedHost
	engine *workflow.Engine
	id     workflow.EnrolmentID
	now    time.Time
	sent   int
}

var openCatalog = sync.OnceValues(func() (*proficiency.Catalog, error) {
	return proficiency.NewCatalog(os.DirFS("testdata/frameworks"))
})

func newWard(t tester) *ward {
	t.Helper()
	catalog, err := openCatalog()
	require.NoError(t, err)
	return newWardOf(t, catalog, "ward-skills")
}

func newWardOf(t tester, catalog *proficiency.Catalog, framework proficiency.FrameworkID) *ward {
	t.Helper()
	return newWardWith(t, catalog, &workflow.Enrol{Learner: learner, Framework: proficiency.Ref{ID: framework}, Centre: centre})
}

func newWardWith(t tester, catalog *proficiency.Catalog, enrol *workflow.Enrol) *ward {
	t.Helper()
	w := &ward{t: t, host: &workflow.FixedHost{}, now: time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC)}
	drawn := byte(0)
	w.host.SetClock(func() time.Time { return w.now })
	w.host.SetNonce(func() [32]byte { drawn++; return [32]byte{drawn} })
	w.host.AddCentre(roles.Centre{ID: centre, Kind: roles.Trust, Zone: time.FixedZone("east", 3600)})
	w.host.Delegate(learner, centre)
	w.host.Delegate(educator, centre, "educator-manager")
	w.host.Delegate(assessor, centre, "assessor")
	w.host.Staff(educator, centre, learner)
	var err error
	w.engine, err = workflow.NewEngine(catalog, w.host, memstore.New(), workflow.Options{Key: []byte("a key for tests only")})
	require.NoError(t, err)
	w.id = w.do(educator, enrol).Enrolment
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

// signedOff has one item from paper, one waived, one optional chosen.
func signedOff(t tester) *ward {
	t.Helper()
	w := newWard(t)
	w.do(educator, &workflow.RecordPaper{
		Items: []proficiency.ItemID{"weight"}, ConfirmedBy: "a ward sister", Role: "assessor",
		On: proficiency.Date{Year: 2026, Month: time.June, Day: 30},
	})
	w.do(educator, &workflow.Waive{Item: "chart", Justification: "There is no paper any more."})
	w.do(learner, &workflow.ChooseOptional{Items: []proficiency.ItemID{"phone"}})
	items := []proficiency.ItemID{"fluids", "round", "phone"}
	for _, it := range items {
		w.do(learner, workflow.Answer(it, "safe"))
	}
	w.do(learner, &workflow.RequestConfirmation{Items: items, To: assessor})
	var seen []workflow.Seen
	for _, it := range items {
		v := w.view()
		seen = append(seen, workflow.Seen{Item: it, Basis: v.State.Item(it).Basis()})
	}
	w.do(assessor, &workflow.Confirm{Items: seen})
	w.do(learner, &workflow.RequestSignOff{To: educator, Accept: true})
	w.do(educator, &workflow.SignOff{Accept: true})
	return w
}

func (w *ward) view() workflow.View {
	w.t.Helper()
	v, err := w.engine.View(context.Background(), learner, w.id)
	require.NoError(w.t, err)
	return v
}

var names = certificate.Names{
	People: map[workflow.PersonID]certificate.Person{
		learner:  {Name: "Example Learner", Registration: "NMC 00X0000L"},
		educator: {Name: "Example Educator", Registration: "NMC 00X0000E"},
		assessor: {Name: "Example Assessor"},
	},
	Centres: map[workflow.CentreID]string{centre: "Example Hospitals Trust"},
}

func (w *ward) certificate() *certificate.Certificate {
	w.t.Helper()
	v := w.view()
	c, err := certificate.For(context.Background(), v.Framework, &v.State, w.now, names, nil)
	require.NoError(w.t, err)
	return c
}

// An issue is a certificate with all that a credential of it needs.
type issue struct {
	cert    *certificate.Certificate
	options credential.Options
}

// issued is the same every time; tests copy what they change.
var issued = sync.OnceValue(func() issue {
	w := signedOff(inExample{})
	v := w.view()
	return issue{w.certificate(), credential.Options{
		Now: now, Framework: v.Framework, State: &v.State,
		Status: credential.StatusEntry{List: "https://hospitals.example/status/1", Index: 4242},
	}}
})

// now is when credentials are issued in tests, and later when they are checked.
var (
	now   = time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	later = now.Add(24 * time.Hour)
)

// keyFrom is an Ed25519 key that is the same every time.
func keyFrom(seed string) ed25519.PrivateKey {
	sum := sha256.Sum256([]byte(seed))
	return ed25519.NewKeyFromSeed(sum[:])
}

// p256 is an ECDSA key that is the same every time.
func p256(seed string) *ecdsa.PrivateKey {
	sum := sha256.Sum256([]byte(seed))
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), sum[:])
	if err != nil {
		panic(err)
	}
	return key
}

// rsaKey is drawn once for all tests.
var rsaKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

func key(t tester, private crypto.Signer) *credential.Key {
	t.Helper()
	k, err := credential.KeyOf(private)
	require.NoError(t, err)
	return k
}

// trusting is a list with one organisation, whose keys are these.
func trusting(keys ...credential.TrustedKey) *credential.Trust {
	return &credential.Trust{Organisations: []credential.Organisation{{Name: "Example Hospitals Trust", Keys: keys}}}
}
