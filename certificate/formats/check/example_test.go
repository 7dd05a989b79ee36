package check_test

import (
	"fmt"
	"log"
	"os"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/check"
	"github.com/countersign-go/countersign/certificate/formats/credential"
)

// A clerk is handed a picture, and has a list of whom to trust.
func ExampleFile() {
	picture, err := os.ReadFile("../credential/testdata/golden/badge.png")
	if err != nil {
		log.Fatal(err)
	}
	trust, _, err := credential.LoadTrust(os.DirFS("../credential/testdata/golden"), "trust.yaml")
	if err != nil {
		log.Fatal(err)
	}
	found := check.File(picture, &check.Against{Trust: trust, At: time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)})
	fmt.Println(found.Summary)
	for _, a := range found.Answers {
		fmt.Println(a.Question+":", a.Words)
	}
	// Output:
	// NOT ACCEPTED: nothing is known to be wrong, but not everything could be checked.
	// Signed, and unchanged since: yes
	// Issued by somebody trusted: yes
	// In date: yes
	// Not taken back: not checked
	// In the right form: yes
	// About this person: not asked
}

// Nothing is believed of what is only looked at.
func ExampleInspect() {
	data, err := os.ReadFile("../passport/testdata/golden/record.json")
	if err != nil {
		log.Fatal(err)
	}
	found, err := check.Inspect(data)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(found.Heading)
	fmt.Println(found.Says[1].Label+":", found.Says[1].Value)
	// Output:
	// a record, NOT CHECKED: this is what the file says, whoever wrote it.
	// Framework: bay-skills@1.0.0
}
