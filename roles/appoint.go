package roles

import (
	"slices"
	"strconv"

	"github.com/countersign-go/countersign/proficiency"
)

// Holders says how many persons hold a role in force at a centre. A role that
// is not in it counts as unknown, and what depends on it is refused:
// [Policy.Holders] has them all.
type Holders map[RoleID]int

// Holders counts the persons who hold each role of the policy in force at the
// centre, zero included. The standings must be those of everybody appointed
// there, each person once.
func (p *Policy) Holders(centre CentreID, people []*Standing) Holders {
	n := make(Holders, p.roles.Len())
	for r := range p.roles.Values() {
		n[r.id] = 0
	}
	for _, s := range people {
		for _, id := range rolesOf(p.inForceAt(s, centre)) {
			n[id]++
		}
	}
	return n
}

// Appointing is one person's wish to appoint another, or themselves.
type Appointing struct {
	Actor, Person *Standing
	Role          RoleID
	Centre        CentreID
	// Categories limits the appointment; none means all, or those of the
	// appointer where the policy lets them be inherited.
	Categories []proficiency.Category
	// Attested says that the act carries an attestation of competence.
	Attested bool
	// Trained are the frameworks that the person has submitted.
	Trained []proficiency.FrameworkID
	// Holders are needed for appointments that are open only while nobody holds the role.
	Holders Holders
	// Learner says that the person is a learner now.
	Learner bool
}

// An AppointmentDecision is a Decision with the appointment it would make.
type AppointmentDecision struct {
	Decision
	// Appointment is what would be made, categories inherited where the policy
	// says so; zero where it is refused.
	Appointment Appointment
	// Warnings do not stand against it.
	Warnings []Reason
}

// MayAppoint reports whether the actor may appoint the person. The person must
// be an active delegate of the centre, not suspended there, with the training
// that the policy asks for the role. The actor needs a role in force at the same
// centre that appoints to that one, its conditions met, and within its own
// categories; persons add a role to their own only where the policy lets
// them take it. Of several ways the first open one is relied on; where none
// is, the reasons are those against each.
func (p *Policy) MayAppoint(a Appointing) AppointmentDecision {
	if a.Actor == nil || a.Person == nil {
		return refused(p.unknownPerson(p.position))
	}
	role := p.Role(a.Role)
	switch {
	case role == nil:
		return refused(p.unknownRole(a.Role))
	case role.origin != ByAppointment:
		return refused(notAppointed(role))
	}
	reasons := p.appointee(&a, role)
	way, against := p.appointer(&a, role)
	reasons = append(reasons, against...)
	made := Appointment{Role: a.Role, Centre: a.Centre, Categories: way.categories}
	if len(against) > 0 {
		made.Categories = categories(a.Categories)
	}
	if reasons = append(reasons, p.heldAlready(&a, made, role)...); len(reasons) > 0 {
		return refused(reasons...)
	}
	d := AppointmentDecision{Decision: Decision{As: way.as}, Appointment: made}
	if a.Learner {
		d.Warnings = append(d.Warnings, because(CodeCurrentLearner, role.position,
			"{person} is a learner now", "person", string(a.Person.Person)))
	}
	return d
}

func refused(reasons ...Reason) AppointmentDecision {
	return AppointmentDecision{Decision: Decision{Reasons: reasons}}
}

// appointee are the reasons that lie with the person and the appointment itself.
func (p *Policy) appointee(a *Appointing, role *Role) (out []Reason) {
	who, centre := string(a.Person.Person), string(a.Centre)
	m := a.Person.membership(a.Centre)
	if m == nil || !m.Active {
		out = append(out, because(CodeNotDelegate, role.position, "{person} is no active delegate of {centre}",
			"person", who, "centre", centre).cure(p.cureBy(CanApprove, "the registration must be approved and active")))
	}
	if m != nil && m.Suspended {
		out = append(out, because(CodeSuspended, role.position, "{person} is suspended at {centre}",
			"person", who, "centre", centre).cure(p.cureBy(CanSuspend, "the suspension must be lifted")))
	}
	if f := role.training; f != "" && !slices.Contains(a.Trained, f) {
		out = append(out, because(CodeTrainingMissing, role.trainingLine, "{person} has not submitted {framework}",
			"person", who, "framework", string(f), "role", string(role.id)).cure("submit "+string(f)+" first"))
	}
	for _, c := range a.Categories {
		if !proficiency.ValidID(string(c)) {
			out = append(out, because(CodeBadCategory, role.position, "{category} is not a category",
				"category", strconv.Quote(string(c))))
		}
	}
	return out
}

// heldAlready refuses what would add nothing: an appointment is added, never replaced or doubled.
func (p *Policy) heldAlready(a *Appointing, made Appointment, role *Role) []Reason {
	for _, h := range a.Person.held(a.Centre) {
		if h.Role != made.Role || !reachOf(h).within(made.Categories) {
			continue
		}
		return []Reason{because(CodeHeldAlready, role.position, "{person} is {role} at {centre} already",
			"person", string(a.Person.Person), "role", string(made.Role), "centre", string(made.Centre))}
	}
	return nil
}

func reachOf(a *Appointment) Reach { return Reach{a.Centre, categories(a.Categories)} }
