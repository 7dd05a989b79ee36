package render

import (
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/tools/render/internal/prose"
	"github.com/countersign-go/countersign/roles"
)

// A document is everything that is shown of a framework, in words and in the
// order in which it is shown. The forms differ only in how they set it.
type document struct {
	Words       *Words
	Ref, Digest string
	Title       said
	Language    string
	Direction   string
	Foreign     bool // the words are in another language than the page

	Description saidProse
	Facts       []fact
	Things      said     // how many proficiencies
	Counts      []string // and how many of them are optional
	Ways        []string // how it is completed
	Declaration saidProse
	SignOff     signOff
	// Unsupervised says that nobody confirms anything, so that there is nothing to sign.
	Unsupervised bool
	Scales       []scale
	Kinds, Tags  []choice
	Sections     []section
}

type fact struct {
	Name string
	said
}

type signOff struct {
	By              string
	Learner, Signer saidLines
}

type scale struct {
	ID string
	question
}

type answer struct {
	Label said
	Note  string // what it means for the item, or empty
}

// A choice is one of those that a filter has.
type choice struct {
	Value string
	Label said
	Count int
}

type section struct {
	Anchor, Number string
	Title          said
	Depth          int // from 0
	Things         said
	Marks          []string
	Optional       bool
	Guidance       saidProse
	Recommends     []recommended
	Items          []item
	Sections       []section
}

type item struct {
	Anchor, ID, Number string
	Statement          saidLines
	Kind               said
	KindID             string
	Tags               []string
	Marks              []string // what sets it apart
	Optional           bool     // chosen singly
	Waivable           bool
	Confirmers         string // empty where nobody confirms
	Questions          []question
	Asks               proficiency.Asks
	Guidance           saidProse
	Resources          []resource
	Recommends         []recommended
}

type question struct {
	Asked   saidLines // nothing for the only one of an item
	Notes   []sentence
	Answers []answer
}

type resource struct {
	Title said
	To    prose.Address
}

// A writer makes a document.
type writer struct {
	f      *proficiency.Framework
	texts  proficiency.Texts
	words  *Words
	policy *roles.Policy
}

func newWriter(f *proficiency.Framework, o *Options) *writer {
	if o == nil {
		o = &Options{}
	}
	w := &writer{f: f, texts: f.In(o.Languages...), words: wordsOf(o), policy: o.Policy}
	if f.Subject() == proficiency.SubjectCentre {
		w.words = w.words.ofCentre()
	}
	if w.policy == nil {
		w.policy = roles.Default()
	}
	return w
}

func newDocument(f *proficiency.Framework, o *Options) *document {
	w := newWriter(f, o)
	language := w.texts.Language()
	d := &document{
		Words: w.words, Ref: f.Ref().String(), Digest: f.Digest().String(), Title: w.say(w.texts.Title()),
		Language: language, Direction: proficiency.Direction(language), Foreign: !sameLanguage(language, w.words.Language),
		Description: w.prose(w.texts.Description()), Declaration: w.prose(w.texts.Declaration()),
		Facts: w.facts(), Ways: w.ways(), Things: w.things(f.Items().Len()), Unsupervised: f.Unsupervised().Set,
		SignOff: signOff{By: w.roles(f.SignOff().By), Learner: w.lines(w.texts.LearnerStatement()), Signer: w.lines(w.texts.SignatoryStatement())},
	}
	d.Kinds, d.Tags, d.Counts = w.kindChoices(), w.tagChoices(), w.counts()
	for s := range f.Scales().Values() {
		d.Scales = append(d.Scales, w.scale(s))
	}
	d.Sections = w.sections(f.Sections(), 0)
	return d
}

