package proficiency

import (
	"fmt"
	"testing"
)

// BenchmarkParse is reading, checking and digesting a whole file. 670 items are Critical care Step 1.
func BenchmarkParse(b *testing.B) {
	for _, items := range []int{670, 6_700, 15_000} {
		src := []byte(largeFramework(items))
		b.Run(fmt.Sprint(items), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			b.ReportAllocs()
			for b.Loop() {
				if fw, findings := Parse("large.yaml", src); fw == nil {
					b.Fatal(findings)
				}
			}
		})
	}
}
