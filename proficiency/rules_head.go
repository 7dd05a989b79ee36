package proficiency

import (
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

const codeUnsupportedFormat = "unsupported-format"

func headRules() []ContentRule {
	return []ContentRule{
		{codeUnsupportedFormat, source.Error, "The format is one that this version of the library reads.", checkFormat},
		{"invalid-version", source.Error, "A version is MAJOR.MINOR.PATCH.", checkVersion},
		{"invalid-language", source.Error, "A language is a well-formed BCP 47 tag.", checkLanguage},
		{codeInvalidDate, source.Error, "A date is a day that exists, written YYYY-MM-DD.", checkPaperSince},
		{"doubtful-language", source.Warning, "A language is one that can exist.", checkLanguageExists},
	}
}

func checkFormat(r *raw, report reporter) {
	if r.format.Given() && r.format.Value != Format {
		report(r.format.Position, "unknown format %s: write %s", source.Quote(r.format.Value), Format)
	}
}

func checkVersion(r *raw, report reporter) {
	check := func(t source.Text) {
		if _, err := ParseVersion(t.Value); t.Given() && err != nil {
			report(t.Position, "%s is not a version: write MAJOR.MINOR.PATCH, such as 1.0.0", source.Quote(t.Value))
		}
	}
	check(r.version)
	for _, q := range r.requires {
		check(q.version)
	}
}

func checkPaperSince(r *raw, report reporter) {
	if !r.paperSince.Given() {
		return
	}
	if _, err := ParseDate(r.paperSince.Value); err != nil {
		report(r.paperSince.Position, "%s is not a date: write YYYY-MM-DD, such as 2026-01-31", source.Quote(r.paperSince.Value))
	}
}

// eachLanguage gives the languages of the framework and of its translations.
func (r *raw) eachLanguage(yield func(source.Text)) {
	if r.language.Given() {
		yield(r.language)
	}
	for _, t := range r.translations {
		yield(t.language)
	}
}

func checkLanguage(r *raw, report reporter) {
	r.eachLanguage(func(l source.Text) {
		if !validLanguage(l.Value) {
			report(l.Position, "%s is not a language tag: write one such as en-GB, cy or zh-Hant-HK", source.Quote(l.Value))
		}
	})
}

// checkLanguageExists finds names of languages where their tags should stand:
// the IANA registry has no language subtag of more than three letters (RFC 5646 §2.2.1).
func checkLanguageExists(r *raw, report reporter) {
	r.eachLanguage(func(l source.Text) {
		language, _, _ := strings.Cut(l.Value, "-")
		if validLanguage(l.Value) && len(language) > 3 {
			report(l.Position, "no language has the tag %s: write one such as en-GB, cy or zh-Hant-HK", source.Quote(l.Value))
		}
	})
}
