package proficiency

import (
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

var (
	lifecycleShape = &source.Shape{
		What:     "a lifecycle",
		Required: []string{"status"},
		Optional: []string{"published", "enrolment_until", "retired", "finish_by"},
	}
	retirementShape = &source.Shape{What: "a retirement", Required: []string{"on", "reason"}}
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
		RetiredReason:          lifecycleReason(retired.Get("reason")),
		FinishBy:               lifecycleDate(m.Get("finish_by")),
		Position:               m.Position(),
		PublishedPosition:      m.KeyPosition("published"),
		EnrolmentUntilPosition: m.KeyPosition("enrolment_until"),
		RetiredPosition:        m.KeyPosition("retired"),
		FinishByPosition:       m.KeyPosition("finish_by"),
	}
	for _, r := range lifecycleRules() {
		if at, message := r.broken(l); message != "" {
			doc.Report(at, r.severity, r.code, "%s", message)
		}
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

func lifecycleReason(n source.Node) string {
	text := n.Text()
	if text.Given() && strings.TrimSpace(text.Value) == "" {
		n.Report(source.CodeEmpty, "the reason is empty: say why the version was retired, learners and educators read it")
	}
	return text.Value
}
