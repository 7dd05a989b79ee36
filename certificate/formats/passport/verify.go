package passport

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// VerifyOptions say what a passport is checked against. Nil means the zero values.
type VerifyOptions struct {
	// At is the instant for which the answer holds. Without it validity and status
	// are not checked.
	At time.Time
	// Catalog is the content of whoever checks. Without it only what the passport
	// brings along is at hand.
	Catalog *proficiency.Catalog
	// StatusLists are further status lists, beside those in the passport. Of several
	// the newest decides.
	StatusLists [][]byte
	// Holder and Contexts are those of [credential.VerifyOptions].
	Holder   string
	Contexts fs.FS
	// Limits bound what is read; nil stands for the defaults.
	Limits *Limits
}

// Verify checks the file of a passport. It reaches no network and reads no clock.
// It always gives a report: what cannot be read has failed.
func Verify(data []byte, trust *credential.Trust, o *VerifyOptions) *Report {
	if o == nil {
		o = &VerifyOptions{}
	}
	p, err := Open(data, o.Limits)
	if err != nil {
		message := strings.TrimPrefix(err.Error(), "passport: ")
		return &Report{
			At: o.At, File: failed("malformed", message), Learner: answer(credential.NotChecked, "unreadable", "the file cannot be read"),
		}
	}
	return p.Verify(trust, o)
}

// Verify checks what was opened. Options may be nil; their Limits do not count any more.
func (p *Passport) Verify(trust *credential.Trust, o *VerifyOptions) *Report {
	if o == nil {
		o = &VerifyOptions{}
	}
	r := &Report{At: o.At, Hint: p.Hint}
	r.CLR = credential.Verify(p.CLR, trust, &credential.VerifyOptions{
		At: o.At, StatusLists: append(slices.Clone(p.StatusLists), o.StatusLists...), Holder: o.Holder, Contexts: o.Contexts,
	})
	r.File = p.whole(r.CLR)
	brought := p.brought(r)
	for i := range p.Records {
		e := p.enrolment(i, r)
		e.Content = p.find(&e, o.Catalog, brought[e.Framework])
		r.Enrolments = append(r.Enrolments, e)
	}
	r.stand()
	r.Learner = p.learner(r)
	r.doubt()
	return r
}

// whole is whether everything in the file is what was signed, and nothing else in it.
func (p *Passport) whole(clr *credential.Report) credential.Answer {
	if clr.Kind != credential.KindCLR {
		return failed("no-learner-record", fileCLR+" is no learner record")
	}
	// Statements that are the same count once, wherever they stand: only a
	// signature over bytes holds each to its place. Anybody could add one of theirs.
	if clr.Signature.Outcome == credential.Passed && !slices.ContainsFunc(clr.Proofs, func(s credential.ProofReport) bool {
		return s.CoversBytes() && s.Answer.Outcome == credential.Passed && (s.Trusted() || clr.Issuer.Outcome != credential.Passed)
	}) {
		return failed("not-every-byte", "no signature by its issuer covers every byte of "+fileCLR)
	}
	if faults := p.fileFaults(clr.Says.Resources); faults != nil {
		return credential.Answer{Outcome: credential.Failed, Reasons: faults}
	}
	return passed("whole", fmt.Sprintf("%d files, each as it was signed", len(p.layout.bound)+1))
}

// fileFaults are the files that are not those that were signed, each of them.
func (p *Passport) fileFaults(signed []credential.Resource) (faults []credential.Reason) {
	fault := func(code, format string, args ...any) {
		faults = append(faults, credential.Reason{Code: code, Message: fmt.Sprintf(format, args...)})
	}
	named := map[string]credential.Resource{}
	for _, r := range signed {
		named[r.Name] = r
	}
	there := map[string]bool{}
	for _, f := range p.layout.bound {
		there[f.Name] = true
		switch r, is := named[f.Name]; {
		case !is:
			fault("unsigned-file", "%s is in the file, and the signature does not name it", f.Name)
		case r != resource(f):
			fault("changed-file", "%s is not what was signed, which has the digest %s", f.Name, r.Digest)
		}
	}
	for _, r := range signed {
		if !there[r.Name] {
			fault("missing-file", "%s was signed and is missing", r.Name)
		}
	}
	return faults[:min(len(faults), maxFaults)]
}

// maxFaults is how many files that are not as they should be are named.
const maxFaults = 20

// brought is the content that came along for the records. It is read once a
// signature covers it: nobody has to read what anybody put there. What cannot be
// read fails the file.
func (p *Passport) brought(r *Report) map[proficiency.Ref]*proficiency.Framework {
	if !r.proven() {
		return nil
	}
	all := map[proficiency.Ref]*proficiency.Framework{}
	for i := range p.Records {
		ref := p.Records[i].last().Framework
		if _, done := all[ref]; done {
			continue
		}
		fw, err := p.Content(ref)
		if err != nil {
			r.File = failed("malformed-content", strings.TrimPrefix(err.Error(), "passport: "))
		}
		all[ref] = fw
	}
	return all
}

