package certificate

import (
	"errors"
	"fmt"
	"slices"

	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

// A Head is the head of the record's chain at the sign-off, or the submission:
// the record that holds it. Its hash covers the whole history up to and with it.
type Head struct {
	// Record is the number of that record.
	Record workflow.Seq
	Hash   canonical.Digest
}

// ErrOtherRecord means that records are not those that a certificate was made from.
var ErrOtherRecord = errors.New("certificate: these are not the records that the certificate was made from")

// Verify checks that records, which may come from an export and may go on
// after the head, are the history that the certificate was made from: whole
// and unchanged, as [workflow.Verify] says, and with the head's hash where the
// head is. Whoever changed a record before the head would have had to change
// the certificate, too. It needs no store. The error wraps [ErrOtherRecord],
// or joins every [workflow.Fault].
func (h Head) Verify(id workflow.EnrolmentID, records []workflow.Record) error {
	if err := workflow.Verify(id, records); err != nil {
		return err
	}
	i := slices.IndexFunc(records, func(r workflow.Record) bool { return r.Seq == h.Record })
	if h.Record == 0 || i < 0 {
		return fmt.Errorf("%w: there are %d, the certificate names record %d", ErrOtherRecord, len(records), h.Record)
	}
	if got := records[i].Hash; got != h.Hash {
		return fmt.Errorf("%w: the hash of record %d is %s, on the certificate it is %s", ErrOtherRecord, h.Record, got, h.Hash)
	}
	return nil
}
