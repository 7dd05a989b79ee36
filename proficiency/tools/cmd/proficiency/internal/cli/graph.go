package cli

import (
	"flag"
	"fmt"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/tools/render"
	"github.com/countersign-go/countersign/workflow"
)

const graphDetails = `sections draws the sections of a framework with the number of proficiencies in each. item draws what becomes of a
proficiency that a learner works on, and enrolment what becomes of the whole: the states and the commands that lead from
one to another, the same for all frameworks.

` + namedDetails

// A drawing is something to draw. Whatever is drawn of a framework has that as fw.
type drawing struct {
	name         string
	ofFramework  bool
	mermaid, svg func(fw *proficiency.Framework) string
}

var drawings = []drawing{
	{"sections", true,
		func(fw *proficiency.Framework) string { return render.SectionsMermaid(fw, nil) },
		func(fw *proficiency.Framework) string { return render.SectionsSVG(fw, nil) }},
	{"item", false,
		func(*proficiency.Framework) string { return workflow.ItemDiagram() },
		func(*proficiency.Framework) string { return render.ItemStatesSVG(nil) }},
	{"enrolment", false,
		func(*proficiency.Framework) string { return workflow.EnrolmentDiagram() },
		func(*proficiency.Framework) string { return render.EnrolmentStatesSVG(nil) }},
}

func drawGraph(flags *flag.FlagSet) action {
	of := flags.String("of", drawings[0].name, "`WHAT` is sections, item or enrolment")
	as := flags.String("as", "mermaid", "`FORM` is mermaid or svg")
	folders := foldersFlag(flags)
	return func(s *session, args []string) (bool, error) {
		d, err := drawingNamed(*of)
		if err != nil {
			return false, err
		}
		draw := map[string]func(*proficiency.Framework) string{"mermaid": d.mermaid, "svg": d.svg}[*as]
		switch {
		case draw == nil:
			return false, unknownChoice("form", *as, []string{"mermaid", "svg"})
		case !d.ofFramework && len(args) > 0:
			return false, wrong("the states of %s are the same for all frameworks: name none", article(d.name))
		case d.ofFramework && len(args) != 1:
			return false, wrong("name one framework, by its id or its file")
		}
		var fw *proficiency.Framework
		if d.ofFramework {
			if fw, err = s.framework(args[0], *folders); fw == nil {
				return false, err
			}
		}
		drawn := draw(fw)
		s.printf("%s", drawn)
		if *as == "mermaid" && d.ofFramework {
			s.warnOfMermaid(fw, drawn)
		}
		return true, nil
	}
}

// warnOfMermaid says beside the drawing that Mermaid will not show it.
func (s *session) warnOfMermaid(fw *proficiency.Framework, drawn string) {
	if fw.AllSections().Len() <= render.MostMermaidArrows && len([]rune(drawn)) <= render.MostMermaidText {
		return
	}
	fmt.Fprintf(s.err, "%s: Mermaid shows %d arrows and %d characters unless its maxEdges and maxTextSize are raised; --as svg has no limit\n",
		name, render.MostMermaidArrows, render.MostMermaidText) // where this fails, nobody can be told
}

func drawingNamed(name string) (drawing, error) {
	var names []string
	for _, d := range drawings {
		if d.name == name {
			return d, nil
		}
		names = append(names, d.name)
	}
	return drawing{}, unknownChoice("drawing", name, names)
}

func article(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}
