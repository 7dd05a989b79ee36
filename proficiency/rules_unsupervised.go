package proficiency

import "github.com/countersign-go/countersign/proficiency/source"

func unsupervisedRules() []ContentRule {
	return []ContentRule{
		{"unsupervised-confirmed", source.Error, "Where the framework is unsupervised, nothing speaks of confirming or signing off.", checkNothingConfirmed},
		{"completion-supervised", source.Error, "A certificate of completion, and how long the whole holds, go with unsupervised frameworks only.", checkCompletionUnsupervised},
		{codeUnknownCertificate, source.Error, "The certificate of an unsupervised framework is one of completion.", checkCertificateKnown},
	}
}

const codeUnknownCertificate = "unknown-certificate"

// checkNothingConfirmed reports each key that would speak of what nobody does.
func checkNothingConfirmed(r *raw, report reporter) {
	if !r.unsupervised.set {
		return
	}
	without := func(given bool, at source.Position, what, remedy string) {
		if given {
			report(at, "%s, but the framework is unsupervised, so that %s", what, remedy)
		}
	}
	without(!r.signOffAt.IsZero(), r.signOffAt, "sign_off says who signs off", "nobody does: remove it, or remove unsupervised")
	without(r.paperSince.Given(), r.paperSince.Position, "paper_since is about confirmations on paper", "there are none: remove it")
	for _, q := range r.requires {
		without(q.before.Value == string(BeforeSignOff), q.before.Position, "something is required before the sign-off", "there is none: require it before enrolment")
	}
	conditions := func(by rawRoles, c rawConditions) {
		without(by.given, by.position, "confirmed_by says who confirms", "nobody does: remove it")
		without(c.validity.given, c.validity.position, "this validity is that of a confirmation",
			"there is none: remove it, or write it at the top, where it is how long what was submitted holds")
		without(c.waivable.given, c.waivable.position, "waivable is about waiving", "nobody waives anything: remove it, or mark what is optional")
	}
	r.eachDefaults(func(d *rawDefaults) { conditions(d.confirmedBy, d.conditions) })
	for _, it := range r.items {
		conditions(it.confirmedBy, it.conditions)
	}
}

func checkCompletionUnsupervised(r *raw, report reporter) {
	if !r.supervised {
		return
	}
	if r.certificate.Given() {
		report(r.certificate.Position, "certificate is about what is submitted, but this framework is signed off, which has a certificate by itself: remove it, or make the framework unsupervised")
	}
	if r.submission.given {
		report(r.submission.position, "validity stands here only where the framework is unsupervised: write how long confirmations hold in defaults, or for a single proficiency")
	}
}

func checkCertificateKnown(r *raw, report reporter) {
	if c := r.certificate; c.Given() && c.Value != certificateOfCompletion {
		h := r.hint(c, "it can be", []string{certificateOfCompletion}, source.Fixed)
		h.on(report(c.Position, "there is no certificate %s%s", source.Quote(c.Value), h.end))
	}
}
