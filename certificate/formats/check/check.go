package check

import (
	"fmt"
	"io/fs"
	"maps"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/internal/words"
	"github.com/countersign-go/countersign/proficiency"
)

// MaxSize is the greatest size of a file that is looked at, in bytes.
const MaxSize = credential.MaxImage

// Against is what a file is checked against. Its fields may be zero: then what
// rests on them is not checked, and the finding says so.
type Against struct {
	// Trust says whose keys are whose. Without it nobody is trusted.
	Trust *credential.Trust
	// StatusLists are the lists that issuers signed of what they have taken back.
	StatusLists [][]byte
	// Holder is what the person who shows the file says is theirs, such as their
	// registration number; empty if nobody asked them.
	Holder string
	// At is the instant for which the file is checked.
	At time.Time
	// Catalog has the frameworks that are in use here, for passports that do not
	// bring their own along; nil for none.
	Catalog *proficiency.Catalog
	// Contexts are published JSON-LD contexts, for credentials of others; see
	// [credential.VerifyOptions].
	Contexts fs.FS
}

// A Finding is what is said of one file.
type Finding struct {
	// Verdict is what all answers come to; empty where nothing was checked.
	Verdict credential.Verdict
	// Summary is the verdict in a sentence for people.
	Summary string
	// Answers are the questions that were asked, in the order in which they are shown.
	Answers []Answer
	// Note is what has to be known of the file beside the answers; it may be empty.
	Note string
	// Heading stands above what the file says, and says how far to believe it;
	// empty where nothing in it could be read.
	Heading string
	// Says is what the file says.
	Says []credential.Statement
	// Parts are what is said of each part of the file, such as the enrolments in a passport.
	Parts []Part

	text []byte
	json map[string]any
}

// A Part is what is said of one part of a file.
type Part struct {
	Name string
	// Finding has no verdict where only that of the whole counts.
	Finding
}

// An Answer is how one question ended.
type Answer struct {
	// Name is the question's code, which stays; Question is the question for people.
	Name, Question string
	// Outcome is empty for what nobody asked.
	Outcome credential.Outcome
	// Words give the outcome for people: "yes", "NO", "not checked", "not asked".
	Words   string
	Reasons []credential.Reason
}

// AppendText appends the finding in plain words: UTF-8, lines ended by a line
// feed, without any character that would act instead of showing.
func (f *Finding) AppendText(dst []byte) []byte { return append(dst, f.text...) }

// Fields give the finding as the members of one JSON object, with codes that stay
// the same, as the command certificate prints it. The map is the caller's own.
func (f *Finding) Fields() map[string]any { return maps.Clone(f.json) }

func answerTo(name, question string, a credential.Answer) Answer {
	return Answer{name, question, a.Outcome, a.Outcome.Text(), a.Reasons}
}

// File says what a file is and whether it is to be believed. Every file has an
// answer; one of no known kind, or longer than [MaxSize], is refused.
func File(data []byte, against *Against) Finding {
	if err := tooLong(data); err != nil {
		return refused(credential.KindUnknown, err.Error(), against)
	}
	return kindOf(data).verify(data, against)
}

// Inspect says what a file says, without checking any of it. Anybody can write
// anything into a file. The error says why nothing can be read; one longer than
// [MaxSize] is not.
func Inspect(data []byte) (Finding, error) {
	if err := tooLong(data); err != nil {
		return Finding{}, err
	}
	return kindOf(data).inspect(data)
}

func tooLong(data []byte) error {
	if len(data) <= MaxSize {
		return nil
	}
	return fmt.Errorf("the file has %d bytes: at most %d are allowed", len(data), MaxSize)
}

// refused is the finding on a file that is refused as a whole, before any question.
func refused(kind credential.Kind, why string, against *Against) Finding {
	why = words.Plain(why)
	w := &words.Writer{}
	w.Line("%s", credential.Refused.Text())
	w.Line("")
	w.Paragraph("  ", why)
	return Finding{
		Verdict: credential.Refused, Summary: credential.Refused.Text(), Note: why, text: w.Text,
		json: map[string]any{"kind": kind, "at": against.At.UTC().Format(time.RFC3339), "verdict": credential.Refused, "message": why},
	}
}
