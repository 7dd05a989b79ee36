package roles

import (
	"fmt"
	"strings"
)

// Matrix is a text for people who review a policy: who may appoint, take,
// revoke and suspend whom, with a grid for each act. Rows act, columns are
// acted on, and yes is what the decisions of the policy say of two persons who
// hold one role each, at one centre and for every category.
func (p *Policy) Matrix() string {
	m := matrix{p, p.Holders(matrixCentre, nil), p.Holders(matrixCentre, nil), matrixWidth(p)}
	for id := range m.several {
		m.several[id] = 2
	}
	var b strings.Builder
	for _, g := range []struct {
		title string
		may   func(by, to *Role) Decision
	}{
		{"appoint, all conditions met", m.appoint},
		{"appoint, no condition met", m.appointBare},
		{"appoint themselves, all conditions met", m.take},
		{"revoke, not the last", m.revoke},
		{"revoke, the last", m.revokeLast},
		{"suspend, not the last", m.suspend},
		{"lift a suspension", m.lift},
	} {
		m.grid(&b, g.title, g.may)
	}
	return b.String()
}

// matrix asks a policy about two persons made for it.
type matrix struct {
	policy        *Policy
	none, several Holders
	width         int
}

const (
	matrixCentre CentreID = "centre"
	matrixActor  PersonID = "actor"
	matrixOther  PersonID = "other"
)

// matrixWidth is that of the longest role, and 24 at least.
func matrixWidth(p *Policy) int {
	width := 24
	for r := range p.roles.Values() {
		width = max(width, len(r.id))
	}
	return width
}

func (m *matrix) grid(b *strings.Builder, title string, may func(by, to *Role) Decision) {
	head := strings.Repeat(" ", m.width)
	for to := range m.policy.roles.Values() {
		head += "  " + string(to.id)
	}
	fmt.Fprintf(b, "%s\n%s\n", title, head)
	for by := range m.policy.roles.Values() {
		row := fmt.Sprintf("%*s", m.width, by.id)
		for to := range m.policy.roles.Values() {
			word := "-"
			if may(by, to).Allowed() {
				word = "yes"
			}
			row += fmt.Sprintf("  %-*s", len(to.id), word)
		}
		b.WriteString(strings.TrimRight(row, " ") + "\n")
	}
	b.WriteString("\n")
}

// holding is an active delegate of the centre with the roles, and with the other on their staff list.
func holding(id PersonID, roles ...*Role) *Standing {
	s := &Standing{
		Person:      id,
		Memberships: []Membership{{Centre: matrixCentre, Active: true}},
		Staff:       []StaffEntry{{matrixCentre, matrixOther}, {matrixCentre, matrixActor}},
	}
	for _, r := range roles {
		s.Appointments = append(s.Appointments, Appointment{Role: r.id, Centre: matrixCentre})
	}
	return s
}

func (m *matrix) appoint(by, to *Role) Decision {
	return m.appointing(holding(matrixActor, by), holding(matrixOther), to)
}

func (m *matrix) take(by, to *Role) Decision {
	s := holding(matrixActor, by)
	return m.appointing(s, s, to)
}

// appointing has every condition met.
func (m *matrix) appointing(actor, person *Standing, to *Role) Decision {
	a := Appointing{Actor: actor, Person: person, Role: to.id, Centre: matrixCentre, Attested: true, Holders: m.none}
	if to.training != "" {
		a.Trained = append(a.Trained, to.training)
	}
	return m.policy.MayAppoint(a).Decision
}

func (m *matrix) appointBare(by, to *Role) Decision {
	actor := holding(matrixActor, by)
	actor.Staff = nil
	return m.policy.MayAppoint(Appointing{Actor: actor, Person: holding(matrixOther), Role: to.id,
		Centre: matrixCentre, Holders: m.several}).Decision
}

func (m *matrix) revoke(by, to *Role) Decision { return m.revoking(by, to, m.several) }

func (m *matrix) revokeLast(by, to *Role) Decision {
	return m.revoking(by, to, m.policy.Holders(matrixCentre, []*Standing{holding(matrixOther, to)}))
}

func (m *matrix) revoking(by, to *Role, holders Holders) Decision {
	person := holding(matrixOther, to)
	return m.policy.MayRevoke(Revoking{Actor: holding(matrixActor, by), Person: person,
		Appointment: person.Appointments[0], Holders: holders})
}

func (m *matrix) suspend(by, to *Role) Decision {
	return m.policy.MaySuspend(Suspending{Actor: holding(matrixActor, by), Person: holding(matrixOther, to),
		Centre: matrixCentre, Holders: m.several})
}

func (m *matrix) lift(by, to *Role) Decision {
	person := holding(matrixOther, to)
	person.Memberships[0].Suspended = true
	return m.policy.MayLift(Suspending{Actor: holding(matrixActor, by), Person: person, Centre: matrixCentre})
}
