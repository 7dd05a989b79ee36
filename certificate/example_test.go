package certificate_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"strings"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// inExample stands for a *testing.T.
type inExample struct{}

func (inExample) Errorf(format string, args ...any) { log.Printf(format, args...) }
func (inExample) FailNow()                          { log.Fatal("the example failed") }
func (inExample) Helper()                           {}

func ExampleFor() {
	w := newWard(inExample{}) // an enrolment on a framework of a few skills
	w.done()                  // answered, confirmed, signed off

	ctx := context.Background()
	view, err := w.engine.View(ctx, "learner-1", w.id) // refuses whoever may not see it
	if err != nil {
		log.Fatal(err)
	}
	directory := certificate.Names{
		People: map[workflow.PersonID]certificate.Person{
			"learner-1":  {Name: "Example Learner", Registration: "NMC 00X0000L"},
			"educator-1": {Name: "Example Educator"},
			"assessor-1": {Name: "First Example Assessor"},
			"assessor-2": {Name: "Second Example Assessor"},
		},
		Centres: map[workflow.CentreID]string{"centre-1": "Example Hospitals Trust"},
	}
	cert, err := certificate.For(ctx, view.Framework, &view.State, w.now, directory, &certificate.Options{
		VerifyURL: "https://learning.example/verify/{serial}",
	})
	if err != nil {
		log.Fatal(err)
	}
	if err := cert.WriteHTML(io.Discard); err != nil { // a file, a response
		log.Fatal(err)
	}
	text, _, _ := strings.Cut(string(cert.AppendText(nil)), "\nTo check this certificate")
	fmt.Print(text)
	// Output:
	// CERTIFICATE
	//
	// Bedside basics
	// --------------
	//
	// This certifies that
	//
	//         Example Learner
	//         Registration NMC 00X0000L
	//
	// has been signed off on this framework.
	//
	// Signed off
	// ----------
	//   By          Example Educator
	//   Role        Educator/Manager
	//   Centre      Example Hospitals Trust
	//   Date        21 November 2026
	//
	// Confirmed skills
	// ----------------
	//      3  mandatory
	//      2  optional: Using the hoist
	//      1  optional: Talking
	//      6  in all
	//
	// Confirmed by
	// ------------
	//      3  Second Example Assessor
	//      2  First Example Assessor
	//      1  Example Educator
}

// Where nobody confirms, it is the last round that was submitted.
func ExampleFor_completion() {
	w := refresher(inExample{}) // an enrolment on content that nobody confirms
	w.complete()                // answered, submitted

	ctx := context.Background()
	view, err := w.engine.View(ctx, "learner-1", w.id)
	if err != nil {
		log.Fatal(err)
	}
	directory := certificate.Names{People: map[workflow.PersonID]certificate.Person{"learner-1": {Name: "Example Learner"}}}
	cert, err := certificate.For(ctx, view.Framework, &view.State, w.now, directory, nil)
	if errors.Is(err, certificate.ErrNotCompleted) {
		log.Fatal("nothing was submitted, or what was has lapsed")
	}
	if err != nil {
		log.Fatal(err)
	}
	content := cert.Content()
	fmt.Printf("%s, round %d: %d topics answered on %s, valid to %s\n", content.Learner.Name, content.Round, content.Total(), content.On, content.ValidTo)
	// Output:
	// Example Learner, round 1: 4 topics answered on 2026-11-21, valid to 2027-11-21
}

// The certificate of a centre names it, and who was accountable for it.
func ExampleFor_centre() {
	w := visited(inExample{}) // a centre, answered for by its contributors, confirmed, signed off

	ctx := context.Background()
	view, err := w.engine.View(ctx, "manager-1", w.id)
	if err != nil {
		log.Fatal(err)
	}
	directory := certificate.Names{
		People: map[workflow.PersonID]certificate.Person{
			"accountable-1": {Name: "Example Lead"},
			"educator-1":    {Name: "Example Educator"},
			"assessor-1":    {Name: "First Example Assessor"},
		},
		Centres: map[workflow.CentreID]string{"centre-1": "Example Hospitals Trust"},
	}
	cert, err := certificate.For(ctx, view.Framework, &view.State, w.now, directory, nil)
	if err != nil {
		log.Fatal(err)
	}
	content := cert.Content()
	fmt.Printf("%s, accountable: %s; signed off by %s\n", content.Subject, content.Accountable.Name, content.Signatory.Name)
	// Output:
	// Example Hospitals Trust, accountable: Example Lead; signed off by Example Educator
}

// The same certificate for somebody who reads other languages.
func ExampleCertificate_In() {
	w := newWard(inExample{})
	w.done()
	cert := w.certificate(latin())
	welsh := cert.In("cy-GB")
	for line := range strings.Lines(string(welsh.AppendText(nil))) {
		if strings.Contains(line, "2026") {
			fmt.Print(line)
		}
	}
	fmt.Println(welsh.Language(), welsh.Code() == cert.Code())
	// Output:
	//   Dyddiad     21 Tachwedd 2026
	// cy true
}

// A host adds a language by filling in all of its words.
func ExampleWords_Check() {
	words := certificate.English()
	words.Language, words.Certificate, words.Others = "ga", "Teastas", "eile"
	fmt.Println(words.Check())
	// Output:
	// certificate: the words in "ga" cannot be used:
	// Others has no place {count}
}

// The page on which anybody checks a certificate.
func ExampleCheck() {
	w := newWard(inExample{})
	serial := w.done()
	show := func(typed string) {
		answer, err := certificate.Check(context.Background(), w.engine, typed, w.now)
		if errors.Is(err, certificate.ErrUnknownSerial) {
			fmt.Println("There is no such certificate.")
			return
		}
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s %s, signed off on %s: %s\n", answer.Title, answer.Version, answer.On, answer.Status)
	}
	show(strings.ToLower(serial))
	show("0000-0000-0000-0001")

	w.do("learner-1", &workflow.SelfAssess{Overwrite: true, Items: []workflow.ItemAnswer{{
		Item: "pulse", Answers: []workflow.Given{{Answer: "ongoing"}},
	}}})
	show(serial)
	// Output:
	// Bedside basics 1.0.0, signed off on 2026-11-21: valid
	// There is no such certificate.
	// Bedside basics 1.0.0, signed off on 2026-11-21: suspended
}

func ExampleStatusOf() {
	w := newWard(inExample{})
	serial := w.done()
	status, ok := certificate.StatusOf(w.state(), serial, w.now)
	fmt.Println(status, ok)

	w.do("learner-1", &workflow.ChooseOptional{Items: []proficiency.ItemID{"phone"}, Drop: true, Overwrite: true})
	w.signOff()
	status, ok = certificate.StatusOf(w.state(), serial, w.now)
	fmt.Println(status, ok)
	// Output:
	// valid true
	// superseded true
}

// A record that somebody changed is found by whoever has the certificate.
func ExampleHead_Verify() {
	w := newWard(inExample{})
	w.done()
	head := w.certificate(latin()).Content().Head

	records := w.records() // or from an export, read by workflow.ReadExport
	fmt.Println(head.Verify(w.id, records))

	records[1].Actor = "somebody-else"
	fmt.Println(head.Verify(w.id, records) != nil)
	// Output:
	// <nil>
	// true
}
