package credential

import (
	"fmt"
	"maps"
	"slices"
)

// MaxContained is the greatest number of credentials in a learner record.
const MaxContained = 100

// within checks each credential in a learner record by itself.
func (v *verifier) within(r *Report) {
	contained := list(object(v.doc["credentialSubject"])["verifiableCredential"])
	switch {
	case len(contained) == 0:
		r.Within = answer(Failed, "no-credentials", "there is no credential in it")
		return
	case len(contained) > MaxContained:
		r.Within = answer(Failed, "too-many-credentials", fmt.Sprintf("%d credentials in it: at most %d are allowed", len(contained), MaxContained))
		return
	}
	r.Within = Answer{Outcome: Passed}
	for i, c := range contained {
		inner := v.contained(c, &r.Says)
		r.Contained = append(r.Contained, inner)
		r.Within.take(i, inner)
		if !r.Says.covers(&inner.Says) {
			r.Within.fail("other-subject", fmt.Sprintf("credential %d is about somebody else than the learner record", i+1))
		}
	}
}

// covers reports whether a credential in a learner record is about the learner of
// the record: it has the same id, or no identity that is not the record's, too.
func (c *Claims) covers(inner *Claims) bool {
	if inner.Subject != "" && inner.Subject == c.Subject {
		return true
	}
	return len(inner.Identities) > 0 && !slices.ContainsFunc(inner.Identities, func(i Identity) bool {
		return !slices.Contains(c.Identities, i)
	})
}

// contained is the report on one of them.
func (v *verifier) contained(c any, outer *Claims) *Report {
	doc, is := c.(map[string]any)
	if !is {
		return v.unreadable(fmt.Errorf("a %T is no credential", c))
	}
	file := &opened{doc: maps.Clone(doc), proofs: doc["proof"]}
	delete(file.doc, "proof")
	if file.kind() != KindCredential {
		return v.unreadable(fmt.Errorf("a %s in a learner record is not known here", file.kind()))
	}
	inner := &verifier{trust: v.trust, options: v.options, contexts: v.contexts, lists: v.files(), inRecord: true}
	if says := readClaims(file.doc).claims; outer.covers(&says) {
		inner.options.Holder = "" // it is about the record's learner, of whom the record was asked
	}
	return inner.whole(file)
}

func (a *Answer) fail(code, message string) {
	a.Outcome, a.Reasons = Failed, append(a.Reasons, Reason{code, message})
}

// take adds to the answer what became of the credential at a place.
func (a *Answer) take(i int, r *Report) {
	for _, one := range r.Answers() {
		switch {
		case one.Outcome == Passed:
			continue
		case one.Outcome == Failed:
			a.Outcome = Failed
		case a.Outcome == Passed:
			a.Outcome = NotChecked
		}
		for _, reason := range one.Reasons {
			a.Reasons = append(a.Reasons, Reason{one.Name + ":" + reason.Code, fmt.Sprintf("credential %d: %s", i+1, reason.Message)})
		}
	}
	if r.Verdict() == Accepted {
		a.Reasons = append(a.Reasons, Reason{"accepted", fmt.Sprintf("credential %d is accepted: %s", i+1, r.Says.Name)})
	}
}
