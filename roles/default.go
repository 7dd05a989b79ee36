package roles

import (
	"embed"
	"io/fs"
	"sync"
)

//go:embed default.yaml higher-education.yaml
var shipped embed.FS

// FS holds the policies that come with the library, default.yaml and
// higher-education.yaml, as their authors wrote them: to read, and to begin
// one's own from.
func FS() fs.FS { return shipped }

var (
	defaultPolicy         = sync.OnceValue(func() *Policy { return mustRead("default.yaml") })
	higherEducationPolicy = sync.OnceValue(func() *Policy { return mustRead("higher-education.yaml") })
)

func mustRead(name string) *Policy {
	src, err := shipped.ReadFile(name)
	if err != nil {
		panic("roles: " + err.Error()) // it is embedded
	}
	p, findings := Parse("roles/"+name, src)
	if len(findings) > 0 {
		panic("roles: a policy that comes with the library is not clean: " + findings.Error()) // a test parses it
	}
	return p
}

// Default is the policy that holds where the host brings none: the roles of
// centres that deliver clinical frameworks. It is read once.
func Default() *Policy { return defaultPolicy() }

// HigherEducation is a policy of another kind, for hosts to take or to begin
// their own from: a university with programme leads, placement coordinators,
// module leaders, mentors in practice and external examiners. It is read once.
// The frameworks that come with the library name roles of [Default], so that
// they cannot be used with it: see [CheckFramework].
func HigherEducation() *Policy { return higherEducationPolicy() }
