package scenario

import (
	"fmt"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/workflow"
)

// An expectKind is one way to say what must be so.
type expectKind struct {
	phrase string
	read   func(p *parser) Expectation
	alone  bool // is about no enrolment
}

var expectKinds = []expectKind{
	{"status", parseStatusIs, false},
	{"rating of", parseRatings, false},
	{"ready", func(*parser) Expectation { return &ReadyIs{Ready: true} }, false},
	{"not ready", func(*parser) Expectation { return &ReadyIs{} }, false},
	{"missing", parseMissing, false},
	{"recommended", parseRecommended, false},
	{"counts", parseCounts, false},
	{"total for", parseTotal, true},
	{"pending with", parsePending, false},
	{"supervisors", parseSupervisors, false},
	{"contributors", parseContributorsAre, false},
	{"accountable", parseAccountableIs, false},
	{"centres", parseCentres, false},
	{"attributes", parseAttributesAre, false},
	{"overridden", parseOverridden, false},
	{"relied on", parseReliedOn, false},
	{"decision on", parseDecision, false},
	{"plan for", parsePlan, false},
	{"answer to", parseAnswerIs, false},
	{"round", parseRoundIs, false},
	{"submitted", parseSubmittedIs, false},
	{"complete-by", parseCompleteByIs, false},
	{"version", parseVersionIs, false},
	{"events", parseEvents, false},
	{"left out", parseLeftOut, false},
	{"told", parseTold, false},
	{"due", parseDue, false},
	{"serial", parseSerial, true},
	{string(Overview), golden(Overview), false},
	{string(History), golden(History), false},
	{string(CertificateText), golden(CertificateText), false},
	{string(NoticeTexts), golden(NoticeTexts), true},
	{string(Refusal), golden(Refusal), true},
	{string(Results), golden(Results), true},
	{"certificate", parseCertificate, false}, // behind certificate text
}

func golden(v View) func(*parser) Expectation {
	return func(*parser) Expectation { return &Golden{View: v} }
}

// expect reads a line that begins with expect.
func (f *file) expect(p *parser, s *sentence) {
	p.accept("expect")
	at := p.peek()
	l := &Expect{Position: s.pos(), place: place{line: s.last}}
	alone := false
	if i := slices.IndexFunc(expectKinds, func(k expectKind) bool { return p.sees(k.phrase) }); i >= 0 {
		p.accept(expectKinds[i].phrase)
		l.What, alone = expectKinds[i].read(p), expectKinds[i].alone
	} else if len(p.tokens) > 2 && slices.Contains(personWords, p.tokens[2].s) && p.tokens[2].kind == word {
		l.What = parsePersonal(p)
		_, alone = l.What.(*ListIs)
	} else {
		l.What = parseItemsAre(p)
	}
	if !alone && p.fault == nil {
		l.About = f.current(p, at)
	}
	f.block(p, s, l)
	f.add(p, l)
}

// block gives the golden text to those that have one.
func (f *file) block(p *parser, s *sentence, l *Expect) {
	g, ok := l.What.(*Golden)
	switch {
	case s.block == nil || p.fault != nil:
	case !ok:
		p.fail(s.tokens[0], "no block belongs to such a line")
	default:
		g.Text = s.block.text
		l.place.open, l.place.end = s.block.open, s.block.close
	}
}

func parseStatusIs(p *parser) Expectation {
	p.need(":")
	if p.accept("none") {
		return &StatusIs{}
	}
	return &StatusIs{Status: workflow.Status(p.oneOf("a status of an enrolment, or none", statuses))}
}

func parseItemsAre(p *parser) Expectation {
	t := p.peek()
	e := &ItemsAre{Items: p.items()}
	var phrases []string
	for _, k := range expectKinds {
		phrases = append(phrases, k.phrase)
	}
	if !p.sees(":") {
		p.fail(p.peek(), "behind expect stand ITEMS: STATUS, or PERSON with one of %s, or one of %s%s%s",
			strings.Join(personWords, ", "), strings.Join(phrases, ", "), source.DidYouMean(t.s, phrases), reservedHint(p.peek()))
	}
	p.need(":")
	what := "a status of an item"
	if meant := source.Suggest(t.s, phrases); meant != "" {
		what += fmt.Sprintf(" (if %s is none, did you mean expect %s?)", t, meant)
	}
	e.Status = workflow.ItemStatus(p.oneOf(what, itemStatuses))
	return e
}

