package cli

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
)

// A newQuestion is one thing that a first framework needs to be told, by a flag or an answer.
type newQuestion struct {
	name, usage, prompt string
	of                  func(*draft) *string
}

// questions are what is asked, in order.
func questions() []newQuestion {
	return []newQuestion{
		{"title", "`TEXT` is what the framework is called", "What is it called?", func(d *draft) *string { return &d.Title }},
		{"id", "`ID` is its permanent id: a–z, 0–9, '.' and '-' (usual: made of the title)", "Its id, for ever", func(d *draft) *string { return &d.ID }},
		{"version", "`VERSION` is MAJOR.MINOR.PATCH (usual: 1.0.0)", "Its version", func(d *draft) *string { return &d.Version }},
		{"category", "`ID` of a category, such as clinical, that roles can be limited to (usual: none)", "Its category, such as clinical; it may have none", func(d *draft) *string { return &d.Category }},
		{"language", "`TAG` of the language of the texts, such as en-GB or cy (usual: en-GB)", "The language of its texts", func(d *draft) *string { return &d.Language }},
		{"publisher", "`TEXT` says who answers for the content (usual: nothing)", "Who answers for it; nothing need be said", func(d *draft) *string { return &d.Publisher }},
		{"licence", "`TEXT` says under which terms others may use it (usual: nothing)", "Under which licence others may use it; nothing need be said", func(d *draft) *string { return &d.Licence }},
		{"scale", "`ANSWERS` from the lowest to the highest, with commas between; those with a + behind meet what is asked, or else the last (usual: " + usualScale + ")",
			"What is answered, from the lowest to the highest; + behind what is enough", func(d *draft) *string { return &d.Scale }},
	}
}

// check says what is wrong with a value in a draft whose other values are sound.
func (q newQuestion) check(d draft, value string) error {
	*q.of(&d) = value
	return d.wrong()
}

// wrong says what is wrong with a draft. It is what is wrong with the framework that it makes.
func (d draft) wrong() error {
	d = d.whole()
	if _, err := answersIn(d.Scale); err != nil {
		return err
	}
	src, err := d.framework()
	if err != nil {
		return err
	}
	_, found := proficiency.Parse("", src)
	for _, f := range found {
		return errors.New(f.Message)
	}
	return nil
}

// errNoAnswer says that there are no more answers, or that the last one was no.
var errNoAnswer = errors.New("no answer")

// An asking puts questions and reads answers, a line each.
type asking struct {
	*session
	draft *draft
	dir   string
	lines chan answer
}

// An answer is what was read; err is at its end, or what kept it from being read.
type answer struct {
	text string
	err  error
}

// longestAnswer is in bytes.
const longestAnswer = 1 << 20

// all asks what no flag has said, and whether to write it.
func (a *asking) all() error {
	a.lines = make(chan answer)
	stop := make(chan struct{})
	defer close(stop)
	go a.read(stop) // so that an interrupt need not wait for a line; it ends with the input
	for _, q := range questions() {
		if value := q.of(a.draft); *value != "" {
			continue
		} else if err := a.ask(q, value); err != nil {
			return err
		}
	}
	return a.confirm()
}

func (a *asking) read(stop chan struct{}) {
	scan := bufio.NewScanner(a.in)
	scan.Buffer(nil, longestAnswer)
	more := true
	for more {
		more = scan.Scan()
		next := answer{text: scan.Text()}
		if !more {
			next.err = errNoAnswer
			if err := scan.Err(); err != nil {
				next.err = fmt.Errorf("cannot read the answer: %w", err)
			}
		}
		select {
		case a.lines <- next:
		case <-stop:
			return
		}
	}
}

// answer shows a prompt and reads what is answered, or the usual.
func (a *asking) answer(prompt, usual string) (string, error) {
	if usual != "" {
		prompt += " [" + plain(usual) + "]"
	}
	a.printf("%s: ", prompt)
	if err := a.out.Flush(); err != nil {
		return "", errNoAnswer // Main says that writing failed
	}
	select {
	case l := <-a.lines:
		if text := strings.TrimSpace(l.text); text != "" || l.err != nil {
			return text, l.err
		}
		return usual, nil
	case <-a.ctx.Done():
		return "", errNoAnswer
	}
}

// ask asks until the answer is sound.
func (a *asking) ask(q newQuestion, value *string) error {
	usual := *q.of(ptr(a.draft.whole()))
	if q.name == "title" && a.draft.ID == "" {
		usual = ""
	}
	for {
		text, err := a.answer(q.prompt, usual)
		if err != nil {
			return err
		}
		err = a.sound(q, text)
		if err == nil {
			*value = text
			return nil
		}
		a.printf("  %s\n", plain(err.Error()))
	}
}

// sound says what is wrong with an answer.
func (a *asking) sound(q newQuestion, text string) error {
	if text == "" && (q.name == "title" || q.name == "id") {
		return errors.New("it needs one")
	}
	if text == "" {
		return nil
	}
	if err := q.check(*a.draft, text); err != nil {
		return err
	}
	if q.name != "version" {
		return nil
	}
	folder := filepath.Join(a.dir, a.draft.ID, text)
	if _, err := os.Lstat(folder); err == nil {
		return fmt.Errorf("%s is there already: take another version", folder)
	}
	return nil
}

// confirm asks whether to write what the answers say.
func (a *asking) confirm() error {
	d := a.draft.whole()
	prompt := "Write " + plain(filepath.Join(a.dir, d.ID, d.Version)) + "?"
	for {
		text, err := a.answer(prompt, "yes")
		if err != nil {
			return err
		}
		switch strings.ToLower(text) {
		case "y", "yes":
			return nil
		case "n", "no":
			return errNoAnswer
		}
		a.printf("  answer yes or no, not %s\n", source.Quote(text))
	}
}

func ptr[T any](v T) *T { return &v }
