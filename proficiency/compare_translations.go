package proficiency

import (
	"maps"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency/source"
)

// compareTranslations compares what is said in other languages. That a
// framework says something else is seen in its own.
func compareTranslations(c *comparing, key string, old, new *Framework) {
	translation := func(f *Framework, language string) *Translation {
		i := slices.IndexFunc(f.translations.elems, func(t *Translation) bool { return t.language == language })
		if i < 0 {
			return nil
		}
		return f.translations.elems[i]
	}
	for _, t := range new.translations.elems {
		was := translation(old, t.language)
		if was == nil {
			c.add(Change{Class: ClassGuidance, Key: key, Is: t.language, New: t.position, Effect: "There are texts in one more language."})
			continue
		}
		if differing := was.differing(t); len(differing) > 0 {
			c.add(Change{
				Class: ClassWording, Key: key + "." + t.language, Old: was.position, New: t.position, Is: source.Listing(differing),
				Effect: "The texts in this language read otherwise.",
			})
		}
	}
	for _, t := range old.translations.elems {
		if translation(new, t.language) == nil {
			c.add(Change{Class: ClassGuidance, Key: key, Was: t.language, Old: t.position, Effect: "Its texts are shown in the language of the framework."})
		}
	}
}

// differing are the places of texts that two translations do not share.
func (t *Translation) differing(u *Translation) (places []string) {
	all := maps.Clone(t.texts)
	maps.Copy(all, u.texts)
	for place := range all {
		was, had := t.texts[place]
		if is, has := u.texts[place]; was != is || had != has {
			places = append(places, strings.Join(place.path(), "."))
		}
	}
	slices.Sort(places)
	return places
}
