package certificate_test

import (
	"context"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
)

func BenchmarkFor(b *testing.B) {
	w := newWard(b)
	w.done()
	v, dir := w.view(), latin()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := certificate.For(context.Background(), v.Framework, &v.State, w.now, dir, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkForWithActivity replays the records up to the sign-off, too.
func BenchmarkForWithActivity(b *testing.B) {
	w := newWard(b)
	w.done()
	v, dir, records := w.view(), latin(), w.records()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := certificate.For(context.Background(), v.Framework, &v.State, w.now, dir, &certificate.Options{Records: records}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkForms writes a small certificate, and one with 40 confirmers and 12 optional sections.
func BenchmarkForms(b *testing.B) {
	small := contentOf("Example Learner")
	large := small
	for range 12 {
		large.Optional = append(large.Optional, small.Optional...)
	}
	for range 39 {
		large.Confirmers = append(large.Confirmers, small.Confirmers...)
	}
	for name, content := range map[string]certificate.Content{"small": small, "large": large} {
		c := made(b, content)
		b.Run("html/"+name, func(b *testing.B) {
			b.ReportAllocs()
			require.NoError(b, c.WriteHTML(io.Discard))
			for b.Loop() {
				_ = c.WriteHTML(io.Discard)
			}
		})
		b.Run("text/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = c.WriteText(io.Discard)
			}
		})
	}
}
