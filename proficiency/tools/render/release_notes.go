package render

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
)

// ReleaseNotes writes what is new in a version for those who work with it, as
// CommonMark in English: first for learners, then for those who confirm and
// sign off. With the migration, which may be nil, it says what becomes of
// results; the comparison should then be one that it decided.
func ReleaseNotes(w io.Writer, c *proficiency.Comparison, m *proficiency.Migration) error {
	n := notes{changeLister{&markdownWriter{}, c}, m}
	f := c.New()
	n.block("# " + escapeWords(f.Title()+" "+c.To().Version.String()))
	n.block(escapeWords(stepWords(c)))
	n.learners()
	n.assessors()
	_, err := io.WriteString(w, n.b.String())
	return err
}

// notes writes release notes.
type notes struct {
	changeLister
	m *proficiency.Migration
}

func (n notes) learners() {
	n.block("## For learners")
	n.block(escapeWords(n.summary()))
	n.transfers("### To be confirmed again, with your answers kept", proficiency.ActionReconfirm)
	n.transfers("### To be assessed anew", proficiency.ActionReassess)
	n.list("### New", n.of(proficiency.PartItem, proficiency.ClassAdded))
	if n.m == nil {
		n.list("### Asked otherwise", n.of(proficiency.PartItem, proficiency.ClassMeaning, proficiency.ClassQuestions))
	}
	n.list("### Split, merged and renamed",
		n.of(proficiency.PartItem, proficiency.ClassSplit, proficiency.ClassMerged, proficiency.ClassReplaced))
	n.list("### Not asked any more", n.of(proficiency.PartItem, proficiency.ClassRemoved))
	n.answers()
	n.list("### What an answer has to be and come with", n.rules(proficiency.ClassScale, proficiency.ClassLevel, proficiency.ClassAsks))
	n.list("### What has to be reached, and for how long it holds", n.any(proficiency.ClassOptional, proficiency.ClassMinimum,
		proficiency.ClassRule, proficiency.ClassGate, proficiency.ClassApplies, proficiency.ClassValidity, proficiency.ClassWaiving))
	n.list("### What you agree to", n.any(proficiency.ClassDeclaration))
}

func (n notes) assessors() {
	n.block("## For assessors and those who sign off")
	about := n.any(proficiency.ClassConfirmers, proficiency.ClassSignOff)
	asked := n.any(proficiency.ClassMeaning, proficiency.ClassQuestions)
	rules := n.rules(proficiency.ClassScale, proficiency.ClassLevel, proficiency.ClassAsks, proficiency.ClassValidity, proficiency.ClassWaiving,
		proficiency.ClassPaper, proficiency.ClassEnrolment)
	if !slices.ContainsFunc(slices.Collect(n.c.Changes().Values()), func(ch proficiency.Change) bool { return about(ch) || asked(ch) || rules(ch) }) &&
		n.asked(proficiency.ActionReconfirm) == 0 {
		n.block("Nothing changes in who decides, or in what is decided on.")
		return
	}
	if again := n.asked(proficiency.ActionReconfirm); again > 0 {
		n.block(escapeWords(fmt.Sprintf("Learners who go on will ask you to confirm again %s that had been confirmed.", thingsOf(n.c.New(), again))))
	}
	n.list("### Who may confirm and sign off", about)
	n.list("### Look again at what is asked", asked)
	n.list("### Rules", rules)
}

// of are changes of a part, of some classes.
func (n notes) of(part proficiency.Part, classes ...proficiency.ChangeClass) func(proficiency.Change) bool {
	return func(ch proficiency.Change) bool { return ch.Part == part && slices.Contains(classes, ch.Class) }
}

// any are changes of some classes, of whatever part.
func (n notes) any(classes ...proficiency.ChangeClass) func(proficiency.Change) bool {
	return func(ch proficiency.Change) bool { return slices.Contains(classes, ch.Class) }
}

// rules are changes of some classes. That an item is answered on another scale
// is told with what becomes of answers, where that is decided.
func (n notes) rules(classes ...proficiency.ChangeClass) func(proficiency.Change) bool {
	return func(ch proficiency.Change) bool {
		told := n.m != nil && ch.Part == proficiency.PartItem && ch.Class == proficiency.ClassScale
		return !told && slices.Contains(classes, ch.Class)
	}
}

