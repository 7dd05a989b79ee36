package cli

import (
	"fmt"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/internal/pdfread"
)

// PDFs with credentials attached. Nobody signs what their pages show.

const (
	kindPDF    = "pdf"
	pagesNote  = "Nobody signed what its pages show: compare it with what is attached.\n"
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

func verifyPDF(data []byte, s *settings) finding {
	all, credentials, err := attachedTo(data)
	answers := map[string]any{"kind": kindPDF, "at": s.at.UTC().Format(time.RFC3339)}
	if err != nil || credentials == 0 {
		why := nothingPDF
		if err != nil {
			why = err.Error()
		}
		answers["verdict"], answers["message"] = credential.Refused, why
		return finding{credential.Refused, fmt.Appendf(nil, "REFUSED: do not rely on it.\n\n  %s\n", why), answers}
	}
	found := together(all, credentials, func(data []byte) finding { return verifyCredential(data, s) })
	found.json["at"], found.json["verdict"] = answers["at"], found.verdict
	return found
}

func inspectPDF(data []byte) (finding, error) {
	all, credentials, err := attachedTo(data)
	if err != nil {
		return finding{}, err
	}
	return together(all, credentials, func(data []byte) finding {
		found, _ := inspectCredential(data) // it was read before
		return found
	}), nil
}

// together is what is said of all that is attached.
func together(all []attached, credentials int, of func([]byte) finding) finding {
	found := finding{text: fmt.Appendf(nil, "a PDF with %s attached. %s", counted(credentials), pagesNote)}
	shown := []any{}
	for _, a := range all {
		m := map[string]any{}
		if a.why == nil {
			one := of(a.file.Data)
			found.verdict = worse(found.verdict, one.verdict)
			found.text = fmt.Appendf(found.text, "\n%s: %s", a.file.Name, one.text)
			m = one.json
		} else {
			found.text = fmt.Appendf(found.text, "\n%s: NOT CHECKED: %d bytes that are no credential\n", a.file.Name, len(a.file.Data))
			m["bytes"] = len(a.file.Data)
		}
		m["name"], m["type"] = a.file.Name, a.file.Type
		shown = append(shown, m)
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
