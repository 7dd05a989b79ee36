package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

// Codes of findings about single values of a lifecycle.yaml.
const (
	codeUnknownStatus = "unknown-status"
	codeInvalidDate   = "invalid-date"
)

// A lifecycleRule holds the values of a lifecycle.yaml against each other. A
// rule is silent about what could not be read: that has a finding already.
type lifecycleRule struct {
	code     string
	severity source.Severity
	purpose  string
	// check reports where and how l breaks the rule.
	check func(l Lifecycle, report func(at source.Position, message string))
}

// once is the check of a rule that is broken in one place at most: there is no
// message where it is not.
func once(broken func(l Lifecycle) (at source.Position, message string)) func(Lifecycle, func(source.Position, string)) {
	return func(l Lifecycle, report func(source.Position, string)) {
		if at, message := broken(l); message != "" {
			report(at, message)
		}
	}
}

func lifecycleRules() []lifecycleRule {
	return []lifecycleRule{
		{"draft-published", source.Error, "A draft has no day of publication, so that nobody takes it for published.", once(draftPublished)},
		{"not-dated", source.Error, "Published content says since when: no learner is enrolled before.", once(notDated)},
		{"not-retired", source.Error, "Only a retired version has a retirement, so that status and dates never disagree.", once(notRetired)},
		{"retirement-missing", source.Error, "A retired version says since when and why.", once(retirementMissing)},
		{"enrolment-before-published", source.Error, "Enrolment cannot end before it begins.", once(enrolmentBeforePublished)},
		{"retired-before-published", source.Error, "A version cannot be retired before it is published.", once(retiredBeforePublished)},
		{"finish-before-published", source.Error, "Nobody has to be finished before anybody can begin.", once(finishBeforePublished)},
		{"enrolment-after-finish", source.Warning, "Nobody is enrolled who cannot be finished any more.", once(enrolmentAfterFinish)},
		{"enrolment-after-retired", source.Warning, "An end of enrolment after the retirement has no effect.", once(enrolmentAfterRetired)},
		{"draft-history", source.Error, "What was never published was never retired.", once(draftHistory)},
		{"cleared-before-retired", source.Error, "A retirement is cleared after it began.", clearedBeforeRetired},
		{"history-before-published", source.Error, "A version cannot have been retired before it was published.", historyBeforePublished},
		{"history-overlap", source.Error, "A retirement begins when the one before it is cleared, so that each day has one reason.", historyOverlap},
	}
}

func draftPublished(l Lifecycle) (at source.Position, message string) {
	if l.Status == Draft && !l.PublishedPosition.IsZero() {
		message = "a draft is not published yet: take the date away, or make the status published"
	}
	return l.PublishedPosition, message
}

func notDated(l Lifecycle) (at source.Position, message string) {
	if (l.Status == Published || l.Status == Retired) && l.PublishedPosition.IsZero() {
		message = `the status ` + string(l.Status) + ` needs the key "published", the first day on which a learner may be enrolled`
	}
	return l.Position, message
}

func notRetired(l Lifecycle) (at source.Position, message string) {
	if (l.Status == Draft || l.Status == Published) && !l.RetiredPosition.IsZero() {
		message = "the status is " + string(l.Status) + ", not retired: take the retirement away, or make the status retired"
	}
	return l.RetiredPosition, message
}

func retirementMissing(l Lifecycle) (at source.Position, message string) {
	if l.Status == Retired && l.RetiredPosition.IsZero() {
		message = `the status retired needs the key "retired", with on and reason`
	}
	return l.Position, message
}

func enrolmentBeforePublished(l Lifecycle) (at source.Position, message string) {
	if !l.EnrolmentUntil.IsZero() && l.EnrolmentUntil.Before(l.Published) {
		message = "enrolment ends on " + l.EnrolmentUntil.String() + ", before the version is published on " + l.Published.String()
	}
	return l.EnrolmentUntilPosition, message
}

func retiredBeforePublished(l Lifecycle) (at source.Position, message string) {
	if !l.RetiredOn.IsZero() && l.RetiredOn.Before(l.Published) {
		message = "the version is retired on " + l.RetiredOn.String() + ", before it is published on " + l.Published.String()
	}
	return l.RetiredPosition, message
}

func enrolmentAfterRetired(l Lifecycle) (at source.Position, message string) {
	if !l.RetiredOn.IsZero() && !l.EnrolmentUntil.Before(l.RetiredOn) {
		message = "enrolment until " + l.EnrolmentUntil.String() + " has no effect: the version is retired on " + l.RetiredOn.String()
	}
	return l.EnrolmentUntilPosition, message
}

func finishBeforePublished(l Lifecycle) (at source.Position, message string) {
	if !l.FinishBy.IsZero() && l.FinishBy.Before(l.Published) {
		message = "sign-off ends on " + l.FinishBy.String() + ", before the version is published on " + l.Published.String()
	}
	return l.FinishByPosition, message
}

// enrolmentAfterFinish is silent where nobody could begin before, which has a finding.
func enrolmentAfterFinish(l Lifecycle) (at source.Position, message string) {
	last := l.EnrolmentUntil
	if !l.RetiredOn.IsZero() && (last.IsZero() || !last.Before(l.RetiredOn)) {
		last = l.RetiredOn
	}
	if l.FinishBy.IsZero() || l.FinishBy.Before(l.Published) || !last.IsZero() && !l.FinishBy.Before(last) {
		return l.FinishByPosition, ""
	}
	return l.FinishByPosition, "sign-off ends on " + l.FinishBy.String() + ", and enrolment does not end before: say by enrolment_until when it does"
}

func draftHistory(l Lifecycle) (at source.Position, message string) {
	if l.Status == Draft && l.History.Len() > 0 {
		return l.History.At(0).Position, "a draft has no history: take it away, or make the status published"
	}
	return at, ""
}

func clearedBeforeRetired(l Lifecycle, report func(source.Position, string)) {
	for r := range l.History.Values() {
		if !r.RetiredOn.IsZero() && !r.ClearedOn.IsZero() && !r.RetiredOn.Before(r.ClearedOn) {
			report(r.ClearedPosition, "the retirement of "+r.RetiredOn.String()+" is cleared on "+r.ClearedOn.String()+": that has to be a later day")
		}
	}
}

func historyBeforePublished(l Lifecycle, report func(source.Position, string)) {
	for r := range l.History.Values() {
		if !r.RetiredOn.IsZero() && r.RetiredOn.Before(l.Published) {
			report(r.Position, "the version was retired on "+r.RetiredOn.String()+", before it is published on "+l.Published.String())
		}
	}
}

// historyOverlap holds each retirement against the one before it, and the one
// that stands against the last.
func historyOverlap(l Lifecycle, report func(source.Position, string)) {
	var before ClearedRetirement
	against := func(on Date, at source.Position) {
		if !on.IsZero() && !before.ClearedOn.IsZero() && on.Before(before.ClearedOn) {
			report(at, "the version is retired on "+on.String()+", and the retirement before it is cleared only on "+before.ClearedOn.String()+
				": write the history in its order, each from the day on that the one before was cleared")
		}
	}
	for r := range l.History.Values() {
		against(r.RetiredOn, r.Position)
		before = r
	}
	against(l.RetiredOn, l.RetiredPosition)
}
