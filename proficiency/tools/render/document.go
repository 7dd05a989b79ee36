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
	Title       string
	Language    string
	Direction   string
	Foreign     bool // the words are in another language than the framework

	Description prose.Text
	Facts       []fact
	Things      string   // how many proficiencies
	Counts      []string // and how many of them are optional
	Ways        []string // how it is completed
	Declaration prose.Text
	SignOff     signOff
	Scales      []scale
	Kinds, Tags []choice
	Sections    []section
}

type fact struct{ Name, Value string }

type signOff struct {
	By              string
	Learner, Signer []string // paragraphs
}

type scale struct {
	ID string
	question
}

type answer struct {
	Label string
	Note  string // what it means for the item, or empty
}

// A choice is one of those that a filter has.
type choice struct {
	Value, Label string
	Count        int
}

type section struct {
	Anchor, Number, Title string
	Depth                 int // from 0
	Things                string
	Marks                 []string
	Optional              bool
	Guidance              prose.Text
	Items                 []item
	Sections              []section
}

type item struct {
	Anchor, ID, Number string
	Statement          []string // lines
	Kind, KindID       string
	Tags               []string
	Marks              []string // what sets it apart
	Optional           bool     // chosen singly
	Waivable           bool
	Confirmers         string
	Questions          []question
	Asks               proficiency.Asks
	Guidance           prose.Text
	Resources          []resource
}

type question struct {
	Lines   []string // empty for the only one of an item
	Notes   []string
	Answers []answer
}

type resource struct {
	Title string
	To    prose.Address
}

// A writer makes a document.
type writer struct {
	f      *proficiency.Framework
	words  *Words
	policy *roles.Policy
	kinds  map[proficiency.KindID]string
}

func newWriter(f *proficiency.Framework, o *Options) *writer {
	if o == nil {
		o = &Options{}
	}
	w := &writer{f: f, words: wordsOf(o), policy: o.Policy, kinds: map[proficiency.KindID]string{}}
	if w.policy == nil {
		w.policy = roles.Default()
	}
	for k := range f.Kinds().Values() {
		w.kinds[k.ID] = k.Label
	}
	return w
}

func newDocument(f *proficiency.Framework, o *Options) *document {
	w := newWriter(f, o)
	d := &document{
		Words: w.words, Ref: f.Ref().String(), Digest: f.Digest().String(), Title: f.Title(), Language: f.Language(), Direction: direction(f.Language()),
		Foreign:     !sameLanguage(f.Language(), w.words.Language),
		Description: prose.Read(f.Description()), Declaration: prose.Read(f.Declaration().Text),
		Facts: w.facts(), Ways: w.ways(), Things: things(f, f.Items().Len()),
		SignOff: signOff{By: w.roles(f.SignOff().By), Learner: lines(f.SignOff().Learner.Text), Signer: lines(f.SignOff().Signatory.Text)},
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
	for _, f := range []fact{
		{w.words.Of, string(w.f.ID())}, {w.words.Version, w.f.Version().String()}, {w.words.Category, string(w.f.Category())},
		{w.words.LanguageOf, w.f.Language()}, {w.words.Publisher, w.f.Publisher()}, {w.words.Licence, w.f.Licence()},
		{w.words.Digest, w.f.Digest().String()},
	} {
		if f.Value != "" {
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
		{true, enrolled},
		{gates, words.GatesFirst},
		{f.Attributes().Len() > 0, w.depends()},
		{optional, words.OptionalItems},
		{f.MinimumOptional().Count > 0, say(words.MinimumOptional, "count", strconv.Itoa(f.MinimumOptional().Count))},
		{f.Groups().Len() > 0, words.GroupsHere},
		{!f.PaperSince().Date.IsZero(), say(words.PaperSince, "date", f.PaperSince().Date.String())},
		{f.SignOff().By.Len() > 0, say(words.SignedOffBy, "roles", w.roles(f.SignOff().By))},
		{f.SignOff().Distinct.Required, words.Distinct},
	} {
		if way.said {
			ways = append(ways, way.words)
		}
	}
	return ways
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
