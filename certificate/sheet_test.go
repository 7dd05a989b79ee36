package certificate_test

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/certificate"
)

// said is all that a sheet says, phrase by phrase, in its order.
func said(s *certificate.Sheet) (all []certificate.Phrase) {
	lines := func(lines []certificate.Line) {
		for _, l := range lines {
			all = append(all, l.Phrase)
		}
	}
	fields := func(fields []certificate.Field) {
		for _, f := range fields {
			all = append(append(all, f.Label), f.Values...)
		}
	}
	all = append(append(all, s.Example...), s.ExampleNote, s.Kind, s.Title)
	lines(s.Lines)
	for _, p := range s.Parts {
		all = append(all, p.Heading)
		lines(p.Lines)
		fields(p.Fields)
		if p.Table != nil {
			all = append(all, p.Table.Head[0], p.Table.Head[1])
			for _, row := range append(p.Table.Rows, p.Table.Totals...) {
				all = append(all, row.What, certificate.Phrase{{Text: strconv.Itoa(row.Count)}})
			}
		}
		for _, g := range p.Activity {
			all = append(all, g.Heading)
			fields(g.Items)
		}
	}
	return all
}

var (
	untilMain = regexp.MustCompile(`(?s)^.*<main>`)
	markup    = regexp.MustCompile(`<[^>]*>`)
)

func spaceless(s string) string { return strings.Join(strings.Fields(s), "") }

// sheetIsPage holds that the sheet says what the page says, in the same order
// and languages: whoever draws another form of it draws the same certificate.
func sheetIsPage(t *testing.T, c *certificate.Certificate) {
	t.Helper()
	page, sheet, text := htmlOf(t, c), c.Sheet(), ""
	for _, p := range said(sheet) {
		text += p.String()
		for _, s := range p {
			if s.Language != "" {
				assert.Contains(t, page, `lang="`+s.Language+`" dir="`)
				assert.Contains(t, page, html.EscapeString(s.Text))
			}
		}
	}
	want := html.UnescapeString(markup.ReplaceAllString(untilMain.ReplaceAllString(page, ""), ""))
	assert.Equal(t, spaceless(want), spaceless(text))
	assert.Contains(t, page, "<title>"+html.EscapeString(sheet.Name)+"</title>")
	assert.Contains(t, page, `<html lang="`+sheet.Language+`" dir="`+sheet.Direction+`">`)
}

func TestSheetIsThePage(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]certificate.Content{
		"sign-off": contentOf("Example"), "completion": completionOf("Example"), "centre": centreOf("Example"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sheetIsPage(t, made(t, content))
			content.Example, content.Subject = true, ""
			sheetIsPage(t, made(t, content).In("cy"))
			content.Confirmers, content.Framework.Language = nil, "ga"
			sheetIsPage(t, made(t, content))
		})
	}
}

// Names, codes and addresses are known as such, wherever they stand.
func TestSpansOfASheet(t *testing.T) {
	t.Parallel()
	content := contentOf("Example")
	kinds := map[certificate.SpanKind]map[string]bool{}
	for _, p := range said(made(t, content).Sheet()) {
		for _, s := range p {
			if kinds[s.As] == nil {
				kinds[s.As] = map[string]bool{}
			}
			kinds[s.As][s.Text] = true
		}
	}
	assert.Equal(t, map[string]bool{"Example": true}, kinds[certificate.SpanName])
	assert.Equal(t, map[string]bool{"https://learning.example/0000-0000-0000-0000": true}, kinds[certificate.SpanLink])
	for _, code := range []string{content.Serial, "bedside-basics", "hand-care", content.Framework.Digest.String(), content.Head.Hash.String()} {
		assert.True(t, kinds[certificate.SpanCode][code], code)
	}
}
