package scenario

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// A world is a scenario under way.
type world struct {
	ctx           context.Context
	s             *Scenario
	policy        *roles.Policy
	catalog       *proficiency.Catalog
	known         map[proficiency.FrameworkID][]*proficiency.Framework
	newStore      func() workflow.Store
	*installation // that the lines are at
	// installations are all those that the lines were at, by the names of origins.
	installations map[string]*installation
	step          int
	failures      []Failure
	goldens       []shown
	stopped       bool
	err           error // something could not be done
}

// A screen is what somebody saw of an enrolment.
type screen struct {
	who workflow.PersonID
	of  Enrolment
}

// newWorld prepares a scenario. The findings say what of it there is not.
func newWorld(name string, s *Scenario, fsys fs.FS, o *Options, r readings) (*world, source.Diagnostics, error) {
	l := &library{name: name, fsys: fsys, o: o, read: r}
	policy := l.policy(s.Policy)
	catalog, err := l.catalogue(s)
	if err != nil {
		return nil, nil, fmt.Errorf("cannot prepare the frameworks: %w", err)
	}
	if len(l.found) == 0 {
		l.found = references(s, policy, l.known)
	}
	w := &world{
		s: s, policy: policy, catalog: catalog, known: l.known, installation: newInstallation(Here, s.Start),
	}
	w.installations = map[string]*installation{Here: w.installation}
	return w, l.found.Sort(), nil
}

// begin makes the engine.
func (w *world) begin(ctx context.Context, newStore func() workflow.Store) error {
	w.ctx, w.newStore = ctx, newStore
	return w.open()
}

// open gives the installation a store and an engine.
func (w *world) open() (err error) {
	w.store, w.tell = w.newStore(), &chanceless{host: w.host}
	w.engine, err = w.newEngine(w.tell, w.store, 0)
	return err
}

func (w *world) newEngine(h workflow.Host, store workflow.Store, cache int) (*workflow.Engine, error) {
	return workflow.NewEngine(w.catalog, h, store, workflow.Options{Key: w.key, Policy: w.policy, CacheSize: cache})
}

// lines takes one line, or several that go on at the same time.
func (w *world) lines(group []Line) {
	switch l := group[0].(type) {
	case *Clock:
		for _, one := range w.installations {
			one.host.now = l.To
		}
	case *Turn:
		w.turn(l)
	case *Centre:
		w.centre(l)
	case *Offer:
		w.host.offers(l, slices.Collect(maps.Keys(w.known)))
	case *Confirmers:
		w.host.confirms(l)
	case *Actor:
		w.host.actor(l)
	case *Change:
		if !w.host.change(l) {
			w.fail(l, "this changes nothing")
		}
	case *Staff:
		w.host.staff(l)
	case *Award:
		w.award(l)
	case *Look:
		w.look(l)
	case *Erase:
		w.erase(l)
	case *Expect:
		w.expect(l)
	case *Step:
		w.take(group)
	}
	if w.err == nil {
		w.err = context.Cause(w.ctx)
	}
}

func (w *world) fail(l Line, format string, args ...any) {
	w.failures = append(w.failures, Failure{Position: l.At(), Line: lineString(l), Message: fmt.Sprintf(format, args...)})
}

// cannot keeps the first thing that could not be done.
func (w *world) cannot(l Line, err error) {
	if w.err == nil {
		w.err = fmt.Errorf("%s: %w", l.At(), err)
	}
}

func (w *world) centre(l *Centre) {
	c := roles.Centre{ID: l.ID, Kind: l.Kind}
	if l.Zone != "" {
		zone, err := location(l.Zone)
		if err != nil {
			w.cannot(l, err)
			return
		}
		c.Zone = zone
	}
	w.host.AddCentre(c)
}

// A snapshot is an enrolment as the store has it.
type snapshot struct {
	about   Enrolment
	id      workflow.EnrolmentID
	fw      *proficiency.Framework // nil where there is no enrolment
	state   workflow.State
	records []workflow.Record
	// signedOff is the content that the last sign-off was given on, or the last
	// round submitted on; fw where there is none.
	signedOff *proficiency.Framework
}

// load reads an enrolment from the store, past all caches.
func (w *world) load(e Enrolment) (s snapshot, err error) {
	s = snapshot{about: e, id: w.id(e)}
	if s.records, err = w.store.Load(w.ctx, s.id, 0); err != nil || len(s.records) == 0 {
		s.state = workflow.NewState(s.id, nil)
		return s, err
	}
	last := s.records[len(s.records)-1]
	fw, err := w.catalog.Framework(last.Framework)
	if err != nil {
		return s, err
	}
	s.state = workflow.Replay(workflow.NewState(s.id, fw.Index()), s.records)
	if s.state.Exists() { // and was not erased
		s.fw = fw
	}
	s.signedOff = s.fw
	if last := s.state.LastSubmission(); last != nil && fw.Unsupervised().Set {
		ref, _ := s.state.ContentAt(last.Seq)
		s.signedOff, err = w.catalog.Framework(ref)
	} else if given := s.state.LastSignOff(); given != nil {
		ref, _ := s.state.ContentAt(given.Seq)
		s.signedOff, err = w.catalog.Framework(ref)
	}
	return s, err
}

// erase is what the host does, not an actor.
func (w *world) erase(l *Erase) {
	for _, e := range l.About {
		if err := w.engine.Erase(w.ctx, w.id(e)); err != nil {
			w.cannot(l, err)
			return
		}
		now, err := w.load(e)
		switch {
		case err != nil:
			w.cannot(l, err)
		case now.fw != nil:
			w.fail(l, "the enrolment of %s is still there", e)
		default:
			w.seqs[now.id] = now.state.Seq()
		}
	}
}

// look keeps what somebody sees, if they may.
func (w *world) look(l *Look) {
	for _, e := range l.About {
		v, err := w.engine.View(w.ctx, l.Person, w.id(e))
		var denied *workflow.Denied
		switch {
		case errors.As(err, &denied):
			w.fail(l, "%s may not view the enrolment of %s", l.Person, e)
			continue
		case err != nil:
			w.cannot(l, err)
			return
		}
		seen := map[proficiency.ItemID]workflow.Seq{}
		for it := range v.Framework.Items().Values() {
			seen[it.ID()] = v.State.Item(it.ID()).Basis()
		}
		w.screens[screen{l.Person, e}] = seen
	}
}
