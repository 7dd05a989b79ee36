package frameworks_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
)

var update = flag.Bool("update", false, "write INDEX.md anew")

// The index is made from what is shipped, so that it never says anything else.
func TestIndex(t *testing.T) {
	t.Parallel()
	now := index(t)
	if *update {
		require.NoError(t, os.WriteFile("INDEX.md", now, 0o644)) //nolint:gosec // as all files of the project
	}
	was, err := os.ReadFile("INDEX.md")
	require.NoError(t, err)
	require.Equal(t, string(now), string(was), "run go test ./frameworks -run TestIndex -update")
}

func index(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	b.WriteString(`# The frameworks that come with the library

Made from the content by a test; nobody edits it by hand. Every one is **illustrative and not clinically endorsed**: our own
words, to start from. How to bring your own is in [README](README.md).

| framework | title | proficiencies | mandatory | optional | sections | scenarios | what is special |
|---|---|---|---|---|---|---|---|
`)
	c := frameworks.Catalog()
	for _, ref := range c.Refs() {
		fw, err := c.Framework(ref)
		require.NoError(t, err)
		mandatory := 0
		for it := range fw.Items().Values() {
			if !it.Optional() && it.Group() == nil {
				mandatory++
			}
		}
		scenarios, err := fs.Glob(frameworks.FS(), fmt.Sprintf("%s/%s/scenarios/*.scenario", ref.ID, ref.Version))
		require.NoError(t, err)
		items := fw.Items().Len()
		fmt.Fprintf(&b, "| [%s](%s/%s/%s.yaml) %s | %s | %d | %d | %d | %d | %d | %s |\n", ref.ID, ref.ID, ref.Version, ref.ID, ref.Version,
			fw.Title(), items, mandatory, items-mandatory, fw.AllSections().Len(), len(scenarios), strings.Join(specials(fw), ", "))
	}
	return b.Bytes()
}

// specials are what a framework uses beyond plain confirmations.
func specials(fw *proficiency.Framework) (out []string) {
	say := func(really bool, what string) {
		if really {
			out = append(out, what)
		}
	}
	anySection := func(is func(*proficiency.Section) bool) bool {
		for s := range fw.AllSections().Values() {
			if is(s) {
				return true
			}
		}
		return false
	}
	anyItem := func(is func(*proficiency.Item) bool) bool {
		for it := range fw.Items().Values() {
			if is(it) {
				return true
			}
		}
		return false
	}
	say(fw.Subject() == proficiency.SubjectCentre, "a centre as the subject")
	say(fw.Unsupervised().Set, "rounds that nobody confirms")
	say(fw.Completion().Certificate, "certificate of completion")
	say(fw.Completion().Lapses(), "rounds that lapse")
	for q := range fw.Requires().Values() {
		say(true, fmt.Sprintf("%s required before the %s", q.Framework, q.Before))
	}
	say(fw.Declaration().Asked(), "declaration")
	say(fw.Enrolment().Self, "self-enrolment")
	say(anySection((*proficiency.Section).Gate), "gates")
	say(fw.Groups().Len() > 0, "groups with rules")
	say(anyItem((*proficiency.Item).Optional), "optional proficiencies")
	say(anyItem(func(it *proficiency.Item) bool { return it.Questions().Len() > 1 }), "several questions")
	say(anyItem(func(it *proficiency.Item) bool { return it.Validity().Months > 0 }), "validity and renewal")
	say(fw.Attributes().Len() > 0, "what applies to whom")
	say(anyItem(func(it *proficiency.Item) bool {
		return it.Questions().Len() > 0 && it.Questions().At(0).Levels().Len() > 1
	}), "levels by attribute")
	say(fw.Recommends(), "recommended learning")
	for t := range fw.Translations().Values() {
		in := "in " + t.Language() + " too"
		if !t.Complete() {
			in += ", in part"
		}
		say(true, in)
	}
	return out
}
