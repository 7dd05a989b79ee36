package report

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
)

// Words are what a profile says beyond the framework's own texts, each with
// places in braces that are filled in. What is empty is said in English.
type Words struct {
	// Language is the BCP 47 tag of these words, and the language in which the
	// framework's texts are wanted; each text that there is no translation of is
	// in the framework's own. Empty is "en".
	Language string
	// Title is of the whole: "Answers by area".
	Title string
	// Scale explains the numbers: "0% is the first answer of each scale, 100% the last."
	Scale string
	// Empty stands where there is nothing to show: "Nothing has been answered yet."
	Empty string
	// Round names a round that is open, "Round {round}, not submitted", and
	// Submitted one that was: "Round {round}, {date}". The date is YYYY-MM-DD.
	Round, Submitted string
	// Nothing is for what nobody answered: "no answer".
	Nothing string
	// Level is how far a bar goes: "{level}%, {answered} of {of} answered".
	Level string
	// Asked is the level that is asked for: "asked {level}%".
	Asked string
	// Change is how far it has moved since the round before: "{change} since the round before". It has a sign.
	Change string
	// The heads of tables: "Area", "Question", "Round" and "Result".
	HeadArea, HeadQuestion, HeadRound, HeadResult string
}

func (w Words) orEnglish() Words {
	for _, p := range []struct {
		text    *string
		english string
	}{
		{&w.Language, "en"}, {&w.Title, "Answers by area"}, {&w.Scale, "0% is the first answer of each scale, 100% the last."},
		{&w.Empty, "Nothing has been answered yet."}, {&w.Round, "Round {round}, not submitted"}, {&w.Submitted, "Round {round}, {date}"},
		{&w.Nothing, "no answer"}, {&w.Level, "{level}%, {answered} of {of} answered"}, {&w.Asked, "asked {level}%"},
		{&w.Change, "{change} since the round before"}, {&w.HeadArea, "Area"}, {&w.HeadQuestion, "Question"}, {&w.HeadRound, "Round"}, {&w.HeadResult, "Result"},
	} {
		*p.text = cmp.Or(*p.text, p.english)
	}
	return w
}

// fill puts values into the places of a text; what stands in a value stays as it is.
func fill(text string, places ...string) string {
	for i := 0; i < len(places); i += 2 {
		places[i] = "{" + places[i] + "}"
	}
	return strings.NewReplacer(places...).Replace(text)
}

// A speaker says a profile in some words.
type speaker struct {
	Words
	p     *Profile
	texts proficiency.Texts
}

func (p *Profile) in(w Words) speaker {
	w = w.orEnglish()
	return speaker{w, p, p.Framework.In(w.Language)}
}

func (s *speaker) area(a *Area) proficiency.Text {
	t := s.texts.SectionTitle(a.Section)
	t.Text = s.apart(strings.TrimSpace(a.Section.Number()+" "+t.Text), t.Language)
	return t
}

// question is what a bar is about; nothing for the single unnamed one of each item.
func (s *speaker) question(b *Bar) proficiency.Text {
	t := s.texts.Question(b.Item, b.Question)
	t.Text = s.apart(t.Text, t.Language)
	return t
}

// title is the framework's.
func (s *speaker) title() string {
	t := s.texts.Title()
	return s.apart(t.Text, t.Language)
}

// apart keeps a text that is written the other way than the words in its own
// order: a date would be read backwards (Unicode Standard Annex 9, isolates).
func (s *speaker) apart(text, language string) string {
	const leftToRight, rightToLeft, end = "\u2066", "\u2067", "\u2069"
	switch way := proficiency.Direction(language); {
	case text == "" || way == proficiency.Direction(s.Language):
		return text
	case way == "rtl":
		return rightToLeft + text + end
	}
	return leftToRight + text + end
}

func (s *speaker) round(number int) string {
	for _, r := range s.p.Rounds {
		if r.Number == number && !r.On.IsZero() {
			return fill(s.Submitted, "round", strconv.Itoa(number), "date", s.apart(r.On.String(), "en"))
		}
	}
	return fill(s.Round, "round", strconv.Itoa(number))
}

// result is how far a bar goes, and what is asked.
func (s *speaker) result(b *Bar) string {
	said := s.Nothing
	if b.Answered > 0 {
		said = fill(s.Level, "level", strconv.Itoa(b.Level), "answered", strconv.Itoa(b.Answered), "of", strconv.Itoa(b.Of))
	}
	if b.Levelled > 0 {
		said += "; " + fill(s.Asked, "level", strconv.Itoa(b.Asked))
	}
	return said
}

// change is how far a bar has moved, if it can be compared.
func (s *speaker) change(b *Bar) string {
	if !b.Compared {
		return ""
	}
	return fill(s.Change, "change", signed(b.Change))
}

func signed(n int) string {
	if n > 0 {
		return "+" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
