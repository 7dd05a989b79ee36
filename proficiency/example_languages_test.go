package proficiency_test

import (
	"fmt"
	"log"

	"github.com/countersign-go/countersign/proficiency"
)

const bilingual = `
format: countersign/v1
id: hand-washing
version: 1.0.0
title: Hand washing
scales: {done: [{id: not-yet, label: Not yet}, {id: achieved, label: Achieved, meets: true}]}
defaults: {scale: done, kind: skill, confirmed_by: [assessor]}
sign_off: {by: [educator-manager]}
sections:
  - id: hands
    title: Hands
    proficiencies:
      - id: wash
        statement: Washes hands with soap and water
        recommends:
          - id: film
            resource: {title: A film about soap, url: https://example.org/film}
            when: {answers: [not-yet]}
            reason: See how others do it.
translations:
  cy:
    complete: false
    title: Golchi dwylo
    proficiencies:
      wash: {statement: Yn golchi dwylo â sebon a dŵr}
`

func ExampleFramework_In() {
	fw, findings := proficiency.Parse("hand-washing.yaml", []byte(bilingual))
	if findings.HasErrors() {
		log.Fatal(findings)
	}
	texts := fw.In("cy-GB", "en") // what somebody reads, best first
	for _, t := range []proficiency.Text{texts.Title(), texts.SectionTitle(fw.Section("hands")), texts.Statement(fw.Item("wash"))} {
		fmt.Printf("<p lang=%q dir=%q>%s</p>\n", t.Language, t.Direction(), t.Text)
	}
	// Output:
	// <p lang="cy" dir="ltr">Golchi dwylo</p>
	// <p lang="en-GB" dir="ltr">Hands</p>
	// <p lang="cy" dir="ltr">Yn golchi dwylo â sebon a dŵr</p>
}

func ExamplePreferred() {
	fmt.Println(proficiency.Preferred([]string{"en-GB", "cy", "ar"}, "cy-GB", "fr", "en"))
	// Output: [cy en-GB]
}

func ExampleDirection() {
	fmt.Println(proficiency.Direction("cy"), proficiency.Direction("ar"), proficiency.Direction("ku-Arab"))
	// Output: ltr rtl rtl
}

func ExampleItem_Recommends() {
	fw, _ := proficiency.Parse("hand-washing.yaml", []byte(bilingual))
	item := fw.Item("wash")
	film := item.Recommends().At(0)
	fmt.Println(film.Resource().Title, film.ComesOf(item.Question(""), "not-yet", nil), film.ComesOf(item.Question(""), "achieved", nil))
	// Output: A film about soap true false
}
