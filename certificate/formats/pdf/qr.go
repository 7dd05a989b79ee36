package pdf

import (
	"rsc.io/qr"

	"github.com/countersign-go/countersign/certificate/formats/internal/tagged"
)

// quiet is the margin that readers of QR codes need around one (ISO/IEC 18004), in modules.
const quiet = 4

// code draws a link as a QR code at the end of the line, below a height, and
// says where it ends.
func (w *writer) code(section *tagged.Element, link string, head float64) float64 {
	code, err := qr.Encode(link, qr.M)
	if err != nil {
		w.failed = err // not reached: a link has at most 300 bytes and the serial
		return head
	}
	x, y := w.column(width-symbol, symbol), head-symbol-padding
	e := section.Add("Figure", &tagged.Attributes{Alt: link, Box: [4]float64{x, y, x + symbol, y + symbol}})
	module := symbol / float64(code.Size+2*quiet)
	var boxes [][4]float64
	for row := range code.Size {
		for column := 0; column < code.Size; column++ {
			from := column
			for column < code.Size && code.Black(column, row) {
				column++
			}
			if column > from {
				across := float64(column - from)
				boxes = append(boxes, [4]float64{
					x + float64(from+quiet)*module, y + symbol - float64(row+quiet+1)*module, across * module, module,
				})
			}
		}
	}
	w.page.Mark(e, func(c *tagged.Content) { c.Fill(black, boxes...) })
	return y
}
