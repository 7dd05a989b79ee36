package report_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
	"github.com/countersign-go/countersign/workflow"
	"github.com/countersign-go/countersign/workflow/memstore"
	"github.com/countersign-go/countersign/workflow/report"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// must is for what an Example has no test to fail by.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// A run is a trial of learner-1, who plays all parts.
type run struct {
	engine *workflow.Engine
	id     workflow.EnrolmentID
	state  workflow.State
	now    time.Time
}

func try(catalog *proficiency.Catalog, framework proficiency.FrameworkID, settings ...proficiency.Setting) *run {
	r := &run{now: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)}
	host := &workflow.FixedHost{}
	host.SetClock(func() time.Time { return r.now })
	host.AddCentre(roles.Centre{ID: "trust-1", Kind: roles.Trust, Zone: time.UTC})
	host.Delegate("learner-1", "trust-1")
	r.engine = must(workflow.NewEngine(catalog, host, memstore.New(), workflow.Options{Key: []byte("a key for tests only")}))
	r.do(&workflow.EnrolTrial{Framework: proficiency.Ref{ID: framework}, Trial: 1, Attributes: settings})
	return r
}

func (r *run) do(cmd workflow.Command) {
	res := must(r.engine.Do(context.Background(), workflow.Request{Actor: "learner-1", Enrolment: r.id, Command: cmd}))
	r.id, r.state = res.Enrolment, res.State
}

// rounds is digital-skills, answered and submitted twice.
func rounds() (*proficiency.Framework, *workflow.State) {
	catalog := frameworks.Catalog()
	r := try(catalog, "digital-skills")
	fw := must(catalog.Framework(r.state.Framework()))
	confidence := fw.Scale("confidence").Answers()
	for n := range 2 {
		cmd := &workflow.SelfAssess{}
		i := 0
		for section := range fw.Sections().Values() {
			for it := range section.AllItems().Values() {
				cmd.Items = append(cmd.Items, workflow.ItemAnswer{Item: it.ID(), Answers: []workflow.Given{
					{Question: "confidence", Answer: confidence.At(max(min(2+n-i%3, 3), 0)).ID}, {Question: "relevance", Answer: "often"},
				}})
			}
			i++
		}
		r.do(cmd)
		r.do(&workflow.Submit{})
		r.now = r.now.AddDate(0, 6, 0)
	}
	return fw, &r.state
}

const oddContent = `format: countersign/v1
id: odd
version: 1.0.0
title: Odd <b>&amp; "quoted"</b>
category: clinical
unsupervised: true
enrolment: {self: true}
attributes:
  role: {label: Role, values: [{id: ward, label: Ward}, {id: office, label: Office}]}
scales:
  three: [{id: low, label: Low}, {id: mid, label: Mid}, {id: high, label: High, meets: true}]
  one: [{id: seen, label: Seen}]
defaults: {scale: three, kind: skill}
sections:
  - id: a
    number: "1"
    title: A <script>alert(1)</script> | cell
    proficiencies:
      - id: by-level
        statement: Do it.
        level: [{answer: high, applies_to: {role: [ward]}}, {answer: mid}]
      - {id: plain, statement: Do it as well.}
      - {id: seen, statement: See it., scale: one}
      - {id: ward-only, statement: Do it on the ward., applies_to: {role: [ward]}}
      - {id: extra, statement: Do more., optional: true}
  - id: group
    title: Some of it
    rule: {at_least: 1}
    proficiencies:
      - {id: g1, statement: Do one.}
      - {id: g2, statement: Do the other.}
  - id: office
    title: Nothing for the ward
    proficiencies:
      - {id: desk, statement: Tidy the desk., applies_to: {role: [office]}}
`

func odd(t *testing.T, role proficiency.ValueID) (*proficiency.Framework, *run) {
	t.Helper()
	fw, _ := proficiency.Parse("odd.yaml", []byte(oddContent)) // which warns of a scale with one answer
	require.NotNil(t, fw)
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "odd/1.0.0"), 0o700))
	for name, text := range map[string]string{"odd.yaml": oddContent, "lifecycle.yaml": "status: published\npublished: 2026-01-01\n"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "odd/1.0.0", name), []byte(text), 0o600))
	}
	return fw, try(must(proficiency.NewCatalog(os.DirFS(dir))), "odd", proficiency.Setting{Attribute: "role", Value: role})
}

