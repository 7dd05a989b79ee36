package proficiency

import (
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

var (
	lifecycleShape = &source.Shape{
		What:     "a lifecycle",
		Required: []string{"status"},
		Optional: []string{"published", "enrolment_until", "retired", "finish_by", "history"},
	}
	retirementShape = &source.Shape{What: "a retirement", Required: []string{"on", "reason"}}
	clearingShape   = &source.Shape{What: "a clearing", Required: []string{"on", "reason"}}
	pastShape       = &source.Shape{What: "an entry of the history", Required: []string{"retired", "cleared"}}
)

// ParseLifecycle reads a lifecycle.yaml. File is the name that positions
// carry. The findings are complete and sorted; if one of them is an error, the
// Lifecycle is the zero one, on which nobody can be enrolled. Nothing in src
// makes it panic.
func ParseLifecycle(file string, src []byte) (Lifecycle, source.Diagnostics) {
	doc := source.Read(file, src, nil)
	m := doc.Root().Mapping(lifecycleShape)
	retired := m.Get("retired").Mapping(retirementShape)
	l := Lifecycle{
		Status:                 lifecycleStatus(doc, m.Get("status")),
		Published:              lifecycleDate(m.Get("published")),
		EnrolmentUntil:         lifecycleDate(m.Get("enrolment_until")),
		RetiredOn:              lifecycleDate(retired.Get("on")),
		RetiredReason:          lifecycleReason(retired.Get("reason"), "retired"),
		FinishBy:               lifecycleDate(m.Get("finish_by")),
		History:                lifecycleHistory(m.Get("history")),
		Position:               m.Position(),
		PublishedPosition:      m.KeyPosition("published"),
		EnrolmentUntilPosition: m.KeyPosition("enrolment_until"),
		RetiredPosition:        m.KeyPosition("retired"),
		FinishByPosition:       m.KeyPosition("finish_by"),
	}
	for _, r := range lifecycleRules() {
		r.check(l, func(at source.Position, message string) { doc.Report(at, r.severity, r.code, "%s", message) })
	}
	findings := doc.Findings()
	if findings.HasErrors() {
		return Lifecycle{}, findings
	}
	return l, findings
}

func lifecycleStatus(doc *source.Document, n source.Node) LifecycleStatus {
	text := n.Text()
	switch status := LifecycleStatus(text.Value); status {
	case Draft, Published, Retired:
		return status
	}
	if text.Given() {
		statuses := []string{string(Draft), string(Published), string(Retired)}
		hint := source.DidYouMean(text.Value, statuses)
		if hint == "" {
			hint = ": want draft, published or retired"
		}
		finding := doc.Report(text.Position, source.Error, codeUnknownStatus, "unknown status %s%s", source.Quote(text.Value), hint)
		finding.Suggestion, finding.Fix = doc.Meant(text, statuses, source.Fixed)
	}
	return ""
}

func lifecycleDate(n source.Node) Date {
	text := n.Text()
	if !text.Given() {
		return Date{}
	}
	d, err := ParseDate(text.Value)
	if err != nil {
		n.Report(codeInvalidDate, "%s is not a date: write YYYY-MM-DD, such as 2026-01-31", source.Quote(text.Value))
	}
	return d
}

// lifecycleReason reads the reason why the version was retired, or that was cleared.
func lifecycleReason(n source.Node, what string) string {
	text := n.Text()
	if text.Given() && strings.TrimSpace(text.Value) == "" {
		n.Report(source.CodeEmpty, "the reason is empty: say why the version was %s, learners and educators read it", what)
	}
	return text.Value
}

func lifecycleHistory(n source.Node) List[ClearedRetirement] {
	var past []ClearedRetirement
	for _, entry := range n.List(1) {
		m := entry.Mapping(pastShape)
		retired, cleared := m.Get("retired").Mapping(retirementShape), m.Get("cleared").Mapping(clearingShape)
		past = append(past, ClearedRetirement{
			RetiredOn: lifecycleDate(retired.Get("on")), RetiredReason: lifecycleReason(retired.Get("reason"), "retired"),
			ClearedOn: lifecycleDate(cleared.Get("on")), ClearedReason: lifecycleReason(cleared.Get("reason"), "opened again"),
			Position: entry.Position(), ClearedPosition: m.KeyPosition("cleared"),
		})
	}
	return List[ClearedRetirement]{past}
}
