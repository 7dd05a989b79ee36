package workflow_test

import (
	"context"
	"encoding/binary"
	"io/fs"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
)

// A world is a small catalogue, some centres with people in them, an engine
// over a store in memory, a clock that is set by hand, and one enrolment that
// the steps and assertions are about.
type world struct {
	t       *testing.T
	ctx     context.Context
	host    *host
	store   *memstore.Store
	catalog *proficiency.Catalog
	engine  *workflow.Engine
	fw      *proficiency.Framework // of the enrolment, once there is one
	id      workflow.EnrolmentID
	state   workflow.State // after the last accepted command on it
	forged  bool           // state holds what was never stored
	drawn   uint64
}

// A host is a FixedHost with a clock set by hand and centres that offer nothing.
type host struct {
	workflow.FixedHost
	mu        sync.Mutex
	now       time.Time
	withholds map[workflow.CentreID]bool
}

const (
	learner  workflow.PersonID = "learner-1"
	assessor workflow.PersonID = "assessor-1"
	second   workflow.PersonID = "assessor-2"
	educator workflow.PersonID = "educator-1"
	manager  workflow.PersonID = "manager-1"
	admin    workflow.PersonID = "administrator-1"
	lead     workflow.PersonID = "lead-1"     // Clinical Centre Manager and Assessor
	versed   workflow.PersonID = "learner-3"  // a learner with every role there is
	limited  workflow.PersonID = "limited-1"  // holds roles in another category only
	stopped  workflow.PersonID = "stopped-1"  // an assessor, suspended
	visitor  workflow.PersonID = "visitor-1"  // a delegate without a role
	stranger workflow.PersonID = "stranger-1" // unknown to the host
	farOff   workflow.PersonID = "educator-9" // Educator/Manager of another trust
)

// everyone who is somebody here.
var everyone = []workflow.PersonID{
	learner, assessor, second, educator, "educator-2", manager, admin, lead, versed, limited, stopped, visitor, stranger, farOff,
}

// start is a Monday morning; every accepted command takes a minute.
var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

var wardBasics = proficiency.Ref{ID: "ward-basics"}

func newWorld(t *testing.T) *world {
	t.Helper()
	return newWorldOn(t, os.DirFS("testdata/catalog"))
}

// newWorldOn is one with other content.
func newWorldOn(t *testing.T, content fs.FS) *world {
	t.Helper()
	catalog, err := proficiency.NewCatalog(content)
	require.NoError(t, err)
	w := &world{
		t: t, ctx: t.Context(), catalog: catalog, store: memstore.New(),
		host: &host{now: start, withholds: map[workflow.CentreID]bool{}},
	}
	w.host.SetClock(func() time.Time { w.host.mu.Lock(); defer w.host.mu.Unlock(); return w.host.now })
	w.host.SetNonce(w.nonce)
	w.host.SetOffers(func(c workflow.CentreID, _ proficiency.FrameworkID) bool { return !w.host.withholds[c] })
	w.people()
	w.engine = w.newEngine()
	t.Cleanup(w.replays)
	return w
}

// newEngine makes another engine on the same store, such as another process has.
func (w *world) newEngine() *workflow.Engine {
	w.t.Helper()
	e, err := workflow.NewEngine(w.catalog, w.host, w.store, workflow.Options{Key: []byte("0123456789abcdef"), SnapshotEvery: often})
	require.NoError(w.t, err)
	return e
}

// nonce gives numbers in turn; the host holds its lock meanwhile.
func (w *world) nonce() (b [32]byte) {
	w.host.mu.Lock()
	defer w.host.mu.Unlock()
	w.drawn++
	binary.BigEndian.PutUint64(b[:], w.drawn)
	return b
}

func (w *world) people() {
	h := w.host
	h.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust})
	h.AddCentre(roles.Centre{ID: "trust-9", Kind: roles.Trust, Zone: time.FixedZone("UTC+13", 13*60*60)})
	h.AddCentre(roles.Centre{ID: "university-1", Kind: roles.University})
	for p, held := range map[workflow.PersonID][]roles.RoleID{
		learner: nil, "learner-2": nil, visitor: nil,
		assessor: {"assessor"}, second: {"assessor"},
		educator: {"educator-manager"}, "educator-2": {"educator-manager"},
		manager: {"clinical-centre-manager"}, admin: {"administrator"},
		lead:   {"clinical-centre-manager", "assessor"},
		versed: {"clinical-centre-manager", "administrator", "educator-manager", "assessor"},
	} {
		h.Delegate(p, "trust-1", held...)
	}
	h.Delegate(learner, "trust-9")
	h.Delegate(farOff, "trust-9", "educator-manager")
	for _, p := range []workflow.PersonID{learner, "learner-2", versed} {
		h.Staff(educator, "trust-1", p)
	}
	h.Staff("educator-2", "trust-1", learner)
	h.Staff(farOff, "trust-9", learner)
	h.SetPerson(roles.Standing{
		Person: limited, Memberships: []roles.Membership{{Centre: "trust-1", Active: true}},
		Appointments: []roles.Appointment{
			{Role: "educator-manager", Centre: "trust-1", Categories: []proficiency.Category{"theatre"}},
			{Role: "clinical-centre-manager", Centre: "trust-1", Categories: []proficiency.Category{"theatre"}},
		},
		Staff: []roles.StaffEntry{{Centre: "trust-1", Person: learner}},
	})
	h.SetPerson(roles.Standing{
		Person: stopped, Memberships: []roles.Membership{{Centre: "trust-1", Active: true, Suspended: true}},
		Appointments: []roles.Appointment{{Role: "assessor", Centre: "trust-1"}},
	})
}

// revoke takes roles from a person; none means all.
func (w *world) revoke(p workflow.PersonID, lost ...roles.RoleID) {
	s := w.host.Standing(p)
	kept := s.Appointments[:0]
	for _, a := range s.Appointments {
		gone := len(lost) == 0
		for _, r := range lost {
			gone = gone || a.Role == r
		}
		if !gone {
			kept = append(kept, a)
		}
	}
	s.Appointments = kept
	w.host.SetPerson(s)
}

// suspend stops a person at every centre; deactivate ends all registrations.
func (w *world) suspend(p workflow.PersonID) {
	s := w.host.Standing(p)
	for i := range s.Memberships {
		s.Memberships[i].Suspended = true
	}
	w.host.SetPerson(s)
}

func (w *world) deactivate(p workflow.PersonID) {
	s := w.host.Standing(p)
	for i := range s.Memberships {
		s.Memberships[i].Active = false
	}
	w.host.SetPerson(s)
}

func (w *world) setNow(now time.Time) {
	w.host.mu.Lock()
	defer w.host.mu.Unlock()
	w.host.now = now
}

func (w *world) now() time.Time {
	w.host.mu.Lock()
	defer w.host.mu.Unlock()
	return w.host.now
}