// What applies and is chosen is counted, and nothing else; levels go by attributes.
func TestProfileCountsWhatApplies(t *testing.T) {
	t.Parallel()
	fw, r := odd(t, "ward")
	p := report.ProfileOf(fw, &r.state, 0)
	require.Empty(t, p.Areas)
	require.Contains(t, string(p.SVG(report.Words{})), "Nothing has been answered yet.")
	r.do(workflow.Answer("by-level", "mid"))
	r.do(workflow.Answer("seen", "seen"))
	r.do(workflow.Answer("g1", "low"))
	p = report.ProfileOf(fw, &r.state, 0)
	require.Equal(t, []report.ProfileRound{{Number: 1}}, p.Rounds)
	require.Len(t, p.Areas, 2, "nothing of the third applies")
	bar := func(area int) report.Bar {
		b := p.Areas[area].Bars[0]
		b.Item, b.Question = nil, nil
		return b
	}
	require.Equal(t, report.Bar{Round: 1, Of: 4, Answered: 2, Level: 75, Levelled: 1, Asked: 100}, bar(0))
	require.Equal(t, report.Bar{Round: 1, Of: 2, Answered: 1, Level: 0}, bar(1), "all of the group")
	r.do(&workflow.ChooseOptional{Items: []proficiency.ItemID{"extra"}})
	p = report.ProfileOf(fw, &r.state, 0)
	require.Equal(t, 5, bar(0).Of)

	_, office := odd(t, "office")
	office.do(workflow.Answer("by-level", "mid"))
	p = report.ProfileOf(fw, &office.state, 0)
	require.Equal(t, report.Bar{Round: 1, Of: 3, Answered: 1, Level: 50, Levelled: 1, Asked: 50}, bar(0))
	require.Len(t, p.Areas, 3)
}

// Rounds are compared, the newest ones only, and one that nobody has begun is none.
func TestProfileComparesRounds(t *testing.T) {
	t.Parallel()
	fw, r := odd(t, "office")
	for n := range report.MaxRounds + 2 {
		r.do(&workflow.SelfAssess{Items: []workflow.ItemAnswer{
			{Item: "by-level", Answers: []workflow.Given{{Answer: []proficiency.AnswerID{"low", "high"}[n%2]}}},
			{Item: "plain", Answers: []workflow.Given{{Answer: "mid"}}}, {Item: "seen", Answers: []workflow.Given{{Answer: "seen"}}},
			{Item: "desk", Answers: []workflow.Given{{Answer: "mid"}}}, {Item: "g1", Answers: []workflow.Given{{Answer: "mid"}}},
		}})
		r.do(&workflow.Submit{})
	}
	on := proficiency.Date{Year: 2026, Month: 12, Day: 1}
	p := report.ProfileOf(fw, &r.state, 2)
	require.Equal(t, []report.ProfileRound{{11, on}, {12, on}}, p.Rounds)
	first, second := p.Areas[0].Bars[0], p.Areas[0].Bars[1]
	require.False(t, first.Compared)
	require.Equal(t, []int{50, 83}, []int{first.Level, second.Level})
	require.True(t, second.Compared)
	require.Equal(t, 33, second.Change)
	require.False(t, p.Areas[1].Bars[0].Compared, "of another area")
	require.Len(t, report.ProfileOf(fw, &r.state, 0).Rounds, report.MaxRounds)
	r.do(workflow.Answer("plain", "low"))
	p = report.ProfileOf(fw, &r.state, 1)
	require.Equal(t, []report.ProfileRound{{Number: 13}}, p.Rounds)
}

