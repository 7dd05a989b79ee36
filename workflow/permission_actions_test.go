package workflow_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// aboutParameters are reasons that lie in what a command says beside: an
// action can be offered where the table's command is refused for these alone.
var aboutParameters = map[workflow.Kind][]workflow.Code{
	workflow.KindRemoveSupervisor: {workflow.NotASupervisor, workflow.IsTheEnroller, workflow.LastSignatory},
	workflow.KindReassign:         {workflow.NothingPending, workflow.NotASupervisor},
	workflow.KindAddCentre:        {workflow.CentreAlready, workflow.NotADelegate},
	workflow.KindRedact:           {workflow.UnknownText},
}

// What Actions and ItemActions offer is what the table allows.
func TestActionsAgreeWithThePermissions(t *testing.T) {
	t.Parallel()
	oneGoroutine(t)
	for _, p := range append(centrePlaces(), places...) {
		t.Run(p.path(), func(t *testing.T) {
			t.Parallel()
			s := newScene(t, p, p.cast())
			for i := range columns {
				if p.make != nil && columns[i].seat(s, nil) != "" {
					s.offersWhole(&columns[i])
				}
				for it := range s.fw.Items().Values() {
					some := slices.Contains(itemPlaces, p.name()) || slices.Contains(items{"mandatory", "requested", "confirmed"}, it.ID())
					if some && columns[i].seat(s, it) != "" {
						s.offersItem(&columns[i], it)
					}
				}
			}
		})
	}
}

// shown are the facts by which actions are offered to a column's person.
func (s *scene) shown(c *column, p workflow.PersonID) workflow.Facts {
	s.t.Helper()
	f := s.facts(p, &workflow.RemoveSupervisor{Person: p}) // with every supervisor, as when one looks
	return withStanding(f, c.standing(s, p))
}

func (s *scene) offersWhole(c *column) {
	s.t.Helper()
	p := c.seat(s, nil)
	for _, a := range workflow.Actions(s.fw, &s.state, s.shown(c, p)) {
		var all []verdict
		for _, o := range wholeOrders {
			if o.kind == a.Kind {
				cmd := o.give(s, p, "")
				all = append(all, s.gives(withStanding(s.facts(p, cmd), c.standing(s, p)), cmd))
			}
		}
		s.offers(a, c, "", all)
	}
}

func (s *scene) offersItem(c *column, it *proficiency.Item) {
	s.t.Helper()
	p := c.seat(s, it)
	for _, a := range workflow.ItemActions(s.fw, &s.state, s.shown(c, p), it.ID()) {
		i := slices.IndexFunc(itemOrders, func(o order) bool { return o.kind == a.Kind })
		if assert.GreaterOrEqual(s.t, i, 0, "%s is not in the table", a.Kind) {
			cmd := itemOrders[i].give(s, p, it.ID())
			s.offers(a, c, it.ID(), []verdict{s.gives(withStanding(s.facts(p, cmd), c.standing(s, p)), cmd)})
		}
	}
}

// offers holds an action to what became of the commands of its kind.
func (s *scene) offers(a workflow.Action, c *column, id proficiency.ItemID, all []verdict) {
	s.t.Helper()
	allowed, excused := false, false
	for _, v := range all {
		allowed = allowed || v.allowed
		excused = excused || len(v.codes()) > 0 && !slices.ContainsFunc(v.codes(), func(code workflow.Code) bool {
			return !slices.Contains(aboutParameters[a.Kind], code)
		})
		if v.allowed && id != "" {
			assert.Equal(s.t, v.loses, a.Overwrite, "%s %s by %s at %s", a.Kind, id, c.short, s.place.name())
		}
	}
	if a.Allowed() != allowed && !(a.Allowed() && excused) {
		s.t.Errorf("%s %s by %s at %s: offered is %v, allowed %v: %v; %+v", a.Kind, id, c.short, s.place.name(), a.Allowed(), allowed, a.Reasons, all)
	}
	if !a.Allowed() && !slices.ContainsFunc(all, func(v verdict) bool { return v.says(a.Reasons) }) {
		s.t.Errorf("%s %s by %s at %s: refused for other reasons: %v; %+v", a.Kind, id, c.short, s.place.name(), a.Reasons, all)
	}
}

func (v *verdict) codes() []workflow.Code { return slices.Concat(v.who, v.rest) }

// says reports whether all of these are among the reasons.
func (v *verdict) says(reasons []workflow.Reason) bool {
	return !slices.ContainsFunc(reasons, func(r workflow.Reason) bool { return !slices.Contains(v.codes(), r.Code) })
}
