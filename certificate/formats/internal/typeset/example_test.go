package typeset_test

import (
	"fmt"
	"log"

	"github.com/go-fonts/liberation/liberationsansregular"

	"github.com/countersign-go/countersign/certificate/formats/internal/typeset"
)

func Example() {
	font, err := typeset.ReadFont(liberationsansregular.TTF)
	if err != nil {
		log.Fatal(err)
	}
	block := typeset.Block{Fonts: []*typeset.Font{font}, Size: 10, Width: 90}
	lines, _ := typeset.Lines([]typeset.Piece{{Text: "Awarded to "}, {Text: "דוד (3)", Isolate: true}, {Text: ", in person."}}, block)
	for _, line := range lines {
		for _, run := range line.Runs {
			fmt.Printf("%.0f ", run.X)
			for _, cluster := range run.Clusters {
				fmt.Print(cluster.Text)
			}
			fmt.Print("|")
		}
		fmt.Printf(" %.0f wide\n", line.Width)
	}
	_, missing := typeset.Lines([]typeset.Piece{{Text: "漢字 and ไทย"}}, block)
	fmt.Println(missing)
	// Output:
	// 0 Awarded to |62 דוד (|57 3|53 )|82 ,|85  | 85 wide
	// 0 in person.| 44 wide
	// [漢 字 ไ ท ย]
}
