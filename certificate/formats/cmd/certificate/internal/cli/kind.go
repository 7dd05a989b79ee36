package cli

import (
	"io/fs"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/internal/pdfread"
)

// A kind of file is what verify and inspect can do with it. Another kind is
// another row in kinds.
type kind struct {
	// is reports whether a file is of the kind. The first row that holds decides.
	is func(data []byte) bool
	// verify checks it, and inspect shows it unchecked.
	verify  func(data []byte, against *settings) finding
	inspect func(data []byte) (finding, error)
}

// A finding is what is said of one file.
type finding struct {
	// verdict is empty where nothing was checked.
	verdict credential.Verdict
	text    []byte
	json    map[string]any
}

// settings are what files are checked against.
type settings struct {
	trust    *credential.Trust
	lists    [][]byte
	holder   string
	at       time.Time
	contexts fs.FS
}

// kinds are those that are known. The last takes what no other takes, and says
// that it is none.
func kinds() []kind {
	return []kind{
		{is: pdfread.Is, verify: verifyPDF, inspect: inspectPDF},
		{is: func([]byte) bool { return true }, verify: verifyCredential, inspect: inspectCredential},
	}
}

func kindOf(data []byte) kind {
	all := kinds()
	for _, k := range all {
		if k.is(data) {
			return k
		}
	}
	return all[len(all)-1]
}
