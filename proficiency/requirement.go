package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// A Requirement is another framework on which a learner must be validly signed
// off before something of this one. It is a value.
type Requirement struct {
	Framework FrameworkID
	// Lowest is the lowest version that is enough; zero means any.
	Lowest Version
	// Before is what it is required before.
	Before Stage
	// Position is where the requirement begins.
	Position source.Position

	named, lowestAt source.Position // the framework's id, and the version or else the id
}

// A Stage is a step of an enrolment before which something can be required.
type Stage string

// The stages.
const (
	// BeforeEnrolment: before the learner is enrolled.
	BeforeEnrolment Stage = "enrolment"
	// BeforeSignOff: before the sign-off is asked for, and again when it is given.
	BeforeSignOff Stage = "sign-off"
)

func stages() []string { return []string{string(BeforeEnrolment), string(BeforeSignOff)} }

// MetBy reports whether a sign-off on that version of that framework is enough.
func (q Requirement) MetBy(ref Ref) bool {
	return ref.ID == q.Framework && ref.Version.Compare(q.Lowest) >= 0
}

// String says what is enough, such as "hand-care 1.2.0 or later" or, of any version, "hand-care".
func (q Requirement) String() string {
	if q.Lowest == (Version{}) {
		return string(q.Framework)
	}
	return string(q.Framework) + " " + q.Lowest.String() + " or later"
}

// Requires are the other frameworks that are required, in order of their ids,
// each once.
func (f *Framework) Requires() List[Requirement] { return f.requires }

// Requirement is what is required of the framework with that id; ok is false if nothing is.
func (f *Framework) Requirement(id FrameworkID) (q Requirement, ok bool) {
	for _, q := range f.requires.elems {
		if q.Framework == id {
			return q, true
		}
	}
	return Requirement{}, false
}
