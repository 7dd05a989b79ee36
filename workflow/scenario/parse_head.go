package scenario

import (
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

func (f *file) title(p *parser, s *sentence) {
	p.accept(titleWord)
	title := strings.Join(strings.Fields(s.raw[len(titleWord):]), " ")
	switch {
	case title == "":
		p.wanted("a title behind " + titleWord)
	case f.s.Title != "":
		p.fail(s.tokens[0], "the file has a title already: one file is one scenario")
	}
	f.s.Title = title
}

// framework reads "framework ward-basics@1.0.0 from ward-basics.yaml", or a block.
func (f *file) framework(p *parser, s *sentence) {
	p.accept("framework")
	t := p.peek()
	fw := Framework{Position: s.pos(), Ref: p.ref()}
	fw.File, fw.Text = p.content(s)
	for i := range f.s.Frameworks {
		if f.s.Frameworks[i].Ref == fw.Ref {
			p.fail(t, "%s is named twice", fw.Ref.ID)
		}
	}
	if p.fault == nil {
		f.s.Frameworks = append(f.s.Frameworks, fw)
	}
}

// content reads where content comes from: "from FILE", a block, or neither.
func (p *parser) content(s *sentence) (file, text string) {
	if p.accept("from") {
		t := p.peek()
		file = p.id("a file")
		if !fs.ValidPath(file) || file == "." {
			p.fail(t, "%s is no file beside the scenario: want a path such as ward-basics.yaml, without .. and / at its beginning", t)
		}
	}
	if s.block != nil {
		if file != "" {
			p.fail(s.tokens[0], "the content comes either from a file or from the block below, not both")
		}
		if text = s.block.text; strings.TrimSpace(text) == "" {
			p.fail(s.tokens[0], "the block is empty")
		}
	}
	return file, text
}

func (f *file) policy(p *parser, s *sentence) {
	p.accept("policy")
	policy := Policy{Position: s.pos()}
	policy.File, policy.Text = p.content(s)
	switch {
	case !policy.given():
		p.wanted("from FILE, or a block below")
	case f.s.Policy.given():
		p.fail(s.tokens[0], "the file has a policy already")
	}
	f.s.Policy = policy
}

// start reads "start 2026-03-02 09:00 Europe/London".
func (f *file) start(p *parser, s *sentence) {
	p.accept("start")
	at, exact := p.instant()
	if !exact {
		day := p.date()
		hour, minute := p.timeOfDay()
		at = time.Date(day.Year, day.Month, day.Day, hour, minute, 0, 0, time.UTC)
	}
	zone := "UTC"
	t := p.peek()
	if !p.end() {
		zone = p.id("a time zone")
	}
	loc := p.location(t, zone)
	if p.fault == nil && f.s.Zone != "" {
		p.fail(s.tokens[0], "the start is said twice: a line beginning with on moves the clock later")
	}
	if !exact {
		at = onTheClock(at, loc).UTC()
	}
	if !plausible(at) {
		p.fail(s.tokens[0], "want a time in the years from %d to %d", firstYear, lastYear)
	}
	if p.fault == nil {
		f.loc, f.s.Zone = loc, zone
		f.s.Start, f.now = at, at
	}
}

// location is the time zone with an IANA name.
func (p *parser) location(at token, zone string) *time.Location {
	loc, err := location(zone)
	if err != nil {
		p.fail(at, "%s is no time zone: want an IANA name such as Europe/London, or UTC", source.Quote(zone))
		return time.UTC
	}
	return loc
}

// location knows neither the machine's own zone nor an empty name.
func location(zone string) (*time.Location, error) {
	if zone == "" || zone == "Local" {
		return nil, fmt.Errorf("no time zone is called %q", zone)
	}
	return time.LoadLocation(zone)
}

// timeOfDay reads "09:30".
func (p *parser) timeOfDay() (hour, minute int) {
	t := p.next()
	at, err := time.Parse("15:04", t.s)
	if err != nil || t.kind != word || len(t.s) != len("15:04") {
		p.fail(t, "want a time of day such as 09:30, not %s", t)
	}
	return at.Hour(), at.Minute()
}

// soleFramework is the one that is meant where only one is named.
func (f *file) soleFramework() (ref proficiency.Ref, ok bool) {
	if len(f.s.Frameworks) != 1 {
		return ref, false
	}
	return f.s.Frameworks[0].Ref, true
}
