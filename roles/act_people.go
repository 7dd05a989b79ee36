package roles

// register is asked of the centre's kind, too: not every kind registers.
func (d *actDecider) register() {
	e := d.s.entry(d.act.person)
	if !d.f.host {
		d.needs(CanRegister)
		d.refuse(d.p.registers(d.s.Centre())...)
		if e != nil && e.registered && e.deactivated {
			d.refuse(d.wasDeactivated())
		}
	}
	if e == nil || !e.registered {
		d.about(PersonRegistered)
	}
}

func (d *actDecider) approve() {
	e := d.s.entry(d.act.person)
	if !d.f.host {
		d.needs(CanApprove)
		if d.f.actor == d.act.person {
			d.refuse(because(CodeOwnRegistration, d.p.grant(CanApprove), "{person} may not approve their own registration",
				"person", string(d.f.actor)).cure(d.p.askHolder(d.p.RolesWith(CanApprove))))
		}
		if e != nil && e.registered && e.deactivated {
			d.refuse(d.wasDeactivated())
		}
	}
	switch {
	case e == nil || !e.registered:
		d.refuse(d.notMember(d.p.grant(CanApprove)).cure(d.p.cureBy(CanRegister, "register them first")))
	case !e.approved:
		d.about(PersonApproved)
	}
}

func (d *actDecider) appoint() {
	x := d.p.MayAppoint(Appointing{
		Actor: d.actor, Person: d.standing(d.act.person), Role: d.act.role, Centre: d.s.id, Categories: d.act.categories,
		Attested: d.act.attested, Trained: d.f.trained.Submitted, Holders: d.holders(), Learner: d.f.trained.Learner,
	})
	d.rests(x.Decision)
	if len(x.Appointment.Categories) > MaxCategories { // inherited ones can be more than were named
		d.refuse(tooManyCategories(len(x.Appointment.Categories)))
	}
	e := RegisterEvent{
		Kind: PersonAppointed, Person: d.act.person, Role: d.act.role, Categories: x.Appointment.Categories,
		Attested: d.act.attested, Learner: d.f.trained.Learner,
	}
	if role := d.p.Role(d.act.role); role != nil {
		e.Training = role.training
	}
	d.add(e)
}

func (d *actDecider) revoke() {
	d.rests(d.p.MayRevoke(Revoking{
		Actor: d.actor, Person: d.standing(d.act.person), Appointment: d.appointment(), Holders: d.holders(),
	}))
	d.ended(AppointmentRevoked, d.act.person)
}

func (d *actDecider) resign() {
	d.rests(d.p.MayResign(Resigning{Person: d.actor, Appointment: d.appointment(), Holders: d.holders()}))
	d.ended(AppointmentResigned, d.f.actor)
}

func (d *actDecider) suspend() {
	d.rests(d.p.MaySuspend(Suspending{
		Actor: d.actor, Person: d.standing(d.act.person), Centre: d.s.id, Holders: d.holders(),
	}))
	d.about(PersonSuspended)
}

// lift ends a suspension by an act here. What the host suspended, the host lifts.
func (d *actDecider) lift() {
	person := d.standing(d.act.person).clone()
	if m := person.membership(d.s.id); m != nil {
		e := d.s.entry(d.act.person)
		m.Suspended = e != nil && e.suspended
	}
	d.rests(d.p.MayLift(Suspending{Actor: d.actor, Person: person, Centre: d.s.id}))
	d.about(SuspensionLifted)
}

// keepStaff takes suspended delegates, too: being on a list gives them nothing.
func (d *actDecider) keepStaff() {
	d.needs(CanKeepStaffList)
	if m := d.standing(d.act.person).membership(d.s.id); m == nil || !m.Active {
		d.refuse(because(CodeNotDelegate, d.p.grant(CanKeepStaffList), "{person} is no active delegate of {centre}",
			"person", string(d.act.person), "centre", string(d.s.id)).
			cure(d.p.cureBy(CanApprove, "the registration must be approved and active")))
	}
	if !d.actor.hasOnStaffList(d.s.id, d.act.person) {
		d.add(RegisterEvent{Kind: StaffKept, Keeper: d.f.actor, Person: d.act.person})
	}
}

func (d *actDecider) dropStaff() {
	d.needs(CanKeepStaffList)
	if d.actor.hasOnStaffList(d.s.id, d.act.person) {
		d.add(RegisterEvent{Kind: StaffDropped, Keeper: d.f.actor, Person: d.act.person})
	}
}

// registers are the reasons against registering at a centre of that kind.
func (p *Policy) registers(c Centre) []Reason {
	if len(p.enrolment.kinds) == 0 || p.enrolment.kind(c.Kind) != nil {
		return nil
	}
	var kinds []CentreKind
	for _, k := range p.enrolment.kinds {
		kinds = append(kinds, k.kind)
	}
	return []Reason{because(CodeCentreKind, p.enrolment.position, "{centre} is of the kind {kind}, which does not register: {kinds} do",
		"centre", string(c.ID), "kind", string(c.Kind), "kinds", list(kinds)).
		cure("register at a centre of the kind " + either(kinds))}
}
