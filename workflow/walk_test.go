package workflow_test

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// A walk gives commands at random, most of them such as bring the enrolment
// on, so that it gets everywhere: to the sign-off, past it and back, at
// several centres and over years.
type walk struct {
	*world
	walker *workflow.Walker
	rng    *rand.Rand
	model  *model
	seen   map[string]int // statuses met, of the enrolment and of items, and events
	// centresAt are the enrolment's centres when each record was written.
	centresAt map[workflow.Seq][]workflow.CentreID
}

var (
	fullRange = proficiency.Ref{ID: "full-range"}
	byRole    = proficiency.Ref{ID: "by-role"}
	byLevel   = proficiency.Ref{ID: "by-level"}
	stepUp    = proficiency.Ref{ID: "step-up"}
	inRounds  = proficiency.Ref{ID: "digital-skills"}
	lookBack  = proficiency.Ref{ID: "look-back"} // in rounds, and after others
)

const (
	assessorThere workflow.PersonID = "assessor-there" // at trust-9
	managerThere  workflow.PersonID = "manager-there"  // Clinical Centre Manager of trust-9
)

// walkers are everybody who takes part.
var walkers = slices.Concat(everyone, []workflow.PersonID{assessorThere, managerThere}, centrePeople)

var (
	walkSeed = flag.Uint64("walk-seed", 0, "seed of the first walk")
	walkFar  = flag.Int("walk-far", 1, "how many times as far as usual the walks go")
)

const underRace = workflow.UnderRace

var oneGoroutine = workflow.OneGoroutine

// walks runs visit at every state that several walks come by: on small content
// at one centre, on content with everything at several, and on a trial; and on
// content of which not everything applies to everybody, or is enough for everybody, or that requires others.
func walks(t *testing.T, steps int, visit func(k *walk)) {
	t.Helper()
	if steps *= *walkFar; underRace {
		steps /= 40
	}
	seen := make(chan map[string]int, 16)
	t.Run("seeds", func(t *testing.T) {
		for seed := range cap(seen) {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				k := newWalkOf(t, *walkSeed+uint64(seed))
				for range steps {
					if k.step() {
						visit(k)
					}
				}
				seen <- k.seen
			})
		}
	})
	close(seen)
	if !underRace {
		everywhere(t, seen)
	}
}

// everywhere fails if no walk came by some status, or made some kind of event.
func everywhere(t *testing.T, seen <-chan map[string]int) {
	t.Helper()
	all := map[string]int{}
	for one := range seen {
		for s, n := range one {
			all[s] += n
		}
	}
	for _, from := range enrolmentStates {
		require.Positive(t, all[string(from.status)], "no walk came by %s", from.status)
	}
	for _, from := range itemStates {
		require.Positive(t, all["item "+string(from.status)], "no walk came by an item that is %s", from.status)
	}
	for _, from := range lastingStates {
		require.Positive(t, all["item "+string(from.status)], "no walk came by an item that is %s", from.status)
	}
	require.Positive(t, all["item not-applicable"], "no walk came by an item that does not apply")
	for _, kind := range workflow.EventKinds() {
		if kind != "erased" && kind != "upgraded" { // which no command does; there is one version, and other walks go on to newer ones
			require.Positive(t, all["event "+kind], "no walk made an event %s", kind)
		}
	}
}

func newWalkOf(t *testing.T, seed uint64) *walk {
	t.Helper()
	switch seed % 16 {
	case 0:
		return newWalk(t, seed)
	case 1:
		return newWalkOn(t, seed, lookBack, 0, "trust-1", "trust-9")
	case 2, 3, 4, 5, 6:
		return newWalkOn(t, seed, fullRange, 0, "trust-1", "trust-9", "trust-5")
	case 7:
		return newWalkOn(t, seed, fullRange, 3)
	case 8:
		return newWalkOn(t, seed, byRole, 0, "trust-1", "trust-9")
	case 9:
		return newWalkOn(t, seed, byLevel, 0, "trust-1", "trust-9")
	case 10:
		return newWalkOn(t, seed, byRole, 1)
	case 11:
		return newWalkOn(t, seed, stepUp, 0, "trust-1", "trust-9")
	case 12:
		return newWalkOn(t, seed, inRounds, 0, "trust-1", "trust-9")
	case 13:
		return newWalkOn(t, seed, inRounds, 1)
	case 14:
		return newWalkOn(t, seed, wardAudit, 0, "trust-1")
	}
	return newWalkOn(t, seed, stepUp, 2)
}

