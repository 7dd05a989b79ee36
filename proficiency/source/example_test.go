package source_test

import (
	"fmt"

	"github.com/countersign-go/countersign/proficiency/source"
)

func ExampleRead() {
	src := []byte("name: Ward 7\nsizes: 12\nopen: yes\n")
	ward := &source.Shape{What: "a ward", Required: []string{"name"}, Optional: []string{"size", "open"}}

	doc := source.Read("ward.yaml", src, nil)
	m := doc.Root().Mapping(ward)
	name := m.Get("name").Text()
	_ = m.Get("open").Bool(false)

	fmt.Println(name.Value, "stands at", name.Position)
	fmt.Println(doc.Findings())
	// Output:
	// Ward 7 stands at ward.yaml:1:7
	// ward.yaml:2:1: unknown key "sizes": did you mean "size"? [unknown-key]
	// ward.yaml:3:7: open must be true or false, not "yes" [wrong-type]
}

func ExampleSuggest() {
	fmt.Println(source.Suggest("gaurdance", []string{"title", "guidance"}))
	// Output: guidance
}

func ExampleLayout() {
	src := []byte("name :   Ward 7\nbeds:   # all of them\n- {id : 1 }\n\n\n\n# closed for now\nopen: false")

	out, findings := source.Layout("ward.yaml", src, nil)
	fmt.Print(string(out), findings)
	// Output:
	// name: Ward 7
	// beds:  # all of them
	//   - {id: 1}
	//
	// # closed for now
	// open: false
}

func ExampleApplyFixes() {
	src := []byte("nmae: Ward 7\nmembers: [learner-1]\n")
	doc := source.Read("team.yaml", src, nil)
	doc.Root().Mapping(&source.Shape{What: "a team", Required: []string{"name", "members"}})
	fixed, applied := source.ApplyFixes(src, doc.Findings())
	for _, finding := range applied {
		fmt.Println(finding.Position, finding.Fix.Title)
	}
	fmt.Print(string(fixed))
	// Output:
	// team.yaml:1:1 write name
	// name: Ward 7
	// members: [learner-1]
}
