package roles

import (
	"slices"
	"strings"
)

// A Refused is an act that was refused, with every reason. Nothing was stored.
type Refused struct {
	Kind    ActKind
	Reasons []Reason
}

// Error gives one reason a line.
func (r *Refused) Error() string {
	lines := make([]string, len(r.Reasons))
	for i := range r.Reasons {
		lines[i] = r.Reasons[i].String()
	}
	return strings.Join(lines, "\n")
}

// Has reports whether a reason has the code.
func (r *Refused) Has(code string) bool {
	return slices.ContainsFunc(r.Reasons, func(x Reason) bool { return x.Code == code })
}
