package check

import (
	"fmt"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/internal/pdfread"
	"github.com/countersign-go/countersign/certificate/formats/internal/words"
)

// PDFs with credentials attached. Nobody signs what their pages show.

const (
	kindPDF    = "pdf"
	pagesNote  = "Nobody signed what its pages show: compare it with what is attached."
	nothingPDF = "no credential is attached to it"
)

// MaxAttached is how many of the credentials attached to a PDF are checked or
// shown, the first ones. A PDF with more is never accepted.
const MaxAttached = 16

// An attached file is a credential, or is none, which why says.
type attached struct {
	file pdfread.File
	why  error
}

// attachedTo are the files attached to a PDF, and how many of them are credentials.
func attachedTo(data []byte) (all []attached, credentials int, err error) {
	files, err := pdfread.Files(data)
	for i, f := range files {
		if f.Name == "" {
			f.Name = fmt.Sprint("attachment ", i+1)
		}
		a := attached{file: f}
		if _, a.why = credential.Inspect(f.Data); a.why == nil {
			credentials++
		}
		all = append(all, a)
	}
	return all, credentials, err
}

// worst has the verdicts from bad to good.
var worst = []credential.Verdict{credential.Refused, credential.Incomplete, credential.Accepted}

// worse is the worse of two verdicts, of which one can be empty.
func worse(a, b credential.Verdict) credential.Verdict {
	for _, v := range worst {
		if a == v || b == v {
			return v
		}
	}
	return ""
}

func verifyPDF(data []byte, against *Against) Finding {
	all, credentials, err := attachedTo(data)
	switch {
	case err != nil:
		return refused(kindPDF, err.Error(), against)
	case credentials == 0:
		return refused(kindPDF, nothingPDF, against)
	}
	found := together(all, credentials, func(data []byte) Finding { return verifyCredential(data, against) })
	if credentials > MaxAttached {
		found.Verdict = worse(found.Verdict, credential.Incomplete)
	}
	found.Summary = found.Verdict.Text()
	found.json["at"], found.json["verdict"] = against.At.UTC().Format(time.RFC3339), found.Verdict
	return found
}

func inspectPDF(data []byte) (Finding, error) {
	all, credentials, err := attachedTo(data)
	if err != nil {
		return Finding{}, err
	}
	return together(all, credentials, func(data []byte) Finding {
		found, _ := inspectCredential(data) // it was read before
		return found
	}), nil
}

// together is what is said of all that is attached.
func together(all []attached, credentials int, of func([]byte) Finding) Finding {
	found := Finding{Note: "This is a PDF with " + counted(credentials) + " attached. " + pagesNote}
	w := &words.Writer{}
	w.Line("a PDF with %s attached. %s", counted(credentials), pagesNote)
	shown, left := []any{}, MaxAttached
	for _, a := range all {
		part, fields := Part{Name: a.file.Name}, map[string]any{}
		w.Line("")
		switch {
		case a.why != nil:
			part.Note = fmt.Sprintf("NOT CHECKED: %d bytes that are no credential", len(a.file.Data))
			fields["bytes"] = len(a.file.Data)
		case left == 0:
			part.Note = fmt.Sprintf("NOT CHECKED: only the first %d credentials in a PDF are; take this one out and give it alone", MaxAttached)
			fields["bytes"] = len(a.file.Data)
		default:
			left--
			part.Finding = of(a.file.Data)
			found.Verdict = worse(found.Verdict, part.Verdict)
			fields = part.json
		}
		part.write(w)
		fields["name"], fields["type"] = a.file.Name, a.file.Type
		shown, found.Parts = append(shown, fields), append(found.Parts, part)
	}
	found.text = w.Text
	found.json = map[string]any{"kind": kindPDF, "attached": shown}
	return found
}

// write writes what is said of the part behind its name: its note, or its text, which is plain.
func (p *Part) write(w *words.Writer) {
	if p.Note != "" {
		w.Line("%s: %s", p.Name, p.Note)
		return
	}
	w.Text = append(append(w.Text, words.Plain(p.Name)+": "...), p.text...)
}

func counted(credentials int) string {
	switch credentials {
	case 0:
		return "no credential"
	case 1:
		return "a credential"
	}
	return fmt.Sprintf("%d credentials", credentials)
}
