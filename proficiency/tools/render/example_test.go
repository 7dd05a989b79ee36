package render_test

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/tools/render"
)

func handHygiene() *proficiency.Framework {
	f, err := frameworks.Catalog().Framework(proficiency.Ref{ID: "hand-hygiene", Version: proficiency.Version{Major: 1}})
	if err != nil {
		panic(err) // it is part of the program
	}
	return f
}

func ExampleHTML() {
	var page bytes.Buffer
	if err := render.HTML(&page, handHygiene(), nil); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Contains(page.String(), `id="item-five-moments"`))
	// Output: true
}

// A host translates by changing what it likes of the words.
func ExampleMarkdown() {
	words := render.English()
	words.Gate = "Do this first"
	var page bytes.Buffer
	if err := render.Markdown(&page, handHygiene(), &render.Options{Words: &words}); err != nil {
		fmt.Println(err)
		return
	}
	for line := range strings.Lines(page.String()) {
		if strings.Contains(line, words.Gate) {
			fmt.Print(line)
		}
	}
	// Output: 1 proficiency · **Do this first**
}

func ExampleSectionsMermaid() {
	fmt.Print(render.SectionsMermaid(handHygiene(), nil))
	// Output:
	// flowchart LR
	//     framework["Hand hygiene at the bedside<br>hand-hygiene@1.0.0, 8 proficiencies"]
	//     section1{{"1 Before you start<br>1 proficiency<br>Gate: complete this first"}}
	//     section2["2 Clean hands at the point of care<br>5 proficiencies"]
	//     section3["Knowledge<br>2 proficiencies"]
	//     section4["Skills<br>3 proficiencies"]
	//     section5["3 Choose at least one<br>2 proficiencies"]
	//     framework --> section1
	//     framework --> section2
	//     section2 --> section3
	//     section2 --> section4
	//     framework --> section5
}
