package workflow_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// A place is where an enrolment can stand: its status, and what else tells it apart.
type place struct {
	status workflow.Status
	note   string
	open   bool           // on the framework that learners enrol on by themselves
	centre bool           // the subject is a centre
	make   func(*casting) // nil where there is no enrolment
}

// Notes that say more of a place than how it came about.
const (
	trialNote = "trial"
	selfNote  = "self-enrolled"
	ruledNote = "two centres with rules of their own"
)

func declines(k *casting) { k.do(k.by(k.addressee), &workflow.DeclineSignOff{Reason: "not yet"}) }
func voids(k *casting) {
	k.do(k.learner, &workflow.ChooseOptional{Items: items{"assessed"}, Overwrite: true})
}
func revokes(k *casting)    { k.do(k.by(""), &workflow.RevokeSignOff{Reason: "by mistake"}) }
func yearPasses(k *casting) { k.goesOn(400) }

var (
	nowhere  = place{}
	progress = place{status: workflow.StatusInProgress, make: (*casting).progress}
	atTwo    = place{status: workflow.StatusInProgress, note: "two centres", make: after((*casting).progress, movesOn)}
	ruledBy  = place{status: workflow.StatusInProgress, note: ruledNote, make: after((*casting).progress, movesOn, rules)}
	asking   = place{status: workflow.StatusSignOffRequested, make: (*casting).asked}
	askOpen  = place{status: workflow.StatusSignOffRequested, note: "by other roles", open: true, make: (*casting).asked}
	alone    = place{status: workflow.StatusNotStarted, note: "one supervisor", make: after((*casting).started, onlyOne)}
	selfNew  = place{status: workflow.StatusNotStarted, note: selfNote, open: true, make: (*casting).started}
	openNew  = place{status: workflow.StatusNotStarted, note: "learners enrol themselves", open: true, make: (*casting).started}
	done     = place{status: workflow.StatusSignedOff, make: (*casting).signed}
	gone     = place{status: workflow.StatusWithdrawn, make: after((*casting).progress, withdraws)}
)

// places are all of them.
var places = slices.Concat(supervisedPlaces, roundPlaces)

var supervisedPlaces = []place{
	nowhere,
	{status: "", note: "learners enrol themselves", open: true},
	{status: workflow.StatusNotStarted, note: "not agreed", make: (*casting).new},
	{status: workflow.StatusNotStarted, make: (*casting).started},
	selfNew,
	alone,
	progress,
	atTwo,
	ruledBy,
	{status: workflow.StatusInProgress, note: selfNote, open: true, make: (*casting).progress},
	{status: workflow.StatusInProgress, note: "learner suspended", make: after((*casting).progress, suspends)},
	{status: workflow.StatusReady, make: (*casting).ready},
	asking,
	askOpen,
	{status: workflow.StatusSignOffRequested, note: "an item lapsed since", make: after((*casting).asked, yearPasses)},
	done,
	{status: workflow.StatusLapsed, make: after((*casting).signed, yearPasses)},
	{status: workflow.StatusDeclined, make: after((*casting).asked, declines)},
	{status: workflow.StatusVoid, make: after((*casting).signed, voids)},
	{status: workflow.StatusVoid, note: "revoked", make: after((*casting).signed, revokes)},
	gone,
	{status: workflow.StatusWithdrawn, note: "after a sign-off", make: after((*casting).signed, voids, withdraws)},
	{status: workflow.StatusNotStarted, note: trialNote, make: (*casting).started},
	{status: workflow.StatusInProgress, note: trialNote, make: (*casting).progress},
	{status: workflow.StatusReady, note: trialNote, make: (*casting).ready},
	{status: workflow.StatusSignOffRequested, note: trialNote, make: (*casting).asked},
	{status: workflow.StatusSignedOff, note: trialNote, make: (*casting).signed},
	{status: workflow.StatusWithdrawn, note: trialNote, make: after((*casting).progress, withdraws)},
}

// onlyOne leaves the supervisor of the cast alone.
func onlyOne(k *casting) {
	k.t.Helper()
	for _, p := range k.state.Supervisors() {
		if p != k.supervisor {
			k.do(p, &workflow.RemoveSupervisor{Person: p})
		}
	}
}

// rules gives centres rules of their own: trust-1 names assessors only for one
// item, trust-9 for another, and for a third a role that may not confirm.
func rules(k *casting) {
	k.t.Helper()
	k.confirmedBy("trust-1", ruled("overdue", "assessor"))
	k.confirmedBy("trust-9", ruled("requested", "assessor"), ruled("renewing", "administrator"))
}

// A scene is an enrolment at a place, and the moment to look at it.
type scene struct {
	*casting
	place  place
	at     time.Time
	policy *roles.Policy
	record *workflow.Record // the first with a text
	life   proficiency.Lifecycle
}

func newScene(t *testing.T, p place, c cast) *scene {
	t.Helper()
	return newSceneUnder(t, common(), p, c)
}

