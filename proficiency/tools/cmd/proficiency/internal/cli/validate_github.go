package cli

import (
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

// A gitHubReporter writes workflow commands of GitHub Actions, which annotate
// the lines of a change (docs.github.com, "Workflow commands for GitHub Actions").
type gitHubReporter struct{ *session }

func (r *gitHubReporter) file(_ text, found, fixed source.Diagnostics) {
	for _, d := range fixed {
		r.command("notice", d, "fixed: "+d.Fix.Title)
	}
	for _, d := range found {
		r.command(d.Severity.String(), d, d.Message)
	}
}

func (r *gitHubReporter) end(all tally, whole bool) { r.summary(all, whole) }

func (r *gitHubReporter) command(kind string, d source.Diagnostic, message string) {
	place := ""
	if d.Position.Line > 0 {
		place = ",line=" + strconv.Itoa(d.Position.Line) + ",col=" + strconv.Itoa(d.Position.Col)
	}
	r.printf("::%s file=%s%s,title=%s::%s\n", kind, property(d.Position.File), place, property(d.Code), data(message))
}

var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// data is text behind the second :: of a command. Line ends stay what they are,
// and nothing else in it steers whoever shows it.
func data(s string) string { return plain(dataEscapes.Replace(s)) }

// property is the value of a property of a command.
func property(s string) string { return plain(propertyEscapes.Replace(s)) }
