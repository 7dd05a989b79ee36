package pdf_test

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/pdf"
)

// hebrew are words of a language that is written from right to left, some of them English.
func hebrew() certificate.Words {
	w := certificate.English()
	w.Language, w.Certificate, w.Certifies, w.Attained, w.SignedOff, w.By, w.Role = "he", "תעודה", "מאשרים בזה כי", "סיים מסגרת זו (כולה).", "אישור", "על ידי", "תפקיד"
	w.Registration, w.Centre, w.Date, w.Confirmed, w.Part, w.Number, w.Mandatory, w.InAll = "רישום {number}", "מרכז", "תאריך", "אושרו {items}", "חלק", "מספר", "חובה", "סך הכול"
	w.ToCheck, w.Serial, w.Code, w.Framework, w.VersionOf = "לבדיקת התעודה", "מספר סידורי", "קוד", "מסגרת", "{framework}, גרסה {version}"
	w.ExampleOnly = "לדוגמה בלבד"
	return w
}

// enrolments are certificates of all shapes that the built-in fonts draw.
func enrolments() map[string]enrolment {
	inHebrew := certificate.Options{Languages: []string{"he"}, Words: []certificate.Words{hebrew()}}
	return map[string]enrolment{
		"plain":   {},
		"summary": {items: 13, records: true},
		"trial":   {trial: true, records: true, options: certificate.Options{Languages: []string{"cy"}}},
		"no link": {linkless: true},
		"hebrew":  {items: 13, records: true, names: called("דוד"), options: inHebrew},
		"other language": {
			framework: "language: fr\ntitle: Compétences du service\n", options: certificate.Options{Languages: []string{"cy"}},
		},
		"scripts": {names: called("Ἀθηνᾶ Київ Nguyễn Thị Ẩn בן דוד")},
		"long":    {names: called(strings.Repeat("W", certificate.MaxNameLength-2)), items: 60, records: true},
	}
}

func made(t testing.TB, c *certificate.Certificate, o *pdf.Options) []byte {
	t.Helper()
	b, err := pdf.Append(nil, c, o)
	require.NoError(t, err)
	return b
}

var (
	beforeMain = regexp.MustCompile(`(?s)^.*<main>`)
	tags       = regexp.MustCompile(`<[^>]*>`)
)

// saidByPage is what the page in HTML says, without spaces.
func saidByPage(t *testing.T, c *certificate.Certificate) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, c.WriteHTML(&b))
	return spaceless(html.UnescapeString(tags.ReplaceAllString(beforeMain.ReplaceAllString(b.String(), ""), "")))
}

func spaceless(s string) string { return strings.Join(strings.Fields(s), "") }

// Whoever has a PDF read aloud hears what the page in HTML says, in the same
// order, in every language and direction.
func TestItSaysWhatThePageSays(t *testing.T) {
	t.Parallel()
	for name, e := range enrolments() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := e.certificate(t)
			r := treeOf(t, made(t, c, nil))
			assert.Equal(t, saidByPage(t, c), spaceless(r.said.String()))
			assert.Equal(t, c.Language(), text(r.catalog["Lang"]))
		})
	}
}

// The tree as programs find it.
func TestTree(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"plain", "trial", "hebrew", "other language"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := treeOf(t, made(t, enrolments()[name].certificate(t), nil))
			golden(t, strings.ReplaceAll(name, " ", "-")+".tree", r.out.String())
		})
	}
}
