package check

import (
	"github.com/countersign-go/countersign/certificate/formats/internal/pdfread"
	"github.com/countersign-go/countersign/certificate/formats/passport"
)

// A kind of file is what can be done with it. Another kind is another row in kinds.
type kind struct {
	// is reports whether a file is of the kind. The first row that holds decides.
	is func(data []byte) bool
	// verify checks it, and inspect shows it unchecked.
	verify  func(data []byte, against *Against) Finding
	inspect func(data []byte) (Finding, error)
}

// kinds are those that are known. The last takes what no other takes, and says
// that it is none.
func kinds() []kind {
	return []kind{
		{is: pdfread.Is, verify: verifyPDF, inspect: inspectPDF},
		{is: passport.IsPassport, verify: verifyPassport, inspect: inspectPassport},
		{is: isRecord, verify: verifyRecord, inspect: inspectRecord},
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
