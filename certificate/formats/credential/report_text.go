package credential

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

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
	if r.NobodyAsked() {
		t.Field(questions["holder"], NotAsked)
	}
	if r.Kind != KindUnknown {
		t.Line("")
		t.Line("%s", r.Heading())
		r.says(t)
	}
	return t.Text
}

// NotAsked stands for the answer about the holder where nobody asked.
const NotAsked = "not asked"

// NobodyAsked reports whether it is about a person, and nobody asked about which.
func (r *Report) NobodyAsked() bool {
	return r.Holder.Outcome == "" && r.Kind != KindUnknown && r.Kind != KindStatusList
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
	for _, s := range r.Statements() {
		t.Field(s.Label, s.Value)
	}
}

// A Statement is one thing that a file says, with what it says it of. The value is
// as it stands there: escape it.
type Statement struct{ Label, Value string }

// Statements are what the file says, for people, in the order in which they are
// shown. What it does not say is left out.
func (r *Report) Statements() []Statement {
	c := &r.Says
	all := []Statement{{"Issuer", cmp.Or(c.Organisation, c.IssuerName)}, {"Issuer's id", c.Issuer}}
	if r.Kind == KindStatusList {
		all = append(all, Statement{"List", c.ID}, Statement{"Places", fmt.Sprint(c.Entries)}, Statement{"Taken back", placesText(c.Set)})
	} else {
		all = append(all, Statement{"For", c.Name}, Statement{"Framework", c.Code}, Statement{"Holder", c.SubjectName}, Statement{"Serial", c.Serial})
	}
	all = append(all, Statement{"Awarded", dateText(c.Awarded)}, Statement{"Valid from", timeText(c.ValidFrom)}, Statement{"Valid until", timeText(c.ValidUntil)})
	if c.Results > 0 {
		all = append(all, Statement{"Results", fmt.Sprint(c.Results)})
	}
	for _, e := range c.Evidence {
		all = append(all, Statement{"Evidence", e})
	}
	return slices.DeleteFunc(all, func(s Statement) bool { return s.Value == "" })
}

func dateText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return proficiency.DateOf(t, t.Location()).String()
}

func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return longTime(t)
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
