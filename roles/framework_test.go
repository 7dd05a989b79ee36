package roles_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

const content = `format: countersign/v1
id: hand-hygiene
version: 1.0.0
title: Hand hygiene
scales:
  agreement:
    - {id: "no", label: Disagree}
    - {id: "yes", label: Agree, meets: true}
defaults: {scale: agreement, confirmed_by: [assessor], kind: skill}
sign_off: {by: [educator-manager]}
sections:
  - id: basics
    title: Basics
    proficiencies:
      - {id: wash, statement: Wash hands}
      - {id: rub, statement: Rub hands}
      - {id: teach, statement: Teach others, confirmed_by: [educator-manager]}
`

func TestCheckFramework(t *testing.T) {
	t.Parallel()
	full := roles.Default()
	poor := mustParse(t, "ok/no-decisions.yaml")
	cases := []struct {
		name     string
		policy   *roles.Policy
		old, new string
		want     []string
	}{
		{"clean", full, "", "", nil},
		{"unknown, once for many proficiencies", full, "confirmed_by: [assessor]", "confirmed_by: [asessor]", []string{
			`hand-hygiene.yaml:9:44: the policy has no role "asessor": did you mean "assessor"? [unknown-role]`}},
		{"unknown beside a known one", full, "confirmed_by: [assessor]", "confirmed_by: [assessor, matron]", []string{
			`hand-hygiene.yaml:9:44: the policy has no role "matron": its roles are clinical-centre-manager, administrator, educator-manager, assessor, learner and centre-manager [unknown-role]`}},
		{"unknown signatory", full, "by: [educator-manager]", "by: [educator]", []string{
			`hand-hygiene.yaml:10:16: the policy has no role "educator": its roles are clinical-centre-manager, administrator, educator-manager, assessor, learner and centre-manager [unknown-role]`}},
		{"confirmers without the capability", full, "confirmed_by: [educator-manager]", "confirmed_by: [administrator, clinical-centre-manager]", []string{
			`hand-hygiene.yaml:17:60: warning: none of the roles named here has the capability confirm by itself: a holder of administrator or clinical-centre-manager also needs educator-manager or assessor [needs-second-role]`}},
		{"signatory without the capability", full, "by: [educator-manager]", "by: [assessor]", []string{
			`hand-hygiene.yaml:10:16: warning: none of the roles named here has the capability sign-off by itself: a holder of assessor also needs educator-manager [needs-second-role]`}},
		{"a role from enrolment", full, "confirmed_by: [educator-manager]", "confirmed_by: [learner]", []string{
			`hand-hygiene.yaml:17:60: nobody can ever use confirm here: name educator-manager or assessor [nobody-can]`,
			`hand-hygiene.yaml:17:60: nobody is appointed to "learner": it comes from enrolment, and gives no right to confirm [role-not-appointed]`}},
		{"a policy in which nobody decides", poor, "", "", []string{
			`hand-hygiene.yaml:1:1: no role of the policy enrols learners, and the framework does not let them enrol themselves [nobody-enrols]`,
			`hand-hygiene.yaml:9:44: no role of the policy has the capability confirm [nobody-can]`,
			`hand-hygiene.yaml:10:16: no role of the policy has the capability sign-off [nobody-can]`,
			`hand-hygiene.yaml:17:60: no role of the policy has the capability confirm [nobody-can]`}},
	}
	for _, c := range cases {
		src := content
		if c.old != "" {
			src = strings.Replace(content, c.old, c.new, 1)
		}
		fw, findings := proficiency.Parse("hand-hygiene.yaml", []byte(src))
		if fw == nil {
			t.Fatalf("%s: %v", c.name, findings)
		}
		var got []string
		for _, d := range roles.CheckFramework(c.policy, fw) {
			got = append(got, d.String())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
