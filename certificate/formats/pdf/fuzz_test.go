package pdf_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/pdf"
)

// hostile are names that have broken other programs.
var hostile = []string{
	"Example", "", " ", "\u202e\u2066reversed\u2069", "a\x00b", "\xed\xa0\x80", "e" + strings.Repeat("\u0301", 10000), strings.Repeat("W", 200),
	"(\\) Tj ET <</A>> stream endstream", "<script>", "א1ב2(c)", "ﬁ ﬀ ṩ ẛ̣", "\u200d\u200c\u200d", "\ufffd\ufffe\uffff", "a\u2028b", "👩‍⚕️", "\U000e0041tag", "Ｆｕｌｌ",
	"ก็ำ", "क्ष", "\u0600١", "x\u034fy", "\ufe0fz",
}

// Whatever somebody is called, there is a PDF that says so, or an error that
// says what is missing.
func FuzzNames(f *testing.F) {
	for _, name := range hostile {
		f.Add(name)
	}
	e := enrolment{}
	signed := e.signOff(f)
	f.Fuzz(func(t *testing.T, name string) {
		c, err := signed.with(called(name), e)
		if err != nil {
			return // no certificate has such a name
		}
		b, err := pdf.Append(nil, c, nil)
		var missing *pdf.MissingError
		if errors.As(err, &missing) {
			assert.NotEmpty(t, missing.Texts[0].Characters)
			return
		}
		require.NoError(t, err)
		assert.Contains(t, spaceless(treeOf(t, b).said.String()), spaceless(c.Content().Learner.Name))
	})
}
