package workflow

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDiagramsAreThoseShown(t *testing.T) {
	assert.Equal(t, string(golden(t, "../item.mmd", []byte(ItemDiagram()))), ItemDiagram())
	assert.Equal(t, string(golden(t, "../enrolment.mmd", []byte(EnrolmentDiagram()))), EnrolmentDiagram())

	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	for _, m := range []*machine{&itemMachine, &enrolmentMachine} {
		shown := ""
		for line := range strings.Lines(m.ascii()) {
			shown += "//\t" + line
		}
		assert.Contains(t, string(doc), shown)
	}
}

// Mermaid reads an id up to a space, colon or hyphen, and a label up to a
// colon, a semicolon or the line's end.
func TestDiagramsAreMermaid(t *testing.T) {
	for _, diagram := range []string{ItemDiagram(), EnrolmentDiagram()} {
		lines := strings.Split(strings.TrimSuffix(diagram, "\n"), "\n")
		require.Equal(t, "stateDiagram-v2", lines[0])
		named := map[string]bool{}
		for _, l := range lines[1:] {
			require.Regexp(t, `^    (\w+|\w+ --> \w+|note right of \w+): [^:;]+$`, l)
			ids := strings.Fields(strings.TrimPrefix(l[:strings.Index(l, ":")], "    note right of "))
			if len(ids) == 1 {
				named[ids[0]] = true
			}
			for _, id := range ids {
				require.True(t, id == "-->" || named[id], "%s stands before it is named: %s", id, l)
			}
		}
	}
}

// TestArrowsAreThoseDrawn holds the arrows for others to draw to the diagrams.
func TestArrowsAreThoseDrawn(t *testing.T) {
	t.Parallel()
	for diagram, arrows := range map[string][]Arrow{ItemDiagram(): ItemArrows(), EnrolmentDiagram(): EnrolmentArrows()} {
		var lines []string
		for line := range strings.Lines(diagram) {
			if strings.Contains(line, " --> ") {
				lines = append(lines, strings.TrimSpace(line))
			}
		}
		var drawn []string
		for i, a := range arrows {
			by := a.By
			if a.Derived {
				by = "(" + by + ")"
			}
			if i > 0 && arrows[i-1].From == a.From && arrows[i-1].To == a.To {
				drawn[len(drawn)-1] += ", " + by
				continue
			}
			drawn = append(drawn, strings.ReplaceAll(a.From, "-", "_")+" --> "+strings.ReplaceAll(a.To, "-", "_")+": "+by)
		}
		assert.Equal(t, lines, drawn)
		arrows[0] = Arrow{}
	}
	assert.NotContains(t, ItemArrows(), Arrow{}, "the list is the caller's own")
}

// TestMachinesAreWhatDecideDoes gives every command in every state that can be
// come to: all that they do is drawn, and nothing else is.
func TestMachinesAreWhatDecideDoes(t *testing.T) {
	t.Parallel()
	OneGoroutine(t)
	items, enrolments, changed := map[arrow]bool{}, map[arrow]bool{}, map[Kind]bool{}
	for _, content := range []string{exploredGate, exploredItems, exploredGroup, toSome(exploredGate), toSome(exploredItems), toSomeMore(exploredItems), exploredRounds, toSome(exploredRounds)} {
		x := explore(t, content)
		maps.Copy(items, x.items)
		maps.Copy(enrolments, x.enrolments)
		maps.Copy(changed, x.changed)
	}
	if UnderRace { // which takes ten times as long: it went not everywhere
		assert.Subset(t, shown(itemMachine.arrows()), shown(slices.Collect(maps.Keys(items))))
		assert.Subset(t, shown(enrolmentMachine.arrows()), shown(slices.Collect(maps.Keys(enrolments))))
		return
	}
	assert.Equal(t, shown(itemMachine.arrows()), shown(slices.Collect(maps.Keys(items))))
	assert.Equal(t, shown(enrolmentMachine.arrows()), shown(slices.Collect(maps.Keys(enrolments))))
	for _, kind := range walkedKinds {
		if kind != KindAgree && kind != KindRedact && kind != KindOverrideRequirement && !ofCentres(kind) { // these touch no status
			assert.True(t, changed[kind], "%s was never accepted", kind)
		}
	}
}

// shown are arrows in order, one that is there twice twice.
func shown(arrows []arrow) (out []string) {
	for _, a := range arrows {
		out = append(out, a.from+" --"+a.by+"--> "+a.to)
	}
	slices.Sort(out)
	return out
}

func TestTransitionsAreTheCommandsArrows(t *testing.T) {
	t.Parallel()
	all := Transitions()
	assert.Contains(t, all, Transition{KindConfirm, ItemStatusConfirmed, ItemStatusConfirmed}, "a renewal")
	assert.Equal(t, "reject: requested to rejected", Transition{KindReject, ItemStatusRequested, ItemStatusRejected}.String())
	for i, tr := range all {
		assert.Contains(t, walkedKinds, tr.Kind, "%s is by no command", tr)
		assert.NotContains(t, all[:i], tr)
	}
	all[0] = Transition{}
	assert.NotContains(t, Transitions(), Transition{}, "the list is the caller's own")
}
