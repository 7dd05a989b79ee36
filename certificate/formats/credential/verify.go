package credential

import (
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/internal/rdf"
)

// MaxCredential is the greatest size of a credential and of a status list, in
// bytes; MaxImage that of a picture with one in it.
const (
	MaxCredential = 4 << 20
	MaxImage      = 16 << 20
)

// VerifyOptions say what a credential is checked against. Nil means the zero values.
type VerifyOptions struct {
	// At is the instant for which the answer holds. Without it validity and
	// status are not checked.
	At time.Time
	// StatusLists are the files with status lists that are at hand.
	StatusLists [][]byte
	// Holder is what the person who shows the credential gives as theirs, to be
	// compared with the identity in it: a name, a registration number, an
	// address. Empty asks nothing. Of a learner record the record is asked, and of
	// the credentials in it only those that are not about the record's learner.
	Holder string
	// Contexts are JSON-LD contexts as their owners publish them, each under its
	// URL without the scheme: purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json.
	// Nil leaves those built in, which are enough for what this package issues.
	Contexts fs.FS
}

// skew is by how much clocks may differ.
const skew = 5 * time.Minute

// Verify checks a credential: JSON with embedded proofs, a VC-JWT, either of
// them baked into a PNG or an SVG, or a status list. It reaches no network and
// reads no clock. It always gives a report: what cannot be read has failed.
func Verify(data []byte, trust *Trust, o *VerifyOptions) *Report {
	if o == nil {
		o = &VerifyOptions{}
	}
	v := &verifier{trust: trust, options: *o, contexts: contextsOf(o.Contexts)}
	file, err := open(data)
	if err != nil {
		return v.unreadable(err)
	}
	return v.whole(file)
}

// whole answers everything about a file.
func (v *verifier) whole(file *opened) *Report {
	r := v.report(file)
	if !v.options.At.IsZero() {
		r.Status = v.status(r)
	}
	if v.options.Holder != "" {
		r.Holder = v.holder(r)
	}
	if slices.Contains(r.Says.Types, typeCLR) { // also as a JWT
		v.within(r)
	}
	r.doubt()
	return r
}

type verifier struct {
	trust    *Trust
	options  VerifyOptions
	contexts rdf.Contexts
	lists    []*statusFile // read once
	doc      map[string]any
	hashes   map[string]docHash // of doc, by suite
	inRecord bool               // doc stands in a learner record
}

// report answers everything but what needs other files or a person.
func (v *verifier) report(file *opened) *Report {
	r := &Report{At: v.options.At}
	read := readClaims(file.doc)
	v.doc, r.Kind, r.Says = file.doc, file.kind(), read.claims
	if file.header == nil {
		v.proofs(r, file.proofs, r.Says.Issuer)
	} else {
		r.Proofs = []ProofReport{v.judgeJWT(file, r.Says.Issuer)}
	}
	r.Signature = signatureOf(r.Proofs)
	r.Issuer = v.issuerOf(r)
	r.Validity = v.validityOf(read)
	r.Schema = shapeOf(v.doc, v.inRecord)
	r.Status = answer(NotChecked, "no-date", "no instant was given to check for")
	return r
}

// of is report for a file that is still to be read.
func (v *verifier) of(data []byte) *Report {
	file, err := open(data)
	if err != nil {
		return v.unreadable(err)
	}
	return v.report(file)
}

// unreadable answers for a file of which nothing can be said.
func (v *verifier) unreadable(err error) *Report {
	nothing := answer(NotChecked, "unreadable", "the file cannot be read")
	r := &Report{At: v.options.At, Issuer: nothing, Validity: nothing, Status: nothing, Schema: nothing}
	r.Signature = answer(Failed, "malformed", strings.TrimPrefix(err.Error(), "credential: "))
	if v.options.Holder != "" {
		r.Holder = nothing
	}
	return r
}

// signatureOf is what the proofs come to: one bad one spoils all, one that could
// be anything leaves it open, and beside those of other kinds one good one is enough.
func signatureOf(proofs []ProofReport) Answer {
	for _, among := range []func(Answer) bool{
		func(a Answer) bool { return a.Outcome == Failed },
		func(a Answer) bool { return a.Outcome == NotChecked && !a.Has("other-suite") },
		func(a Answer) bool { return a.Outcome == Passed },
		func(Answer) bool { return true },
	} {
		var all Answer
		for _, p := range proofs {
			if among(p.Answer) {
				all = Answer{p.Answer.Outcome, append(all.Reasons, p.Answer.Reasons...)}
			}
		}
		if all.Outcome != "" {
			return all
		}
	}
	return answer(Failed, "no-proof", "nothing in the file is signed")
}

// issuerOf is whether somebody trusted made one of the proofs that hold.
func (v *verifier) issuerOf(r *Report) Answer {
	if v.trust == nil {
		return answer(NotChecked, "no-trust-list", "no trust list was given, so nobody says whose key signed")
	}
	best := answer(NotChecked, "no-signature", "no signature could be checked")
	rank := map[Outcome]int{Passed: 3, Failed: 2, NotChecked: 1}
	reached := 0
	for i := range r.Proofs {
		p := &r.Proofs[i]
		if p.Answer.Outcome != Passed {
			continue
		}
		a, organisation := v.believed(p, r.Says.Issuer)
		p.organisation = organisation
		if rank[a.Outcome] > reached {
			best, reached = a, rank[a.Outcome]
			if organisation != nil {
				r.Says.Organisation = organisation.Name
			}
		}
	}
	return best
}

// validityOf is whether the instant is within the time that the credential is for.
func (v *verifier) validityOf(read reading) Answer {
	c, at := read.claims, v.options.At
	switch {
	case read.badTime != "":
		return answer(Failed, "malformed-time", read.badTime+" is no instant with a zone")
	case at.IsZero():
		return answer(NotChecked, "no-date", "no instant was given to check for")
	case !c.ValidFrom.IsZero() && at.Add(skew).Before(c.ValidFrom):
		return answer(Failed, "not-yet-valid", "it is valid only from "+longTime(c.ValidFrom))
	case !c.ValidUntil.IsZero() && !at.Before(c.ValidUntil):
		return answer(Failed, "expired", "it was valid until "+longTime(c.ValidUntil))
	case c.ValidUntil.IsZero():
		return answer(Passed, "in-date", "it has no end")
	}
	return answer(Passed, "in-date", "it is valid until "+longTime(c.ValidUntil))
}

// doubt takes back what rests on a signature that does not hold: what failed
// stays failed, and nothing passes.
func (r *Report) doubt() {
	if r.Signature.Outcome == Passed {
		return
	}
	for _, a := range []*Answer{&r.Issuer, &r.Validity, &r.Status, &r.Schema, &r.Within, &r.Holder} {
		if a.Outcome == Passed {
			*a = answer(NotChecked, "unproven", "no signature vouches for what the file says")
		}
	}
}

func longTime(t time.Time) string { return t.UTC().Format("2 January 2006 15:04 UTC") }
