package scenario

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// A maker writes frameworks of any structure, small enough that a learner gets
// through them, and valid.
type maker struct {
	*rand.Rand
	generating
	b        strings.Builder
	confirm  []proficiency.RoleID // roles that may confirm
	signOff  []proficiency.RoleID
	any      []proficiency.RoleID
	next     int      // the number of the next id
	items    int      // still to be written
	optional int      // written
	worth    int      // points written in the group under way
	inGroup  int      // items written in it
	applies  []string // conditions to choose from; none where there are no attributes
	rounds   bool     // nobody confirms anything
}

// generating says what kind of framework is written.
type generating struct {
	id, version, category string
	attributes            bool // not everything applies to everybody
	centre                bool // its subject is a centre
}

// generate writes a version of a framework, whose roles are those of a policy.
func generate(rng *rand.Rand, policy *roles.Policy, g generating) Framework {
	for {
		m := newMaker(rng, policy, g)
		m.items = 2 + rng.IntN(8)
		m.framework()
		fw, found := proficiency.Parse(g.id+".yaml", []byte(m.b.String()))
		if fw != nil && !found.HasErrors() {
			return Framework{Ref: fw.Ref(), Text: m.b.String()}
		}
	}
}

func newMaker(rng *rand.Rand, policy *roles.Policy, g generating) *maker {
	m := &maker{Rand: rng, generating: g, confirm: policy.RolesWith(roles.CanConfirm), signOff: policy.RolesWith(roles.CanSignOff)}
	for r := range policy.Roles().Values() {
		if r.Origin() == roles.ByAppointment {
			m.any = append(m.any, r.ID())
		}
	}
	return m
}

// chance is true once in n times.
func (m *maker) chance(n int) bool { return m.IntN(n) == 0 }

func (m *maker) line(indent int, format string, args ...any) {
	m.b.WriteString(strings.Repeat("  ", indent))
	fmt.Fprintf(&m.b, format+"\n", args...)
}

func (m *maker) framework() {
	m.line(0, "format: countersign/v1")
	m.line(0, "id: %s", m.generating.id)
	m.line(0, "version: %s", m.version)
	m.line(0, "title: Made for a walk")
	if m.centre {
		m.line(0, "subject: centre")
	}
	if m.category != "" {
		m.line(0, "category: %s", m.category)
	}
	m.line(0, "scales:")
	m.line(1, "two: [{id: not-yet, label: Not yet}, {id: done, label: Done, meets: true}]")
	m.line(1, "three: [{id: low, label: Low}, {id: fair, label: Fair, meets: true}, {id: high, label: High, meets: true}]")
	m.line(1, "open: [{id: no, label: No}, {id: yes, label: Yes}]")
	if m.attributes {
		m.attributesOf()
	}
	m.rounds = m.chance(5)
	m.defaults()
	if m.rounds {
		m.unsupervised()
	} else {
		m.signOffRule()
	}
	if m.chance(3) {
		m.line(0, "declaration: I keep to the rules.")
	}
	if m.chance(3) {
		m.line(0, "enrolment: {self: true}")
	}
	if !m.rounds && m.chance(3) {
		m.line(0, "paper_since: %d-%02d-%02d", 2015+m.IntN(8), 1+m.IntN(12), 1+m.IntN(28))
	}
	m.line(0, "sections:")
	for first := true; first || m.items > 0; first = false {
		m.section(1, nesting{})
	}
	if m.optional > 0 && m.chance(2) {
		m.line(0, "minimum_optional: %d", 1+m.IntN(m.optional))
	}
}

// defaults are what items say for want of anything else.
func (m *maker) defaults() {
	if m.rounds {
		m.line(0, "defaults: {scale: %s, kind: skill%s}", m.scale(), m.conditions(""))
		return
	}
	m.line(0, "defaults: {scale: %s, kind: skill, confirmed_by: %s%s}", m.scale(), m.confirmers(), m.conditions(""))
}

// someApply are the conditions under which something applies, where not everything does.
var someApply = []string{"role: [clinical]", "role: [office]", "setting: [ward]", "setting: [clinic, home]", "role: [clinical], setting: [ward, clinic]"}

// attributesOf are what the enrolment says of the learner, and things apply by.
func (m *maker) attributesOf() {
	m.applies = someApply
	m.line(0, "attributes:")
	m.line(1, "role: {label: Role, values: [{id: clinical, label: Clinical}, {id: office, label: Not clinical}]}")
	m.line(1, "setting: {label: Setting, values: [{id: ward, label: Ward}, {id: clinic, label: Clinic}, {id: home, label: At home}]}")
}

// appliesTo is to whom something applies; empty for everybody.
func (m *maker) appliesTo(oneIn int) string {
	if len(m.applies) == 0 || !m.chance(oneIn) {
		return ""
	}
	return "applies_to: {" + m.applies[m.IntN(len(m.applies))] + "}"
}

// unsupervised says that nobody confirms anything, and what comes of a round.
func (m *maker) unsupervised() {
	m.line(0, "unsupervised: true")
	if m.chance(2) {
		m.line(0, "certificate: completion")
	}
	if m.chance(2) {
		m.line(0, "validity: %s", []string{"{months: 1}", "{months: 12}", "{months: 14}", "none"}[m.IntN(4)])
	}
}

func (m *maker) signOffRule() {
	statements := ""
	for _, s := range []string{"learner_statement: I did it", "signatory_statement: I saw it", "distinct: true"} {
		if m.chance(3) {
			statements += ", " + s
		}
	}
	by := m.list(m.signOff, 2)
	if m.chance(8) { // a role that needs another beside it
		by = m.list(m.any, 2)
	}
	m.line(0, "sign_off: {by: %s%s}", by, statements)
}

func (m *maker) scale() string { return []string{"two", "two", "three", "open"}[m.IntN(4)] }

// confirmers are mostly roles that may confirm, and sometimes others, whose
// holders need another role beside.
func (m *maker) confirmers() string {
	if m.chance(8) {
		return m.list(m.any, 2)
	}
	return m.list(m.confirm, 3)
}

func (m *maker) list(from []proficiency.RoleID, most int) string {
	if len(from) == 0 {
		from = m.any
	}
	all := slices.Clone(from)
	m.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	ids := make([]string, 0, most)
	for _, r := range all[:min(len(all), 1+m.IntN(most))] {
		ids = append(ids, string(r))
	}
	return "[" + strings.Join(ids, ", ") + "]"
}

// conditions are some of the keys that items and defaults share, behind commas.
// Where nobody confirms there is only one.
func (m *maker) conditions(first string) string {
	keys := []string{first}
	for i, values := range [][]string{
		{"validity: none", "validity: {months: 1}", "validity: {months: 2, renew_within: 1}", "validity: {months: 12}", "validity: {months: 14, renew_within: 0}", "validity: {months: 6, renew_within: 6}"},
		{"waivable: true", "waivable: true", "waivable: false"},
		{"asks_for: []", "asks_for: [date]", "asks_for: [comment]", "asks_for: [evidence]", "asks_for: [date, evidence, comment]"},
	} {
		if m.chance(3) && (!m.rounds || i == 2) {
			keys = append(keys, values[m.IntN(len(values))])
		}
	}
	return strings.Join(keys, ", ")
}
