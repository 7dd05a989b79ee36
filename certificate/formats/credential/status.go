package credential

import (
	"crypto"
	"fmt"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/certificate/formats/internal/multikey"
)

// A statusFile is one of the files with status lists that are at hand, checked as a
// credential of its own.
type statusFile struct {
	report *Report
	list   *statusList
	broken error
}

// status is whether the issuer has taken the credential back, by the lists at hand.
func (v *verifier) status(r *Report) Answer {
	switch {
	case r.Signature.Has("malformed") || v.doc == nil:
		return answer(NotChecked, "unreadable", "the file cannot be read")
	case r.Kind == KindStatusList && v.doc["credentialStatus"] == nil:
		return answer(Passed, "is-a-list", "a status list has no status of its own: its own dates bound its use")
	case v.doc["credentialStatus"] == nil:
		return answer(NotChecked, "no-status", "the credential names no status list: only its issuer can say whether it was taken back")
	}
	entry := object(v.doc["credentialStatus"])
	if r.Says.List == "" {
		return answer(NotChecked, "unknown-status", fmt.Sprintf("a status of the kind %q is not known here", clip(strings.Join(texts(entry["type"]), " "))))
	}
	purpose := textOf(entry["statusPurpose"])
	if purpose != purposeRevocation && purpose != purposeSuspension {
		return answer(NotChecked, "unknown-purpose", fmt.Sprintf("a status for the purpose %q is not known here", clip(purpose)))
	}
	if size := entry["statusSize"]; size != nil && size != float64(1) && size != "1" {
		return answer(NotChecked, "unknown-status", "a status of more than one bit is not known here")
	}
	return v.byLists(r, purpose)
}

// byLists looks the entry up in the newest list that is good for it.
func (v *verifier) byLists(r *Report, purpose string) Answer {
	var best *statusFile
	var refused Answer
	for _, f := range v.files() {
		if f.report.Says.ID != r.Says.List {
			continue
		}
		if refusal := v.unfit(f, r, purpose); refusal.Outcome != "" {
			refused = refusal
		} else if best == nil || f.outdoes(best, r.Says.Index) {
			best = f
		}
	}
	switch {
	case best == nil && refused.Outcome != "":
		return refused
	case best == nil:
		return answer(NotChecked, "no-list", fmt.Sprintf("the status list %s is not at hand", clip(r.Says.List)))
	}
	asOf := "by a list without a date"
	if from := best.report.Says.ValidFrom; !from.IsZero() {
		asOf = "as of " + longTime(from)
	}
	if !best.list.Revoked(r.Says.Index) {
		return answer(Passed, "not-"+past(purpose), "not "+past(purpose)+", "+asOf)
	}
	return answer(Failed, past(purpose), "the issuer has taken it back ("+past(purpose)+"), "+asOf)
}

// outdoes reports whether a list is to be believed rather than another one: it
// is newer or, of the same instant, the one that says that the credential was taken back.
func (f *statusFile) outdoes(other *statusFile, index int) bool {
	mine, its := f.report.Says.ValidFrom, other.report.Says.ValidFrom
	return mine.After(its) || mine.Equal(its) && f.list.Revoked(index)
}

func past(purpose string) string {
	if purpose == purposeSuspension {
		return "suspended"
	}
	return "revoked"
}

// unfit says why a list cannot be relied on for this credential.
func (v *verifier) unfit(f *statusFile, r *Report, purpose string) Answer {
	l := f.report
	no := func(code, message string) Answer {
		return answer(NotChecked, code, "the status list at hand: "+message)
	}
	switch {
	case l.Signature.Outcome != Passed:
		return no("bad-list", l.Signature.Reasons[0].Message)
	case l.Validity.Outcome != Passed:
		return no("list-out-of-date", l.Validity.Reasons[0].Message)
	case l.Issuer.Outcome == Failed:
		return no("list-of-others", l.Issuer.Reasons[0].Message)
	case !sameIssuer(l, r):
		return no("list-of-others", fmt.Sprintf("it is by %s, and not by who issued the credential", clip(l.Says.Issuer)))
	case f.broken != nil:
		return no("bad-list", f.broken.Error())
	case !slices.Contains(f.list.purposes, purpose):
		return no("list-of-others", fmt.Sprintf("it is for another purpose than %s", purpose))
	case r.Says.Index >= f.list.Entries():
		return no("bad-list", fmt.Sprintf("it has no place %d", r.Says.Index))
	}
	return Answer{}
}

// sameIssuer reports whether the list is by the issuer of the credential. An
// issuer that is a did:key is the key that signed. Of every other the trust list
// must say whose key that was; it may be another key of the same organisation.
func sameIssuer(list, r *Report) bool {
	if key, is, err := multikey.FromDID(r.Says.Issuer); is && err == nil && list.signedBy(key) {
		return true
	}
	mine, its := r.organisation(), list.organisation()
	return mine != nil && mine == its
}

// signedBy reports whether one of the signatures that hold is by that key.
func (r *Report) signedBy(key crypto.PublicKey) bool {
	return slices.ContainsFunc(r.Proofs, func(p ProofReport) bool { return p.Answer.Outcome == Passed && equal(key, p.key) })
}

// organisation is the one that the trust list has a key of a good signature for.
func (r *Report) organisation() *Organisation {
	for _, p := range r.Proofs {
		if p.organisation != nil {
			return p.organisation
		}
	}
	return nil
}

// files checks the status lists at hand, once.
func (v *verifier) files() []*statusFile {
	if v.lists == nil {
		for _, data := range v.options.StatusLists {
			o := v.options
			o.StatusLists, o.Holder = nil, ""
			inner := &verifier{trust: v.trust, options: o, contexts: v.contexts}
			f := &statusFile{report: inner.of(data)}
			f.list, f.broken = listOf(inner.doc)
			f.report.doubt()
			v.lists = append(v.lists, f)
		}
	}
	return v.lists
}
