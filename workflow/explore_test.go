package workflow

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// Contents as small as they can be for every command to do on them all that it
// ever does: to items, of which one is behind a gate, optional, may be waived
// and lapses, and to the enrolment, where an item counts by itself, and where a
// group is met without it; and the first two once more where the item applies to some.
const (
	exploredHead = `
format: countersign/v1
id: explored
version: 1.0.0
title: Explored
scales:
  s:
    - {id: low, label: Low}
    - {id: high, label: High, meets: true}
    - {id: highest, label: Highest, meets: true}
defaults: {scale: s, kind: skill, confirmed_by: [assessor], validity: {months: 2, renew_within: 1}}
sign_off: {by: [educator-manager]}
sections:
`
	exploredGate = exploredHead + `
  - {id: gate, title: Gate, gate: true, proficiencies: [{id: first, statement: First}]}
  - {id: rest, title: Rest, proficiencies: [{id: second, statement: Second, optional: true, waivable: true}]}
`
	exploredItems = exploredHead + `
  - {id: one, title: One, proficiencies: [{id: first, statement: First}, {id: second, statement: Second, optional: true, waivable: true}]}
`
	exploredRoles = "attributes: {role: {label: Role, values: [{id: a, label: A}, {id: b, label: B}]}}\n"
	exploredGroup = exploredHead + `
  - {id: one, title: One, proficiencies: [{id: first, statement: First}]}
  - id: group
    title: Group
    rule: {at_least: 1}
    proficiencies:
      - {id: second, statement: Second, waivable: true}
      - {id: enough, statement: Enough, validity: none}
`
	exploredRounds = `
format: countersign/v1
id: explored
version: 1.0.0
title: Explored
unsupervised: true
validity: {months: 2}
scales: {s: [{id: low, label: Low}, {id: high, label: High, meets: true}]}
defaults: {scale: s, kind: skill}
sections:
  - {id: gate, title: Gate, gate: true, proficiencies: [{id: first, statement: First}]}
  - {id: rest, title: Rest, proficiencies: [{id: second, statement: Second, optional: true}]}
`
)

// An exploration gives every command in every state that commands and the
// clock lead to, the nearest first, and notes what becomes of the items and of
// the enrolment. Of states that are alike to all commands it visits one.
type exploration struct {
	fw    *proficiency.Framework
	facts Facts
	seen  map[likeness]bool
	ahead []spot
	// answers are those that are given, and signOff says whether it is asked for.
	answers []proficiency.AnswerID
	signOff bool
	// items is what became of the items that a command was about, moved or not,
	// and of others that moved; enrolments what became of the enrolment, where
	// its status changed.
	items, enrolments map[arrow]bool
	changed           map[Kind]bool // commands that changed anything
	transfers         map[transferred]*AcceptTransfer
}

// toSome is content of which the second item applies to some only.
func toSome(content string) string {
	return strings.Replace(strings.Replace(content, "sections:\n", exploredRoles+"sections:\n", 1), "optional: true", "optional: true, applies_to: {role: [a]}", 1)
}

// toSomeMore is content of which more is asked of some in answer to the second item.
func toSomeMore(content string) string {
	return strings.Replace(strings.Replace(content, "sections:\n", exploredRoles+"sections:\n", 1), "waivable: true}",
		"waivable: true, level: [{applies_to: {role: [a]}, answer: highest}, {answer: high}]}", 1)
}

// A spot is a state at an instant.
type spot struct {
	state State
	now   time.Time
}

func (x *exploration) statuses(at spot) (items []ItemStatus, of Status) {
	for it := range x.fw.Items().Values() {
		items = append(items, ItemStatusOf(x.fw, &at.state, it, at.now))
	}
	return items, StatusOf(x.fw, &at.state, at.now)
}

