package roles

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency"
)

// actFacts are what a decision on an act rests on beside policy and state.
type actFacts struct {
	// host says that it is the host's own act; actor whose it is otherwise.
	host  bool
	actor PersonID
	// trained is about whoever is to be appointed.
	trained Trained
	// hosted says that the host keeps the list of delegates, and members what
	// it has of the actor, the person concerned and everybody appointed here.
	hosted  bool
	members map[PersonID][]Membership
	// zone says that the time zone of the act exists.
	zone bool
}

// An actDecision is what an act would do. No events and no reasons mean that
// nothing would change.
type actDecision struct {
	as      RoleID
	events  []RegisterEvent
	reasons []Reason
}

// decideAct says what the act would change, or every reason against it. It
// reads no clock, store or network.
func decideAct(p *Policy, s *CentreState, f *actFacts, act Act) actDecision {
	d := actDecider{p: p, s: s, f: f, kind: act.Kind(), act: act.parts()}
	d.wellFormed()
	if len(d.out.reasons) == 0 && d.visible() {
		d.dispatch(act)
	}
	if len(d.out.reasons) > 0 {
		return actDecision{reasons: d.out.reasons}
	}
	return d.out
}

type actDecider struct {
	p     *Policy
	s     *CentreState
	f     *actFacts
	kind  ActKind
	act   actParts
	actor *Standing
	out   actDecision
}

// wellFormed refuses what no centre would accept. It looks at no state, so that
// its reasons tell nothing of any.
func (d *actDecider) wellFormed() {
	rule := actRules[d.kind]
	switch {
	case d.f.host && !rule.host:
		d.refuse(because(CodePeopleOnly, d.p.position, "{act} is an act of people with a role, not of the host", "act", string(d.kind)))
	case !d.f.host && !rule.people:
		d.refuse(because(CodeHostOnly, d.p.position, "{act} is an act of the host itself", "act", string(d.kind)))
	case d.f.hosted && rule.members:
		d.refuse(because(CodeMembersByHost, d.p.position, "the host keeps the list of delegates itself").
			cure("change it in the host's own list"))
	}
	if !d.f.host {
		d.id("the actor's id", string(d.f.actor))
	}
	if !rule.noPerson {
		d.id("the person's id", string(d.act.person))
	}
	if n := len(d.act.categories); n > MaxCategories {
		d.refuse(tooManyCategories(n))
	}
}

func (d *actDecider) id(what, id string) {
	if err := checkID(what, id); err != nil {
		d.refuse(Reason{Code: CodeInvalidID, Message: err.Error()})
	}
}

// visible refuses with the one reason that tells nothing to somebody who holds
// nothing at the centre, and with the one that matters where nothing can be done.
func (d *actDecider) visible() bool {
	if !d.f.host {
		d.actor = d.standing(d.f.actor)
	}
	switch {
	case !d.f.host && len(d.actor.Appointments) == 0:
		d.refuse(d.stranger())
	case !d.f.host && d.kind != ActResign && len(d.p.inForceAt(d.actor, d.s.id)) == 0:
		d.refuse(d.outOfForce()...)
	case d.s.newer:
		d.refuse(newerRecords)
	case !d.f.host && !d.told(d.kind, d.act.person):
		_, reasons := d.p.mayAt(d.actor, actRules[d.kind].by, d.s.id)
		d.refuse(reasons...)
	case d.s.kind == "" && d.kind != ActOpenCentre:
		d.refuse(because(CodeNoSuchCentre, d.p.position, "the register of {centre} was not opened", "centre", string(d.s.id)).
			cure("the host opens it"))
	default:
		return true
	}
	return false
}

// stranger is the same whether there is such a centre or not.
func (d *actDecider) stranger() Reason {
	c := actRules[d.kind].by
	clause, ask := d.p.grant(c), d.p.askHolder(d.p.RolesWith(c))
	switch d.kind {
	case ActAppoint:
		ask = d.p.askHolder(d.p.appointersOf(d.act.role, ""))
	case ActRevoke:
		ask = d.p.askHolder(d.p.enders(revocation, d.act.role))
	}
	return noRoleHere(d.actor, Scope{Centres: []CentreID{d.s.id}}, clause).cure(ask)
}

// outOfForce are the reasons that lie with somebody all of whose roles here are
// stopped. They are told nothing of others: they may have left long ago.
func (d *actDecider) outOfForce() []Reason {
	if d.kind == ActAppoint || d.kind == ActRevoke {
		return d.p.stopped(d.actor, d.actor.held(d.s.id))
	}
	_, reasons := d.p.mayAt(d.actor, actRules[d.kind].by, d.s.id)
	return reasons
}