// learner is whether all records are of one learner, and that is whom the
// signature means.
func (p *Passport) learner(r *Report) credential.Answer {
	first := learnerOf(p.Records[0].Records)
	for _, rec := range p.Records {
		if err := portable(rec.Records); err != nil {
			return failed("no-learner", fmt.Sprintf("enrolment %s: %v", rec.ID, err))
		}
		if who := learnerOf(rec.Records); who != first {
			return failed("two-learners", fmt.Sprintf("enrolment %s is another learner's than enrolment %s", rec.ID, p.Records[0].ID))
		}
	}
	if !slices.ContainsFunc(r.CLR.Says.Identities, func(i credential.Identity) bool { return i.IsLearner(first) }) {
		return failed("other-learner", "the records are another learner's than the signature says")
	}
	return passed("same-learner", "every record and the signature are about one learner")
}

// enrolment answers about one of them.
func (p *Passport) enrolment(i int, of *Report) EnrolmentReport {
	rec := &p.Records[i]
	last := rec.last()
	r := EnrolmentReport{ID: rec.ID, Framework: last.Framework, Digest: last.FrameworkDigest, Head: headOf(rec.Records), records: rec.Records}
	r.Chain = passed("unbroken", fmt.Sprintf("%d records, each of which follows from the one before", len(rec.Records)))
	if rec.Fault != nil {
		r.Chain = failed("broken", rec.Fault.Error())
	}
	r.Signed = passed("same-head", fmt.Sprintf("it ends with record %d, which the signature names by its hash", r.Head.Record))
	if heads := of.CLR.Says.Heads; i >= len(heads) || len(heads) != len(p.Records) || heads[i] != r.Head {
		r.Signed = failed("other-head", fmt.Sprintf("it ends with record %d, %s, and the signature names another one: records were changed, left out or put in", r.Head.Record, r.Head.Hash))
	}
	r.Credential = credentialOf(i, len(p.Records), of.CLR, rec.Records)
	return r
}

// stand says how far each enrolment has come, where somebody trusted signed what
// is replayed for that: what a stranger could write may take long.
func (r *Report) stand() {
	if !r.proven() || r.CLR.Issuer.Outcome != credential.Passed {
		return
	}
	for i := range r.Enrolments {
		e := &r.Enrolments[i]
		if e.fw == nil || e.Chain.Outcome != credential.Passed {
			continue
		}
		at := r.At
		if at.IsZero() {
			at = e.records[len(e.records)-1].At
		}
		e.Title, e.Standing = e.fw.Title(), standingOf(e.fw, e.ID, e.records, at)
	}
}

// credentialOf is whether the credential in the learner record is about the enrolment.
func credentialOf(i, of int, clr *credential.Report, records []workflow.Record) credential.Answer {
	if len(clr.Contained) != of {
		return failed("no-credential", fmt.Sprintf("the learner record has %d credentials for %d enrolments", len(clr.Contained), of))
	}
	return tied(&clr.Contained[i].Says, records)
}

// find looks for the content that the enrolment is on: here, and in what was brought.
func (p *Passport) find(r *EnrolmentReport, here *proficiency.Catalog, brought *proficiency.Framework) credential.Answer {
	if brought != nil && brought.Digest() != r.Digest {
		return failed("other-content", fmt.Sprintf("the content of %s in the file is not what the enrolment is on", r.Framework))
	}
	var own *proficiency.Framework
	err := errors.New("there is no catalogue")
	if here != nil {
		own, err = here.Framework(r.Framework)
	}
	switch {
	case err == nil && own.Digest() == r.Digest:
		r.fw = own
		return passed("known-here", fmt.Sprintf("%s is in the catalogue here, and the same", r.Framework))
	case brought != nil && err == nil:
		r.fw = brought
		return passed("brought-other", fmt.Sprintf("%s came with the file; in the catalogue here other content has that name", r.Framework))
	case brought != nil:
		r.fw = brought
		return passed("brought", fmt.Sprintf("%s came with the file, as the enrolment is on it", r.Framework))
	case p.layout.brings(r.Framework):
		return answer(credential.NotChecked, "unread-content", fmt.Sprintf("%s came with the file, and was not read: no signature vouches for it", r.Framework))
	case err == nil:
		return answer(credential.NotChecked, "other-content-here", fmt.Sprintf("%s has other content in the catalogue here: ask for the file with its content", r.Framework))
	}
	return answer(credential.NotChecked, "unknown-content", fmt.Sprintf("%s is neither in the file nor in a catalogue here: ask for the file with its content", r.Framework))
}

// proven reports whether a signature holds and covers every file; whose it is, it does not say.
func (r *Report) proven() bool {
	return r.CLR.Signature.Outcome == credential.Passed && r.File.Outcome == credential.Passed
}

// doubt takes back what rests on a signature that does not hold, or on files that
// it does not cover.
func (r *Report) doubt() {
	if r.proven() {
		return
	}
	all := []*credential.Answer{&r.Learner}
	if r.CLR.Signature.Outcome != credential.Passed {
		all = append(all, &r.File)
	}
	for i := range r.Enrolments {
		e := &r.Enrolments[i]
		all = append(all, &e.Chain, &e.Signed, &e.Content, &e.Credential)
	}
	for _, a := range all {
		if a.Outcome == credential.Passed {
			*a = answer(credential.NotChecked, "unproven", "no signature vouches for what the file says")
		}
	}
}