func parseMissing(p *parser) Expectation {
	p.need(":")
	if p.accept("nothing") {
		return &Missing{}
	}
	return &Missing{Reasons: p.reasons()}
}

func parseCounts(p *parser) Expectation {
	e := &CountsAre{}
	if p.accept("of") {
		e.Section = proficiency.SectionID(p.id("a section of the top level"))
	}
	e.Counts = p.counts()
	return e
}

func parseTotal(p *parser) Expectation {
	e := &CountsAre{Of: p.person()}
	e.Counts = p.counts()
	return e
}

// counts reads "10 counting, 3 confirmed".
func (p *parser) counts() (out []Count) {
	p.need(":")
	for more := true; more && p.fault == nil; more = !p.end() {
		n := p.number("a number", 0, 1<<31-1)
		t := p.peek()
		c := Count{Items: int(n), Name: p.oneOf("a count", countNames())}
		if slices.ContainsFunc(out, func(d Count) bool { return d.Name == c.Name }) {
			p.fail(t, "%s is said twice", t)
		}
		out = append(out, c)
	}
	return out
}

// parsePending reads "assessor-1: 12 items, sign-off, in 2 requests" or "nothing".
func parsePending(p *parser) Expectation {
	e := &PendingIs{With: p.person()}
	p.need(":")
	if p.accept("nothing") {
		return e
	}
	t := p.peek()
	if !p.sees("sign-off") {
		e.Items = int(p.number("a number of items", 1, 1<<31-1))
		if !p.accept("item") {
			p.need("items")
		}
	}
	p.fields(p.flag("sign-off", &e.SignOff), field{phrase: "in", read: func() {
		e.Requests = int(p.number("a number of requests", 1, 1<<31-1))
		if !p.accept("request") {
			p.need("requests")
		}
	}})
	if e.Items == 0 && !e.SignOff {
		p.fail(t, "want nothing, a number of items or sign-off")
	}
	return e
}

func parseSupervisors(p *parser) Expectation {
	p.need(":")
	return &SupervisorsAre{People: p.peopleOrNone()}
}

// peopleOrNone reads people, or the word none.
func (p *parser) peopleOrNone() []workflow.PersonID {
	if p.accept("none") {
		return nil
	}
	return p.people()
}

func parseContributorsAre(p *parser) Expectation {
	p.need(":")
	return &ContributorsAre{People: p.peopleOrNone()}
}

func parseAccountableIs(p *parser) Expectation {
	p.need(":")
	if p.accept("none") {
		return &AccountableIs{}
	}
	return &AccountableIs{Person: p.person()}
}

func parseCentres(p *parser) Expectation {
	p.need(":")
	if p.accept("none") {
		return &CentresAre{}
	}
	return &CentresAre{Centres: all[workflow.CentreID](p, "a centre")}
}

func parseCompleteByIs(p *parser) Expectation {
	p.need(":")
	if p.accept("none") {
		return &CompleteByIs{}
	}
	return &CompleteByIs{Date: p.date()}
}

func parseVersionIs(p *parser) Expectation {
	p.need(":")
	return &VersionIs{Version: p.version()}
}

func parseEvents(p *parser) Expectation {
	p.need(":")
	e := &EventsAre{}
	for more := true; more && p.fault == nil; more = !p.end() {
		n := 1
		if _, ok := wholeNumber(p.peek().s); ok {
			n = int(p.number("how many events", 1, maxRange))
		}
		event := p.oneOf("an event", eventKinds)
		for range n {
			e.Events = append(e.Events, event)
		}
	}
	return e
}

func parseSerial(p *parser) Expectation {
	e := &SerialIs{Typed: p.words()}
	p.need(":")
	p.need("unknown")
	return e
}

func parseCertificate(p *parser) Expectation {
	e := &CertificateIs{}
	if !p.sees(":") {
		e.Number = int(p.number("the number of a certificate", 1, 1_000_000))
	}
	p.need(":")
	if !p.accept("none") {
		e.Status = certificate.Status(p.oneOf("a status of a certificate, or none", certificateStatuses))
	}
	return e
}
