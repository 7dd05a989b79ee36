package roles

import (
	_ "embed"
	"sync"
)

//go:embed default.yaml
var defaultSource []byte

var defaultPolicy = sync.OnceValue(func() *Policy {
	p, findings := Parse("roles/default.yaml", defaultSource)
	if len(findings) > 0 {
		panic("roles: the default policy is not clean: " + findings.Error()) // a test parses it
	}
	return p
})

// Default is the policy that holds where the host brings none: the roles of
// centres that deliver clinical frameworks. It is read once.
func Default() *Policy { return defaultPolicy() }
