package pdf_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/pdf"
)

func BenchmarkAppend(b *testing.B) {
	for name, e := range map[string]enrolment{"certificate": {}, "summary of 670": {items: 670, records: true}} {
		c := e.certificate(b)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var out []byte
			var err error
			for b.Loop() {
				out, err = pdf.Append(out[:0], c, nil)
				require.NoError(b, err)
			}
			b.ReportMetric(float64(len(out)), "file-bytes")
		})
	}
}
