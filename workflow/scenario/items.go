package scenario

import (
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// items reads items, of which "all of SECTION" and "all items" stand for many.
func (p *parser) items() (out []proficiency.ItemID) {
	if p.accept(noItems) {
		return nil
	}
	for {
		switch {
		case p.accept("all items"):
			out = append(out, AllItems)
		case p.accept("all of"):
			out = append(out, AllOf(proficiency.SectionID(p.id("a section"))))
		case len(out) == 0 || p.peek().isID():
			out = append(out, proficiency.ItemID(p.id("an item")))
		default:
			return out
		}
	}
}

const noItems = "no items"

func (p *parser) item() proficiency.ItemID { return proficiency.ItemID(p.id("an item")) }

// seen reads items to be decided on, where "care-1@7" names the record that
// the decision is to rest on.
func (p *parser) seen() (out []workflow.Seen) {
	for _, id := range p.items() {
		item, basis, _ := cutBasis(string(id))
		out = append(out, workflow.Seen{Item: proficiency.ItemID(item), Basis: basis})
	}
	return out
}

// cutBasis splits "care-1@7".
func cutBasis(s string) (item string, basis workflow.Seq, ok bool) {
	i := strings.LastIndexByte(s, '@')
	if i < 0 {
		return s, 0, false
	}
	n, ok := wholeNumber(s[i+1:])
	if !ok {
		return s, 0, false
	}
	return s[:i], workflow.Seq(n), true
}

// seen writes what the parser's seen reads.
func (w *writer) seen(list []workflow.Seen) {
	if len(list) == 0 {
		w.word(noItems)
	}
	for i, s := range list {
		id := string(s.Item)
		if _, _, ambiguous := cutBasis(id); s.Basis > 0 || ambiguous {
			id += "@" + strconv.FormatUint(uint64(s.Basis), 10)
		}
		w.list(i, itemName(proficiency.ItemID(id)))
	}
}

// items writes what the parser's items reads.
func (w *writer) items(list []proficiency.ItemID) {
	if len(list) == 0 {
		w.word(noItems)
	}
	for i, id := range list {
		w.list(i, itemName(id))
	}
}

// itemName is how an item is written.
func itemName(id proficiency.ItemID) string {
	if id == AllItems {
		return string(id)
	}
	if section, ok := sectionOf(id); ok {
		return allOf + quoteName(string(section))
	}
	return quoteName(string(id))
}

// answers reads "achieved", or "ability=achieved confidence=high", or "nothing".
// In brackets behind an answer stands what is said of it alone.
func (p *parser) answers() (out []workflow.Given) {
	if p.accept("nothing") {
		return nil
	}
	for {
		t := p.peek()
		first := p.answerWord()
		if !p.accept("=") {
			if len(out) > 0 {
				p.fail(t, "behind the answer to a question comes another QUESTION=ANSWER or a field such as comment, not %s", t)
			}
			return append(out, p.remark(workflow.Given{Answer: proficiency.AnswerID(first)}))
		}
		out = append(out, p.remark(workflow.Given{Question: proficiency.QuestionID(first), Answer: proficiency.AnswerID(p.answerWord())}))
		if !p.peek().isID() {
			return out
		}
	}
}

func (p *parser) answerWord() string { return p.id("an answer") }

// remark reads "[on 2026-11-01, comment "with help"]".
func (p *parser) remark(g workflow.Given) workflow.Given {
	if p.accept("[") {
		p.fields(p.textField("comment", &g.Comment), p.dateField("on", &g.On))
		p.need("]")
	}
	return g
}

// answers writes what the parser's answers reads.
func (w *writer) answers(list []workflow.Given) {
	switch {
	case len(list) == 0:
		w.word("nothing")
	case len(list) == 1 && list[0].Question == "":
		w.id(string(list[0].Answer))
		w.remark(list[0])
	default:
		for i, g := range list {
			w.list(i, quoteName(string(g.Question))+"="+quoteName(string(g.Answer)))
			w.remark(g)
		}
	}
}

// remark writes what the parser's remark reads.
func (w *writer) remark(g workflow.Given) {
	var said []string
	if !g.On.IsZero() {
		said = append(said, "on "+g.On.String())
	}
	if g.Comment != "" {
		said = append(said, "comment "+quote(g.Comment, '"'))
	}
	if len(said) > 0 {
		w.word("[" + strings.Join(said, ", ") + "]")
	}
}

// evidence reads what follows the word evidence.
func (p *parser) evidence() (e workflow.EvidenceRef) {
	if p.peek().kind == text {
		e.Title = p.words()
	}
	for p.fault == nil {
		switch {
		case p.accept("at"):
			e.Location = p.words()
		case p.accept("dated"):
			e.On = p.date()
		case p.accept("type"):
			e.MediaType = p.words()
		case p.accept("digest"):
			e.Digest = p.digest()
		default:
			return e
		}
	}
	return e
}

func (p *parser) evidenceField(to *[]workflow.EvidenceRef) field {
	return field{phrase: "evidence", many: true, read: func() { *to = append(*to, p.evidence()) }}
}

func (w *writer) evidence(list []workflow.EvidenceRef) {
	for _, e := range list {
		w.part(",")
		w.word("evidence")
		if e.Title != "" || e == (workflow.EvidenceRef{}) {
			w.text(e.Title)
		}
		if e.Location != "" {
			w.word("at")
			w.text(e.Location)
		}
		if !e.On.IsZero() {
			w.word("dated " + e.On.String())
		}
		if e.MediaType != "" {
			w.word("type")
			w.text(e.MediaType)
		}
		if !e.Digest.IsZero() {
			w.word("digest " + e.Digest.String())
		}
	}
}
