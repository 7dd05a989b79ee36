package proficiency

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// A Version is the version of a framework: MAJOR.MINOR.PATCH as in Semantic
// Versioning 2.0.0 §2, without pre-release or build parts. What each step
// promises a learner is rules of the framework's life, not of this type.
type Version struct{ Major, Minor, Patch uint32 }

// String gives "1.2.3".
func (v Version) String() string { return string(v.Append(nil)) }

// Append appends the form of String to b.
func (v Version) Append(b []byte) []byte {
	b = append(strconv.AppendUint(b, uint64(v.Major), 10), '.')
	b = append(strconv.AppendUint(b, uint64(v.Minor), 10), '.')
	return strconv.AppendUint(b, uint64(v.Patch), 10)
}

// MarshalText gives the form of String.
func (v Version) MarshalText() ([]byte, error) { return v.Append(nil), nil }

// UnmarshalText reads the form of String.
func (v *Version) UnmarshalText(b []byte) (err error) {
	*v, err = ParseVersion(string(b))
	return err
}

// Compare orders versions by precedence (Semantic Versioning 2.0.0 §11).
func (v Version) Compare(w Version) int {
	return cmp.Or(cmp.Compare(v.Major, w.Major), cmp.Compare(v.Minor, w.Minor), cmp.Compare(v.Patch, w.Patch))
}

// ParseVersion reads "1.2.3": three decimal numbers without leading zeros.
func ParseVersion(s string) (Version, error) {
	parts := strings.Split(s, ".")
	if len(parts) != 3 {
		return Version{}, versionError(s)
	}
	var n [3]uint32
	for i, p := range parts {
		u, err := strconv.ParseUint(p, 10, 32)
		if err != nil || strconv.FormatUint(u, 10) != p {
			return Version{}, versionError(s)
		}
		n[i] = uint32(u)
	}
	return Version{n[0], n[1], n[2]}, nil
}

func versionError(s string) error {
	return fmt.Errorf("%q is not a version: write MAJOR.MINOR.PATCH, such as 1.0.0", s)
}