func explore(t *testing.T, content string) *exploration {
	t.Helper()
	fw, findings := proficiency.Parse("explored.yaml", []byte(content))
	require.NotNil(t, fw, findings)
	x := &exploration{
		answers: []proficiency.AnswerID{"high", "highest"}, signOff: true,
		fw: fw, facts: exploredFacts(), seen: map[likeness]bool{}, items: map[arrow]bool{}, enrolments: map[arrow]bool{}, changed: map[Kind]bool{},
		transfers: map[transferred]*AcceptTransfer{},
	}
	if fw.Unsupervised().Set {
		x.answers, x.signOff = []proficiency.AnswerID{"low", "high"}, false
	} else if strings.Contains(content, "gate: true") {
		x.answers, x.signOff = []proficiency.AnswerID{"low", "high", "highest"}, false
	}
	nothing := spot{NewState("explored", fw.Index()), time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	first, _, err := x.after(nothing, "educator-1", x.enrol("a"))
	require.NoError(t, err)
	if enough := fw.Item("enough"); enough != nil { // is confirmed for good, and left alone
		first, _, err = x.after(first, "educator-1", x.paper(&first.state, "enough"))
		require.NoError(t, err)
	}
	for x.come(first); len(x.ahead) > 0 && (!UnderRace || len(x.seen) < 1000); {
		at := x.ahead[0]
		x.ahead = x.ahead[1:]
		for _, c := range x.commands(at) {
			x.give(at, c.by, c.cmd)
		}
		x.detour(at)
		x.wait(at)
	}
	return x
}

// come notes a spot to go on from, unless there was one like it.
func (x *exploration) come(at spot) {
	if l := x.likeness(at); !x.seen[l] {
		x.seen[l] = true
		x.ahead = append(x.ahead, at)
	}
}

// after is the spot after a command, and its events.
func (x *exploration) after(at spot, by PersonID, cmd Command) (spot, []Event, error) {
	f := x.facts
	f.Actor, f.Now = by, at.now
	events, err := Decide(x.fw, &at.state, f, cmd)
	if err != nil || len(events) == 0 {
		return at, nil, err
	}
	x.changed[cmd.Kind()] = true
	r := Record{Format: RecordFormat, Seq: at.state.seq + 1, At: at.now, Framework: x.fw.Ref(), FrameworkDigest: x.fw.Digest(), events: events}
	return spot{Apply(at.state, r), at.now}, events, nil
}

// give gives a command and notes what it did.
func (x *exploration) give(at spot, by PersonID, cmd Command) {
	next, events, _ := x.after(at, by, cmd)
	if len(events) == 0 {
		return
	}
	about := map[proficiency.ItemID]bool{}
	for _, e := range events {
		for id := range itemsOf(e) {
			about[id] = true
		}
	}
	was, of := x.statuses(at)
	is, to := x.statuses(next)
	for i, it := range x.fw.Items().All() {
		if about[it.ID()] || at.state.applies(it) != next.state.applies(it) || was[i] != is[i] && !x.nextRound(at, next) && x.meets(at, it) != x.meets(next, it) {
			x.items[arrow{string(was[i]), string(cmd.Kind()), string(is[i])}] = true
		} else if was[i] != is[i] {
			by := byGates
			if x.nextRound(at, next) {
				by = byRound
			}
			x.items[arrow{string(was[i]), by, string(is[i])}] = true
		}
	}
	if of != to {
		x.enrolments[arrow{string(of), string(cmd.Kind()), string(to)}] = true
	}
	x.come(next)
}

func (x *exploration) nextRound(at, next spot) bool {
	return next.state.rnd().number > at.state.rnd().number
}

func (x *exploration) meets(at spot, it *proficiency.Item) bool {
	return at.state.meets(it, at.state.of(x.fw, it))
}

// wait lets time pass until something about an item or the sign-off can change.
func (x *exploration) wait(at spot) {
	next := at
	for _, e := range x.edges(at) {
		if e.After(at.now) && (next.now.Equal(at.now) || e.Before(next.now)) {
			next.now = e
		}
	}
	was, of := x.statuses(at)
	is, to := x.statuses(next)
	for i := range is {
		if was[i] != is[i] {
			x.items[arrow{string(was[i]), byClock, string(is[i])}] = true
		}
	}
	if of != to {
		x.enrolments[arrow{string(of), byClock, string(to)}] = true
	}
	x.come(next)
}

// edges are the instants at which confirmations can be renewed, or end.
func (x *exploration) edges(at spot) (all []time.Time) {
	for it := range x.fw.Items().Values() {
		if end := at.state.of(x.fw, it).decision.until(); !end.IsZero() {
			all = append(all, end, opens(it, end))
		}
	}
	if last := at.state.submission(); last != nil {
		all = append(all, last.Until)
	}
	return append(all, at.state.signOff.until)
}

func opens(it *proficiency.Item, end time.Time) time.Time {
	return end.AddDate(0, -it.Validity().RenewWithin, 0)
}

// A likeness is what commands and the clock make a difference of.
type likeness struct {
	items                           [2]itemLikeness
	role                            proficiency.ValueID
	order                           [3]int // which of the ends of two items and a sign-off comes before which
	asked, stands, over, fell       bool
	declined, withdrawn, notStarted bool
	submitted, ever, holds          bool
}

type itemLikeness struct {
	answered, meets, asked, waived, chosen, ever bool
	most                                         bool // meets whoever the learner is
	rejected, paper, renewable, over, confirmed  bool
}

func (x *exploration) likeness(at spot) (l likeness) {
	s := &at.state
	ends := [3]time.Time{2: s.signOff.until}
	for i := range l.items {
		it := x.fw.Items().At(i)
		st := s.of(x.fw, it)
		k := itemLikeness{
			answered: st.answer != nil, meets: s.meets(it, st), asked: st.request != nil,
			most:   st.answer != nil && (st.answer.Meets && !it.LevelsVary() || st.answer.Answers[0].Answer == "highest"),
			waived: st.waiver != nil, chosen: st.chosen, ever: st.ever,
		}
		if d := st.decision; d != nil {
			k.rejected, k.confirmed = d.Outcome == Rejected, d.Outcome == Confirmed
			k.paper, k.over, ends[i] = d.Paper != nil || d.Original != nil, !d.holds(at.now), d.until()
			k.renewable = k.confirmed && !at.now.Before(opens(it, d.until()))
		}
		l.items[i] = k
	}
	g := &s.signOff
	if l.stands = s.signedOff(); !l.stands {
		ends[2] = time.Time{}
	}
	for i := range ends {
		a, b := ends[i], ends[(i+1)%3]
		if a.After(at.now) && b.After(at.now) {
			l.order[i] = a.Compare(b)
		}
	}
	l.asked, l.fell, l.over = g.request != nil, g.given != nil && !l.stands, l.stands && !s.inDate(at.now)
	l.declined = g.declined != nil && s.changed <= g.declined.Seq
	l.role = valueOf(s.enr().attributes, "role")
	l.withdrawn, l.notStarted = s.enr().withdrawn != nil, s.started == 0
	if last := s.submission(); last != nil {
		l.submitted, l.ever, l.holds = s.roundSubmitted(), true, last.holds(at.now)
	}
	return l
}

func exploredFacts() Facts {
	person := func(p PersonID, held ...roles.Appointment) *roles.Standing {
		return &roles.Standing{
			Person: p, Memberships: []roles.Membership{{Centre: "here", Active: true}, {Centre: "there", Active: true}}, Appointments: held,
			Staff: []roles.StaffEntry{{Centre: "here", Person: "learner-1"}},
		}
	}
	at := func(centre CentreID, role roles.RoleID) roles.Appointment {
		return roles.Appointment{Role: role, Centre: centre}
	}
	centre := func(id CentreID) CentreFacts {
		return CentreFacts{Centre: roles.Centre{ID: id, Kind: roles.Trust}, Offers: true}
	}
	return Facts{
		Policy: roles.Default(), Nonce: [32]byte{1}, Lifecycle: &proficiency.Lifecycle{Status: proficiency.Published},
		Centres: []CentreFacts{centre("here"), centre("there")},
		People: []*roles.Standing{
			person("learner-1"), person("assessor-1", at("here", "assessor")), person("assessor-2", at("here", "assessor")),
			person("educator-1", at("here", "educator-manager"), at("there", "educator-manager")),
			person("educator-2", at("here", "educator-manager")), person("manager-1", at("here", "clinical-centre-manager")),
		},
	}
}
