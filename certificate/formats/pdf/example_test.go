package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"log"

	"github.com/go-fonts/liberation/liberationmonoregular"

	"github.com/countersign-go/countersign/certificate/formats/pdf"
)

func Example() {
	cert := enrolment{}.certificate(inExample{}) // as certificate.For makes it
	credential := []byte(`{"type": "…"}`)        // as credential.Issue gives it
	var file bytes.Buffer
	err := pdf.Write(&file, cert, &pdf.Options{Attachments: []pdf.Attachment{
		{Name: "credential.json", Type: "application/json", Description: "The same, signed", Data: credential},
	}})
	if err != nil {
		log.Fatal(err)
	}

	// Elsewhere:
	attached, err := pdf.Attached(file.Bytes())
	if err != nil {
		log.Fatal(err)
	}
	for _, a := range attached {
		fmt.Println(a.Name, a.Type, bytes.Equal(a.Data, credential))
	}
	// Output: credential.json application/json true
}

// Where the fonts do not have all letters of a name, the error says what to give.
func ExampleMissingError() {
	cert := enrolment{names: called("Example 示例")}.certificate(inExample{})
	_, err := pdf.Append(nil, cert, nil)
	var missing *pdf.MissingError
	if errors.As(err, &missing) {
		fmt.Println(missing.Texts[0].Text, missing.Texts[0].Characters, missing.Scripts())
	}
	// Output: Example 示例 [示 例] [Han]
}

// A host reads its fonts once, and gives them with every certificate.
func ExampleReadFont() {
	font, err := pdf.ReadFont(liberationmonoregular.TTF) // a file with the letters that names have
	if err != nil {
		log.Fatal(err)
	}
	cert := enrolment{}.certificate(inExample{})
	file, err := pdf.Append(nil, cert, &pdf.Options{Fonts: []*pdf.Font{font}})
	fmt.Println(len(file) > 0, err)
	_, err = pdf.ReadFont([]byte("no font"))
	fmt.Println(err)
	// Output:
	// true <nil>
	// pdf: not a font in TrueType or OpenType: unsupported font format [110 111 32 102]
}
