package cli

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"text/template"
	"unicode"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/source"
	"github.com/countersign-go/countersign/workflow/scenario"
)

// first holds the texts of a first framework.
//
//go:embed first/*.tmpl
var first embed.FS

// published is where the schemas are found outside a checkout of the library.
const published = "https://raw.githubusercontent.com/countersign-go/countersign/main/"

const (
	frameworkSchema = "proficiency/framework.schema.json"
	lifecycleSchema = "proficiency/lifecycle.schema.json"
	usualScale      = "Ongoing, Achieved+"
)

// A draft is what a first framework says of itself. Empty is what was not said.
type draft struct {
	Title, ID, Version, Category, Language, Publisher, Licence, Scale string

	folder string // that it is written to, where this is known
	quoted bool   // whether ids stand in quotes in the scenario
}

// whole is the draft with what is usual for all that was not said.
func (d draft) whole() draft {
	usual := func(value *string, otherwise string) {
		if *value == "" {
			*value = otherwise
		}
	}
	usual(&d.ID, idOf(d.Title))
	usual(&d.ID, "my-framework")
	usual(&d.Title, titleOf(d.ID))
	usual(&d.Version, "1.0.0")
	usual(&d.Language, "en-GB")
	usual(&d.Scale, usualScale)
	return d
}

// idOf makes an id of a text; it is empty where the text has nothing for one.
func idOf(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	id := strings.Join(words, "-")
	if len(id) > proficiency.MaxIDLength {
		id = strings.TrimRight(id[:proficiency.MaxIDLength], "-")
	}
	return id
}

// titleOf makes a title of an id.
func titleOf(id string) string {
	title := strings.Join(strings.FieldsFunc(id, func(r rune) bool { return r == '-' || r == '.' }), " ")
	if title == "" {
		return id
	}
	return strings.ToUpper(title[:1]) + title[1:]
}

// answersIn reads the answers of a scale from "Not yet, With help, Alone+".
func answersIn(scale string) ([]proficiency.Answer, error) {
	var answers []proficiency.Answer
	meets := false
	for _, part := range strings.Split(scale, ",") {
		label, enough := strings.CutSuffix(strings.TrimSpace(part), "+")
		label = strings.TrimSpace(label)
		a := proficiency.Answer{ID: proficiency.AnswerID(idOf(label)), Label: label, Meets: enough}
		if a.ID == "" {
			return nil, fmt.Errorf("%s has no letter of a–z and no digit: write answers such as %s", source.Quote(label), usualScale)
		}
		if slices.ContainsFunc(answers, func(b proficiency.Answer) bool { return b.ID == a.ID }) {
			return nil, fmt.Errorf("two answers are both called %s", a.ID)
		}
		meets = meets || enough
		answers = append(answers, a)
	}
	if !meets {
		answers[len(answers)-1].Meets = true
	}
	return answers, nil
}

// Answers are those of the scale, which is sound.
func (d draft) Answers() []proficiency.Answer {
	answers, _ := answersIn(d.Scale)
	return answers
}

// Highest is the last answer that meets what is asked.
func (d draft) Highest() (id proficiency.AnswerID) {
	for _, a := range d.Answers() {
		if a.Meets {
			id = a.ID
		}
	}
	return id
}

// Lowest is the first answer that does not meet what is asked, or empty.
func (d draft) Lowest() proficiency.AnswerID {
	for _, a := range d.Answers() {
		if !a.Meets {
			return a.ID
		}
	}
	return ""
}

// Schema is where the framework's file finds its schema.
func (d draft) Schema() string { return schemaFrom(d.folder, frameworkSchema) }

// LifecycleSchema is where the lifecycle finds its schema.
func (d draft) LifecycleSchema() string { return schemaFrom(d.folder, lifecycleSchema) }

// schemaFrom is the path to a schema from a folder in a checkout of the
// library, and its address elsewhere.
func schemaFrom(folder, schema string) string {
	whole, err := filepath.Abs(folder)
	if err != nil || folder == "" {
		return published + schema
	}
	for root := filepath.Dir(whole); ; root = filepath.Dir(root) {
		at := filepath.Join(root, filepath.FromSlash(schema))
		if info, err := os.Stat(at); err == nil && info.Mode().IsRegular() {
			if path, err := filepath.Rel(whole, at); err == nil {
				return filepath.ToSlash(path)
			}
		}
		if root == filepath.Dir(root) {
			return published + schema
		}
	}
}

// A draftFile is one to be written, by its name in the folder of the version.
type draftFile struct {
	name    string
	content []byte
}

// files are those of the draft. They are laid out, and without findings, or else there is an error.
func (d draft) files(folder string) ([]draftFile, error) {
	d.folder = folder
	content, err := d.framework()
	if err != nil {
		return nil, err
	}
	if _, found := proficiency.Parse(d.ID+".yaml", content); len(found) > 0 {
		return nil, found
	}
	life, err := d.laidOut("lifecycle.yaml")
	if err != nil {
		return nil, err
	}
	story, err := d.fill("scenario")
	if _, found := scenario.Parse("", story); err == nil && len(found) > 0 {
		d.quoted = true
		story, err = d.fill("scenario")
	}
	return []draftFile{
		{d.ID + ".yaml", content}, {proficiency.LifecycleFile, life},
		{scenarioFolder + "/from-enrolling-to-the-certificate" + scenario.Suffix, story},
	}, err
}

// framework is the text of the framework's file.
func (d draft) framework() ([]byte, error) { return d.laidOut("framework.yaml") }

func (d draft) laidOut(text string) ([]byte, error) {
	b, err := d.fill(text)
	if err != nil {
		return nil, err
	}
	b, found := source.Layout(text, b, nil)
	return b, found.Err()
}

// firstTexts are those of a first framework, read once.
var firstTexts = sync.OnceValues(func() (*template.Template, error) {
	return template.New("").Funcs(template.FuncMap{
		"text": func(s string) string { return yamlText(s, blockText) },
		"flow": func(s any) string { return yamlText(fmt.Sprint(s), flowText) },
	}).ParseFS(first, "first/*.tmpl")
})

// fill puts the draft's values into one of the texts.
func (d draft) fill(text string) ([]byte, error) {
	t, err := firstTexts()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.ExecuteTemplate(&b, text+".tmpl", d)
	return bytes.ReplaceAll(b.Bytes(), []byte("\n\n\n"), []byte("\n\n")), err
}

// Word is an id as it stands in the scenario.
func (d draft) Word(id proficiency.AnswerID) string {
	if d.quoted {
		return "'" + string(id) + "'"
	}
	return string(id)
}

// What YAML reads as the text it is without quotes, outside of brackets and inside.
var (
	blockText = regexp.MustCompile(`^\pL[\pL\pN .,'()/–-]*$`)
	flowText  = regexp.MustCompile(`^\pL[\pL\pN .'()/–-]*$`)
	otherThan = regexp.MustCompile(`(?i)^(y|n|yes|no|on|off|true|false|null)$`) // texts that YAML reads as something else
)

// yamlText writes a text for YAML, in quotes where it needs them.
func yamlText(s string, bare *regexp.Regexp) string {
	if bare.MatchString(s) && !otherThan.MatchString(s) && strings.TrimSpace(s) == s {
		return s
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // of a text: it is one in YAML, too
	return strings.TrimSuffix(b.String(), "\n")
}
