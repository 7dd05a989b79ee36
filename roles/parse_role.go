package roles

import (
	"slices"

	"github.com/countersign-go/countersign/proficiency/source"
)

// maxRank bounds what is surely a mistake.
const maxRank = 99

var roleShape = source.Shape{
	What:     "a role",
	Required: []string{"id", "title"},
	Optional: []string{"rank", "admin", "comes_from", "capabilities", "appoints", "may_take", "revokes", "suspends", "resign", "keep_last", "training"},
}

func readRole(n source.Node) *draftRole {
	m := n.Mapping(&roleShape)
	if !m.Present() {
		return nil
	}
	r := &draftRole{
		id:           readID(m.Get("id")),
		title:        readTitle(m.Get("title")),
		rank:         m.Get("rank").Int(0, maxRank, 0),
		rankAt:       m.Get("rank").Position(),
		admin:        m.Get("admin").Bool(false),
		adminAt:      m.Get("admin").Position(),
		origin:       readOrigin(m.Get("comes_from")),
		capabilities: readWords(m.Get("capabilities"), 0),
		mayTake:      readWords(m.Get("may_take"), 0),
		revokes:      readWords(m.Get("revokes"), 0),
		suspends:     readWords(m.Get("suspends"), 0),
		resign:       readSwitch(m, "resign", true),
		keepLast:     readSwitch(m, "keep_last", false),
		training:     readID(m.Get("training")),
		position:     n.Position(),
	}
	for _, rule := range m.Get("appoints").List(0) {
		if rule := readRule(rule); rule != nil {
			r.appoints = append(r.appoints, *rule)
		}
	}
	return r
}

func readOrigin(n source.Node) Origin {
	t := n.Text()
	if !t.Given() {
		return ByAppointment
	}
	known := []string{string(ByAppointment), string(ByHost), string(ByEnrolment)}
	if !slices.Contains(known, t.Value) {
		n.Report(codeUnknownOrigin, "a role comes from %s, not from %s%s",
			source.Listing(known), source.Quote(t.Value), source.DidYouMean(t.Value, known))
		return "" // so that nothing is said of what only follows from it
	}
	return Origin(t.Value)
}

var appointShape = source.Shape{
	What:     "an appointment rule",
	Required: []string{"roles"},
	Optional: []string{"capability", "on_staff_list", "attestation", "inherits_category", "only_while_none_in_force"},
}

func readRule(n source.Node) *draftRule {
	m := n.Mapping(&appointShape)
	if !m.Present() {
		return nil
	}
	r := &draftRule{
		roles:      readWords(m.Get("roles"), 1),
		capability: m.Get("capability").Text(),
		rule: AppointRule{
			OnStaffList:          m.Get("on_staff_list").Bool(false),
			Attestation:          m.Get("attestation").Bool(false),
			InheritsCategory:     m.Get("inherits_category").Bool(false),
			OnlyWhileNoneInForce: m.Get("only_while_none_in_force").Bool(false),
			Position:             n.Position(),
		},
	}
	if !m.Get("capability").Present() {
		r.capability = source.Text{Value: CanAppoint.String(), Position: n.Position()}
	}
	return r
}

var enrolmentShape = source.Shape{What: "the enrolment rule", Optional: []string{"centres", "staff_list"}}

var kindShape = source.Shape{What: "a kind of centre", Required: []string{"kind"}, Optional: []string{"unless_delegate_of"}}

func readEnrolment(policy source.Mapping) draftEnrolment {
	n := policy.Get("enrolment")
	if !n.Present() {
		return draftEnrolment{staffList: Switch{On: true, Position: policy.Position()}, position: policy.Position()}
	}
	m := n.Mapping(&enrolmentShape)
	e := draftEnrolment{staffList: readSwitch(m, "staff_list", true), position: n.Position()}
	if centres := m.Get("centres"); centres.Present() {
		e.position = centres.Position()
	}
	for _, k := range m.Get("centres").List(1) {
		if km := k.Mapping(&kindShape); km.Present() {
			e.kinds = append(e.kinds, draftKind{km.Get("kind").Text(), readWords(km.Get("unless_delegate_of"), 1), k.Position()})
		}
	}
	return e
}
