package roles

import (
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/proficiency/source"
)

// A PolicyID names a policy over all its versions.
type PolicyID string

// A Policy says which roles there are, what each may do, and who may appoint
// and remove whom. It comes from YAML by [Parse], [Load] or [Default], is
// immutable and safe for concurrent use, and knows the line of each of its
// clauses, so that a refusal can name it.
type Policy struct {
	id        PolicyID
	version   proficiency.Version
	title     string
	roles     proficiency.List[*Role]
	enrolment enrolmentRule
	reminders Reminders
	holders   [capabilityEnd][]*Role // who has each capability, in the file's order
	position  source.Position
	digest    canonical.Digest

	autoUpgrade AutoUpgrade
}

// ID is the policy's id, the same in all versions.
func (p *Policy) ID() PolicyID { return p.id }

// Version is this version.
func (p *Policy) Version() proficiency.Version { return p.version }

// Title is the policy's name for people.
func (p *Policy) Title() string { return p.title }

// Roles are the roles, in the file's order.
func (p *Policy) Roles() proficiency.List[*Role] { return p.roles }

// Role is the role with that id, or nil.
func (p *Policy) Role(id RoleID) *Role {
	for i := range p.roles.Len() {
		if r := p.roles.At(i); r.id == id {
			return r
		}
	}
	return nil
}

// RolesWith are the roles that have the capability, in the file's order.
func (p *Policy) RolesWith(c Capability) []RoleID {
	if !c.valid() {
		return nil
	}
	return idsOf(p.holders[c])
}

// Position is where the file begins.
func (p *Policy) Position() source.Position { return p.position }

// Digest is the SHA-256 of the policy's canonical form: equal for files that
// differ only in layout, comments, or in saying what is the default.
func (p *Policy) Digest() canonical.Digest { return p.digest }

// An Origin says how a person comes to hold a role.
type Origin string

const (
	// ByAppointment is the ordinary way: somebody whom the policy allows appoints.
	ByAppointment Origin = "appointment"
	// ByHost is for roles that the host names from what it knows itself. Their
	// holders need not be registered at the centre.
	ByHost Origin = "host"
	// ByEnrolment is for what being enrolled makes of a person. Nobody is appointed to it.
	ByEnrolment Origin = "enrolment"
)

// A Role is one role of a policy. It is immutable.
type Role struct {
	id           RoleID
	title        string
	rank         int
	admin        bool
	origin       Origin
	can          capabilitySet
	granted      source.Position // where the capabilities are listed, or the role
	grants       map[Capability]source.Position
	appoints     proficiency.List[AppointRule]
	mayTake      proficiency.Roles
	revokes      proficiency.Roles
	suspends     proficiency.Roles
	resign       Switch
	keepLast     Switch
	training     proficiency.FrameworkID
	trainingLine source.Position
	position     source.Position
}

// ID is the role's id.
func (r *Role) ID() RoleID { return r.id }

// Title is the role's name for people.
func (r *Role) Title() string { return r.title }

// Rank is the role's place in governance: 1 is the highest, and 0 is outside
// the hierarchy. Capabilities are not inherited down the ranks.
func (r *Role) Rank() int { return r.rank }

// Admin reports whether the role is one of a centre's administrative roles.
func (r *Role) Admin() bool { return r.admin }

// Origin says how a person comes to hold the role.
func (r *Role) Origin() Origin { return r.origin }

// Has reports whether the role gives the capability.
func (r *Role) Has(c Capability) bool { return r.can.has(c) }

// Grants is where the policy gives the role the capability; false if it does not.
func (r *Role) Grants(c Capability) (at source.Position, ok bool) {
	at, ok = r.grants[c]
	return at, ok
}

// Appoints are the rules by which a holder may appoint others, in the file's order.
func (r *Role) Appoints() proficiency.List[AppointRule] { return r.appoints }

// MayTake are the roles that a holder may add to their own.
func (r *Role) MayTake() proficiency.Roles { return r.mayTake }

// Revokes are the roles that a holder may end for others.
func (r *Role) Revokes() proficiency.Roles { return r.revokes }

// Suspends are the roles whose holders a holder may suspend at the centre.
func (r *Role) Suspends() proficiency.Roles { return r.suspends }

// Resign says whether a holder may resign the role.
func (r *Role) Resign() Switch { return r.resign }

// KeepLast says whether the last holder in force at a centre must stay.
func (r *Role) KeepLast() Switch { return r.keepLast }

// Training is the framework that must have been submitted before appointment,
// and where the policy says so; empty where none is asked.
func (r *Role) Training() (proficiency.FrameworkID, source.Position) {
	return r.training, r.trainingLine
}

// Position is where the role begins.
func (r *Role) Position() source.Position { return r.position }

// held reports whether a person can hold the role at a centre, be it appointed or named by the host.
func (r *Role) held() bool { return r != nil && r.origin != ByEnrolment }

// A Switch is a yes or no of the policy, and where it stands: at its own key,
// or, where it is not written, at the role.
type Switch struct {
	On       bool
	Position source.Position
}

// An AppointRule lets the holders of a role appoint others at the same centre
// and within their own categories.
type AppointRule struct {
	// Roles are those that others may be appointed to.
	Roles proficiency.Roles
	// Capability is the one that the act goes by; the role has it.
	Capability Capability
	// OnStaffList asks that the person is on the appointer's own staff list.
	OnStaffList bool
	// Attestation asks for an attestation of competence.
	Attestation bool
	// InheritsCategory gives an appointment without categories those of the appointer.
	InheritsCategory bool
	// OnlyWhileNoneInForce allows it only while nobody at the centre holds the role in force.
	OnlyWhileNoneInForce bool
	Position             source.Position
}

// enrolmentRule says where learners are enrolled, and on what condition.
type enrolmentRule struct {
	kinds     []kindRule // none: centres of every kind
	staffList Switch
	position  source.Position
}

// kindRule lets centres of a kind register and enrol.
type kindRule struct {
	kind     CentreKind
	unless   []CentreKind // only a learner who is a delegate of none of these
	position source.Position
}

func (e *enrolmentRule) kind(k CentreKind) *kindRule {
	for i := range e.kinds {
		if e.kinds[i].kind == k {
			return &e.kinds[i]
		}
	}
	return nil
}

func idsOf(roles []*Role) []RoleID {
	ids := make([]RoleID, len(roles))
	for i, r := range roles {
		ids[i] = r.id
	}
	return ids
}
