package cli

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

func verifyRecord(data []byte, s *settings) finding {
	id, records, err := workflow.ReadExport(data)
	verdict, chain := credential.Incomplete, answer(credential.Passed, "unbroken", fmt.Sprintf("%d records, each of which follows from the one before", len(records)))
	if err != nil {
		verdict, chain = credential.Refused, answer(credential.Failed, "broken", err.Error())
	}
	author := answer(credential.NotChecked, "unsigned", "nobody signs a record: compare the hash of its last entry with one that you have "+
		"from elsewhere, such as the one on the certificate, or ask for a passport, which is signed")
	w := &words.Writer{}
	w.Line("%s", verdict.Text())
	w.Line("")
	w.Answer("Whole history, unbroken", chain.Outcome.Text(), chain.Messages())
	w.Answer("Vouched for by somebody", author.Outcome.Text(), author.Messages())
	says := finding{json: map[string]any{}}
	if len(records) > 0 {
		w.Line("")
		w.Line("What the record says, which nobody vouches for:")
		says = recordOf(id, records)
	}
	return finding{verdict, append(w.Text, says.text...), map[string]any{
		"kind": "record", "verdict": verdict, "at": s.at.UTC().Format(time.RFC3339), "says": says.json,
		"answers": answersOf([]credential.NamedAnswer{{Name: "chain", Answer: chain}, {Name: "author", Answer: author}}),
	}}
}

func answer(outcome credential.Outcome, code, message string) credential.Answer {
	return credential.Answer{Outcome: outcome, Reasons: []credential.Reason{{Code: code, Message: message}}}
}

// recordOf is what a record says of itself.
func recordOf(id workflow.EnrolmentID, records []workflow.Record) finding {
	first, last := &records[0], &records[len(records)-1]
	w := &words.Writer{}
	w.Field("Enrolment's id", string(id))
	w.Field("Framework", last.Framework.String())
	w.Field("Digest of the framework", last.FrameworkDigest.String())
	w.Field("Records", fmt.Sprint(len(records)))
	w.Field("From", first.At.UTC().Format("2 January 2006 15:04 UTC"))
	w.Field("To", last.At.UTC().Format("2 January 2006 15:04 UTC"))
	w.Field("Last record", fmt.Sprintf("%d, %s", last.Seq, last.Hash))
	return finding{text: w.Text, json: map[string]any{
		"enrolment": id, "framework": last.Framework.String(), "digest": last.FrameworkDigest.String(), "records": len(records),
		"from": first.At.UTC().Format(time.RFC3339), "to": last.At.UTC().Format(time.RFC3339), "record": last.Seq, "hash": last.Hash.String(),
	}}
}

func inspectRecord(data []byte) (finding, error) {
	id, records, err := workflow.ReadExport(data)
	if len(records) == 0 {
		if err == nil {
			err = fmt.Errorf("there are no records in it")
		}
		return finding{}, err
	}
	found := recordOf(id, records)
	found.json["kind"] = "record"
	found.text = append([]byte("a record, NOT CHECKED: this is what the file says, whoever wrote it.\n\n"), found.text...)
	return found, nil
}
