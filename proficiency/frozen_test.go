package proficiency_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/proficiency"
)

const frozenOrder = `format: countersign/v1
id: order
version: 1.0.0
title: Order
scales:
  done: [{id: no, label: No}, {id: yes, label: Yes, meets: true}]
defaults: {scale: done, kind: skill, confirmed_by: [assessor]}
sign_off: {by: [educator-manager]}
sections:
  - id: all
    title: All
    proficiencies:
      - {id: tidy, statement: Tidy the trolley.}
`

func frozenShelf() fstest.MapFS {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	published := "status: published\npublished: 2026-01-15\n"
	return fstest.MapFS{
		"order/1.0.0/order.yaml":     file(frozenOrder),
		"order/1.0.0/lifecycle.yaml": file(published),
		"order/1.1.0/order.yaml":     file(strings.ReplaceAll(frozenOrder, "1.0.0", "1.1.0")),
		"order/1.1.0/lifecycle.yaml": file("status: draft\n"),
		"other/2.0.0/other.yaml":     file(strings.NewReplacer("id: order", "id: other", "1.0.0", "2.0.0").Replace(frozenOrder)),
		"other/2.0.0/lifecycle.yaml": file(published),
	}
}

func checked(t *testing.T, shelf fstest.MapFS) (messages []string) {
	t.Helper()
	catalog, err := proficiency.NewCatalog(shelf)
	require.NoError(t, err)
	found, err := catalog.Check()
	require.NoError(t, err)
	for _, d := range found {
		messages = append(messages, d.String())
	}
	return messages
}

func freeze(t *testing.T, shelf fstest.MapFS) (added []proficiency.Ref, messages []string) {
	t.Helper()
	catalog, err := proficiency.NewCatalog(shelf)
	require.NoError(t, err)
	var was []byte
	if f := shelf[proficiency.FrozenFile]; f != nil {
		was = f.Data
	}
	now, added, found, err := catalog.Freeze(was)
	require.NoError(t, err)
	for _, d := range found {
		messages = append(messages, d.String())
	}
	if !found.HasErrors() {
		shelf[proficiency.FrozenFile] = &fstest.MapFile{Data: now}
	}
	return added, messages
}

func TestFreezeListsWhatIsPublished(t *testing.T) {
	t.Parallel()
	shelf := frozenShelf()
	added, found := freeze(t, shelf)
	require.Empty(t, found)
	one, two := proficiency.Version{Major: 1}, proficiency.Version{Major: 2}
	require.Equal(t, []proficiency.Ref{{ID: "order", Version: one}, {ID: "other", Version: two}}, added, "no draft")
	require.Empty(t, checked(t, shelf))

	was := string(shelf[proficiency.FrozenFile].Data)
	added, found = freeze(t, shelf)
	require.Empty(t, found)
	require.Empty(t, added, "all there")
	require.Equal(t, was, string(shelf[proficiency.FrozenFile].Data))

	shelf["order/1.1.0/lifecycle.yaml"].Data = []byte("status: published\npublished: 2026-02-01\n")
	require.Equal(t, []string{"order/1.1.0/lifecycle.yaml:1:1: warning: order@1.1.0 is published and not on the list frozen.txt: " +
		"add it with the command freeze [not-frozen]"}, checked(t, shelf))
	added, _ = freeze(t, shelf)
	require.Len(t, added, 1)
	require.True(t, strings.HasPrefix(string(shelf[proficiency.FrozenFile].Data), was), "lines are added, none changed")
	require.Empty(t, checked(t, shelf))
}

func TestPublishedContentNeverChanges(t *testing.T) {
	t.Parallel()
	shelf := frozenShelf()
	freeze(t, shelf)
	layout := strings.ReplaceAll(frozenOrder, "title: Order", "title:   Order  # said otherwise")
	shelf["order/1.0.0/order.yaml"].Data = []byte(layout)
	require.Empty(t, checked(t, shelf), "layout and comments are not content")

	shelf["order/1.0.0/order.yaml"].Data = []byte(strings.ReplaceAll(frozenOrder, "the trolley", "a trolley"))
	found := checked(t, shelf)
	require.Len(t, found, 1)
	require.Regexp(t, `^order/1.0.0/order.yaml:1:1: order@1.0.0 was published with the digest sha256:[0-9a-f]{64} \(frozen.txt:2\) `+
		`and has sha256:[0-9a-f]{64} now: .* \[frozen-changed\]$`, found[0])
	added, refused := freeze(t, shelf)
	require.Empty(t, added)
	require.Equal(t, found, refused, "nor does the list change")

	delete(shelf, "order/1.0.0/order.yaml")
	delete(shelf, "order/1.0.0/lifecycle.yaml")
	require.Equal(t, []string{"frozen.txt:2:1: order@1.0.0 was published and is not here any more: learners may be pinned to it; " +
		"put it back, and retire it in its lifecycle.yaml [frozen-gone]"}, checked(t, shelf))
}

func TestFrozenLines(t *testing.T) {
	t.Parallel()
	digest := "sha256:" + strings.Repeat("0f", 32)
	list, found := proficiency.ParseFrozen("frozen.txt", []byte("# said\r\n\r\n order@1.0.0  "+digest+"\r\norder@1.0.0 "+digest+
		"\norder 1.0.0\norder@1 "+digest+"\norder@1.0.1 sha256:00\n@1.0.0 "+digest+"\nthree words here\n"))
	lines := []int{}
	for _, d := range found {
		lines = append(lines, d.Position.Line)
	}
	require.Equal(t, []int{4, 5, 6, 7, 8, 9}, lines, "%v", found)
	got, ok := list.Digest(proficiency.Ref{ID: "order", Version: proficiency.Version{Major: 1}})
	require.True(t, ok)
	require.Equal(t, digest, got.String())
}

func FuzzParseFrozen(f *testing.F) {
	f.Add("# a\nhand-hygiene@1.0.0 sha256:" + strings.Repeat("0", 64) + "\n")
	f.Add("a@1.0.0\x00 sha256:\xff")
	f.Fuzz(func(t *testing.T, src string) {
		_, found := proficiency.ParseFrozen("frozen.txt", []byte(src))
		for _, d := range found {
			if d.Position.Line < 1 || d.Position.Line > strings.Count(src, "\n")+1 {
				t.Fatalf("%v is nowhere in %q", d, src)
			}
		}
	})
}
