package passport

import (
	"fmt"
	"time"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

// A Report is what [Verify] found: an answer to each question, apart from the
// others. Each has reasons with codes that stay, and passes only where all that it
// rests on was checked.
type Report struct {
	// At is the instant for which it holds.
	At time.Time
	// File: is everything in the file what was signed, to the byte, and nothing else in it?
	File credential.Answer
	// CLR is the report on the learner record, which holds the signature, with
	// those on the badges and statements in it; nil where there is none to be read.
	CLR *credential.Report
	// Learner: are all records about one learner, whom the signature means? Whether
	// the badges are is in CLR.Within.
	Learner credential.Answer
	// Enrolments are the answers about each, in the order of the file.
	Enrolments []EnrolmentReport
	// Hint is whose keys are whose by the sender's own word; nil without.
	Hint *credential.Trust
}

// An EnrolmentReport is what was found of one enrolment.
type EnrolmentReport struct {
	ID workflow.EnrolmentID
	// Framework is the version that it is on, with its digest.
	Framework proficiency.Ref
	Digest    canonical.Digest
	// Head is its last record.
	Head certificate.Head
	// Chain: is its history whole and unbroken?
	Chain credential.Answer
	// Signed: does it end with the record that the signature names?
	Signed credential.Answer
	// Content: is the content at hand on which it was decided?
	Content credential.Answer
	// Credential: is the badge, or the statement, in the learner record about this
	// record? Whether it holds by itself is in CLR.Contained.
	Credential credential.Answer
	// Standing is how far it has come at the instant of the report; zero where the
	// content is not at hand, or nobody trusted signed the file.
	Standing Standing
	// Title is the framework's, where Standing is told.
	Title string

	records []workflow.Record
	fw      *proficiency.Framework
}

// Answers are the questions with their names, in the order in which they are
// shown: "file", those of the learner record behind "clr:", "learner", and those
// of each enrolment behind its number and a colon.
func (r *Report) Answers() []credential.NamedAnswer {
	all := []credential.NamedAnswer{{Name: "file", Answer: r.File}}
	if r.CLR != nil {
		for _, a := range r.CLR.Answers() {
			all = append(all, credential.NamedAnswer{Name: "clr:" + a.Name, Answer: a.Answer})
		}
	}
	all = append(all, credential.NamedAnswer{Name: "learner", Answer: r.Learner})
	for i := range r.Enrolments {
		for _, a := range r.Enrolments[i].Answers() {
			all = append(all, credential.NamedAnswer{Name: fmt.Sprintf("%d:%s", i+1, a.Name), Answer: a.Answer})
		}
	}
	return all
}

// Answers are the questions about one enrolment, with their names.
func (r *EnrolmentReport) Answers() []credential.NamedAnswer {
	return []credential.NamedAnswer{
		{Name: "chain", Answer: r.Chain}, {Name: "signed", Answer: r.Signed}, {Name: "content", Answer: r.Content}, {Name: "credential", Answer: r.Credential},
	}
}

// Verdict is what all answers come to.
func (r *Report) Verdict() credential.Verdict {
	verdict := credential.Accepted
	for _, a := range r.Answers() {
		switch a.Outcome {
		case credential.Failed:
			return credential.Refused
		case credential.Passed:
		default:
			verdict = credential.Incomplete
		}
	}
	return verdict
}

func passed(code, message string) credential.Answer { return answer(credential.Passed, code, message) }
func failed(code, message string) credential.Answer { return answer(credential.Failed, code, message) }

func answer(outcome credential.Outcome, code, message string) credential.Answer {
	return credential.Answer{Outcome: outcome, Reasons: []credential.Reason{{Code: code, Message: message}}}
}
