package proficiency

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/proficiency/source"
)

// untold is an own rule that finds something wrong with every proficiency.
func untold(severity source.Severity) OwnRule {
	return OwnRule{Code: "trust.untold", Severity: severity, Check: func(f *Framework, report func(source.Position, string, ...any)) {
		for item := range f.Items().Values() {
			report(item.Position(), "x")
		}
	}}
}

func TestIgnore(t *testing.T) {
	t.Parallel()
	warned := &CheckOptions{Own: []OwnRule{untold(source.Warning)}}
	for _, c := range []struct {
		name string
		old  string
		new  string
		o    *CheckOptions
		want string
	}{
		{"on the line above", "scales:\n", strings.Replace(unusedScale, "  unused", "  # countersign:ignore unused-scale we shall need it\n  unused", 1), nil, ""},
		{"on its line", "scales:\n", strings.Replace(unusedScale, "unused:", "unused: # countersign:ignore unused-scale we shall need it", 1), nil, ""},
		{"above another comment", "scales:\n", strings.Replace(unusedScale, "  unused", "  #countersign:ignore unused-scale we shall need it\n# more\n  unused", 1), nil, ""},
		{"behind the line above", "scales:\n", strings.Replace(unusedScale, "scales:", "scales: # countersign:ignore unused-scale we shall need it", 1), nil,
			"5:9: warning: unused-scale finds nothing in line 5: remove it here [ignore-without-effect]\n6:3: warning: no proficiency uses the scale \"unused\": remove it [unused-scale]"},
		{"above a blank line", "scales:\n", strings.Replace(unusedScale, "  unused", "  # countersign:ignore unused-scale we shall need it\n\n  unused", 1), nil,
			"6:3: warning: unused-scale finds nothing in line 7: remove it here [ignore-without-effect]\n8:3: warning: no proficiency uses the scale \"unused\": remove it [unused-scale]"},
		{"without a reason", "scales:\n", strings.Replace(unusedScale, "unused:", "unused: # countersign:ignore unused-scale later", 1), nil,
			"6:3: warning: no proficiency uses the scale \"unused\": remove it [unused-scale]\n6:11: warning: the reason is missing: write it in words behind the code, or nothing is switched off [ignore-without-reason]"},
		{"without a code", "id: washing", "id: washing # countersign:ignore", nil, "12:17: warning: no code is named: write countersign:ignore CODE and why [ignore-unknown-code]"},
		{"another word", "id: washing", "id: washing # countersign:ignored unused-scale it is", nil, ""},
		{"an unknown code", "id: washing", "id: washing # countersign:ignore unused-scal it is so", nil,
			`12:17: warning: no rule has the code "unused-scal": did you mean "unused-scale"? [ignore-unknown-code]`},
		{"an error of meaning", "[educator-manager]}", "[a, a]} # countersign:ignore duplicate-role it is so", nil,
			`10:20: sign_off.by names the role "a" twice: remove one [duplicate-role]` + "\n" +
				"10:24: warning: the rule duplicate-role cannot be switched off: what it finds cannot be used [ignore-unknown-code]"},
		{"a rule that is not applied", "id: washing", "id: washing # countersign:ignore unused-scale it is so", &CheckOptions{Without: []string{"unused-scale"}}, ""},
		{"what only a catalogue finds", "id: washing", "id: washing # countersign:ignore unknown-requirement it is so", nil, ""},
		{"findings of these not wanted", "id: washing", "id: washing # countersign:ignore unused-scale it is so", &CheckOptions{Without: []string{codeIgnoreEffect}}, ""},
		{"beside errors rules are not sure", "id: washing", "id: washing # countersign:ignore unused-scale it is so\n    nmuber: a", nil,
			`13:5: unknown key "nmuber": did you mean "number"? [unknown-key]`},
		{"no comment at all", "title: Washing", "title: 'Washing # countersign:ignore nothing'", nil, ""},
		{"a text and no comment", "title: Washing", "title: Washing\n    guidance: |\n      # countersign:ignore nothing", nil, ""},
		{"an own rule", "hands}", "hands} # countersign:ignore trust.untold,unused-scale it is so", warned,
			"15:48: warning: unused-scale finds nothing in line 15: remove it here [ignore-without-effect]"},
		{"several codes", "hands}", "hands} # countersign:ignore unused-kind, trust.untold it is so", warned,
			"15:48: warning: unused-kind finds nothing in line 15: remove it here [ignore-without-effect]"},
		{"an own rule that is not applied here", "hands}", "hands} # countersign:ignore trust.untold it is so", nil, ""},
		{"an own rule that finds errors", "hands}", "hands} # countersign:ignore trust.untold it is so", &CheckOptions{Own: []OwnRule{untold(source.Error)}},
			"15:9: x [trust.untold]\n15:48: warning: the rule trust.untold cannot be switched off: it finds errors [ignore-unknown-code]"},
	} {
		fw, findings := Check("", []byte(changed(c.old, c.new)), c.o)
		assert.Equal(t, c.want, findings.Error(), c.name)
		assert.Equal(t, findings.HasErrors(), fw == nil, c.name)
	}
}
