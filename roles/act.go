package roles

import (
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// An Act changes the register of one centre. The acts are those of this
// package; nobody else can add one.
type Act interface {
	// Kind is the act's name, such as "appoint".
	Kind() ActKind

	parts() actParts
}

// The kinds of act, in the order of the acts.
const (
	ActRegister     ActKind = "register"
	ActApprove      ActKind = "approve"
	ActAppoint      ActKind = "appoint"
	ActRevoke       ActKind = "revoke"
	ActResign       ActKind = "resign"
	ActSuspend      ActKind = "suspend"
	ActLift         ActKind = "lift"
	ActKeepStaff    ActKind = "keep-staff"
	ActDropStaff    ActKind = "drop-staff"
	ActOpenCentre   ActKind = "open-centre"
	ActChangeCentre ActKind = "change-centre"
	ActNameHolder   ActKind = "name-holder"
	ActUnnameHolder ActKind = "unname-holder"
	ActDeactivate   ActKind = "deactivate"
	ActReactivate   ActKind = "reactivate"
)

// MaxCategories is the greatest number of categories that one act may name.
const MaxCategories = 64

// RegisterPerson registers a person at the centre. The person becomes a
// delegate once the registration is approved. It needs register, and the centre
// has to be of a kind that the policy lets register; the host may do it
// anywhere.
//
// Whether a learner belongs to another centre is asked when they are enrolled,
// not here (chosen): at this point nobody knows who will be a learner, and
// people of a trust teach at universities.
//
// A registration is not taken back: as long as nobody approves it, it gives nothing.
type RegisterPerson struct{ Person PersonID }

// Approve makes a registered person a delegate of the centre. It needs
// approve, and nobody approves their own registration. The host may do it, too.
type Approve struct{ Person PersonID }

// Appoint gives a role to a delegate of the centre: see [Policy.MayAppoint].
// A new appointment is added to what the person holds, and replaces nothing.
type Appoint struct {
	Person PersonID
	Role   RoleID
	// Categories limits the appointment; none means all, or those of the
	// appointer where the policy lets them be inherited.
	Categories []proficiency.Category
	// Attested says that the actor attests the person's competence.
	Attested bool
}

// Revoke ends an appointment of somebody else: see [Policy.MayRevoke]. It
// names the appointment by its role and exactly its categories.
type Revoke struct {
	Person     PersonID
	Role       RoleID
	Categories []proficiency.Category
}

// Resign ends an appointment of the actor's own: see [Policy.MayResign].
type Resign struct {
	Role       RoleID
	Categories []proficiency.Category
}

// Suspend stops a person's appointments at the centre: see [Policy.MaySuspend].
type Suspend struct{ Person PersonID }

// Lift ends a suspension: see [Policy.MayLift].
type Lift struct{ Person PersonID }

// KeepStaff puts a delegate of the centre on the actor's own staff list. It
// needs keep-staff-list. A list outlives the appointment of whoever keeps it
// (chosen): it gives no right by itself, and is there again with the role.
type KeepStaff struct{ Person PersonID }

// DropStaff takes a person off the actor's own staff list.
type DropStaff struct{ Person PersonID }

// OpenCentre begins the register of a centre. It is the host's, and the first
// act at every centre.
type OpenCentre struct {
	CentreKind CentreKind
	// Zone is the IANA name of the centre's time zone, such as "Europe/London".
	Zone string
}

// ChangeCentre gives a centre another kind or time zone. It is the host's.
type ChangeCentre struct {
	CentreKind CentreKind
	Zone       string
}

// NameHolder makes a person hold a role that comes from the host, such as that
// of the Centre Manager. The person need not be registered. It is the host's.
type NameHolder struct {
	Person PersonID
	Role   RoleID
}

// UnnameHolder ends what NameHolder began. It is the host's. It ends everything
// that makes the person hold the role, also where the policy has no such role
// any more, or had people appointed to it before.
type UnnameHolder struct {
	Person PersonID
	Role   RoleID
}

// Deactivate says that a person is not active at the centre any more. It is
// the host's, and no rule refuses it: that a centre is left without anybody
// in a role that the policy keeps is a warning, which opens the way of
// somebody whom the host named to the next first appointment. A role that comes
// from the host needs no delegate and stays in force: that is for UnnameHolder.
type Deactivate struct{ Person PersonID }

// Reactivate undoes Deactivate. It is the host's.
type Reactivate struct{ Person PersonID }

// actParts are what an act says, whatever its kind: what ids are checked in,
// and what its digest is of.
type actParts struct {
	person     PersonID
	role       RoleID
	categories []proficiency.Category
	attested   bool
	kind       CentreKind
	zone       string
}

// digest tells requests with the same id apart: by the act and whose it is.
func (a *actParts) digest(kind ActKind, actor PersonID) canonical.Digest {
	o := openObject(nil)
	o.str("act", string(kind))
	o.str("actor", string(actor))
	o.bool("attested", a.attested)
	o.strs("categories", len(a.categories), func(i int) string { return string(a.categories[i]) })
	o.str("kind", string(a.kind))
	o.str("person", string(a.person))
	o.str("role", string(a.role))
	o.str("zone", a.zone)
	return canonical.Sum(o.close())
}
