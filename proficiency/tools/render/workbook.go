package render

import (
	_ "embed"
	"fmt"
	"html/template"
	"strings"
)

//go:embed workbook.gohtml
var workbookSource string

// workbookStyle, too, has no comments.
//
//go:embed workbook.css
var workbookStyle string

// workbookPage shows a document as a workbook. Its style names the framework at
// the head of each sheet and leaves room there for the learner's name, so that
// it differs from one framework to another.
func workbookPage(d *document) *page {
	made := framed("workbook", d)
	style := strings.NewReplacer(
		"@HEAD@", cssText(d.Title.Text+", "+d.Ref), "@LEARNER@", cssText(d.Words.Learner+": "+strings.Repeat("_", 30)),
		"@PAGE@", cssText(d.Words.Page+" "),
	).Replace(workbookStyle)
	made.Running, made.Policy = template.CSS(style), policy(style) // what is not this package's own is escaped
	return made
}

// cssText is a string of CSS (CSS Syntax Level 3, section 4.3.7) in which all
// but letters and digits is escaped, so that it ends neither itself nor the style.
func cssText(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case r > 0:
			fmt.Fprintf(&b, `\%06x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// specimens is how many people can give a specimen of their signature on a sheet.
const specimens = 16
