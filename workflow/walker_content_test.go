package workflow

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
)

// wideContent is a framework with n items, every third of them optional by
// itself, an optional section of more, and groups with rules of their own. Two
// in five apply to some only, and it requires two others.
func wideContent(t testing.TB, n int) *proficiency.Framework {
	t.Helper()
	var b strings.Builder
	b.WriteString(`format: countersign/v1
id: wide
version: 1.0.0
title: Wide
category: clinical
attributes:
  role: {label: Role, values: [{id: clinical, label: Clinical}, {id: office, label: Not clinical}]}
  setting: {label: Setting, values: [{id: ward, label: Ward}, {id: clinic, label: Clinic}, {id: home, label: At home}]}
scales: {done: [{id: not-yet, label: Not yet}, {id: done, label: Done, meets: true}]}
defaults: {scale: done, kind: skill, confirmed_by: [assessor, educator-manager], waivable: true}
sign_off: {by: [educator-manager]}
enrolment: {self: true}
minimum_optional: 3
requires: [{framework: begun-before}, {framework: done-before, version: 1.0.0, before: sign-off}]
sections:
`)
	for top, rest := range []string{"gate: true", "rule: {at_least: 5}", "defaults: {validity: {months: 4}}", "optional: true, rule: {points: 5}"} {
		fmt.Fprintf(&b, "  - id: top-%d\n    title: Top\n    %s\n    proficiencies:\n", top, strings.ReplaceAll(rest, ", ", "\n    "))
		for i := range n / 4 {
			validity := []string{"none", "{months: 2, renew_within: 2}", "{months: 7}"}[i%3]
			applies := []string{"", "", ", applies_to: {role: [clinical]}", ", applies_to: {setting: [ward, clinic]}", ""}[i%5]
			fmt.Fprintf(&b, "      - {id: item-%d-%d, statement: Do it., optional: %v, validity: %s%s}\n", top, i, top%2 == 0 && i%3 == 1, validity, applies)
		}
	}
	fw, findings := proficiency.Parse("wide.yaml", []byte(b.String()))
	require.Empty(t, findings)
	return fw
}

// wideRounds is a framework with n items that is unsupervised: a gate, a group,
// an optional section, and items that apply to some only.
func wideRounds(t testing.TB, n int) *proficiency.Framework {
	t.Helper()
	var b strings.Builder
	b.WriteString(`format: countersign/v1
id: wide
version: 1.0.0
title: Wide
category: clinical
unsupervised: true
certificate: completion
validity: {months: 5}
attributes:
  role: {label: Role, values: [{id: clinical, label: Clinical}, {id: office, label: Not clinical}]}
scales: {done: [{id: not-yet, label: Not yet}, {id: done, label: Done, meets: true}]}
defaults: {scale: done, kind: skill}
enrolment: {self: true}
minimum_optional: 2
requires: [{framework: begun-before}]
sections:
`)
	for top, rest := range []string{"gate: true", "rule: {at_least: 2}", "number: x", "optional: true"} {
		fmt.Fprintf(&b, "  - id: top-%d\n    title: Top\n    %s\n    proficiencies:\n", top, rest)
		for i := range n / 4 {
			applies := []string{"", ", applies_to: {role: [clinical]}"}[i%2]
			fmt.Fprintf(&b, "      - {id: item-%d-%d, statement: Do it., optional: %v%s}\n", top, i, top == 2 && i%3 == 1, applies)
		}
	}
	fw, findings := proficiency.Parse("wide.yaml", []byte(b.String()))
	require.Empty(t, findings)
	return fw
}
