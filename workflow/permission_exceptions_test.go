package workflow_test

import (
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
)

// A mixture is somebody who stands in any number of relations and holds any
// number of roles, and a command of theirs.
type mixture struct {
	s     *scene
	stand relations
	held  holding
	order order
	item  *proficiency.Item // nil for commands on the enrolment
}

// relations are those of one person to an enrolment.
type relations struct {
	learner, supervisor, addressee, decider, enroller bool
}

// An exception is where a combination may more, or less, than its parts.
type exception struct {
	name, rule string
	gains      bool
	// applies is asked, where it gains, of two roles alone, or of relations
	// alone; where it loses, of the whole.
	applies func(x mixture) bool
}

var exceptions = []exception{
	{
		"A role that is named, and another that gives the capability",
		"whoever decides holds, at one centre, a role that the content names and a role with the capability; so does whoever revises", true,
		mixture.namedAndCapable,
	},
	{
		"A role that lets see the enrolment, and another that gives the capability",
		"to whoever may not view an enrolment there is none", true, mixture.seesAndMay,
	},
	{
		"The learner who is the enroller, too", "learners withdraw where they enrolled by themselves", true, mixture.selfEnrolled,
	},
	{
		"The learner with any role", "no command that needs a capability is open to the learner of that enrolment, whatever roles they hold",
		false, func(x mixture) bool { return x.stand.learner },
	},
	{
		"The addressee of the sign-off who is a decider, too", "where the content wants it, the signatory confirmed nothing that stands",
		false, mixture.notDistinct,
	},
	{
		"The last supervisor who may sign off does not leave", "that place is handed over, or lost with the role", false, mixture.lastSignatory,
	},
}

// namedAndCapable: one role is named and does not give the capability, the
// other does, both at a centre of the enrolment and for its category.
func (x mixture) namedAndCapable() bool {
	if len(x.held) != 2 || x.held[0].Centre != x.held[1].Centre {
		return false
	}
	named, c := x.namedFor()
	is := func(named []roles.RoleID, a, b roles.Appointment) bool {
		return slices.Contains(named, a.Role) && !x.has(a, c) && x.has(b, c) && x.here(a) && x.here(b)
	}
	return is(named, x.held[0], x.held[1]) || is(named, x.held[1], x.held[0])
}

// namedFor are the roles named for a decision, and the capability it takes.
func (x mixture) namedFor() ([]roles.RoleID, roles.Capability) {
	switch x.order.kind {
	case workflow.KindConfirm, workflow.KindReject:
		return slices.Collect(x.item.ConfirmedBy().Values()), roles.CanConfirm
	case workflow.KindRevise:
		if d := x.s.item(x.item.ID()).Decision; d != nil {
			return []roles.RoleID{d.As.Role}, roles.CanConfirm
		}
	case workflow.KindSignOff:
		return slices.Collect(x.s.fw.SignOff().By.Values()), roles.CanSignOff
	}
	return nil, 0
}

// has reports whether the appointment's role gives the capability.
func (x mixture) has(a roles.Appointment, c roles.Capability) bool {
	r := x.s.policy.Role(a.Role)
	return r != nil && r.Has(c)
}

// here reports whether the appointment is at a centre of the enrolment and for its category.
func (x mixture) here(a roles.Appointment) bool {
	return slices.Contains(x.s.state.Centres(), a.Centre) && (len(a.Categories) == 0 || slices.Contains(a.Categories, x.s.fw.Category()))
}

// seesAndMay: one role has view-centre, the other the capability that the command asks for.
func (x mixture) seesAndMay() bool {
	if len(x.held) != 2 || !x.here(x.held[0]) || !x.here(x.held[1]) {
		return false
	}
	may := func(a roles.Appointment) bool {
		for _, u := range roles.Capabilities() {
			if x.has(a, u.Capability) && slices.ContainsFunc(u.Acts, func(act string) bool { return x.order.kind == kindOfAct(act) }) {
				return true
			}
		}
		return false
	}
	return x.has(x.held[0], roles.CanViewCentre) && may(x.held[1]) || x.has(x.held[1], roles.CanViewCentre) && may(x.held[0])
}

// kindOfAct is the kind of command that the list of capabilities calls by its type.
func kindOfAct(act string) workflow.Kind {
	var b strings.Builder
	for i, r := range act {
		if i > 0 && r >= 'A' && r <= 'Z' {
			b.WriteByte('-')
		}
		b.WriteString(strings.ToLower(string(r)))
	}
	return workflow.Kind(b.String())
}

func (x mixture) selfEnrolled() bool {
	return x.order.kind == workflow.KindWithdraw && x.stand == selfEnrolled
}

func (x mixture) notDistinct() bool {
	return x.order.kind == workflow.KindSignOff && x.stand.addressee && x.stand.decider && x.s.fw.SignOff().Distinct.Required
}

// lastSignatory: the only supervisor leaves, who may sign off.
func (x mixture) lastSignatory() bool {
	scope := roles.Scope{Centres: x.s.state.Centres(), Category: x.s.fw.Category()}
	return x.order.name() == "remove-supervisor, themselves" && x.s.place.note == alone.note && x.stand.supervisor &&
		x.s.policy.MayAs(x.s.standing(person, x.held), roles.CanSignOff, x.s.fw.SignOff().By, scope).Allowed()
}