// told reports whether reasons against such an act may tell of the person
// concerned: the actor is that person, or sees the centre, or holds a role in
// force that does it to anybody. Others are told what they lack.
func (d *actDecider) told(kind ActKind, person PersonID) bool {
	return kind == ActResign || d.actor.Person == person || !d.p.byAt(d.actor, CanViewCentre, d.s.id).IsZero() ||
		slices.ContainsFunc(d.p.inForceAt(d.actor, d.s.id), func(a *Appointment) bool { return d.p.Role(a.Role).does(kind) })
}

// does reports whether a holder of the role may do such an act to anybody.
func (r *Role) does(kind ActKind) bool {
	switch kind {
	case ActAppoint:
		return r.appoints.Len() > 0
	case ActRevoke:
		return r.revokes.Len() > 0
	}
	return r.Has(actRules[kind].by)
}

var newerRecords = Reason{
	Code:    CodeWrittenByNewer,
	Message: "the register of the centre holds records of a newer version of this software",
	Remedy:  "update this software",
}

func (d *actDecider) dispatch(act Act) {
	switch act.(type) {
	case *RegisterPerson:
		d.register()
	case *Approve:
		d.approve()
	case *Appoint:
		d.appoint()
	case *Revoke:
		d.revoke()
	case *Resign:
		d.resign()
	case *Suspend:
		d.suspend()
	case *Lift:
		d.lift()
	case *KeepStaff:
		d.keepStaff()
	case *DropStaff:
		d.dropStaff()
	default:
		d.dispatchHost(act)
	}
}

func (d *actDecider) refuse(r ...Reason) { d.out.reasons = append(d.out.reasons, r...) }

func (d *actDecider) add(e RegisterEvent) { d.out.events = append(d.out.events, e) }

// about adds an event of that kind about the person concerned.
func (d *actDecider) about(kind RegisterEventKind) {
	d.add(RegisterEvent{Kind: kind, Person: d.act.person})
}

// appointment is the one that the act names.
func (d *actDecider) appointment() Appointment {
	return Appointment{Role: d.act.role, Centre: d.s.id, Categories: categories(d.act.categories)}
}

// ended adds the end of the appointment that the act names.
func (d *actDecider) ended(kind RegisterEventKind, of PersonID) {
	a := d.appointment()
	d.add(RegisterEvent{Kind: kind, Person: of, Role: a.Role, Categories: a.Categories})
}

// rests takes over a decision of the policy.
func (d *actDecider) rests(x Decision) {
	d.out.as = x.As.Role
	d.refuse(x.Reasons...)
}

// needs asks for the act's capability at the centre, for whatever category.
func (d *actDecider) needs(c Capability) {
	as, reasons := d.p.mayAt(d.actor, c, d.s.id)
	d.rests(Decision{As: as, Reasons: reasons})
}

// standing is that of a person at this centre, with the host's membership
// where the host keeps them.
func (d *actDecider) standing(p PersonID) *Standing {
	s := d.s.standing(p)
	if !d.f.hosted {
		return s
	}
	return s.withMemberships([]CentreID{d.s.id}, d.f.members[p])
}

// withMemberships is the standing with what the host knows of the person at
// the centres in place of what the register does. A suspension counts from
// either.
func (s *Standing) withMemberships(centres []CentreID, host []Membership) *Standing {
	known, out := Standing{Memberships: host}, *s
	out.Memberships = nil
	for _, c := range centres {
		h, own := known.membership(c), s.membership(c)
		m := Membership{Centre: c, Suspended: own != nil && own.Suspended}
		if h != nil {
			m.Active, m.Suspended = h.Active, m.Suspended || h.Suspended
		}
		if h != nil || m.Suspended {
			out.Memberships = append(out.Memberships, m)
		}
	}
	return &out
}

// holders counts who holds each role in force now.
func (d *actDecider) holders() Holders {
	var appointed []*Standing
	for _, e := range d.s.people {
		if len(e.standing.Appointments) > 0 {
			appointed = append(appointed, d.standing(e.standing.Person))
		}
	}
	return d.p.Holders(d.s.id, appointed)
}

// Trained is what a host knows of a person's learning.
type Trained struct {
	// Submitted are the frameworks that the person has submitted.
	Submitted []proficiency.FrameworkID
	// Learner says that the person is a learner now. An appointment then
	// carries a warning; it is never refused for that.
	Learner bool
}
