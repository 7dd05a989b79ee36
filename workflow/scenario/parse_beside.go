package scenario

import (
	"github.com/countersign-go/countersign/proficiency"
)

// migration reads "migration bays@1.0.0 to 2.0.0 from from-1.0.0.yaml", or a block.
func (f *file) migration(p *parser, s *sentence) {
	p.accept("migration")
	m := Migration{Position: s.pos(), From: p.exactRef("to lead from")}
	p.need("to")
	m.To = p.version()
	m.File, m.Text = p.besideContent(s)
	if p.fault == nil {
		f.s.Migrations = append(f.s.Migrations, m)
	}
}

// lifecycle reads "lifecycle bays@1.0.0 from lifecycle.yaml", or a block.
func (f *file) lifecycle(p *parser, s *sentence) {
	p.accept("lifecycle")
	l := Lifecycle{Position: s.pos(), Of: p.exactRef("that lives so")}
	l.File, l.Text = p.besideContent(s)
	if p.fault == nil {
		f.s.Lifecycles = append(f.s.Lifecycles, l)
	}
}

// exactRef is a framework with its version.
func (p *parser) exactRef(what string) proficiency.Ref {
	t := p.peek()
	ref := p.ref()
	if ref.Version == (proficiency.Version{}) {
		p.fail(t, "want the version %s, such as ward-basics@1.0.0, not %s", what, t)
	}
	return ref
}

// besideContent is content that has to come from somewhere.
func (p *parser) besideContent(s *sentence) (file, text string) {
	if file, text = p.content(s); file == "" && text == "" {
		p.wanted("from FILE, or a block below")
	}
	return file, text
}