// answers say what becomes of answers that are kept, by the scales.
func (n notes) answers() {
	if n.m == nil {
		return
	}
	var order []string
	becomes := map[string]string{}
	for t := range n.m.Transfers().Values() {
		if t.From.Len() != 1 || t.Action != proficiency.ActionCarry && t.Action != proficiency.ActionReconfirm {
			continue
		}
		for q := range n.c.New().Item(t.Item).Questions().Values() {
			was := n.c.Old().Item(t.From.At(0)).Question(q.ID())
			if was == nil {
				continue
			}
			name := string(was.Scale().ID())
			if now := string(q.Scale().ID()); now != name {
				name += " → " + now
			}
			if changed := becoming(t, was, q); changed != "" {
				if becomes[name] == "" {
					order = append(order, name)
				}
				becomes[name] = changed
			}
		}
	}
	if len(order) == 0 {
		return
	}
	lines := make([]string, len(order))
	for i, name := range order {
		lines[i] = fmt.Sprintf("- **%s**: %s.", escapeWords(name), escapeWords(becomes[name]))
	}
	n.block("### What becomes of your answers")
	n.block(strings.Join(lines, "\n"))
}

// becoming says which answers to a question become others.
func becoming(t proficiency.Transfer, was, q *proficiency.Question) string {
	var changed []string
	for a := range was.Scale().Answers().Values() {
		to, kept := t.Answer(q.ID(), func(proficiency.ItemID, proficiency.QuestionID) (proficiency.AnswerID, bool) { return a.ID, true })
		switch label, ok := q.Scale().Answer(to); {
		case !kept:
			changed = append(changed, "“"+a.Label+"” is given again")
		case ok && label.Label != a.Label:
			changed = append(changed, "“"+a.Label+"” becomes “"+label.Label+"”")
		}
	}
	return strings.Join(changed, ", ")
}

// asked is how many items have the action.
func (n notes) asked(action proficiency.Action) (count int) {
	if n.m == nil {
		return 0
	}
	for t := range n.m.Transfers().Values() {
		if t.Action == action {
			count++
		}
	}
	return count
}

// summary says in numbers what becomes of results.
func (n notes) summary() string {
	if n.c.Least() == proficiency.StepNone {
		return "Nothing changes for you."
	}
	if n.m == nil {
		return fmt.Sprintf("%s, %d of them as they were. What becomes of results is not decided yet.",
			thingsOf(n.c.New(), n.c.New().Items().Len()), n.c.Counts()[proficiency.ClassIdentical])
	}
	summary := fmt.Sprintf("Your results on %s are kept.", thingsOf(n.c.New(), n.asked(proficiency.ActionCarry)))
	for _, x := range []struct {
		what string
		n    int
	}{
		{"To be confirmed again", n.asked(proficiency.ActionReconfirm)}, {"To be assessed anew", n.asked(proficiency.ActionReassess)},
		{"New", n.asked(proficiency.ActionAdd)}, {"Not asked any more", n.gone()},
	} {
		if x.n > 0 {
			summary += fmt.Sprintf(" %s: %d.", x.what, x.n)
		}
	}
	if n.m.AsksAgreement() {
		summary += " You will be asked to agree to the declaration again."
	}
	return summary
}

// gone is how many items nothing takes over from.
func (n notes) gone() (count int) {
	for f := range n.m.Fates().Values() {
		if f.Action == proficiency.ActionDrop {
			count++
		}
	}
	return count
}

// transfers lists the items of an action, with the reasons.
func (n notes) transfers(heading string, action proficiency.Action) {
	if n.asked(action) == 0 {
		return
	}
	var lines []string
	for t := range n.m.Transfers().Values() {
		if t.Action != action {
			continue
		}
		line := "- **" + escapeWords(n.item(t.Item)) + "**: " + escapeWords(oneLine(n.c.New().Item(t.Item).Statement()))
		for r := range t.Reasons.Values() {
			line = sentenceEnd(line) + because(r.Text)
		}
		lines = append(lines, line)
	}
	n.block(heading)
	n.block(strings.Join(lines, "\n"))
}

// thingsOf is a number of proficiencies in the framework's own words and language.
func thingsOf(f *proficiency.Framework, n int) string {
	word := f.Vocabulary().Many
	if n == 1 {
		word = f.Vocabulary().One
	}
	return fmt.Sprintf("%d %s", n, word)
}
