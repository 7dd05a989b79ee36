package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// A Subject is the kind of what a framework's enrolments are about.
type Subject string

// The kinds of subject.
const (
	// SubjectPerson: a learner, who answers and is signed off.
	SubjectPerson Subject = "person"
	// SubjectCentre: a centre. Its contributors answer, one accountable person does
	// what else a learner does, and the centre is signed off.
	SubjectCentre Subject = "centre"
)

func subjects() []string { return []string{string(SubjectPerson), string(SubjectCentre)} }

// Subject is the kind of what the framework's enrolments are about: a person
// where the file says nothing.
func (f *Framework) Subject() Subject { return f.subject }

// SubjectPosition is where that is said: the file as such where nothing says it.
func (f *Framework) SubjectPosition() source.Position { return f.subjectAt }
