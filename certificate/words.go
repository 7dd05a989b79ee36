package certificate

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/countersign-go/countersign/proficiency"
)

// Words are what certificates say themselves, in one language. [English] and
// [Welsh] are here; a host adds a language by filling in all of it, with
// [Words.Check] to say what is missing, and hands it in with [Options]. Braces
// hold places, each named where it is needed. Words at the head of a line are
// written as they are in the middle of one.
type Words struct {
	// Language is the BCP 47 tag of the language of all other fields.
	Language string

	Certificate, Completion  string // Completion is a certificate of what nobody confirmed
	ExampleOnly, ExampleNote string // EXAMPLE ONLY stands beside them in English
	// Certifies stands before the name of the learner or the centre, and Attained
	// or, on a certificate of completion, Completed behind it.
	Certifies, Attained, Completed string
	Unconfirmed                    string // stands on every certificate of completion
	Accountable                    string // stands before the name of who was accountable for a centre
	MadeUpCentre                   string // is the name of the centre of a trial
	Registration                   string // {number}

	// The sign-off.
	SignedOff, By, Role, Centre, Date, ValidTo string
	Unless                                     string // {date}; the certificate is valid longer if something is renewed before

	// The submission.
	Submitted, Round string

	// The requirements that were let go.
	Overridden string
	LetGo      string // {required}, {person}
	OrLater    string // {framework}, {version}; what was required, if not in any version

	// What was confirmed, or answered.
	Confirmed, Answered         string // {items}
	Part, Number                string
	Mandatory, InAll            string
	Optional                    string // {section}
	OfNeeded                    string // {needed}, {section}
	WithPoints                  string // {reached}, {needed}, {section}
	WaivedOfThese, PaperOfThese string
	ElsewhereOfThese            string // {origin}, {person}
	PaperElsewhereOfThese       string // {origin}
	ElsewhereOthers             string // {count}

	// Who confirmed it.
	ConfirmedBy, Person string
	Others              string // {count}

	// The activity summary.
	Activity     string
	ActivityNote string // {serial}, {date}
	OnPaper      string // {date}
	Waived       string
	Elsewhere    string // {origin}, {person}

	OnPaperElsewhere string // {origin}

	// How it is checked.
	ToCheck, CheckingNote                string
	Serial, Code, StatusToday, Framework string
	VersionOf                            string // {framework}, {version}
	FrameworkDigest                      string
	Record, CentreRecord                 string // the learner's, and a centre's
	UpTo                                 string // {record}

	// Months are the names of the months as a date has them, and DateForm is a date.
	Months   [12]string
	DateForm string // {day}, {month}, {year}

	// Roles translates titles of roles. What it has not got is said as the
	// policy has it.
	Roles map[string]string
}

// A wordField is a field of Words, and the places that it must have.
type wordField struct {
	name   string
	text   string
	places []string
}

// fields are all but the language and the titles of roles.
func (w *Words) fields() []wordField {
	fields := []wordField{
		{"Certificate", w.Certificate, nil}, {"Completion", w.Completion, nil}, {"ExampleOnly", w.ExampleOnly, nil}, {"ExampleNote", w.ExampleNote, nil},
		{"Certifies", w.Certifies, nil}, {"Attained", w.Attained, nil}, {"Completed", w.Completed, nil}, {"Unconfirmed", w.Unconfirmed, nil},
		{"Accountable", w.Accountable, nil}, {"MadeUpCentre", w.MadeUpCentre, nil}, {"Registration", w.Registration, []string{"number"}},
		{"SignedOff", w.SignedOff, nil}, {"By", w.By, nil}, {"Role", w.Role, nil}, {"Centre", w.Centre, nil}, {"Date", w.Date, nil},
		{"ValidTo", w.ValidTo, nil}, {"Unless", w.Unless, []string{"date"}},
		{"Submitted", w.Submitted, nil}, {"Round", w.Round, nil}, {"Overridden", w.Overridden, nil},
		{"LetGo", w.LetGo, []string{"required", "person"}}, {"OrLater", w.OrLater, []string{"framework", "version"}},
		{"Confirmed", w.Confirmed, []string{"items"}}, {"Answered", w.Answered, []string{"items"}}, {"Part", w.Part, nil}, {"Number", w.Number, nil}, {"Mandatory", w.Mandatory, nil},
		{"InAll", w.InAll, nil}, {"Optional", w.Optional, []string{"section"}}, {"OfNeeded", w.OfNeeded, []string{"needed", "section"}},
		{"WithPoints", w.WithPoints, []string{"reached", "needed", "section"}},
		{"WaivedOfThese", w.WaivedOfThese, nil}, {"PaperOfThese", w.PaperOfThese, nil},
		{"ElsewhereOfThese", w.ElsewhereOfThese, []string{"origin", "person"}}, {"PaperElsewhereOfThese", w.PaperElsewhereOfThese, []string{"origin"}},
		{"ElsewhereOthers", w.ElsewhereOthers, []string{"count"}},
		{"ConfirmedBy", w.ConfirmedBy, nil}, {"Person", w.Person, nil}, {"Others", w.Others, []string{"count"}},
		{"Activity", w.Activity, nil}, {"ActivityNote", w.ActivityNote, []string{"serial", "date"}},
		{"OnPaper", w.OnPaper, []string{"date"}}, {"Waived", w.Waived, nil},
		{"Elsewhere", w.Elsewhere, []string{"origin", "person"}}, {"OnPaperElsewhere", w.OnPaperElsewhere, []string{"origin"}},
		{"ToCheck", w.ToCheck, nil}, {"CheckingNote", w.CheckingNote, nil}, {"Serial", w.Serial, nil}, {"Code", w.Code, nil},
		{"StatusToday", w.StatusToday, nil}, {"Framework", w.Framework, nil}, {"VersionOf", w.VersionOf, []string{"framework", "version"}},
		{"FrameworkDigest", w.FrameworkDigest, nil}, {"Record", w.Record, nil}, {"CentreRecord", w.CentreRecord, nil}, {"UpTo", w.UpTo, []string{"record"}},
		{"DateForm", w.DateForm, []string{"day", "month", "year"}},
	}
	for i, month := range w.Months {
		fields = append(fields, wordField{"Months[" + strconv.Itoa(i) + "]", month, nil})
	}
	return fields
}