// newWalk is one on ward-basics, at one centre.
func newWalk(t *testing.T, seed uint64) *walk {
	t.Helper()
	return newWalkOn(t, seed, wardBasics, 0, "trust-1")
}

func newWalkOn(t *testing.T, seed uint64, ref proficiency.Ref, trial int, centres ...workflow.CentreID) *walk {
	t.Helper()
	k := &walk{world: newWorld(t), rng: rand.New(rand.NewPCG(seed, 0)), seen: map[string]int{}, centresAt: map[workflow.Seq][]workflow.CentreID{}}
	k.host.Delegate(assessorThere, "trust-9", "assessor")
	k.host.Delegate(managerThere, "trust-9", "clinical-centre-manager")
	k.host.AddCentre(roles.Centre{ID: "trust-5", Kind: roles.Trust, Zone: time.FixedZone("UTC-9", -9*60*60)})
	k.host.Delegate(learner, "trust-5")
	by := func(r ...roles.RoleID) []roles.RoleID { return r }
	k.host.SetConfirmers("trust-9", "full-range", workflow.ConfirmerOverride{By: by("educator-manager")},
		workflow.ConfirmerOverride{Item: "core-2", By: by("assessor")}, workflow.ConfirmerOverride{Item: "spare-1", By: by("clinical-centre-manager")})
	attributes := map[proficiency.FrameworkID][]proficiency.Setting{"by-role": who("clinical", "ward"), "by-level": who("clinical", "ward"), "digital-skills": inRole("clinical")}[ref.ID]
	cmd := workflow.Command(&workflow.EnrolTrial{Framework: ref, Trial: trial, Zone: "Pacific/Auckland", Attributes: attributes})
	actor := learner
	if trial == 0 {
		actor, cmd = educator, &workflow.Enrol{Learner: learner, Framework: ref, Centre: centres[0], Attributes: attributes}
	}
	newest, ok := k.catalog.Newest(ref.ID)
	require.True(t, ok)
	k.fw = k.framework(newest)
	k.attain(true)
	var stand people
	if ref == wardAudit {
		stand = slices.Concat(centrePeople, people{versed, assessor, stopped})
		for _, p := range centrePeople {
			k.host.Delegate(p, "trust-1")
		}
		cmd = enrolsCentre()
	}
	res, err := k.engine.Do(k.ctx, workflow.Request{Actor: actor, Command: cmd})
	require.NoError(t, err)
	k.id, k.state = res.Enrolment, res.State
	require.Equal(t, newest, res.State.Framework())
	k.walker = &workflow.Walker{
		Rand: k.rng, Framework: k.fw, Learner: learner, Stand: stand, Centres: centres, Trial: trial,
		Confirmers:  []workflow.PersonID{assessor, second, lead, assessorThere},
		Signatories: []workflow.PersonID{educator, "educator-2", farOff}, Managers: []workflow.PersonID{manager, lead, managerThere},
		Others: []workflow.PersonID{admin, versed, limited, stopped, visitor, stranger},
	}
	k.model = newModel(k.fw)
	k.took(res)
	return k
}

// took holds what was stored to what the rules say of it.
func (k *walk) took(res workflow.Result) {
	k.t.Helper()
	k.state = res.State
	events, err := res.Record.Decode()
	require.NoError(k.t, err)
	before := k.model.clone()
	k.centresAt[res.Record.Seq] = before.centres
	k.model.add(events...)
	k.effects(before, &res.Record, events)
	k.walker.Note(&res.Record)
	for _, e := range events {
		k.seen["event "+e.EventKind()]++
	}
	k.seen[string(k.model.status(k.now()))]++
	for it := range k.fw.Items().Values() {
		k.seen["item "+string(k.model.itemStatus(it, k.now()))]++
	}
}

