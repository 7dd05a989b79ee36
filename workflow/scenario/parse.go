package scenario

import (
	"slices"
	"strings"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

// Parse reads a scenario. Name is the file's name in positions. The scenario
// is nil if anything is wrong with it; the findings are complete, sentence by
// sentence, and sorted. Whether there are such items, answers and roles is
// found when it is run, before its first step. Nothing in src makes Parse panic.
func Parse(name string, src []byte) (*Scenario, source.Diagnostics) {
	sentences, found := split(name, src)
	f := &file{s: &Scenario{}, found: found, loc: time.UTC, spots: map[string]*spot{}}
	f.goTo(Here)
	for _, s := range sentences {
		f.sentence(s)
		if len(f.found) > maxFindings || len(f.s.Lines) > MaxLines {
			break
		}
	}
	f.complete(name)
	if len(f.found) > 0 {
		return nil, f.found.Sort()
	}
	return f.s, nil
}

// A file is a scenario as far as it has been read.
type file struct {
	s     *Scenario
	found source.Diagnostics
	loc   *time.Location
	now   time.Time // at this place of the file, in UTC
	begun bool      // by a line that is not of the head
	*spot           // of the installation that the lines are at
	spots map[string]*spot
}

// A spot is what lines that do not say it are about, at one installation.
type spot struct {
	about  []Enrolment
	lastOn map[string]proficiency.FrameworkID // what a learner or centre was enrolled on last
}

// A lineKind is one way in which a line can begin.
type lineKind struct {
	word string
	head bool // stands before all others
	read func(f *file, p *parser, s *sentence)
}

// blocks reports whether a block may stand below such a line.
func (k *lineKind) blocks() bool {
	return slices.Contains([]string{"framework", "migration", "lifecycle", "policy", "expect"}, k.word)
}

var lineKinds = []lineKind{
	{titleWord, true, (*file).title},
	{"framework", true, (*file).framework},
	{"migration", true, (*file).migration},
	{"lifecycle", true, (*file).lifecycle},
	{"policy", true, (*file).policy},
	{"start", true, (*file).start},
	{elsewhereWord, false, (*file).turn},
	{Here, false, (*file).turn},
	{"centre", false, (*file).centre},
	{"actor", false, (*file).actor},
	{"staff", false, (*file).staff},
	{awardWord, false, (*file).award},
	{annulWord, false, (*file).award},
	{string(Appoint), false, (*file).change},
	{string(Revoke), false, (*file).change},
	{string(Suspend), false, (*file).change},
	{string(Reinstate), false, (*file).change},
	{string(Deactivate), false, (*file).change},
	{string(Activate), false, (*file).change},
	{"on", false, (*file).on},
	{"next day", false, (*file).nextDay},
	{"after", false, (*file).later},
	{"about", false, (*file).changeAbout},
	{"erase", false, (*file).erase},
	{"expect", false, (*file).expect},
}

// sentence reads one sentence, of whatever kind.
func (f *file) sentence(s *sentence) {
	p := &parser{tokens: s.tokens}
	blocks := false
	if kind := f.kindOf(p); kind != nil {
		blocks = kind.blocks()
		f.order(p, kind)
		kind.read(f, p, s)
	}
	if p.fault == nil && !p.end() {
		p.fail(p.peek(), "nothing more is said here, but there is %s", p.peek())
	}
	if s.block != nil && !blocks && p.fault == nil {
		p.fail(s.tokens[0], "no block belongs to such a line")
	}
	if p.fault != nil {
		f.found = append(f.found, *p.fault)
	}
}

// kindOf tells what kind of line begins here. Somebody's id with a colon, a
// label or a look is a step, whatever word the id is.
func (f *file) kindOf(p *parser) *lineKind {
	if p.step() {
		return &lineKind{read: (*file).step}
	}
	if len(p.tokens) > 1 && p.tokens[1].is("looks") {
		return &lineKind{read: (*file).look}
	}
	for i := range lineKinds {
		if p.sees(lineKinds[i].word) {
			return &lineKinds[i]
		}
	}
	words := make([]string, len(lineKinds))
	for i := range lineKinds {
		words[i] = lineKinds[i].word
	}
	t := p.peek()
	p.fail(t, "no line begins with %s: a step begins with PERSON: and the others with %s%s",
		t, strings.Join(words, ", "), source.DidYouMean(t.s, words))
	return nil
}

// step reports whether the sentence is a step.
func (p *parser) step() bool {
	t := p.tokens[0]
	if t.is("!") || t.is("?") || t.is("meanwhile") || p.sees("the learner") {
		return true
	}
	return len(p.tokens) > 1 && (t.kind == word || t.kind == name) && (p.tokens[1].is(":") || p.tokens[1].is("["))
}

// order holds that the head comes first.
func (f *file) order(p *parser, kind *lineKind) {
	switch {
	case !kind.head:
		f.begun = true
	case f.begun:
		p.fail(p.peek(), "the line %s belongs to the head of the file, before all centres, actors and steps", kind.word)
	}
}

// complete says what the head lacks.
func (f *file) complete(name string) {
	at := source.Position{File: name, Line: 1, Col: 1}
	missing := func(what, like string) {
		if len(f.found) == 0 {
			f.found = append(f.found, finding(at, CodeSyntax, "the file has no %s: begin with a line such as %s", what, like))
		}
	}
	if len(f.s.Lines) > MaxLines {
		f.found = append(f.found, finding(at, CodeSyntax, "the scenario is too long: at most %d lines are run, ranges counted as what they stand for", MaxLines))
	}
	if f.s.Title == "" {
		missing("title", `"scenario what it shows"`)
	}
	if len(f.s.Frameworks) == 0 {
		missing("framework", `"framework hand-hygiene"`)
	}
	if f.s.Zone == "" {
		missing("start", `"start 2026-03-02 09:00 Europe/London"`)
	}
}

// add adds a line.
func (f *file) add(p *parser, l Line) {
	if p.fault == nil {
		f.s.Lines = append(f.s.Lines, l)
	}
}

// current are the enrolments that a line is about which says nothing of it.
func (f *file) current(p *parser, at token) []Enrolment {
	if len(f.about) == 0 {
		p.fail(at, "about which enrolment? Enrol somebody first, or say about LEARNER")
	}
	return slices.Clone(f.about)
}
