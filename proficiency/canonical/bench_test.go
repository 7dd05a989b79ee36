package canonical

import (
	"fmt"
	"strings"
	"testing"
)

func BenchmarkAppendString(b *testing.B) {
	for name, s := range map[string]string{
		"id":      "renal-rrt-skills-07",
		"text":    strings.Repeat("Explains to the learner what is to be done next. ", 10),
		"escapes": strings.Repeat("First line\n\t\"second\" ", 10),
		"accents": strings.Repeat("Prowadzi ciągłą terapię nerkozastępczą ", 10),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			dst := make([]byte, 0, 2*len(s))
			for b.Loop() {
				dst = AppendString(dst[:0], s)
			}
		})
	}
}

func BenchmarkChain(b *testing.B) {
	for _, n := range []int{256, 4096} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(n))
			b.ReportAllocs()
			d, body := Genesis("x"), make([]byte, n)
			for b.Loop() {
				d = Chain(d, body)
			}
		})
	}
}

func BenchmarkTransform(b *testing.B) {
	item := `{"id":"renal-%d","statement":"Sets up the circuit and explains each alarm to the learner","tags":["renal","skill"],"optional":true}`
	sorted, shuffled := "[", "["
	for i := range 50 {
		sorted += fmt.Sprintf(item, i) + ","
		shuffled += strings.Replace(fmt.Sprintf(item, i), `{"id"`, `{"zz":1,"id"`, 1) + ","
	}
	for name, text := range map[string]string{"sorted": sorted + "1]", "shuffled": shuffled + "1]"} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Transform([]byte(text)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
