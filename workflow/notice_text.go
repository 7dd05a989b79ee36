package workflow

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
)

// A Phrase is the text of a kind of notice, with placeholders:
//
//	{framework}  the framework's title
//	{things}     the number of items with the framework's own word for them: 12 proficiencies
//	{items}      the labels of the items, twenty at most and how many more
//	{learner}    the learner, or the id of the centre whose enrolment it is
//	{by}         who brought it about
//	{person}     the other person of a reassignment, or of another's becoming accountable
//	{centre}     the centre
//	{date}       the date as YYYY-MM-DD
//	{version}    the version to upgrade to, or Phrases.None where there is none
//	{cause}      why something ended, from Phrases.Causes
type Phrase struct{ Subject, Body string }

// Phrases are the texts of notices in one language. A host translates by
// copying [English] and changing what it likes.
type Phrases struct {
	Notices map[NoticeKind]Phrase
	Causes  map[Cause]string
	// More ends a list of items that is cut off, with {count} for how many more.
	More string
	// None stands for a version to upgrade to where there is none yet.
	None string
}

// placeholders are those that a phrase may have.
var placeholders = []string{"framework", "things", "items", "learner", "by", "person", "centre", "date", "version", "cause"}

// English gives the plain default texts. Each call gives a copy of its own.
func English() Phrases {
	return Phrases{Notices: maps.Clone(englishNotices), Causes: maps.Clone(englishCauses), More: "and {count} more", None: "none yet"}
}

// Check says what is wrong with the phrases: kinds or causes without one,
// placeholders that there are none of. It gives everything at once, in order.
func (p Phrases) Check() []string {
	var wrong []string
	for _, kind := range slices.Sorted(maps.Keys(englishNotices)) {
		phrase, ok := p.Notices[kind]
		if !ok {
			wrong = append(wrong, "there is no phrase for the notice "+string(kind))
		}
		for _, name := range unknownPlaceholders(phrase.Subject + phrase.Body) {
			wrong = append(wrong, "the phrase for the notice "+string(kind)+" has the unknown placeholder {"+name+"}")
		}
	}
	for _, cause := range slices.Sorted(maps.Keys(englishCauses)) {
		if _, ok := p.Causes[cause]; !ok {
			wrong = append(wrong, "there is no phrase for the cause "+string(cause))
		}
	}
	return wrong
}

func unknownPlaceholders(text string) (unknown []string) {
	for {
		_, rest, ok := strings.Cut(text, "{")
		if !ok {
			return unknown
		}
		name, after, ok := strings.Cut(rest, "}")
		if !ok {
			return append(unknown, rest)
		}
		if !slices.Contains(placeholders, name) {
			unknown = append(unknown, name)
		}
		text = after
	}
}

// A Message is the text of one notice: plain text, to be escaped wherever it
// is shown as something else.
type Message struct{ Subject, Body string }

// Say gives the text of a notice. Names says what a person is called; nil
// shows ids. What p has no phrase for is said in English.
func (p Phrases) Say(fw *proficiency.Framework, n Notice, names func(PersonID) string) Message {
	phrase, ok := p.Notices[n.Kind]
	if !ok {
		phrase = englishNotices[n.Kind]
	}
	if names == nil {
		names = func(id PersonID) string { return string(id) }
	}
	cause, ok := p.Causes[n.Cause]
	if !ok {
		cause = englishCauses[n.Cause]
	}
	learner := string(n.Subject)
	if n.Subject == "" {
		learner = names(n.Learner)
	}
	version := p.None
	if n.Version != (proficiency.Version{}) {
		version = n.Version.String()
	}
	fill := strings.NewReplacer(
		"{framework}", fw.Title(), "{things}", things(fw, max(n.Count, len(n.Items))), "{items}", p.labels(fw, n.Items),
		"{learner}", learner, "{by}", names(n.By), "{person}", names(n.Person),
		"{centre}", string(n.Centre), "{date}", n.Date.String(), "{version}", version, "{cause}", cause,
	)
	return Message{Subject: fill.Replace(phrase.Subject), Body: strings.TrimSpace(fill.Replace(phrase.Body))}
}

func things(fw *proficiency.Framework, n int) string {
	word := fw.Vocabulary().Many
	if n == 1 {
		word = fw.Vocabulary().One
	}
	return fmt.Sprintf("%d %s", n, word)
}

// mostLabels is how many items a message lists.
const mostLabels = 20

func (p Phrases) labels(fw *proficiency.Framework, items []proficiency.ItemID) string {
	var labels []string
	for _, id := range items[:min(len(items), mostLabels)] {
		label := string(id)
		if it := fw.Item(id); it != nil {
			label = it.Label()
		}
		labels = append(labels, label)
	}
	list := strings.Join(labels, ", ")
	if more := len(items) - mostLabels; more > 0 {
		list += " " + strings.ReplaceAll(p.More, "{count}", strconv.Itoa(more))
	}
	return list
}
