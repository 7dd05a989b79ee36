package render

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// rightToLeft are the scripts in use that are written from right to left (ISO 15924).
var rightToLeft = []string{"Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Syre", "Syrj", "Syrn", "Thaa", "Yezi"}

// direction is the value of dir for texts in a language: that of the script it
// names, or else of the one it is mostly written in. Where that is not known,
// it is auto.
func direction(tag string) string {
	parsed, err := language.Parse(tag)
	if private := strings.HasPrefix(strings.ToLower(tag), "x-"); err != nil || private {
		return "auto"
	}
	if script, _ := parsed.Script(); slices.Contains(rightToLeft, script.String()) {
		return "rtl"
	}
	return "ltr"
}

// sameLanguage reports whether two tags are of one language, whatever region
// or script they name.
func sameLanguage(a, b string) bool {
	primary := func(tag string) string { return strings.ToLower(strings.SplitN(tag, "-", 2)[0]) }
	return primary(a) == primary(b)
}