// arabic are words of a host's own.
var arabic = report.Words{
	Language: "ar", Title: "الأجوبة حسب المجال", Scale: "0% هو أول جواب في كل مقياس، و100% آخرها.", Empty: "لا أجوبة بعد.",
	Round: "الجولة {round}، لم تُرسل", Submitted: "الجولة {round}، {date}", Nothing: "لا جواب", Level: "{level}%، أُجيب عن {answered} من {of}",
	Asked: "المطلوب {level}%", Change: "{change} منذ الجولة السابقة", HeadArea: "المجال", HeadQuestion: "السؤال", HeadRound: "الجولة", HeadResult: "النتيجة",
}

func forms(t *testing.T) map[string][]byte {
	t.Helper()
	fw, s := rounds()
	two := report.ProfileOf(fw, s, 0)
	oddFramework, r := odd(t, "ward")
	r.do(workflow.Answer("by-level", "mid"))
	strange := report.ProfileOf(oddFramework, &r.state, 0)
	var md, ar, csv, oddTable bytes.Buffer
	require.NoError(t, two.Markdown(&md, report.Words{}))
	require.NoError(t, two.Markdown(&ar, arabic))
	require.NoError(t, two.CSV(&csv))
	require.NoError(t, strange.Markdown(&oddTable, report.Words{}))
	return map[string][]byte{
		"profile.svg": two.SVG(report.Words{}), "profile-ar.svg": two.SVG(arabic), "profile-odd.svg": strange.SVG(report.Words{}),
		"profile.md": md.Bytes(), "profile-ar.md": ar.Bytes(), "profile.csv": csv.Bytes(), "profile-odd.md": oddTable.Bytes(),
	}
}

func TestGoldenProfiles(t *testing.T) {
	t.Parallel()
	for name, got := range forms(t) {
		file := filepath.Join("testdata", name)
		if *update {
			require.NoError(t, os.MkdirAll("testdata", 0o750))
			require.NoError(t, os.WriteFile(file, got, 0o600))
		}
		want, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), name)
	}
}

// wellFormed is what an XML parser reads of a picture: its texts, and the names of its elements.
func wellFormed(t require.TestingT, svg []byte) (names map[string]int) {
	names = map[string]int{}
	in := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			return names
		}
		require.NoError(t, err, "%s", svg)
		if e, ok := token.(xml.StartElement); ok {
			names[e.Name.Local]++
		}
	}
}

// Everything can be read, and stands within the picture.
func TestPicturesAreWellFormedAndWithinBounds(t *testing.T) {
	t.Parallel()
	at := regexp.MustCompile(`<(?:text|rect) x="(-?\d+)" y="(\d+)"(?: width="(\d+)")?`)
	for name, svg := range forms(t) {
		if !strings.HasSuffix(name, ".svg") {
			continue
		}
		names := wellFormed(t, svg)
		require.Equal(t, []int{1, 1, 0}, []int{names["title"], names["desc"], names["script"]}, name)
		require.Contains(t, string(svg), `role="img"`)
		var wide, high int
		_, err := fmt.Sscanf(string(svg[bytes.Index(svg, []byte("viewBox"))+len(`viewBox="0 0 `):]), "%d %d", &wide, &high)
		require.NoError(t, err)
		for _, m := range at.FindAllSubmatch(svg, -1) {
			var x, y, w int
			_, _ = fmt.Sscan(string(m[1]), &x)
			_, _ = fmt.Sscan(string(m[2]), &y)
			_, _ = fmt.Sscan(string(m[3]), &w)
			require.True(t, x >= 0 && x+w <= wide && y > 0 && y < high, "%s: %s", name, m[0])
		}
	}
}

// Whatever the words are, the picture is XML with the same elements.
func FuzzWords(f *testing.F) {
	f.Add("</text><script>", "{level}\x00\"'&")
	f.Add("\xff\ufffe]]>", "العربية 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字")
	fw, s := rounds()
	p := report.ProfileOf(fw, s, 0)
	want := wellFormed(f, p.SVG(report.Words{}))
	f.Fuzz(func(t *testing.T, title, level string) {
		svg := p.SVG(report.Words{Title: title, Level: level, Language: level, Submitted: title})
		require.Equal(t, want, wellFormed(t, svg))
		require.True(t, utf8.Valid(svg))
	})
}
