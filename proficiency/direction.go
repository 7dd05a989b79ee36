package proficiency

import "strings"

// rightToLeft are the scripts in use that are written from right to left (ISO 15924).
var rightToLeft = set(`adlm arab aran hebr mand mend nkoo rohg samr syrc syre syrj syrn thaa yezi`)

// Direction is the direction in which texts in a language are written, as the
// attribute dir of HTML has it: "ltr", "rtl", or "auto" for what is no language
// tag or a private one. It is that of the script which the tag names, and
// otherwise of the one that the language is mostly written in, where that
// differs from country to country in the country that the tag names (the likely
// subtags of Unicode Technical Standard 35, part 1, section 4.3).
func Direction(language string) string {
	if !validLanguage(language) {
		return "auto"
	}
	subtags := strings.Split(strings.ToLower(language), "-")
	switch script := scriptOf(subtags); {
	case subtags[0] == "x":
		return "auto"
	case script != "" && rightToLeft[script], script == "" && leansRight(subtags):
		return "rtl"
	}
	return "ltr"
}

// scriptOf is the script that a tag names, in lower case, or nothing. It stands
// behind the language and at most three extensions of that.
func scriptOf(subtags []string) string {
	for i, s := range subtags {
		switch {
		case i == 0, i <= 3 && len(s) == 3 && !isDigits(s):
		case len(s) == 4 && !isDigits(s[:1]):
			return s
		default:
			return ""
		}
	}
	return ""
}

// regionOf is the country or region that a tag names, in lower case, or nothing.
func regionOf(subtags []string) string {
	script := scriptOf(subtags)
	for i, s := range subtags {
		switch {
		case len(s) == 1:
			return ""
		case i > 0 && s != script && (len(s) == 2 || len(s) == 3 && isDigits(s)):
			return s
		}
	}
	return ""
}

func isDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

func leansRight(subtags []string) bool {
	language := subtags[0]
	if region := regionOf(subtags); region != "" {
		switch tag := language + "-" + region; {
		case rightToLeftThere[tag]:
			return true
		case leftToRightThere[tag]:
			return false
		}
	}
	return rightToLeftLanguages[language]
}
