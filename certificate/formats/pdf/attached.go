package pdf

import (
	"fmt"

	"github.com/countersign-go/countersign/certificate/formats/internal/pdfread"
)

// Attached are the files that go along in a PDF, of this package or of others, in
// their order; none if there are none. It reads at most 32 MiB, which may come to 16 MiB
// when unpacked, and 100 files. What is damaged, encrypted, or packed otherwise
// than with Flate is an error. Nothing is checked of what the files say, and their
// names are whatever somebody wrote: never make a path of one.
func Attached(data []byte) ([]Attachment, error) {
	files, err := pdfread.Files(data)
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	all := make([]Attachment, len(files))
	for i, f := range files {
		all[i] = Attachment(f)
	}
	return all, nil
}
