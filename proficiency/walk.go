package proficiency

import (
	"math"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

// A walker reads a file's tree into a raw framework.
type walker struct{ r *raw }

// walk reads the document, reporting to it what has the wrong shape.
func walk(doc *source.Document) *raw {
	w := walker{&raw{doc: doc}}
	w.framework(doc.Root().Mapping(frameworkShape))
	w.r.complete = !doc.Findings().HasErrors()
	return w.r
}

func (w walker) framework(m source.Mapping) {
	r := w.r
	r.present, r.position = m.Present(), m.Position()
	r.format, r.id, r.version = m.Get("format").Text(), m.Get("id").Text(), m.Get("version").Text()
	r.title = w.text(m, "title", headingText)
	r.description = w.text(m, "description", proseText)
	r.category, r.language = m.Get("category").Text(), m.Get("language").Text()
	r.publisher = w.text(m, "publisher", headingText)
	r.licence = w.text(m, "licence", headingText)
	r.subject = m.Get("subject").Text()
	vocabulary := m.Get("vocabulary").Mapping(vocabularyShape)
	r.vocabularyOne, r.vocabularyMany = w.text(vocabulary, "one", labelText), w.text(vocabulary, "many", labelText)
	w.kinds(m.Get("kinds"))
	w.scales(m.Get("scales"))
	w.attributes(m.Get("attributes"))
	r.defaults = w.defaults(m, nil)
	r.paperSince = m.Get("paper_since").Text()
	w.unsupervised(m)
	w.signOff(m.Get("sign_off").Mapping(signOffShape))
	r.declaration = w.text(m, "declaration", proseText)
	w.enrolment(m)
	w.requires(m.Get("requires"))
	r.minimum = m.Get("minimum_optional").Int(0, math.MaxInt32, 0)
	r.minimumPosition = m.Get("minimum_optional").Position()
	r.sections = w.sections(m.Get("sections"), 1, nil, r.defaults)
	w.translations(m.Get("translations"))
}

// text reads a text for people. White space around it is not part of it: a
// block of YAML ends in a line break, and quotes may hold too much.
func (w walker) text(m source.Mapping, key string, kind *textKind) source.Text {
	return w.keep(m.Get(key), key, kind)
}

func (w walker) keep(n source.Node, what string, kind *textKind) source.Text {
	t := n.Text()
	t.Value = strings.TrimSpace(t.Value)
	if t.Given() {
		w.r.texts = append(w.r.texts, rawText{t, what, kind})
	}
	return t
}

// entries also says whether none was left out.
func (w walker) entries(n source.Node) (entries []source.Entry, sound bool) {
	before := w.r.doc.Count()
	entries = n.Entries(1)
	return entries, w.r.doc.Count() == before
}

func (w walker) kinds(n source.Node) {
	entries, sound := w.entries(n)
	w.r.kindsGiven, w.r.kindsSound = n.Present(), sound
	for _, e := range entries {
		w.r.kinds = append(w.r.kinds, rawKind{e.Key, w.keep(e.Value, "the label of a kind", labelText)})
	}
}

func (w walker) scales(n source.Node) {
	entries, sound := w.entries(n)
	w.r.scalesSound = sound && n.Present()
	for _, e := range entries {
		before := w.r.doc.Count()
		answers := w.answers(e.Value)
		w.r.scales = append(w.r.scales, rawScale{e.Key, answers, w.r.doc.Count() == before})
	}
}

func (w walker) answers(n source.Node) (answers []rawAnswer) {
	for _, e := range n.List(1) {
		if m := e.Mapping(answerShape); m.Present() {
			answers = append(answers, rawAnswer{m.Get("id").Text(), w.text(m, "label", labelText), m.Get("meets").Bool(false)})
		}
	}
	return answers
}

func (w walker) signOff(m source.Mapping) {
	w.r.signOffBy = readRoles(m, "by")
	w.r.distinct = readFlag(m, "distinct")
	w.r.learnerStatement = w.text(m, "learner_statement", proseText)
	w.r.signatoryStatement = w.text(m, "signatory_statement", proseText)
}

// enrolment is decided where the file says so, and where it does not, by the file as such.
func (w walker) enrolment(m source.Mapping) {
	w.r.enrolPosition = w.r.position
	e := m.Get("enrolment").Mapping(enrolmentShape)
	for _, n := range []source.Node{m.Get("enrolment"), e.Get("self")} {
		if n.Present() {
			w.r.enrolPosition = n.Position()
		}
	}
	w.r.enrolSelf = e.Get("self").Bool(false)
}

// defaults reads the defaults in m, inside outer.
func (w walker) defaults(m source.Mapping, outer *rawDefaults) *rawDefaults {
	n := m.Get("defaults")
	d := n.Mapping(defaultsShape)
	return &rawDefaults{
		scale: readRef(d, "scale"), kind: readRef(d, "kind"), confirmedBy: readRoles(d, "confirmed_by"), conditions: readConditions(d), outer: outer,
		sound: m.Sound() && (d.Sound() || !n.Present()) && (outer == nil || outer.sound),
	}
}

func readRef(m source.Mapping, key string) rawRef {
	n := m.Get(key)
	return rawRef{n.Text(), n.Present()}
}

func readRoles(m source.Mapping, key string) rawRoles {
	n := m.Get(key)
	return rawRoles{n.Present(), n.Texts(1), n.Position()}
}
