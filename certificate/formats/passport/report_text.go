package passport

import (
	"fmt"
	"io"
	"strings"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/internal/words"
)

// questions are what the answers answer, for people; those of the learner record
// are worded where that is checked.
var questions = map[string]string{
	"file":       "Complete, as it was signed",
	"learner":    "All about one learner",
	"chain":      "Whole history, unbroken",
	"signed":     "Ends where it was signed",
	"content":    "Its content is at hand",
	"credential": "Its own badge or statement",
}

// Question is what the answer with that name, among those of a Report, answers, for people.
func Question(name string) string {
	if of, ok := strings.CutPrefix(name, "clr:"); ok {
		return credential.NamedAnswer{Name: of}.Question()
	}
	if _, of, ok := strings.Cut(name, ":"); ok {
		name = of
	}
	return questions[name]
}

// AppendText appends the report in plain words: UTF-8, lines ended by a line feed,
// without any character that would act instead of showing.
func (r *Report) AppendText(dst []byte) []byte {
	w := &words.Writer{Text: dst}
	w.Line("%s", r.Verdict().Text())
	w.Line("")
	say(w, questions["file"], r.File)
	if r.CLR != nil {
		for _, a := range r.CLR.Answers() {
			say(w, a.Question(), a.Answer)
		}
		if r.CLR.NobodyAsked() {
			w.Field(Question("clr:holder"), credential.NotAsked)
		}
		say(w, questions["learner"], r.Learner)
	}
	for i := range r.Enrolments {
		r.Enrolments[i].write(w, i)
	}
	if r.CLR != nil {
		w.Line("")
		w.Line("%s", r.CLR.Heading())
		w.Text = r.CLR.AppendClaims(w.Text)
		r.writeHint(w)
	}
	return w.Text
}

// WriteText writes what AppendText gives.
func (r *Report) WriteText(to io.Writer) error {
	_, err := to.Write(r.AppendText(nil))
	return err
}

// say writes an answer with its reasons.
func say(w *words.Writer, question string, a credential.Answer) {
	w.Answer(question, a.Outcome.Text(), a.Messages())
}

func (e *EnrolmentReport) write(w *words.Writer, i int) {
	w.Line("")
	w.Line("Enrolment %d: %s", i+1, e.Name())
	for _, a := range e.Answers() {
		say(w, questions[a.Name], a.Answer)
	}
	for _, s := range e.Statements() {
		w.Field(s.Label, s.Value)
	}
}

// Name is what the enrolment is on, for people. It is as it stands in the file: escape it.
func (e *EnrolmentReport) Name() string {
	if e.Title == "" {
		return e.Framework.String()
	}
	return e.Title + " (" + e.Framework.String() + ")"
}

// Statements are what the file says of the enrolment, for people, in the order in
// which they are shown.
func (e *EnrolmentReport) Statements() []credential.Statement {
	var all []credential.Statement
	if e.Title != "" {
		all = append(all, credential.Statement{Label: "Status", Value: strings.ReplaceAll(string(e.Standing.Status), "-", " ")},
			credential.Statement{Label: done(e.fw), Value: fmt.Sprintf("%d of %d that count", e.Standing.Done, e.Standing.Needed)})
	}
	return append(all, credential.Statement{Label: "Enrolment's id", Value: string(e.ID)},
		credential.Statement{Label: "Last record", Value: fmt.Sprintf("%d, %s", e.Head.Record, e.Head.Hash)})
}

// writeHint shows whose keys are whose by the sender's word.
func (r *Report) writeHint(w *words.Writer) {
	if r.Hint == nil {
		return
	}
	w.Line("")
	w.Line("Whose keys are whose, by the sender's own word, which was not used:")
	for _, o := range r.Hint.Organisations {
		for i := range o.Keys {
			name, err := credential.DIDKey(o.Keys[i].Public)
			if err != nil {
				name = "a key that is no did:key"
			}
			w.Field(o.Name, name)
		}
	}
}
