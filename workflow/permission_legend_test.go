package workflow_test

import (
	"fmt"
	"strings"
)

const legendHead = `# Who may do what, and when

Generated: do not edit. Each cell is a decision that was really made, by Decide, on a well-formed command of that
person in an enrolment brought to that place by commands. After a change, read the difference against the rules and
write it anew with ` + "`go test ./workflow -run '^TestPermissions$' -update`" + `. That a combination of columns may do what its
columns may, but for the exceptions at the end, is a test of its own; so is that Actions and WhoMay say the same.

Where there is no enrolment, every command but those that open one is – for everybody.

A row is a command at one or several places: where the enrolment stands, or, for commands on an item, where the item
does in an enrolment in progress (ENROLMENT says that the enrolment itself is in the way). A status without a note
stands for itself and for those of its notes that have no row of their own with the command; *any other* for all
that have none. Of a centre, what is the learner's is the accountable person's, but for self-assess, and it is that
person, or the contributor, who is suspended. A column is somebody:

`

const legendSigns = `
A cell says what becomes of it:

- ● accepted; ●! only when the learner accepts that a confirmation or a sign-off is lost; ●= accepted, and nothing changes
- ○ the right person, but something else is in the way: the last column says what, by code (² marks another reason than for the first ○)
- – *not-found*: to whoever may not view the enrolment there is none
- empty: nobody stands in that relation there
- a word: not for this person, whatever else may be in the way:
`

// legend says how to read the table, and how it came about.
func legend(b *strings.Builder) {
	b.WriteString(legendHead)
	for _, c := range columns {
		fmt.Fprintf(b, "- **%s** %s\n", c.short, c.says)
	}
	b.WriteString(legendSigns)
	said := map[string][]string{}
	var order []string
	for _, w := range whoCodes[1:] { // – has been said
		if said[w.short] == nil {
			order = append(order, w.short)
		}
		said[w.short] = append(said[w.short], "`"+string(w.code)+"`")
	}
	for i, short := range order {
		order[i] = fmt.Sprintf("*%s* %s", short, strings.Join(said[short], ", "))
	}
	fmt.Fprintf(b, "  %s, *%s* nobody stands in the relation that it takes\n", strings.Join(order, ", "), nobodySign)
}

// listExceptions says where a combination may more, or less, than its parts.
func listExceptions(b *strings.Builder) {
	b.WriteString("\n## Combinations\n\nWhoever stands in several relations or holds several roles, at whatever centres and for whatever\n" +
		"categories, may do what one relation with one role may do, and nothing else, but for these:\n\n")
	for _, e := range exceptions {
		more := "less"
		if e.gains {
			more = "more"
		}
		fmt.Fprintf(b, "- **%s**: %s – %s\n", more, e.name, e.rule)
	}
}
