package roles_test

import (
	"slices"
	"testing"

	"github.com/countersign-go/countersign/roles"
)

func TestMayEnrolCentre(t *testing.T) {
	t.Parallel()
	p := roles.Default()
	e := person("e-1", educator)
	of := func(kind roles.CentreKind) roles.Centre { return roles.Centre{ID: here, Kind: kind} }
	for _, c := range []struct {
		name  string
		actor *roles.Standing
		at    roles.Centre
		want  []string
	}{
		{"a trust, without a staff list", e, of(roles.Trust), nil},
		{"a university", e, of(roles.University), nil},
		{"a centre of another kind", e, of(roles.OtherKind), []string{roles.CodeCentreKind}},
		{"by an assessor", person("a-1", assessor), of(roles.Trust), []string{roles.CodeLacksCapability}},
		{"in another category", limited(person("e-1", educator), "research"), of(roles.Trust), []string{roles.CodeOtherCategory}},
		{"another centre", e, roles.Centre{ID: there, Kind: roles.Trust}, []string{roles.CodeNoRoleHere}},
		{"by nobody", nil, of(roles.Trust), []string{roles.CodeUnknownPerson}},
		{"everything at once", suspended(person("e-1", educator)), of(roles.OtherKind), []string{roles.CodeSuspended, roles.CodeCentreKind}},
	} {
		d := p.MayEnrolCentre(c.actor, c.at, "clinical")
		if !slices.Equal(codes(d.Reasons), c.want) || d.Allowed() == d.As.IsZero() {
			t.Errorf("%s: as %v, %v, want %v", c.name, d.As, d.Reasons, c.want)
		}
	}
}

// A university stands back behind trusts for their learners, and for itself not at all.
func TestCentreMayBeEnrolled(t *testing.T) {
	t.Parallel()
	p := roles.Default()
	for _, kind := range []roles.CentreKind{roles.Trust, roles.University} {
		allowed(t, string(kind), p.CentreMayBeEnrolled(roles.Centre{ID: here, Kind: kind}))
	}
	refusedFor(t, "another kind", p.CentreMayBeEnrolled(roles.Centre{ID: here, Kind: roles.OtherKind}), roles.CodeCentreKind)
	refusedFor(t, "no kind", p.CentreMayBeEnrolled(roles.Centre{ID: here}), roles.CodeCentreKind)
}
