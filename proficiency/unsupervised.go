package proficiency

import (
	"cmp"

	"github.com/countersign-go/countersign/proficiency/source"
)

// Unsupervised is the rule that learners assess themselves and nobody confirms
// anything: there is no sign-off, and what is answered is submitted in rounds.
type Unsupervised struct {
	Set bool
	// Position is where it is said; zero where nothing says it.
	Position source.Position
}

// Completion says what submitting the answers of an unsupervised framework
// gives. It is the zero Completion where the framework is supervised.
type Completion struct {
	// Certificate says whether each time a certificate of completion is issued.
	Certificate bool
	// Months is how long what was submitted holds, 1 to 1200, or 0 for ever: to
	// the end of the date that [Date.AddMonths] gives, in the zone of the first centre.
	Months int
	// Position is where the first of these is said; zero where nothing says them.
	Position source.Position
}

// Lapses reports whether what was submitted lapses at all.
func (c Completion) Lapses() bool { return c.Months > 0 }

// Unsupervised says whether nobody confirms or signs off.
func (f *Framework) Unsupervised() Unsupervised { return f.unsuper }

// Completion says what submitting the answers gives, where the framework is unsupervised.
func (f *Framework) Completion() Completion { return f.completion }

// certificateOfCompletion is the only certificate that an unsupervised framework can have.
const certificateOfCompletion = "completion"

// rawUnsupervised is what a file says of rounds.
type rawUnsupervised struct {
	unsupervised rawFlag
	supervised   bool // it is meant to be
	certificate  source.Text
	submission   rawValidity     // of the whole; its months alone
	signOffAt    source.Position // of the key
}

// unsupervised reads whether the framework is, and what goes with it. It needs
// a sign-off if it is not: where it cannot be told, it need not.
func (w walker) unsupervised(m source.Mapping) {
	before := w.r.doc.Count()
	w.r.unsupervised = readFlag(m, "unsupervised")
	if w.r.supervised = !w.r.unsupervised.set && w.r.doc.Count() == before; w.r.supervised {
		m.Need("sign_off")
	}
	w.r.signOffAt = m.KeyPosition("sign_off")
	w.r.certificate = m.Get("certificate").Text()
	n := m.Get("validity")
	months := n.Mapping(submissionShape).Get("months").Int(1, mostMonths, 0)
	w.r.submission = rawValidity{given: n.Present(), months: months, position: n.Position()}
}

func (r *raw) completion() Completion {
	return Completion{r.certificate.Given(), r.submission.months, cmp.Or(r.certificate.Position, r.submission.position)}
}

func (w *formWriter) certificate(c Completion) {
	if c.Certificate {
		w.text("certificate", certificateOfCompletion)
	}
}

func (w *formWriter) signOff(f *Framework) {
	if f.unsuper.Set {
		return
	}
	w.key("sign_off")
	w.object(func() {
		writeList(w, "by", f.signOff.By.List, writeText)
		w.flag("distinct", f.signOff.Distinct.Required)
		w.text("learner_statement", f.signOff.Learner.Text)
		w.text("signatory_statement", f.signOff.Signatory.Text)
	})
}
