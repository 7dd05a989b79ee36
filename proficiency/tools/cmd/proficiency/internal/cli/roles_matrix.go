package cli

import (
	"flag"
	"strings"
)

func rolesMatrix(flags *flag.FlagSet) action {
	return onPolicy(flags, func(p *policy) string { return strings.TrimRight(p.Matrix(), "\n") + "\n" })
}
