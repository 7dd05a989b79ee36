package roles_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

func idsOf(p *roles.Policy) (ids []roles.RoleID) {
	for r := range p.Roles().Values() {
		ids = append(ids, r.ID())
	}
	return ids
}

func TestRolesAs(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		can   roles.Capability
		named proficiency.Roles
		want  []roles.Way
	}{
		{"by itself", roles.CanConfirm, named(assessor), []roles.Way{{As: assessor}}},
		{"in the order named", roles.CanConfirm, named(assessor, educator), []roles.Way{{As: assessor}, {As: educator}}},
		{"with each that gives it", roles.CanConfirm, named(manager), []roles.Way{{manager, educator}, {manager, assessor}}},
		{"not with one that is named, too", roles.CanConfirm, named(manager, assessor), []roles.Way{{manager, educator}, {As: assessor}}},
		{"a second role for sign-off", roles.CanSignOff, named(assessor), []roles.Way{{assessor, educator}}},
		{"the host's role", roles.CanConfirm, named(host), []roles.Way{{host, educator}, {host, assessor}}},
		{"named twice", roles.CanConfirm, named(manager, manager, educator, educator), []roles.Way{{manager, assessor}, {As: educator}}},
		{"unknown and learner", roles.CanConfirm, named("matron", learner, assessor), []roles.Way{{As: assessor}}},
		{"only unknown", roles.CanConfirm, named("matron"), nil},
		{"nobody named", roles.CanConfirm, named(), nil},
		{"no capability", 0, named(assessor), nil},
		{"a capability that does not exist", 255, named(assessor), nil},
	}
	for _, c := range cases {
		if diff := cmp.Diff(c.want, roles.Default().RolesAs(c.can, c.named)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	if got := mustParse(t, "ok/no-decisions.yaml").RolesAs(roles.CanConfirm, named(assessor)); got != nil {
		t.Errorf("nobody has the capability, and yet %v", got)
	}
}

// TestRolesAsIsWhatMayAsAnswers asks it of everybody with one role or two: the
// ways are what they may act by, no more and no less.
func TestRolesAsIsWhatMayAsAnswers(t *testing.T) {
	t.Parallel()
	for _, p := range []*roles.Policy{roles.Default(), mustParse(t, "ok/mentors.yaml"), mustParse(t, "ok/small.yaml")} {
		all := append(idsOf(p), "matron")
		for set := range 1 << len(all) {
			var content []roles.RoleID
			for i, r := range all {
				if set&(1<<i) != 0 {
					content = append(content, r)
				}
			}
			for range 2 {
				for _, c := range []roles.Capability{roles.CanConfirm, roles.CanSignOff, roles.CanRegister} {
					agreeOnWays(t, p, c, named(content...), all)
				}
				slices.Reverse(content)
			}
		}
	}
}

func agreeOnWays(t *testing.T, p *roles.Policy, c roles.Capability, content proficiency.Roles, all []roles.RoleID) {
	t.Helper()
	answered := map[roles.Way]bool{}
	for _, a := range all {
		for _, b := range all {
			if d := p.MayAs(person("p-1", a, b), c, content, at("")); d.Allowed() {
				answered[roles.Way{As: d.As.Role, With: d.With.Role}] = true
			}
		}
	}
	ways := map[roles.Way]bool{}
	last := 0
	for _, w := range p.RolesAs(c, content) {
		place := slices.Index(slices.Collect(content.Values()), w.As)
		if ways[w] || place < last {
			t.Fatalf("%s: %v stands twice or out of order for %v", c, w, content)
		}
		ways[w], last = true, place
	}
	if diff := cmp.Diff(answered, ways); diff != "" {
		t.Fatalf("%s by %v (-answered +ways):\n%s", c, content, diff)
	}
}
