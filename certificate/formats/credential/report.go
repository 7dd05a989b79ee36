package credential

import (
	"crypto"
	"time"

	"github.com/countersign-go/countersign/certificate"
)

// An Outcome is how one question ended.
type Outcome string

// The outcomes. What was not checked is never Passed, whatever the reason.
const (
	Passed     Outcome = "passed"
	Failed     Outcome = "failed"
	NotChecked Outcome = "not-checked"
)

// A Verdict is what all answers together come to.
type Verdict string

// The verdicts.
const (
	// Accepted: every question was checked, and passed.
	Accepted Verdict = "accepted"
	// Refused: at least one question failed.
	Refused Verdict = "refused"
	// Incomplete: nothing failed, and something could not be checked.
	Incomplete Verdict = "incomplete"
)

// A Reason is why a question ended as it did. Code is stable and part of the
// interface; messages may be reworded.
type Reason struct {
	Code    string
	Message string
}

// An Answer is how one question ended, with all reasons; there is at least one.
type Answer struct {
	Outcome Outcome
	Reasons []Reason
}

// Has reports whether a reason has that code.
func (a Answer) Has(code string) bool {
	for _, r := range a.Reasons {
		if r.Code == code {
			return true
		}
	}
	return false
}

// Messages are those of the reasons.
func (a Answer) Messages() []string {
	messages := make([]string, len(a.Reasons))
	for i, r := range a.Reasons {
		messages[i] = r.Message
	}
	return messages
}

// A Kind is what a file is.
type Kind string

// The kinds of files. A picture has the kind of what is baked into it.
const (
	KindUnknown    Kind = ""
	KindCredential Kind = "credential"  // JSON with embedded proofs
	KindJWT        Kind = "jwt"         // a VC-JWT
	KindStatusList Kind = "status-list" // a BitstringStatusListCredential, in either form
	KindCLR        Kind = "clr"         // a ClrCredential, with credentials in it
)

// A Report is what [Verify] found: an answer to each question, apart from the
// others, and what the credential says.
type Report struct {
	Kind Kind
	// At is the instant for which it holds.
	At time.Time
	// Signature: does a signature cover all that the file says?
	Signature Answer
	// Issuer: did an organisation of the trust list sign, with a key that was its own then?
	Issuer Answer
	// Validity: is the instant within the time that the credential is for?
	Validity Answer
	// Status: has the issuer taken it back, by a list that the issuer signed?
	Status Answer
	// Schema: has it the shape that such a credential must have?
	Schema Answer
	// Holder: is it about the person that was asked for? It counts only if somebody asked.
	Holder Answer
	// Within: does each credential in it hold by itself? It counts only for a
	// ClrCredential, in either form.
	Within Answer
	// Contained are the reports on these, in the order in which they stand in it.
	Contained []*Report
	// Proofs are the signatures one by one.
	Proofs []ProofReport
	// Says is what the credential says. Believe it as far as the answers go.
	Says Claims
}

// A ProofReport is what was found of one signature.
type ProofReport struct {
	// Suite is the cryptosuite of an embedded proof, or the algorithm of a JWT.
	Suite string
	// Method names the key, as the file does.
	Method string
	// Signed is when the proof says it was made; zero if it does not.
	Signed       time.Time
	Answer       Answer
	key          crypto.PublicKey
	organisation *Organisation // that the trust list has the key for; nil for none
}

// Trusted reports whether the signature holds and is by a key that the trust list
// has for the issuer: of several, some may be by anybody.
func (p *ProofReport) Trusted() bool { return p.organisation != nil && p.Answer.Outcome == Passed }

// CoversBytes reports whether the signature is over every byte of the canonical
// form, and not over statements, of which two that are the same count once.
func (p *ProofReport) CoversBytes() bool { return p.Suite != suiteRDFC }

// Claims are what a credential says, in words that people read. Texts are as
// they stand there: escape them.
type Claims struct {
	ID     string
	Types  []string
	Issuer string // its id
	// IssuerName is what it calls its issuer, and Organisation what the trust list does.
	IssuerName, Organisation string
	// Name is what was achieved, and Code the version of the framework.
	Name, Code string
	// Serial is the certificate's, by which its issuer knows it.
	Serial string
	// Subject is the id of whom it is about, SubjectName the name if it gives one.
	Subject, SubjectName string
	// ValidFrom and ValidUntil bound its validity; zero if it does not say.
	ValidFrom, ValidUntil time.Time
	// Awarded is when it was awarded; zero if it does not say.
	Awarded time.Time
	// Results is how many results it lists, and Evidence the texts of its evidence.
	Results  int
	Evidence []string
	// Identities say whom it is about to those who know already.
	Identities []Identity
	// Heads are the records of enrolments that it names, those of certificates and of
	// learner records that are issued here.
	Heads []certificate.Head
	// Resources are the files beside it that it holds to their digests.
	Resources []Resource
	// List and Index are its entry in a status list; List is empty without one.
	List  string
	Index int
	// Entries is, of a status list, how many places it has, and Set which of them
	// are set, the first thousand of them.
	Entries int
	Set     []int
}

// Answers are the questions with their names, in the order in which they are shown.
func (r *Report) Answers() []NamedAnswer {
	answers := []NamedAnswer{
		{"signature", r.Signature}, {"issuer", r.Issuer}, {"validity", r.Validity}, {"status", r.Status}, {"schema", r.Schema},
	}
	if r.Within.Outcome != "" {
		answers = append(answers, NamedAnswer{"within", r.Within})
	}
	if r.Holder.Outcome != "" {
		answers = append(answers, NamedAnswer{"holder", r.Holder})
	}
	return answers
}

// A NamedAnswer is an answer with its question's name.
type NamedAnswer struct {
	Name string
	Answer
}

// Verdict is what all answers come to.
func (r *Report) Verdict() Verdict {
	verdict := Accepted
	for _, a := range r.Answers() {
		switch a.Outcome {
		case Failed:
			return Refused
		case Passed:
		default:
			verdict = Incomplete
		}
	}
	return verdict
}

// answer is an Answer of one reason.
func answer(outcome Outcome, code, message string) Answer {
	return Answer{outcome, []Reason{{code, message}}}
}

// instant is a time as credentials write it, or "" for none.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Truncate(time.Second).Format(time.RFC3339)
}