func newSceneUnder(t *testing.T, l law, p place, c cast) *scene {
	t.Helper()
	framework := proficiency.FrameworkID("permissions")
	if p.open {
		framework = "permissions-open"
	}
	if p.inRounds() {
		framework = "permissions-rounds"
	}
	if p.note == selfNote {
		c.enroller = c.learner
	}
	if p.centre {
		framework = ofCentre(framework)
	}
	s := &scene{casting: newCasting(t, l, c, framework), place: p, policy: l.policy}
	if p.centre {
		s.ofCentre()
	}
	s.trial = p.note == trialNote
	s.fw = s.content(framework)
	if p.make == nil {
		s.state = workflow.NewState("none-1", s.fw.Index())
	} else {
		p.make(s.casting)
		s.firstText()
	}
	s.at = s.settled()
	require.Equal(t, p.status, workflow.StatusOf(s.fw, &s.state, s.at), "%+v", p)
	return s
}

func (s *scene) content(framework proficiency.FrameworkID) *proficiency.Framework {
	s.t.Helper()
	ref := proficiency.Ref{ID: framework, Version: proficiency.Version{Major: 1}}
	fw, err := s.catalog.Framework(ref)
	require.NoError(s.t, err)
	s.life, err = s.catalog.Lifecycle(ref)
	require.NoError(s.t, err)
	return fw
}

func (s *scene) firstText() {
	s.t.Helper()
	records, err := s.store.Load(s.ctx, s.id, 0)
	require.NoError(s.t, err)
	if i := slices.IndexFunc(records, func(r workflow.Record) bool { return len(r.Texts) > 0 }); i >= 0 {
		s.record = &records[i]
	}
}

// A holding is what somebody holds beside being registered everywhere.
type holding []roles.Appointment

// standing is that of a person who holds what is said.
func (s *scene) standing(p workflow.PersonID, held holding) *roles.Standing {
	st := &roles.Standing{Person: p, Appointments: held}
	if p == s.learner {
		st.Memberships = s.host.Standing(p).Memberships
		return st
	}
	for _, c := range []workflow.CentreID{"trust-1", "trust-5", "trust-9"} {
		st.Memberships = append(st.Memberships, roles.Membership{Centre: c, Active: true})
		st.Staff = append(st.Staff, roles.StaffEntry{Centre: c, Person: s.learner})
	}
	return st
}

// facts are what a command of the actor rests on, without the actor's standing.
func (s *scene) facts(actor workflow.PersonID, cmd workflow.Command) workflow.Facts {
	s.t.Helper()
	f, err := s.host.Facts(s.ctx, workflow.Needs(s.fw, &s.state, actor, cmd))
	require.NoError(s.t, err)
	f.People = slices.DeleteFunc(f.People, func(st *roles.Standing) bool { return st.Person == actor })
	f.Now, f.Nonce, f.Policy, f.Lifecycle, f.Zone, f.CanErase = s.at, [32]byte{1}, s.policy, &s.life, time.UTC, true
	f.Record, f.RecordCentres = s.record, []workflow.CentreID{"trust-1"}
	f.Target = &workflow.Target{Framework: s.fw}
	if c, ok := cmd.(*workflow.Enrol); ok && len(c.Override.Frameworks) > 0 { // what is held is not overridden
		f.Attainments = nil
	}
	return f
}

// as are the facts with the actor's standing; nil is somebody nobody knows.
func withStanding(f workflow.Facts, st *roles.Standing) workflow.Facts {
	if st != nil {
		f.People = append([]*roles.Standing{st}, f.People...)
	}
	return f
}

// A verdict is what becomes of a command.
type verdict struct {
	allowed bool
	nothing bool            // it changes nothing
	loses   bool            // only if the loss is accepted
	who     []workflow.Code // why it is not for the actor
	signs   []string        // how the table says that
	rest    []workflow.Code // what else is in the way
}

// gives is what becomes of a command, with the loss accepted if need be.
func (s *scene) gives(f workflow.Facts, cmd workflow.Command) verdict {
	s.t.Helper()
	v := s.decides(f, cmd)
	if onlyLosses(v.rest) && len(v.who) == 0 && !v.allowed {
		v = s.decides(f, accepting(cmd))
		v.loses = true
	}
	return v
}

func onlyLosses(codes []workflow.Code) bool {
	return !slices.ContainsFunc(codes, func(c workflow.Code) bool {
		return c != workflow.WouldLoseConfirmation && c != workflow.WouldVoidSignOff
	})
}

func (s *scene) decides(f workflow.Facts, cmd workflow.Command) (v verdict) {
	s.t.Helper()
	events, err := workflow.Decide(s.fw, &s.state, f, cmd)
	if err == nil {
		return verdict{allowed: true, nothing: len(events) == 0}
	}
	var d *workflow.Denied
	if !errors.As(err, &d) {
		require.NoError(s.t, err, "%s at %+v", cmd.Kind(), s.place)
	}
	for _, r := range d.Reasons {
		sign := signOf(cmd, f.Actor, r.Code)
		if s.trial && sign == nobodySign {
			sign = "" // it would be the learner
		}
		switch {
		case sign == "" && !slices.Contains(v.rest, r.Code):
			v.rest = append(v.rest, r.Code)
		case sign != "" && !slices.Contains(v.who, r.Code):
			v.who = append(v.who, r.Code)
			if !slices.Contains(v.signs, sign) {
				v.signs = append(v.signs, sign)
			}
		}
	}
	return v
}
