package pdfread_test

import (
	"fmt"
	"log"

	"github.com/countersign-go/countersign/certificate/formats/internal/pdfread"
	"github.com/countersign-go/countersign/certificate/formats/internal/tagged"
)

func Example() {
	d := tagged.New(tagged.Info{Title: "With a file", Language: "en"})
	d.AddPage()
	d.Attach(tagged.File{Name: "note.txt", Type: "text/plain", Data: []byte("a note")})
	files, err := pdfread.Files(d.Bytes())
	if err != nil {
		log.Fatal(err)
	}
	for _, f := range files {
		fmt.Println(f.Name, f.Type, string(f.Data))
	}
	// Output: note.txt text/plain a note
}
