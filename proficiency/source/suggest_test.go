package source

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSuggest(t *testing.T) {
	t.Parallel()
	keys := []string{"title", "guidance", "gate", "sections", "confirmed_by", "id"}
	for word, want := range map[string]string{
		"titel": "title", "Title": "title", "gaurdance": "guidance", "section": "sections", "confirmedby": "confirmed_by",
		"confirmed-by": "confirmed_by", "gates": "gate", "ID": "id", "i": "id", "": "", "colour": "", "zzzzz": "",
		strings.Repeat("title", 100): "",
	} {
		assert.Equal(t, want, Suggest(word, keys), word)
	}
	assert.Empty(t, Suggest("title", nil))
	assert.Equal(t, `: did you mean "gate"?`, DidYouMean("gaet", keys))
	assert.Empty(t, DidYouMean("colour", keys))
}

func TestDistance(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"abc", "ab", 1}, {"abc", "xbc", 1}, {"ca", "abc", 3},
		{"kitten", "sitting", 3},
	} {
		assert.Equal(t, c.want, distance(c.a, c.b), "%s %s", c.a, c.b)
		assert.Equal(t, c.want, distance(c.b, c.a), "%s %s", c.b, c.a)
	}
}

func TestListing(t *testing.T) {
	t.Parallel()
	assert.Empty(t, Listing(nil))
	assert.Equal(t, "a", Listing([]string{"a"}))
	assert.Equal(t, "a, b and c", Listing([]string{"a", "b", "c"}))
	assert.Equal(t, strings.Repeat("a, ", 19)+"a and 5 more", Listing(strings.Split(strings.Repeat("a", 25), "")))
}
