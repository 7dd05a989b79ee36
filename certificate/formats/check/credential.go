package check

import (
	"encoding/json"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/credential"
)

// Open Badges as JSON and as JWT, in PNG and in SVG, and status lists.

func verifyCredential(data []byte, against *Against) Finding {
	r := credential.Verify(data, against.Trust, &credential.VerifyOptions{
		At: against.At, StatusLists: against.StatusLists, Holder: against.Holder, Contexts: against.Contexts,
	})
	f := ofReport(r)
	f.text = r.AppendText(nil)
	f.json = map[string]any{
		"kind": r.Kind, "verdict": r.Verdict(), "at": r.At.UTC().Format(time.RFC3339), "answers": fieldsOf(r.Answers()), "says": says(&r.Says),
	}
	return f
}

// ofReport is what the report says, for people.
func ofReport(r *credential.Report) Finding {
	f := Finding{Verdict: r.Verdict(), Summary: r.Verdict().Text()}
	for _, a := range r.Answers() {
		f.Answers = append(f.Answers, answerTo(a.Name, a.Question(), a.Answer))
	}
	if r.NobodyAsked() {
		f.Answers = append(f.Answers, Answer{Name: "holder", Question: credential.NamedAnswer{Name: "holder"}.Question(), Words: credential.NotAsked})
	}
	if r.Kind != credential.KindUnknown {
		f.Heading, f.Says = r.Heading(), r.Statements()
	}
	return f
}

// fieldsOf are answers by their names, with codes that stay.
func fieldsOf(all []credential.NamedAnswer) map[string]any {
	answers := map[string]any{}
	for _, a := range all {
		answers[a.Name] = map[string]any{"outcome": a.Outcome, "reasons": reasons(a.Reasons)}
	}
	return answers
}

func reasons(all []credential.Reason) []any {
	out := make([]any, len(all))
	for i, r := range all {
		out[i] = map[string]any{"code": r.Code, "message": r.Message}
	}
	return out
}

// says is what the credential says, without what it does not.
func says(c *credential.Claims) map[string]any {
	m := map[string]any{}
	for name, v := range map[string]string{
		"id": c.ID, "issuer": c.Issuer, "issuer_name": c.IssuerName, "organisation": c.Organisation, "name": c.Name, "code": c.Code,
		"serial": c.Serial, "subject": c.Subject, "subject_name": c.SubjectName, "list": c.List,
	} {
		if v != "" {
			m[name] = v
		}
	}
	for name, t := range map[string]time.Time{"valid_from": c.ValidFrom, "valid_until": c.ValidUntil, "awarded": c.Awarded} {
		if !t.IsZero() {
			m[name] = t.Format(time.RFC3339)
		}
	}
	if c.List != "" {
		m["index"] = c.Index
	}
	if c.Entries > 0 {
		m["places"], m["taken_back"] = c.Entries, c.Set
	}
	return m
}

// called is what people call the kinds.
var called = map[credential.Kind]string{
	credential.KindCredential: "a credential with signatures in it", credential.KindJWT: "a credential as a JWT",
	credential.KindStatusList: "a status list", credential.KindCLR: "a learner record with signatures in it",
}

func inspectCredential(data []byte) (Finding, error) {
	i, err := credential.Inspect(data)
	if err != nil {
		return Finding{}, err
	}
	r := credential.Report{Kind: i.Kind, Says: i.Says}
	heading := called[i.Kind] + ", " + notChecked
	text := r.AppendClaims(append([]byte(heading), "\n\n"...))
	proofs := []any{}
	for _, p := range i.Proofs {
		text = p.AppendText(text)
		proofs = append(proofs, map[string]any{"suite": p.Suite, "method": p.Method})
	}
	if len(proofs) == 0 {
		text = append(text, "  no signature\n"...)
	}
	return Finding{Heading: heading, Says: r.Statements(), text: text, json: map[string]any{
		"kind": i.Kind, "says": says(&i.Says), "proofs": proofs, "document": json.RawMessage(i.Document),
	}}, nil
}
