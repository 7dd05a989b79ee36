package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// profileHead are the columns of the profile, which programs may go by: they are only ever added to, on the right.
var profileHead = []string{"area", "question", "round", "submitted_on", "level", "answered", "of", "asked", "change"}

// CSV writes the profile as comma-separated values in UTF-8, a head first, one
// row for each bar. Areas and questions are ids, dates YYYY-MM-DD; level, asked
// and change are empty where there is none.
func (p *Profile) CSV(w io.Writer) error {
	rows := [][]string{profileHead}
	on := map[int]string{}
	for _, r := range p.Rounds {
		on[r.Number] = r.On.String()
	}
	number := func(n int, is bool) string {
		if !is {
			return ""
		}
		return strconv.Itoa(n)
	}
	for _, a := range p.Areas {
		for _, b := range a.Bars {
			rows = append(rows, []string{
				string(a.Section.ID()), string(b.Question.ID()), strconv.Itoa(b.Round), on[b.Round], number(b.Level, b.Answered > 0),
				strconv.Itoa(b.Answered), strconv.Itoa(b.Of), number(b.Asked, b.Levelled > 0), number(b.Change, b.Compared),
			})
		}
	}
	return csv.NewWriter(w).WriteAll(rows)
}

// Markdown writes the profile for people to read and print, and to stand beside
// its picture for those who cannot see that: all that [Profile.SVG] shows, as a table.
func (p *Profile) Markdown(w io.Writer, words Words) error {
	s := p.in(words)
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: %s\n", cell(s.Title), cell(s.title()))
	if len(p.Areas) == 0 {
		fmt.Fprintf(&b, "\n%s\n", cell(s.Empty))
	} else {
		fmt.Fprintf(&b, "\n%s\n\n| %s | %s | %s | %s |\n|---|---|---|---|\n", cell(s.Scale), cell(s.HeadArea), cell(s.HeadQuestion), cell(s.HeadRound), cell(s.HeadResult))
	}
	for i := range p.Areas {
		a := &p.Areas[i]
		for j := range a.Bars {
			bar := &a.Bars[j]
			said := s.result(bar)
			if change := s.change(bar); change != "" {
				said += "; " + change
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", cell(s.area(a).Text), cell(s.question(bar).Text), cell(s.round(bar.Round)), cell(said))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
