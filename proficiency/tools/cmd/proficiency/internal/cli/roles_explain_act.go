package cli

import (
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// appoint says whether somebody may appoint another to the role or take it,
// by each way that the policy has, with its conditions. The first line says
// yes if there is any.
func (e *explanation) appoint(to *roles.Role) bool {
	others := e.appointing(standing(another), to)
	self := e.appointing(nil, to)
	switch {
	case others.Allowed():
		e.printf("yes: %s may appoint others to %s\n", e.held(), to.ID())
		e.ways(to)
		e.taking(self, to)
	case self.Allowed():
		e.taking(self, to)
		e.printf("no: %s may not appoint others to %s\n", e.held(), to.ID())
		e.because(others.Reasons)
	default:
		e.printf("no: %s may not appoint anybody to %s\n", e.held(), to.ID())
		e.because(others.Reasons)
		return false
	}
	return true
}

// appointing asks with all conditions met; without a person it is about themselves.
func (e *explanation) appointing(person *roles.Standing, to *roles.Role) roles.Decision {
	actor := e.somebody(e.as...)
	if person == nil {
		person = actor
	}
	a := roles.Appointing{Actor: actor, Person: person, Role: to.ID(), Centre: centre, Attested: true,
		Holders: e.policy.Holders(centre, nil)}
	if training, _ := to.Training(); training != "" {
		a.Trained = []proficiency.FrameworkID{training}
	}
	return e.policy.MayAppoint(a).Decision
}

// ways prints each rule that leads to the role, and what it asks for.
func (e *explanation) ways(to *roles.Role) {
	for _, r := range e.as {
		for rule := range r.Appoints().Values() {
			if rule.Roles.Has(to.ID()) {
				e.line(rule.Position, "as "+string(r.ID())+", by the capability "+rule.Capability.String())
				e.asked(rule, to)
			}
		}
	}
	e.printf("in every case\n")
	e.printf("  if the person is an active delegate of the centre and not suspended there\n")
	e.printf("  if the appointment is within the appointer's own categories, where these are limited\n")
	e.training(to)
}

func (e *explanation) asked(rule roles.AppointRule, to *roles.Role) {
	for _, c := range []struct {
		asked bool
		words string
	}{
		{rule.OnStaffList, "if the person is on the appointer's own staff list"},
		{rule.Attestation, "if the appointer attests that the person is competent"},
		{rule.OnlyWhileNoneInForce, "only while nobody at the centre holds " + string(to.ID()) + " in force"},
		{rule.InheritsCategory, "an appointment without categories gets the appointer's"},
	} {
		if c.asked {
			e.printf("  %s\n", c.words)
		}
	}
}

func (e *explanation) training(to *roles.Role) {
	if training, at := to.Training(); training != "" {
		e.line(at, "if the person has submitted "+string(training))
	}
}

// taking says whether they may add the role to their own.
func (e *explanation) taking(self roles.Decision, to *roles.Role) {
	if !self.Allowed() {
		e.printf("not themselves\n")
		return
	}
	e.printf("yes: %s may take %s themselves\n", self.As.Role, to.ID())
	e.line(e.policy.Role(self.As.Role).MayTake().Position, "as "+string(self.As.Role))
	e.training(to)
}

// revoke says whether somebody may end the role for another.
func (e *explanation) revoke(ended *roles.Role) bool {
	person := standing(another, ended)
	d := e.policy.MayRevoke(roles.Revoking{Actor: e.somebody(e.as...), Person: person,
		Appointment: person.Appointments[0], Holders: e.several()})
	if !d.Allowed() {
		e.printf("no: %s may not revoke %s\n", e.held(), ended.ID())
		e.because(d.Reasons)
		return false
	}
	e.printf("yes: %s may revoke %s\n", d.As.Role, ended.ID())
	e.line(e.policy.Role(d.As.Role).Revokes().Position, "as "+string(d.As.Role))
	if last := ended.KeepLast(); last.On {
		e.line(last.Position, "if somebody else at the centre holds "+string(ended.ID())+" in force")
	}
	e.printf("if the appointment is within their own categories, where these are limited\n")
	e.resigning(ended)
	return true
}

// resigning says what everybody may do about their own.
func (e *explanation) resigning(r *roles.Role) {
	if resign := r.Resign(); !resign.On {
		e.line(resign.Position, "not their own: nobody may resign it")
		return
	}
	e.printf("not their own, which they may resign\n")
}
