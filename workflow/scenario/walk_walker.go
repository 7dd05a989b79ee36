package scenario

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// A walker thinks of what is done next in one world.
type walker struct {
	*rand.Rand
	*stretch
	o        *WalkOptions
	newStore func() workflow.Store
	s        *Scenario
	*scene
	scenes map[string]*scene // by the installation
	stay   int               // how many moves are still made elsewhere
	said   int               // texts so far
}

// A scene is who and what a walker knows of an installation.
type scene struct {
	people   []workflow.PersonID // all of them
	learners []workflow.PersonID
	centres  []workflow.CentreID
	focus    Enrolment
	ids      []*Step // steps with a request id of their own
}

// walk walks in a new world, of at most so many steps.
func (w *walker) walk(ctx context.Context, most int) error {
	if err := w.begin(); err != nil {
		return err
	}
	x, err := newStretch(ctx, w.s, nil, w.newStore, w.o, nil)
	if err != nil {
		return err
	}
	w.stretch = x
	x.recording = true
	x.stagger(w.Rand)
	w.scene = &scene{}
	w.scenes = map[string]*scene{Here: w.scene}
	if err := w.settle(w.setting()); err != nil {
		return err
	}
	w.refocus()
	const fewest, more = 200, 1200
	most = min(most, fewest+w.IntN(more))
	for x.report.Steps < most {
		if err := w.travel(); err != nil {
			return err
		}
		moves := w.next()
		if left := most - x.report.Steps; len(moves) > left {
			moves = moves[:left]
		}
		if err := w.take(moves); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return w.finish()
}

// finish looks once more at everything in the store.
func (x *stretch) finish() error {
	for _, name := range slices.Sorted(maps.Keys(x.sites)) {
		x.goTo(x.sites[name])
		if err := x.finishHere(); err != nil {
			return err
		}
	}
	return nil
}

func (x *stretch) finishHere() error {
	for _, t := range x.book.tales {
		m := x.moment(t)
		for _, name := range []string{"chain", "redacted", "viewers", "list"} {
			for i := range x.watches {
				if one := &x.watches[i]; one.Name == name {
					if err := one.Check(m, m); err != nil {
						return &Breach{Invariant: name, Sentence: one.Sentence, Message: err.Error(), index: len(x.moves), about: t.about}
					}
				}
			}
		}
	}
	return nil
}

// begin makes the head of the scenario.
func (w *walker) begin() error {
	w.s = &Scenario{
		Title: "a walk", Zone: "UTC",
		Start: time.Date(2024+w.IntN(5), time.Month(1+w.IntN(12)), 1+w.IntN(28), w.IntN(24), w.IntN(60), 0, 0, time.UTC),
	}
	if w.o.Frameworks != nil {
		return w.fromCatalogue()
	}
	if w.o.Policy == roles.Default() {
		w.s.Policy = w.upgrading()
	}
	w.made("made-1", "1.0.0")
	switch w.IntN(8) {
	case 0, 1:
		w.made("made-2", "1.0.0")
		w.successors()
	case 2: // that no migration leads to
		w.made("made-1", "2.0.0")
	case 3:
	default:
		w.successors()
	}
	w.lifecycles()
	return nil
}

func (w *walker) made(id, version string) {
	g := generating{id: id, version: version, category: []string{"clinical", "clinical", "theatre", ""}[w.IntN(4)], attributes: w.chance(2), centre: w.chance(4)}
	for _, f := range w.s.Frameworks { // another version is about the same, and says as much of it
		if f.Ref.ID == proficiency.FrameworkID(id) {
			g.attributes = strings.Contains(f.Text, "\nattributes:")
			g.centre = strings.Contains(f.Text, ofCentres)
		}
	}
	w.s.Frameworks = append(w.s.Frameworks, w.requiring(generate(w.Rand, w.o.Policy, g)))
}

// fromCatalogue takes one or two of the frameworks that there are.
func (w *walker) fromCatalogue() error {
	catalog, err := proficiency.NewCatalog(w.o.Frameworks)
	if err != nil {
		return fmt.Errorf("cannot walk on the frameworks: %w", err)
	}
	var ids []proficiency.FrameworkID
	for _, ref := range catalog.Refs() {
		if !slices.Contains(ids, ref.ID) {
			ids = append(ids, ref.ID)
		}
	}
	if len(ids) == 0 {
		return errors.New("cannot walk: there are no frameworks")
	}
	for _, id := range some(w, ids, 2) {
		w.s.Frameworks = append(w.s.Frameworks, Framework{Ref: proficiency.Ref{ID: id}})
	}
	return nil
}

// chance is true once in n times.
func (w *walker) chance(n int) bool { return w.IntN(n) == 0 }

// oneIn is any of a list; the zero value of none.
func oneIn[T any](w *walker, list []T) (zero T) {
	if len(list) == 0 {
		return zero
	}
	return list[w.IntN(len(list))]
}

// some are any of a list, at least one if there is any.
func some[T any](w *walker, list []T, most int) []T {
	list = slices.Clone(list)
	w.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list[:min(len(list), 1+w.IntN(most))]
}

// say is something that nobody said before.
func (w *walker) say(what string) string {
	w.said++
	return fmt.Sprintf("%s %d", what, w.said)
}

// maybe is say, or nothing.
func (w *walker) maybe(what string) string {
	if w.chance(2) {
		return ""
	}
	return w.say(what)
}

// now is what the clock says.
func (w *walker) now() time.Time { return w.world.host.now }

// who is anybody who fits, or else anybody.
func (w *walker) who(fits func(workflow.PersonID) bool) workflow.PersonID {
	if fit := w.those(fits); len(fit) > 0 {
		return oneIn(w, fit)
	}
	return oneIn(w, w.people)
}

func (w *walker) those(fits func(workflow.PersonID) bool) (out []workflow.PersonID) {
	for _, p := range w.people {
		if fits(p) {
			out = append(out, p)
		}
	}
	return out
}

// refocus turns to an enrolment, which may be none yet.
func (w *walker) refocus() {
	fw := oneIn(w, w.s.Frameworks).Ref.ID
	w.focus = Enrolment{Learner: oneIn(w, w.learners), Framework: fw}
	if w.subject(fw) == proficiency.SubjectCentre {
		w.focus = Enrolment{Centre: oneIn(w, w.centres), Framework: fw}
	}
	if w.chance(8) {
		w.focus = Enrolment{Learner: oneIn(w, w.people), Framework: fw, Trial: 1 + w.IntN(2)}
	}
}
