package source

import (
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// BenchmarkRead beside the bare parser: what the limits and checks cost.
func BenchmarkRead(b *testing.B) {
	src := []byte(strings.Repeat("- id: item\n  number: 1.1\n  statement: Shows how to prepare, carry out and record the task safely\n"+
		"  guidance: >-\n    Think of comfort, of infection control,\n    and of who needs to know.\n  tags: [ward, generated]\n", 2_000))
	b.Run("read", func(b *testing.B) {
		b.SetBytes(int64(len(src)))
		for b.Loop() {
			if d := Read("f", src, nil); d.Count() > 0 {
				b.Fatal(d.Findings())
			}
		}
	})
	b.Run("parser", func(b *testing.B) {
		b.SetBytes(int64(len(src)))
		for b.Loop() {
			var n yaml.Node
			if err := yaml.Unmarshal(src, &n); err != nil {
				b.Fatal(err)
			}
		}
	})
}
