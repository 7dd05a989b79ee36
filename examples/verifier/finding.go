package main

import (
	"github.com/countersign-go/countersign/certificate/formats/check"
	"github.com/countersign-go/countersign/certificate/formats/credential"
)

// A part is what is said of the file, or of a part of it, with the answers apart.
type part struct {
	// Suffix tells its headings from those of other parts.
	Suffix                        string
	InPart                        bool
	Passed, Failed, Open, Unasked []check.Answer
	Heading                       string
	Says                          []credential.Statement
}

func partOf(suffix, in string, f check.Finding) part {
	p := part{Suffix: suffix, InPart: in != "", Heading: f.Heading, Says: f.Says}
	if p.Heading == "" {
		p.Heading = "What the file says"
	}
	for _, a := range f.Answers {
		switch a.Outcome {
		case credential.Passed:
			p.Passed = append(p.Passed, a)
		case credential.Failed:
			p.Failed = append(p.Failed, a)
		case credential.NotChecked:
			p.Open = append(p.Open, a)
		default:
			p.Unasked = append(p.Unasked, a)
		}
	}
	return p
}

// A heading stands above answers, a step lower in a part.
type heading struct {
	ID, Title string
	InPart    bool
}

func headingOf(p part, id, title string) heading { return heading{id + p.Suffix, title, p.InPart} }

// A group is the answers that ended alike.
type group struct {
	heading
	Answers []check.Answer
}

// groupOf is nil where there are no answers.
func groupOf(p part, id, title string, answers []check.Answer) *group {
	if len(answers) == 0 {
		return nil
	}
	return &group{headingOf(p, id, title), answers}
}
