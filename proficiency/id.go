package proficiency

import (
	"fmt"
	"strings"
)

// The identifiers of content. Each is 1 to 64 characters of a–z, 0–9, '.' and
// '-', beginning with a letter or digit, and means the same for ever: an id
// is never given to something else, whatever happens to its number or text.
type (
	// FrameworkID names a framework over all its versions.
	FrameworkID string
	// SectionID names a section within a framework.
	SectionID string
	// ItemID names a proficiency within a framework.
	ItemID string
	// ScaleID names a scale within a framework.
	ScaleID string
	// QuestionID names a question within an item; the single unnamed question has the empty id.
	QuestionID string
	// AnswerID names an answer within a scale.
	AnswerID string
	// AttributeID names an attribute of enrolments within a framework.
	AttributeID string
	// ValueID names a value within an attribute.
	ValueID string
	// RecommendationID names a recommendation within an item or a section.
	RecommendationID string
	// KindID names a kind of item, such as knowledge or skill.
	KindID string
	// RoleID names a role. Content names roles only; package roles says what they may do.
	RoleID string
	// Category groups frameworks; appointments can be limited to categories. Empty means none.
	Category string
)

// MaxIDLength is the greatest length of an identifier in content, in bytes.
const MaxIDLength = 64

// ValidID reports whether s has the form of an identifier in content.
func ValidID(s string) bool {
	if s == "" || len(s) > MaxIDLength {
		return false
	}
	for i, c := range []byte(s) {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
		case i > 0 && (c == '.' || c == '-'):
		default:
			return false
		}
	}
	return true
}

// A Ref names one version of a framework, written "id@version". It is
// comparable and serves as a map key.
type Ref struct {
	ID      FrameworkID
	Version Version
}

// String gives "id@version".
func (r Ref) String() string { return string(r.Append(nil)) }

// Append appends the form of String to b.
func (r Ref) Append(b []byte) []byte { return r.Version.Append(append(append(b, r.ID...), '@')) }

// IsZero reports whether r names nothing.
func (r Ref) IsZero() bool { return r == Ref{} }

// ParseRef reads "id@version". It refuses anything that String would not give.
func ParseRef(s string) (Ref, error) {
	id, version, ok := strings.Cut(s, "@")
	if !ok || !ValidID(id) {
		return Ref{}, fmt.Errorf("%q is not a framework with its version, such as critical-care-step-1@1.0.0", s)
	}
	v, err := ParseVersion(version)
	if err != nil {
		return Ref{}, err
	}
	return Ref{FrameworkID(id), v}, nil
}
