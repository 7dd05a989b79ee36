package check

import (
	"fmt"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/internal/pdfread"
)

// PDFs with credentials attached. Nobody signs what their pages show.

const (
	kindPDF    = "pdf"
	pagesNote  = "Nobody signed what its pages show: compare it with what is attached."
	nothingPDF = "no credential is attached to it"
)

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
	if err != nil || credentials == 0 {
		why := nothingPDF
		if err != nil {
			why = err.Error()
		}
		return Finding{
			Verdict: credential.Refused, Summary: credential.Refused.Text(), Note: why,
			text: fmt.Appendf(nil, "%s\n\n  %s\n", credential.Refused.Text(), why),
			json: map[string]any{"kind": kindPDF, "at": against.At.UTC().Format(time.RFC3339), "verdict": credential.Refused, "message": why},
		}
	}
	found := together(all, credentials, func(data []byte) Finding { return verifyCredential(data, against) })
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
	found.text = fmt.Appendf(nil, "a PDF with %s attached. %s\n", counted(credentials), pagesNote)
	shown := []any{}
	for _, a := range all {
		part, fields := Part{Name: a.file.Name}, map[string]any{}
		if a.why == nil {
			part.Finding = of(a.file.Data)
			found.Verdict = worse(found.Verdict, part.Verdict)
			found.text = fmt.Appendf(found.text, "\n%s: %s", a.file.Name, part.text)
			fields = part.json
		} else {
			part.Note = fmt.Sprintf("NOT CHECKED: %d bytes that are no credential", len(a.file.Data))
			found.text = fmt.Appendf(found.text, "\n%s: %s\n", a.file.Name, part.Note)
			fields["bytes"] = len(a.file.Data)
		}
		fields["name"], fields["type"] = a.file.Name, a.file.Type
		shown, found.Parts = append(shown, fields), append(found.Parts, part)
	}
	found.json = map[string]any{"kind": kindPDF, "attached": shown}
	return found
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
