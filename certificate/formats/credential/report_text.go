package credential

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/countersign-go/countersign/proficiency"
)

// Words say what the verdict means to whoever has to decide.
func (v Verdict) Words() string { return verdicts[v] }

// Words are how an answer with that outcome is given: "yes", "NO" or "not checked".
func (o Outcome) Words() string { return outcomes[o] }

// Question is what the answer answers, for people.
func (a NamedAnswer) Question() string { return questions[a.Name] }

var verdicts = map[Verdict]string{
	Accepted:   "ACCEPTED: everything was checked and holds.",
	Refused:    "REFUSED: do not rely on it.",
	Incomplete: "NOT ACCEPTED: nothing is known to be wrong, but not everything could be checked.",
}

var outcomes = map[Outcome]string{Passed: "yes", Failed: "NO", NotChecked: "not checked"}

var questions = map[string]string{
	"signature": "Signed, and unchanged since",
	"issuer":    "Issued by somebody trusted",
	"validity":  "In date",
	"status":    "Not taken back",
	"schema":    "In the right form",
	"holder":    "About this person",
}

// AppendText appends the report in plain words: UTF-8, lines ended by a line
// feed, without any character that would act instead of showing.
func (r *Report) AppendText(dst []byte) []byte {
	t := &textWriter{b: dst}
	t.line("%s", r.Verdict().Words())
	t.line("")
	for _, a := range r.Answers() {
		t.field(a.Question(), a.Outcome.Words())
		for _, reason := range a.Reasons {
			t.paragraph("      ", reason.Message)
		}
	}
	if r.NobodyAsked() {
		t.field(questions["holder"], NotAsked)
	}
	if r.Kind != KindUnknown {
		t.line("")
		t.line("%s", r.Heading())
		r.says(t)
	}
	return t.b
}

// NotAsked stands for the answer about the holder where nobody asked.
const NotAsked = "not asked"

// NobodyAsked reports whether it is about a person, and nobody asked about which.
func (r *Report) NobodyAsked() bool {
	return r.Holder.Outcome == "" && (r.Kind == KindCredential || r.Kind == KindJWT)
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
	for _, s := range r.Statements() {
		t.field(s.Label, s.Value)
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
