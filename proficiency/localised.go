package proficiency

import "slices"

// A Text is a text of a framework as somebody reads it.
type Text struct {
	Text string
	// Language is the BCP 47 tag of the language that it is really in.
	Language string
}

// Direction is the direction in which the text is written, as [Direction] says.
func (t Text) Direction() string { return Direction(t.Language) }

// Texts are the texts of a framework for somebody who reads some languages:
// each text in the first of them that has it, and otherwise in the framework's
// own, which has every text. A text that the framework has not got is the zero
// Text. Texts are immutable and safe for concurrent use.
type Texts struct {
	fw    *Framework
	chain []*Translation // in front of the framework's own texts
}

// In gives the texts for somebody who reads the languages, best first, as a
// host knows it of a person or takes it from a request. [Preferred] says how
// languages are found: cy-GB is served by cy, and en by en-GB. What is no
// language tag is passed over, and with none wanted the texts are the
// framework's own.
func (f *Framework) In(languages ...string) Texts {
	texts := Texts{fw: f}
	for _, language := range Preferred(f.Languages(), languages...) {
		if language == f.language {
			break
		}
		i := slices.IndexFunc(f.translations.elems, func(t *Translation) bool { return t.language == language })
		texts.chain = append(texts.chain, f.translations.elems[i])
	}
	return texts
}

// Language is the language of a page with these texts: the best one that there
// is a translation into, or the framework's own. Single texts can be in another
// one, and say so.
func (t Texts) Language() string {
	if len(t.chain) > 0 {
		return t.chain[0].language
	}
	return t.fw.language
}

// say is the text of a place, which is own in the framework's language.
func (t Texts) say(own string, p textPlace) Text {
	if own == "" {
		return Text{}
	}
	for _, tr := range t.chain {
		if text, ok := tr.texts[p]; ok {
			return Text{text, tr.language}
		}
	}
	return Text{own, t.fw.language}
}

// byDefault is say for what may be what holds by default, which is English.
func (t Texts) byDefault(own, otherwise string, p textPlace) Text {
	text := t.say(own, p)
	if own == otherwise && text.Language == t.fw.language && !sameWriting(text.Language, defaultLanguage) {
		return Text{own, defaultLanguage}
	}
	return text
}

// Title is the framework's name for people.
func (t Texts) Title() Text { return t.say(t.fw.title, textPlace{what: titlePlace}) }

// Description is Markdown.
func (t Texts) Description() Text { return t.say(t.fw.description, textPlace{what: descriptionPlace}) }

// One is what one proficiency is called.
func (t Texts) One() Text {
	return t.byDefault(t.fw.vocabulary.One, defaultOne, textPlace{what: onePlace})
}

// Many is what several proficiencies are called.
func (t Texts) Many() Text {
	return t.byDefault(t.fw.vocabulary.Many, defaultMany, textPlace{what: manyPlace})
}

// Kind is the label of a kind of item.
func (t Texts) Kind(id KindID) Text {
	label := func(kinds List[Kind]) string {
		for _, k := range kinds.elems {
			if k.ID == id {
				return k.Label
			}
		}
		return ""
	}
	return t.byDefault(label(t.fw.kinds), label(defaultKinds), textPlace{kindPlace, string(id), ""})
}

// Answer is the label of an answer of a scale.
func (t Texts) Answer(s *Scale, id AnswerID) Text {
	a, _ := s.Answer(id)
	return t.say(a.Label, textPlace{answerPlace, string(s.id), string(id)})
}

// Attribute is what people call the attribute.
func (t Texts) Attribute(a *Attribute) Text {
	return t.say(a.label, textPlace{attributePlace, string(a.id), ""})
}

// Value is the label of a value of an attribute.
func (t Texts) Value(a *Attribute, id ValueID) Text {
	v, _ := a.Value(id)
	return t.say(v.Label, textPlace{valuePlace, string(a.id), string(id)})
}

// Declaration is what the learner agrees to before anything else, in Markdown.
func (t Texts) Declaration() Text {
	return t.say(t.fw.declaration.Text, textPlace{what: declarationPlace})
}

// LearnerStatement is what the learner accepts when asking for the sign-off.
func (t Texts) LearnerStatement() Text {
	return t.say(t.fw.signOff.Learner.Text, textPlace{what: learnerPlace})
}

// SignatoryStatement is what the signatory accepts when giving the sign-off.
func (t Texts) SignatoryStatement() Text {
	return t.say(t.fw.signOff.Signatory.Text, textPlace{what: signatoryPlace})
}

// SectionTitle is the section's name for people.
func (t Texts) SectionTitle(s *Section) Text {
	return t.say(s.title, textPlace{sectionTitlePlace, string(s.id), ""})
}

// SectionGuidance is Markdown.
func (t Texts) SectionGuidance(s *Section) Text {
	return t.say(s.guidance, textPlace{sectionHelpPlace, string(s.id), ""})
}

// Statement is what is asked of the learner.
func (t Texts) Statement(it *Item) Text {
	return t.say(it.statement, textPlace{statementPlace, string(it.id), ""})
}

// Guidance is Markdown.
func (t Texts) Guidance(it *Item) Text {
	return t.say(it.guidance, textPlace{itemHelpPlace, string(it.id), ""})
}

// Question is what a question of the item asks; the zero Text for the single
// unnamed one, whose text is the item's statement.
func (t Texts) Question(it *Item, q *Question) Text {
	return t.say(q.text, textPlace{questionPlace, string(it.id), string(q.id)})
}

// ResourceTitle is the title of a resource of the item.
func (t Texts) ResourceTitle(it *Item, r Resource) Text {
	return t.say(r.Title, textPlace{resourcePlace, string(it.id), r.URL})
}

// RecommendedTitle is the title of what is recommended.
func (t Texts) RecommendedTitle(r *Recommendation) Text {
	return t.say(r.resource.Title, r.place(sectionRecommendedPlace, itemRecommendedPlace))
}

// Reason says to the learner why it is recommended.
func (t Texts) Reason(r *Recommendation) Text {
	return t.say(r.reason, r.place(sectionReasonPlace, itemReasonPlace))
}

// place is that of a text of the recommendation, which is another at sections and at items.
func (r *Recommendation) place(atSection, atItem placeKind) textPlace {
	if r.item != nil {
		return textPlace{atItem, string(r.item.id), string(r.id)}
	}
	return textPlace{atSection, string(r.section.id), string(r.id)}
}
