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
	// broken gives where and how l breaks the rule, or no message.
	broken func(l Lifecycle) (at source.Position, message string)
}

func lifecycleRules() []lifecycleRule {
	return []lifecycleRule{
		{"draft-published", source.Error, "A draft has no day of publication, so that nobody takes it for published.", draftPublished},
		{"not-dated", source.Error, "Published content says since when: no learner is enrolled before.", notDated},
		{"not-retired", source.Error, "Only a retired version has a retirement, so that status and dates never disagree.", notRetired},
		{"retirement-missing", source.Error, "A retired version says since when and why.", retirementMissing},
		{"enrolment-before-published", source.Error, "Enrolment cannot end before it begins.", enrolmentBeforePublished},
		{"retired-before-published", source.Error, "A version cannot be retired before it is published.", retiredBeforePublished},
		{"finish-before-published", source.Error, "Nobody has to be finished before anybody can begin.", finishBeforePublished},
		{"enrolment-after-finish", source.Warning, "Nobody is enrolled who cannot be finished any more.", enrolmentAfterFinish},
		{"enrolment-after-retired", source.Warning, "An end of enrolment after the retirement has no effect.", enrolmentAfterRetired},
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
