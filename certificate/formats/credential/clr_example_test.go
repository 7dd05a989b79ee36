package credential_test

import (
	"context"
	"fmt"
	"log"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// A badge and something that is under way, in one learner record. A passport is one
// with the records beside it: see package passport.
func ExampleIssueCLR() {
	issuer := hospitals(inExample{}, keyFrom("issuer"))
	record, err := credential.IssueCLR(context.Background(), &credential.CLR{
		Learner: learner, Now: now,
		Entries: []credential.Entry{
			{Name: "Skills on the ward", Progress: "Signed off.", Head: issued().cert.Content().Head, Badge: badge(inExample{}, issuer)},
			{Name: "Ward review", Progress: "2 of 5 are confirmed.", Head: certificate.Head{Record: 3, Hash: canonical.Sum([]byte("the last record"))}},
		},
	}, issuer)
	if err != nil {
		log.Fatal(err)
	}
	report := credential.Verify(record, trusting(credential.TrustedKey{Public: keyFrom("issuer").Public()}), &credential.VerifyOptions{At: later})
	fmt.Println(report.Kind, report.Signature.Outcome)
	for _, inner := range report.Contained {
		fmt.Println(inner.Says.Name, inner.Signature.Outcome)
	}
	// Output:
	// clr passed
	// Skills on the ward passed
	// Progress: Ward review passed
}