// step lets time pass and gives one command; it reports whether anything was
// stored. A command that is refused changes nothing.
func (k *walk) step() bool {
	k.t.Helper()
	k.setNow(k.walker.Later(&k.state, k.now()))
	if k.fw.Requires().Len() > 0 && k.chance(0.1) {
		k.attain(k.chance(0.5))
	}
	actor, cmd := k.next()
	why := k.model.forbids(k.factsFor(actor, cmd), cmd)
	res, err := k.engine.Do(k.ctx, workflow.Request{Actor: actor, Enrolment: k.id, Command: cmd})
	if err != nil {
		var d *workflow.Denied
		require.ErrorAs(k.t, err, &d)
		require.NotEmpty(k.t, why, "%s by %s is refused, and nothing in the rules is against it: %v: %+v", cmd.Kind(), actor, d, cmd)
		records, err := k.store.Load(k.ctx, k.id, k.state.Seq())
		require.NoError(k.t, err)
		require.Empty(k.t, records, "something was stored")
		return false
	}
	require.Empty(k.t, why, "%s by %s is accepted: %+v", cmd.Kind(), actor, cmd)
	if res.Record.Seq == 0 {
		return false
	}
	k.took(res)
	return true
}

func (k *walk) chance(of float64) bool { return k.rng.Float64() < of }

func (k *walk) next() (workflow.PersonID, workflow.Command) { return k.walker.Next(&k.state, k.now()) }

// anything is a command of any kind, mostly by whoever it is for.
func (k *walk) anything() (workflow.PersonID, workflow.Command) {
	return k.walker.Anything(&k.state, k.now())
}

func (k *walk) person() workflow.PersonID { return walkers[k.rng.IntN(len(walkers))] }

func (k *walk) someItem() *proficiency.Item { return k.fw.Items().At(k.rng.IntN(k.fw.Items().Len())) }

// factsFor are the facts that the engine would get for a command, about
// everybody and every centre.
func (k *walk) factsFor(actor workflow.PersonID, cmd workflow.Command) workflow.Facts {
	k.t.Helper()
	f := k.facts(workflow.Need{
		Actor: actor, People: walkers, Centres: []workflow.CentreID{"trust-1", "trust-5", "trust-9"}, Framework: k.fw.ID(), Nonce: true,
		Learner: learner, Attained: requiredBy(k.fw),
	})
	f.CanErase = true
	var err error
	if e := k.state.Enrolment(); e.Trial != 0 {
		f.Zone, err = time.LoadLocation(e.Zone)
		require.NoError(k.t, err)
	}
	if c, ok := cmd.(*workflow.Redact); ok {
		k.redactionFacts(&f, c)
	}
	return f
}

// redactionFacts add the record that a redaction is about, as it is stored now.
func (k *walk) redactionFacts(f *workflow.Facts, c *workflow.Redact) {
	if c.Record == 0 || c.Record > k.state.Seq() {
		return
	}
	records, err := k.store.Load(k.ctx, k.id, c.Record-1)
	require.NoError(k.t, err)
	f.Record, f.RecordCentres = &records[0], slices.Clone(k.centresAt[c.Record])
}

// someFacts are the facts about everybody as the host has them, or as they
// might be: some roles lost, some people suspended.
func (k *walk) someFacts(actor workflow.PersonID, cmd workflow.Command) workflow.Facts {
	f := k.factsFor(actor, cmd)
	for i, s := range f.People {
		if k.chance(0.2) {
			f.People[i] = k.changed(*s)
		}
	}
	return f
}

func (k *walk) changed(s roles.Standing) *roles.Standing {
	s.Appointments, s.Memberships = slices.Clone(s.Appointments), slices.Clone(s.Memberships)
	switch k.rng.IntN(4) {
	case 0:
		s.Appointments = s.Appointments[:len(s.Appointments)/2]
	case 1:
		for i := range s.Memberships {
			s.Memberships[i].Suspended = true
		}
	case 2:
		for i := range s.Appointments {
			s.Appointments[i].Categories = []proficiency.Category{"theatre"}
		}
	case 3:
		s.Appointments = append(s.Appointments, roles.Appointment{Role: "assessor", Centre: "trust-1"}, roles.Appointment{Role: "administrator", Centre: "trust-1"})
	}
	return &s
}

// refused is the refusal that err is; any other error fails the test.
func (k *walk) refused(err error) *workflow.Denied {
	k.t.Helper()
	var d *workflow.Denied
	require.True(k.t, err == nil || errors.As(err, &d), "%v", err)
	return d
}
