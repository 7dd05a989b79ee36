package scenario

import (
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/workflow"
)

// A site is an installation that a walk comes to: its store, the engines on it,
// and what is known of it beside them.
type site struct {
	name    string
	place   *installation
	store   workflow.Store
	lanes   []*lane
	engines []*workflow.Engine
	tells   []*chanceless
	book    *book
	ids     map[Enrolment]workflow.EnrolmentID
	cast    []workflow.PersonID // the people of its lines
}

// turn goes on at another installation, which begins with the first line that
// turns to it.
func (x *stretch) turn(l *Turn) error {
	if x.sites[l.To] == nil {
		x.world.installation = newInstallation(l.To, x.world.host.now)
		x.world.installations[l.To] = x.world.installation
		if err := x.found(l.To); err != nil {
			return fmt.Errorf("cannot go on at %s: %w", l.To, err)
		}
	}
	x.goTo(x.sites[l.To])
	return nil
}

func (x *stretch) goTo(s *site) { x.site, x.world.installation = s, s.place }

// found makes a site of the installation that the world is at.
func (x *stretch) found(name string) (err error) {
	w := x.world
	s := &site{name: name, place: w.installation, store: x.newStore(), book: newBook(w.policy), ids: map[Enrolment]workflow.EnrolmentID{}}
	w.store = s.store
	s.book.catalog, s.book.known, s.book.origin = w.catalog, w.known, x.bookOf
	if s.book.home, err = location(w.s.Zone); err != nil {
		return err
	}
	for _, size := range laneCaches {
		l := &lane{store: s.store}
		tell := &chanceless{host: w.host}
		engine, err := w.newEngine(tell, l.through(), size)
		if err != nil {
			return err
		}
		s.lanes, s.engines, s.tells = append(s.lanes, l), append(s.engines, engine), append(s.tells, tell)
	}
	w.engine = s.engines[0]
	x.sites[name], x.site = s, s
	return nil
}

// bookOf is the book of an installation, or nil.
func (x *stretch) bookOf(name string) *book {
	if s := x.sites[name]; s != nil {
		return s.book
	}
	return nil
}

// joins keeps who is of the cast.
func (s *site) joins(l Line) {
	if a, ok := l.(*Actor); ok && !slices.Contains(s.cast, a.Person) {
		s.cast = append(s.cast, a.Person)
	}
}