// mostWords is the greatest length of a field of Words, in characters.
const mostWords = 500

// Check says all that is wrong with the words, or nil: a language that is no
// tag, a field that is empty, longer than 500 characters or of several lines,
// and a place that is missing or unknown.
func (w *Words) Check() error {
	var wrong []error
	if !proficiency.ValidLanguage(w.Language) {
		wrong = append(wrong, fmt.Errorf("Language: %q is not a language tag, such as cy", w.Language))
	}
	for _, f := range w.fields() {
		wrong = append(wrong, f.check())
	}
	for _, title := range slices.Sorted(maps.Keys(w.Roles)) {
		wrong = append(wrong, wordField{fmt.Sprintf("Roles[%q]", title), w.Roles[title], nil}.check())
	}
	if err := errors.Join(wrong...); err != nil {
		return fmt.Errorf("certificate: the words in %q cannot be used:\n%w", w.Language, err)
	}
	return nil
}

func (f wordField) check() error {
	switch n := utf8.RuneCountInString(f.text); {
	case f.text == "":
		return fmt.Errorf("%s is missing", f.name)
	case n > mostWords:
		return fmt.Errorf("%s has %d characters: at most %d are allowed", f.name, n, mostWords)
	case !utf8.ValidString(f.text) || clean(f.text) != f.text:
		return fmt.Errorf("%s is not one line of characters that show, without spaces around it: %q", f.name, f.text)
	}
	var faults []error
	has := placesOf(f.text)
	for _, p := range f.places {
		if !slices.Contains(has, p) {
			faults = append(faults, fmt.Errorf("%s has no place {%s}", f.name, p))
		}
	}
	for _, p := range has {
		if !slices.Contains(f.places, p) {
			faults = append(faults, fmt.Errorf("%s has a place {%s}, which nothing fills", f.name, p))
		}
	}
	return errors.Join(faults...)
}

// eachPiece cuts words into what is said and the names of places.
func eachPiece(words string, said, place func(string)) {
	for words != "" {
		before, rest, found := strings.Cut(words, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !found || !closed {
			said(words)
			return
		}
		said(before)
		place(name)
		words = after
	}
}

func placesOf(words string) (places []string) {
	eachPiece(words, func(string) {}, func(name string) { places = append(places, name) })
	return places
}

// fill puts values in the places of words: name, value, name, value.
func fill(words string, values ...string) string {
	var b strings.Builder
	eachPiece(words, func(s string) { b.WriteString(s) }, func(name string) {
		for i := 0; i+1 < len(values); i += 2 {
			if values[i] == name {
				b.WriteString(values[i+1])
			}
		}
	})
	return b.String()
}

// raised is a text with a capital first letter, as the head of a line has it.
func (w *Words) raised(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return w.capitals(string(first)) + s[n:]
}

// capitals is a text in capital letters, which Turkish and Azeri have more of.
func (w *Words) capitals(s string) string {
	if language, _, _ := strings.Cut(strings.ToLower(w.Language), "-"); language == "tr" || language == "az" {
		return strings.ToUpperSpecial(unicode.TurkishCase, s)
	}
	return strings.ToUpper(s)
}

// kind is what the certificate is called.
func (w *Words) kind(c *Content) string {
	if c.completion() {
		return w.Completion
	}
	return w.Certificate
}

// attained is what is certified of the learner or the centre.
func (w *Words) attained(c *Content) string {
	if c.completion() {
		return w.Completed
	}
	return w.Attained
}

// counted are the words over what is counted.
func (w *Words) counted(c *Content) string {
	if c.completion() {
		return w.Answered
	}
	return w.Confirmed
}

// record is what the record is called, by whose it is.
func (w *Words) record(c *Content) string {
	if c.ofCentre() {
		return w.CentreRecord
	}
	return w.Record
}

// anyVersion is what was required where any version would have done.
const anyVersion = "{framework}"

// required are the words for what was required.
func (w *Words) required(o *Overridden) string {
	if o.Lowest == (proficiency.Version{}) {
		return anyVersion
	}
	return w.OrLater
}

// needs are the words for what the group is and what of it was needed.
func (w *Words) needs(g *GroupCount) string {
	if g.Points {
		return w.WithPoints
	}
	return w.OfNeeded
}

// places are the values of the places in such words.
func (g *GroupCount) places(section string) []string {
	return []string{"reached", strconv.Itoa(g.Reached), "needed", strconv.Itoa(g.Needed), "section", section}
}

// date is a date as the language writes it.
func (w *Words) date(d proficiency.Date) string {
	return fill(w.DateForm, "day", strconv.Itoa(d.Day), "month", w.Months[d.Month-1], "year", strconv.Itoa(d.Year))
}

// wordsOf are the host's words, each language once and all of them whole.
func wordsOf(o *Options) ([]Words, error) {
	words := slices.Clone(o.Words)
	for i := range words {
		if err := words[i].Check(); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(words[:i], func(w Words) bool { return strings.EqualFold(w.Language, words[i].Language) }) {
			return nil, fmt.Errorf("certificate: there are words in %q twice", words[i].Language)
		}
		words[i].Roles = maps.Clone(words[i].Roles)
	}
	return words, nil
}
