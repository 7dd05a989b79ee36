package check

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/passport"
)

// Passports: the records that a learner carries from one organisation to another.

func verifyPassport(data []byte, against *Against) Finding {
	r := passport.Verify(data, against.Trust, &passport.VerifyOptions{
		At: against.At, Catalog: against.Catalog, StatusLists: against.StatusLists, Holder: against.Holder, Contexts: against.Contexts,
	})
	f := Finding{Verdict: r.Verdict(), Summary: r.Verdict().Text(), text: r.AppendText(nil), json: passportFields(r)}
	f.Answers = append(f.Answers, answerTo("file", passport.Question("file"), r.File))
	if r.CLR != nil {
		whole := ofReport(r.CLR)
		f.Answers = append(f.Answers, whole.Answers...)
		f.Answers = append(f.Answers, answerTo("learner", passport.Question("learner"), r.Learner))
		f.Heading, f.Says = whole.Heading, whole.Says
	}
	for i := range r.Enrolments {
		e := &r.Enrolments[i]
		part := Part{Name: fmt.Sprintf("Enrolment %d: %s", i+1, e.Name()), Finding: Finding{Says: e.Statements()}}
		for _, a := range e.Answers() {
			part.Answers = append(part.Answers, answerTo(a.Name, passport.Question(a.Name), a.Answer))
		}
		f.Parts = append(f.Parts, part)
	}
	return f
}

func passportFields(r *passport.Report) map[string]any {
	fields := map[string]any{
		"kind": "passport", "verdict": r.Verdict(), "at": r.At.UTC().Format(time.RFC3339), "answers": fieldsOf(r.Answers()), "says": map[string]any{},
	}
	if r.CLR != nil {
		fields["says"] = says(&r.CLR.Says)
	}
	enrolments := []any{}
	for i := range r.Enrolments {
		e := &r.Enrolments[i]
		one := map[string]any{"id": e.ID, "framework": e.Framework.String(), "digest": e.Digest.String(), "record": e.Head.Record, "hash": e.Head.Hash.String()}
		if e.Title != "" {
			one["title"], one["status"], one["done"], one["needed"] = e.Title, e.Standing.Status, e.Standing.Done, e.Standing.Needed
		}
		enrolments = append(enrolments, one)
	}
	fields["enrolments"] = enrolments
	return fields
}

func inspectPassport(data []byte) (Finding, error) {
	p, err := passport.Open(data, nil)
	if err != nil {
		return Finding{}, err
	}
	clr, err := inspectCredential(p.CLR)
	if err != nil {
		return Finding{}, err
	}
	f := Finding{Heading: "a passport, " + notChecked, Says: clr.Says}
	f.text = append(fmt.Appendf(nil, "%s\n\nIn it is ", f.Heading), clr.text...)
	enrolments := []any{}
	for i, e := range p.Records {
		last := &e.Records[len(e.Records)-1]
		part := Part{fmt.Sprintf("Record %d", i+1), recordOf(e.ID, e.Records)}
		f.Parts = append(f.Parts, part)
		f.text = append(fmt.Appendf(f.text, "\n%s:\n", part.Name), part.text...)
		enrolments = append(enrolments, map[string]any{"id": e.ID, "framework": last.Framework.String(), "records": len(e.Records)})
	}
	f.json = map[string]any{
		"kind": "passport", "says": clr.json["says"], "proofs": clr.json["proofs"], "enrolments": enrolments, "document": json.RawMessage(p.CLR),
	}
	return f, nil
}

// notChecked stands above what is shown of a file unchecked.
const notChecked = "NOT CHECKED: this is what the file says, whoever wrote it."

// answer is an Answer of one reason.
func answer(outcome credential.Outcome, code, message string) credential.Answer {
	return credential.Answer{Outcome: outcome, Reasons: []credential.Reason{{Code: code, Message: message}}}
}