// facts are what is said of the framework as such.
func (w *writer) facts() (facts []fact) {
	own := func(text string) said { return w.say(proficiency.Text{Text: text, Language: w.f.Language()}) }
	for _, f := range []fact{
		{w.words.Of, said{Text: string(w.f.ID())}}, {w.words.Version, said{Text: w.f.Version().String()}},
		{w.words.Category, said{Text: string(w.f.Category())}}, {w.words.LanguageOf, said{Text: strings.Join(w.f.Languages(), ", ")}},
		{w.words.Publisher, own(w.f.Publisher())}, {w.words.Licence, own(w.f.Licence())}, {w.words.Digest, said{Text: w.f.Digest().String()}},
	} {
		if f.Text != "" {
			facts = append(facts, f)
		}
	}
	return facts
}

// counts are how many proficiencies are mandatory and optional, where there are both.
func (w *writer) counts() []string {
	optional := 0
	for it := range w.f.Items().Values() {
		if it.Optional() {
			optional++
		}
	}
	if optional == 0 {
		return nil
	}
	return []string{
		say(w.words.Mandatory, "count", strconv.Itoa(w.f.Items().Len()-optional)),
		say(w.words.Optional, "count", strconv.Itoa(optional)),
	}
}

// ways are the sentences on how the framework is completed.
func (w *writer) ways() []string {
	f, words := w.f, w.words
	gates, optional := false, false
	for s := range f.AllSections().Values() {
		gates = gates || s.Gate()
	}
	for it := range f.Items().Values() {
		optional = optional || it.Optional()
	}
	enrolled := words.EnrolOthers
	if f.Enrolment().Self {
		enrolled = words.EnrolSelf
	}
	var ways []string
	for _, way := range []struct {
		said  bool
		words string
	}{
		{f.Subject() == proficiency.SubjectCentre, words.CentreIs},
		{true, enrolled},
		{w.required(proficiency.BeforeEnrolment) != "", say(words.RequiredToEnrol, "frameworks", w.required(proficiency.BeforeEnrolment))},
		{w.required(proficiency.BeforeSignOff) != "", say(words.RequiredToSignOff, "frameworks", w.required(proficiency.BeforeSignOff))},
		{gates && !f.Unsupervised().Set, words.GatesFirst},
		{f.Attributes().Len() > 0, w.depends()},
		{gates && f.Unsupervised().Set, words.GatesMet},
		{optional, words.OptionalItems},
		{f.MinimumOptional().Count > 0, say(words.MinimumOptional, "count", strconv.Itoa(f.MinimumOptional().Count))},
		{f.Groups().Len() > 0, words.GroupsHere},
		{!f.PaperSince().Date.IsZero(), say(words.PaperSince, "date", f.PaperSince().Date.String())},
		{f.SignOff().By.Len() > 0, say(words.SignedOffBy, "roles", w.roles(f.SignOff().By))},
		{f.SignOff().Distinct.Required, words.Distinct},
		{f.Unsupervised().Set, words.InRounds},
		{f.Completion().Lapses(), say(words.RoundLasts, "months", w.months(f.Completion().Months))},
		{f.Completion().Certificate, words.CompletionIssued},
	} {
		if way.said {
			ways = append(ways, way.words)
		}
	}
	return ways
}

// required names the other frameworks of which all are needed first.
func (w *writer) required(before proficiency.Stage) string {
	var names []string
	for q := range w.f.Requires().Values() {
		switch name := string(q.Framework); {
		case q.Before != before:
		case q.Lowest == proficiency.Version{}:
			names = append(names, name)
		default:
			names = append(names, say(w.words.OrLater, "framework", name, "version", q.Lowest.String()))
		}
	}
	return listing(names, w.words.And)
}

// roles are the titles of roles of which one is enough.
func (w *writer) roles(ids proficiency.Roles) string {
	var titles []string
	for id := range ids.Values() {
		title := string(id)
		if r := w.policy.Role(id); r != nil {
			title = r.Title()
		}
		titles = append(titles, title)
	}
	return listing(titles, w.words.Or)
}

// listing is "a, b or c".
func listing(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}

// lines are those of a text that is no Markdown, without empty ones.
func lines(text string) (out []string) {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
