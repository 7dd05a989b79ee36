package credential

import (
	"fmt"
	"io"
	"strings"

	"github.com/countersign-go/countersign/certificate/formats/internal/words"
	"github.com/countersign-go/countersign/proficiency"
)

// verdicts are what the verdicts mean to whoever has to decide.
var verdicts = map[Verdict]string{
	Accepted:   "ACCEPTED: everything was checked and holds.",
	Refused:    "REFUSED: do not rely on it.",
	Incomplete: "NOT ACCEPTED: nothing is known to be wrong, but not everything could be checked.",
}

// outcomes are the words for outcomes.
var outcomes = map[Outcome]string{Passed: "yes", Failed: "NO", NotChecked: "not checked"}

// questions are what the answers answer, for people.
var questions = map[string]string{
	"signature": "Signed, and unchanged since",
	"issuer":    "Issued by somebody trusted",
	"validity":  "In date",
	"status":    "Not taken back",
	"schema":    "In the right form",
	"within":    "Each credential in it, too",
	"holder":    "About this person",
}

// Text is what the verdict means to whoever has to decide, in one line.
func (v Verdict) Text() string { return verdicts[v] }

// Text is the outcome as the answer to a question.
func (o Outcome) Text() string { return outcomes[o] }

// Question is what the answer answers, for people.
func (a NamedAnswer) Question() string { return questions[a.Name] }

// AppendText appends the report in plain words: UTF-8, lines ended by a line
// feed, without any character that would act instead of showing.
func (r *Report) AppendText(dst []byte) []byte {
	t := &words.Writer{Text: dst}
	t.Line("%s", r.Verdict().Text())
	t.Line("")
	for _, a := range r.Answers() {
		t.Answer(a.Question(), a.Outcome.Text(), a.Messages())
	}
	if r.Holder.Outcome == "" && r.Kind != KindUnknown && r.Kind != KindStatusList {
		t.Field(questions["holder"], "not asked")
	}
	if r.Kind != KindUnknown {
		t.Line("")
		t.Line("%s", r.Heading())
		r.says(t)
	}
	return t.Text
}

// WriteText writes what AppendText gives.
func (r *Report) WriteText(w io.Writer) error {
	_, err := w.Write(r.AppendText(nil))
	return err
}

// Heading stands above what the credential says, and says how far to believe it.
func (r *Report) Heading() string {
	what := "credential"
	switch r.Kind {
	case KindStatusList:
		what = "status list"
	case KindCLR:
		what = "learner record"
	}
	if r.Signature.Outcome == Passed && r.Issuer.Outcome == Passed {
		return "What the " + what + " says:"
	}
	return "What the " + what + " says, which nobody vouches for:"
}

// AppendClaims appends what the credential says, a line each.
func (r *Report) AppendClaims(dst []byte) []byte {
	t := &words.Writer{Text: dst}
	r.says(t)
	return t.Text
}

func (r *Report) says(t *words.Writer) {
	c := &r.Says
	organisation := c.IssuerName
	if c.Organisation != "" {
		organisation = c.Organisation
	}
	t.Field("Issuer", organisation)
	t.Field("Issuer's id", c.Issuer)
	if r.Kind == KindStatusList {
		t.Field("List", c.ID)
		t.Field("Places", fmt.Sprint(c.Entries))
		t.Field("Taken back", placesText(c.Set))
	} else {
		t.Field("For", c.Name)
		t.Field("Framework", c.Code)
		t.Field("Holder", c.SubjectName)
		t.Field("Serial", c.Serial)
	}
	if !c.Awarded.IsZero() {
		t.Field("Awarded", proficiency.DateOf(c.Awarded, c.Awarded.Location()).String())
	}
	if !c.ValidFrom.IsZero() {
		t.Field("Valid from", longTime(c.ValidFrom))
	}
	if !c.ValidUntil.IsZero() {
		t.Field("Valid until", longTime(c.ValidUntil))
	}
	if c.Results > 0 {
		t.Field("Results", fmt.Sprint(c.Results))
	}
	for _, e := range c.Evidence {
		t.Field("Evidence", e)
	}
}

func placesText(places []int) string {
	if len(places) == 0 {
		return "none"
	}
	text := strings.Trim(fmt.Sprint(places), "[]")
	if len(places) == maxPlaces {
		text += " … (only the first are shown)"
	}
	return text
}

// AppendText appends a line on one signature: its kind, and the key that it names.
func (p *ProofReport) AppendText(dst []byte) []byte {
	t := &words.Writer{Text: dst}
	t.Field("Signature", strings.TrimSpace(p.Suite+" "+p.Method))
	return t.Text
}
