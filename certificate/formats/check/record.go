package check

import (
	"bytes"
	"fmt"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/internal/words"
	"github.com/countersign-go/countersign/workflow"
)

// Records: the whole history of one enrolment, as the library exports it. Nobody
// signs them: that they are unbroken is all that they prove by themselves.

func isRecord(data []byte) bool { return bytes.HasPrefix(data, []byte(`{"enrolment":"`)) }

func verifyRecord(data []byte, against *Against) Finding {
	id, records, err := workflow.ReadExport(data)
	verdict, chain := credential.Incomplete, answer(credential.Passed, "unbroken", fmt.Sprintf("%d records, each of which follows from the one before", len(records)))
	if err != nil {
		verdict, chain = credential.Refused, answer(credential.Failed, "broken", err.Error())
	}
	author := answer(credential.NotChecked, "unsigned", "nobody signs a record: compare the hash of its last entry with one that you have "+
		"from elsewhere, such as the one on the certificate, or ask for a passport, which is signed")
	f := Finding{Verdict: verdict, Summary: verdict.Text(), Answers: []Answer{
		answerTo("chain", "Whole history, unbroken", chain), answerTo("author", "Vouched for by somebody", author),
	}}
	said := Finding{json: map[string]any{}}
	if len(records) > 0 {
		said = recordOf(id, records)
		f.Heading, f.Says = "What the record says, which nobody vouches for:", said.Says
	}
	f.text = f.written()
	f.json = map[string]any{
		"kind": "record", "verdict": verdict, "at": against.At.UTC().Format(time.RFC3339), "says": said.json,
		"answers": fieldsOf([]credential.NamedAnswer{{Name: "chain", Answer: chain}, {Name: "author", Answer: author}}),
	}
	return f
}

// written is a finding in plain words.
func (f *Finding) written() []byte {
	w := &words.Writer{}
	w.Line("%s", f.Summary)
	w.Line("")
	for _, a := range f.Answers {
		w.Answer(a.Question, a.Words, credential.Answer{Reasons: a.Reasons}.Messages())
	}
	if f.Heading != "" {
		w.Line("")
		w.Line("%s", f.Heading)
	}
	writeStatements(w, f.Says)
	return w.Text
}

func writeStatements(w *words.Writer, all []credential.Statement) {
	for _, s := range all {
		w.Field(s.Label, s.Value)
	}
}

// recordOf is what a record says of itself.
func recordOf(id workflow.EnrolmentID, records []workflow.Record) Finding {
	first, last := &records[0], &records[len(records)-1]
	says := []credential.Statement{
		{Label: "Enrolment's id", Value: string(id)},
		{Label: "Framework", Value: last.Framework.String()},
		{Label: "Digest of the framework", Value: last.FrameworkDigest.String()},
		{Label: "Records", Value: fmt.Sprint(len(records))},
		{Label: "From", Value: first.At.UTC().Format("2 January 2006 15:04 UTC")},
		{Label: "To", Value: last.At.UTC().Format("2 January 2006 15:04 UTC")},
		{Label: "Last record", Value: fmt.Sprintf("%d, %s", last.Seq, last.Hash)},
	}
	w := &words.Writer{}
	writeStatements(w, says)
	return Finding{Says: says, text: w.Text, json: map[string]any{
		"enrolment": id, "framework": last.Framework.String(), "digest": last.FrameworkDigest.String(), "records": len(records),
		"from": first.At.UTC().Format(time.RFC3339), "to": last.At.UTC().Format(time.RFC3339), "record": last.Seq, "hash": last.Hash.String(),
	}}
}

func inspectRecord(data []byte) (Finding, error) {
	id, records, err := workflow.ReadExport(data)
	if len(records) == 0 {
		if err == nil {
			err = fmt.Errorf("there are no records in it")
		}
		return Finding{}, err
	}
	found := recordOf(id, records)
	found.Heading = "a record, " + notChecked
	found.json["kind"] = "record"
	found.text = append([]byte(found.Heading+"\n\n"), found.text...)
	return found, nil
}
