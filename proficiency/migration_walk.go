package proficiency

import (
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

// A migrationWalker reads a file's tree into a raw migration.
type migrationWalker struct{ m *rawMigration }

func walkMigration(doc *source.Document) *rawMigration {
	w := migrationWalker{&rawMigration{doc: doc, meant: map[string]bool{}}}
	w.migration(doc.Root().Mapping(migrationShape))
	w.m.complete = !doc.Findings().HasErrors()
	return w.m
}

func (w migrationWalker) migration(n source.Mapping) {
	m := w.m
	m.present, m.position = n.Present(), n.Position()
	m.format, m.framework = n.Get("format").Text(), n.Get("framework").Text()
	m.from, m.to = n.Get("from").Text(), n.Get("to").Text()
	for _, e := range n.Get("editorial").List(1) {
		if e := e.Mapping(editorialShape); e.Present() {
			m.editorial = append(m.editorial, rawEditorial{e.Get("texts").Texts(1), w.reason(e)})
		}
	}
	for _, e := range n.Get("scales").List(1) {
		if e := e.Mapping(scaleMapShape); e.Present() {
			m.scales = append(m.scales, w.scale(e))
		}
	}
	for _, a := range actionShapes() {
		for _, e := range n.Get(string(a.action)).List(1) {
			if e := e.Mapping(a.shape); e.Present() {
				m.entries = append(m.entries, w.entry(a, e))
			}
		}
	}
}

// reason reads why the author decided so.
func (w migrationWalker) reason(e source.Mapping) source.Text {
	t := e.Get("reason").Text()
	t.Value = strings.TrimSpace(t.Value)
	if t.Given() {
		w.m.texts = append(w.m.texts, rawText{t, "the reason", proseText})
	}
	return t
}

func (w migrationWalker) scale(e source.Mapping) rawScaleMap {
	before := w.m.doc.Count()
	s := rawScaleMap{
		from: e.Get("from").Text(), to: e.Get("to").Text(), reassess: e.Get("reassess").Texts(1), undecided: e.Get("undecided").Texts(1),
		editorial: readFlag(e, "editorial"), position: e.Position(),
	}
	for _, a := range e.Get("answers").Entries(1) {
		s.answers = append(s.answers, rawMapped{a.Key, a.Value.Text()})
	}
	w.reason(e)
	s.sound = e.Sound() && w.m.doc.Count() == before
	return s
}

// entry reads what the shape of its action has: what is split is one, and what
// is merged becomes one.
func (w migrationWalker) entry(a actionShape, e source.Mapping) *rawEntry {
	before := w.m.doc.Count()
	entry := &rawEntry{action: a.action, position: e.Position()}
	has := func(key string) bool {
		for _, k := range append(a.shape.Required, a.shape.Optional...) {
			if k == key {
				return true
			}
		}
		return false
	}
	if has("items") {
		entry.items, entry.byItem = e.Get("items").Texts(1), e.Get("items").Present()
	}
	if has("changed") {
		entry.changed, entry.byChange = e.Get("changed").Texts(1), e.Get("changed").Present()
	}
	if has("from") {
		entry.old, entry.new = oneOrSeveral(e.Get("from"), a.action == ActionMerge), oneOrSeveral(e.Get("to"), a.action == ActionSplit)
		entry.renamed = e.Get("from").Present() || e.Get("to").Present()
	}
	if has("editorial") {
		entry.editorial = readFlag(e, "editorial")
	}
	if has("results") {
		entry.results = e.Get("results").Text()
	}
	if has("reason") {
		entry.reason = w.reason(e)
	}
	entry.sound = e.Sound() && w.m.doc.Count() == before
	return entry
}

// oneOrSeveral reads one id, or a list of at least two.
func oneOrSeveral(n source.Node, several bool) []source.Text {
	if several {
		return n.Texts(2)
	}
	if t := n.Text(); t.Given() {
		return []source.Text{t}
	}
	return nil
}
