package tagged_test

import (
	"bytes"
	"fmt"

	"github.com/countersign-go/countersign/certificate/formats/internal/outline"
	"github.com/countersign-go/countersign/certificate/formats/internal/tagged"
)

func Example() {
	d := tagged.New(tagged.Info{Title: "One letter", Language: "en", Date: "2026-11-20"})
	font := d.AddFont("Blocks", tagged.Metrics{Em: 1000, Ascent: 800, Descent: -200, CapHeight: 700}, func(uint32) []outline.Segment { return nil })
	page := d.AddPage()
	page.Mark(d.Root().Add("H1", nil), func(c *tagged.Content) {
		c.Text(font, 12, tagged.Colour{}, 72, 700, "", []tagged.Glyph{{ID: 7, Text: "A", Advance: 600}})
	})
	page.Artifact(func(c *tagged.Content) { c.Fill(tagged.Colour{0, 0, 1}, [4]float64{72, 690, 100, 1}) })
	pdf := d.Bytes()
	fmt.Println(bytes.HasPrefix(pdf, []byte("%PDF-1.7\n")), bytes.HasSuffix(pdf, []byte("%%EOF\n")))
	// Output: true true
}
