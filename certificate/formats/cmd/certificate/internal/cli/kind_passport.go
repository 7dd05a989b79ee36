package cli

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/passport"
)

// Passports: the records that a learner carries from one organisation to another.

func verifyPassport(data []byte, s *settings) finding {
	r := passport.Verify(data, s.trust, &passport.VerifyOptions{
		At: s.at, Catalog: s.catalog, StatusLists: s.lists, Holder: s.holder, Contexts: s.contexts,
	})
	found := map[string]any{
		"kind": "passport", "verdict": r.Verdict(), "at": r.At.UTC().Format(time.RFC3339), "answers": answersOf(r.Answers()), "says": map[string]any{},
	}
	if r.CLR != nil {
		found["says"] = says(&r.CLR.Says)
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
	found["enrolments"] = enrolments
	return finding{r.Verdict(), r.AppendText(nil), found}
}

func answersOf(all []credential.NamedAnswer) map[string]any {
	answers := map[string]any{}
	for _, a := range all {
		answers[a.Name] = map[string]any{"outcome": a.Outcome, "reasons": reasons(a.Reasons)}
	}
	return answers
}

func inspectPassport(data []byte) (finding, error) {
	p, err := passport.Open(data, nil)
	if err != nil {
		return finding{}, err
	}
	clr, err := inspectCredential(p.CLR)
	if err != nil {
		return finding{}, err
	}
	text := fmt.Appendf(nil, "a passport, NOT CHECKED: this is what the file says, whoever wrote it.\n\nIn it is ")
	text = append(text, clr.text...)
	enrolments := []any{}
	for i, e := range p.Records {
		last := &e.Records[len(e.Records)-1]
		found := recordOf(e.ID, e.Records)
		text = append(fmt.Appendf(text, "\nRecord %d:\n", i+1), found.text...)
		enrolments = append(enrolments, map[string]any{"id": e.ID, "framework": last.Framework.String(), "records": len(e.Records)})
	}
	return finding{text: text, json: map[string]any{
		"kind": "passport", "says": clr.json["says"], "proofs": clr.json["proofs"], "enrolments": enrolments, "document": json.RawMessage(p.CLR),
	}}, nil
}
