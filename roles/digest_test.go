package roles_test

import (
	"os"
	"strings"
	"testing"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/roles"
)

func digestOf(t *testing.T, src string) canonical.Digest {
	t.Helper()
	p, findings := roles.Parse("policy.yaml", []byte(src))
	if p == nil {
		t.Fatal(findings)
	}
	return p.Digest()
}

func TestDigest(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile("testdata/ok/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	base := string(src)
	plain := digestOf(t, base)
	if plain.IsZero() {
		t.Fatal("no digest")
	}
	change := func(old, new string) string {
		t.Helper()
		if !strings.Contains(base, old) {
			t.Fatalf("%q is not in the file", old)
		}
		return strings.Replace(base, old, new, 1)
	}
	same := map[string]string{
		"a comment":                 "# hello\n" + base,
		"an absent value written":   change("    title: Mentor\n", "    title: Mentor\n    comes_from: appointment\n    resign: true\n    keep_last: false\n"),
		"the default capability":    change("- roles: [lead, mentor]", "- {roles: [lead, mentor], capability: appoint, attestation: false}"),
		"the default of enrolment":  base + "enrolment: {staff_list: true}\n",
		"the default of reminders":  base + "reminders: {confirmation_hours: 1, sign_off_hours: 24}\n",
		"reminders of nothing":      base + "reminders: {}\n",
		"the default of upgrades":   base + "auto_upgrade: patch\n",
		"the order of capabilities": change("[register, approve,", "[approve, register,"),
		"quotes":                    change("title: Small", `title: "Small"`),
	}
	for what, src := range same {
		if digestOf(t, src) != plain {
			t.Errorf("%s changes the digest", what)
		}
	}
	other := map[string]string{
		"id":                   change("id: small", "id: smaller"),
		"version":              change("1.0.0", "1.0.1"),
		"title":                change("title: Small", "title: Smaller"),
		"role title":           change("title: Mentor", "title: Guide"),
		"rank":                 change("rank: 2", "rank: 3"),
		"admin":                change("title: Host\n", "title: Host\n    admin: true\n"),
		"origin":               change("    title: Learner\n    comes_from: enrolment", "    title: Learner\n    comes_from: host"),
		"capability":           change("[confirm,", "[confirm, redact,"),
		"rule":                 change("roles: [lead, mentor]", "roles: [mentor, lead]"),
		"rule's way":           change("- {roles: [mentor], capability: appoint-assessor}", "- {roles: [mentor], capability: appoint-assessor, attestation: true}"),
		"revokes":              change("revokes: [mentor]", "revokes: [mentor, lead]"),
		"suspends":             change("suspends: [mentor]", "suspends: [mentor, lead]"),
		"may take":             change("    revokes:", "    may_take: [mentor]\n    revokes:"),
		"resign":               change("    revokes:", "    resign: false\n    revokes:"),
		"keep last":            change("    revokes:", "    keep_last: true\n    revokes:"),
		"training":             change("    revokes:", "    training: induction\n    revokes:"),
		"staff list":           base + "enrolment: {staff_list: false}\n",
		"kinds":                base + "enrolment: {centres: [{kind: trust}]}\n",
		"kind's unless":        base + "enrolment: {centres: [{kind: trust, unless_delegate_of: [university]}]}\n",
		"confirmations' hours": base + "reminders: {confirmation_hours: 24}\n",
		"confirmations' limit": base + "reminders: {confirmation_hours: 0}\n",
		"sign-offs' hours":     base + "reminders: {sign_off_hours: 1}\n",
		"sign-offs' limit":     base + "reminders: {sign_off_hours: 0}\n",
		"no upgrades":          base + "auto_upgrade: none\n",
		"more upgrades":        base + "auto_upgrade: compatible\n",
		"all hours":            base + "reminders: {confirmation_hours: 24, sign_off_hours: 1}\n",
	}
	seen := map[canonical.Digest]string{plain: "nothing"}
	for what, src := range other {
		d := digestOf(t, src)
		if before, ok := seen[d]; ok {
			t.Errorf("changing %s gives the digest of changing %s", what, before)
		}
		seen[d] = what
	}
}

// TestDigestOfTheDefault: records name the policy by it, so that no way of
// reading or writing the file anew may change it.
func TestDigestOfTheDefault(t *testing.T) {
	t.Parallel()
	const want = "sha256:1f26fd610ee35947f025f7ebe28b779c6a481d42bf809ca8b8cd77a465149c16"
	if got := roles.Default().Digest().String(); got != want {
		t.Errorf("the default policy has become another: %s", got)
	}
}
