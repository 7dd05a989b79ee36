package credential

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

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

// AppendText appends the report in plain words: UTF-8, lines ended by a line
// feed, without any character that would act instead of showing.
func (r *Report) AppendText(dst []byte) []byte {
	t := &textWriter{b: dst}
	t.line("%s", verdicts[r.Verdict()])
	t.line("")
	for _, a := range r.Answers() {
		t.field(questions[a.Name], outcomes[a.Outcome])
		for _, reason := range a.Reasons {
			t.paragraph("      ", reason.Message)
		}
	}
	if r.Holder.Outcome == "" && r.Kind != KindUnknown && r.Kind != KindStatusList {
		t.field(questions["holder"], "not asked")
	}
	if r.Kind != KindUnknown {
		t.line("")
		t.line("%s", r.Heading())
		r.says(t)
	}
	return t.b
}

// WriteText writes what AppendText gives.
func (r *Report) WriteText(w io.Writer) error {
	_, err := w.Write(r.AppendText(nil))
	return err
}

// Heading stands above what the credential says, and says how far to believe it.
func (r *Report) Heading() string {
	what := "credential"
	if r.Kind == KindStatusList {
		what = "status list"
	}
	if r.Signature.Outcome == Passed && r.Issuer.Outcome == Passed {
		return "What the " + what + " says:"
	}
	return "What the " + what + " says, which nobody vouches for:"
}

// AppendClaims appends what the credential says, a line each.
func (r *Report) AppendClaims(dst []byte) []byte {
	t := &textWriter{b: dst}
	r.says(t)
	return t.b
}

func (r *Report) says(t *textWriter) {
	c := &r.Says
	organisation := c.IssuerName
	if c.Organisation != "" {
		organisation = c.Organisation
	}
	t.field("Issuer", organisation)
	t.field("Issuer's id", c.Issuer)
	if r.Kind == KindStatusList {
		t.field("List", c.ID)
		t.field("Places", fmt.Sprint(c.Entries))
		t.field("Taken back", placesText(c.Set))
	} else {
		t.field("For", c.Name)
		t.field("Framework", c.Code)
		t.field("Holder", c.SubjectName)
		t.field("Serial", c.Serial)
	}
	if !c.Awarded.IsZero() {
		t.field("Awarded", proficiency.DateOf(c.Awarded, c.Awarded.Location()).String())
	}
	if !c.ValidFrom.IsZero() {
		t.field("Valid from", longTime(c.ValidFrom))
	}
	if !c.ValidUntil.IsZero() {
		t.field("Valid until", longTime(c.ValidUntil))
	}
	if c.Results > 0 {
		t.field("Results", fmt.Sprint(c.Results))
	}
	for _, e := range c.Evidence {
		t.field("Evidence", e)
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

type textWriter struct{ b []byte }

// textWidth is where lines are broken, in characters; a longer word is not.
const textWidth = 100

// field writes a value behind its name, if there is one.
func (t *textWriter) field(name, value string) {
	if value != "" {
		t.paragraph(fmt.Sprintf("  %-28s ", name), value)
	}
}

// paragraph writes words behind a margin, which stays empty from the second line on.
func (t *textWriter) paragraph(margin, words string) {
	line := ""
	for word := range strings.FieldsSeq(plain(words)) {
		if line != "" && len(margin)+utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > textWidth {
			t.line("%s%s", margin, line)
			margin, line = strings.Repeat(" ", len(margin)), ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	t.line("%s%s", margin, line)
}

func (t *textWriter) line(format string, args ...any) {
	t.b = append(t.b, plain(fmt.Sprintf(format, args...))...)
	t.b = append(t.b, '\n')
}

// plain makes one line of s in which nothing acts instead of showing: controls,
// also those of direction, become U+FFFD.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\u200c' || r == '\u200d' || unicode.IsPrint(r) {
			return r
		}
		if unicode.IsSpace(r) {
			return ' '
		}
		return unicode.ReplacementChar
	}, s)
}

// AppendText appends a line on one signature: its kind, and the key that it names.
func (p *ProofReport) AppendText(dst []byte) []byte {
	t := &textWriter{b: dst}
	t.field("Signature", strings.TrimSpace(p.Suite+" "+p.Method))
	return t.b
}
