package words_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/certificate/formats/internal/words"
)

func TestWriter(t *testing.T) {
	t.Parallel()
	w := &words.Writer{}
	w.Line("%s\x1b[2J", "a\nb")
	w.Field("Empty", "")
	w.Field("Long", strings.Repeat("word ", 30))
	margin := "  Long                         "
	w.Answer("Is it so", "no", []string{"for one reason", "for another"})
	assert.Equal(t, "a b�[2J\n"+margin+strings.TrimSpace(strings.Repeat("word ", 14))+"\n"+
		strings.Repeat(" ", len(margin))+strings.TrimSpace(strings.Repeat("word ", 14))+"\n"+
		strings.Repeat(" ", len(margin))+"word word\n"+
		"  Is it so                     no\n      for one reason\n      for another\n", string(w.Text))
}

func TestPlain(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "a�b c\u200dd", words.Plain("a\u202eb\tc\u200dd"))
}
