package certificate_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/workflow"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// golden compares got with the file of that name, or writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name)
	if *update {
		require.NoError(t, os.WriteFile(file, got, 0o644))
		return
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got), "%s; -update writes it anew", file)
}

// goldens holds all forms of a certificate to their files.
func goldens(t *testing.T, name string, c *certificate.Certificate) {
	t.Helper()
	golden(t, name+".txt", c.AppendText(nil))
	golden(t, name+".html", []byte(htmlOf(t, c)))
	sheetIsPage(t, c)
	golden(t, name+".json", append(c.AppendJSON(nil), '\n'))
}

// goldensAbroad holds what is read in Welsh, and from right to left, to its files.
func goldensAbroad(t *testing.T, name string, c *certificate.Certificate) {
	t.Helper()
	for _, language := range []string{"cy", "ar"} {
		read := c.In(language)
		assert.Equal(t, language, read.Language())
		golden(t, name+"-"+language+".txt", read.AppendText(nil))
		golden(t, name+"-"+language+".html", []byte(htmlOf(t, read)))
		sheetIsPage(t, read)
	}
}

// named is latin with all names in one script, or made alike.
func named(learnerName, educatorName, firstName, secondName, centreName string) certificate.Names {
	n := latin()
	for id, name := range map[workflow.PersonID]string{
		learner: learnerName, educator: educatorName, first: firstName, second: secondName,
	} {
		n.People[id] = certificate.Person{Name: name, Registration: n.People[id].Registration}
	}
	n.Centres[centre] = centreName
	return n
}

const hostileName = "<script>alert('x')</script>\"&amp;{{.}}\u202e\u2066 gnp.exe\n  Serial      0000-0000\x1b[31m\u200b<!-- -->]]>"

// directories are names of every kind. They say in their languages that they are examples.
func directories() map[string]certificate.Names {
	endless := strings.Repeat("Unbroken", certificate.MaxNameLength/8)
	return map[string]certificate.Names{
		"latin":      latin(),
		"arabic":     named("متعلمة كمثال أول", "معلمة كمثال", "مقيّم كمثال أول", "مقيّم كمثال ثان", "مستشفى كمثال 1"),
		"devanagari": named("उदाहरण शिक्षार्थी", "उदाहरण प्रशिक्षक", "पहला उदाहरण मूल्यांकनकर्ता", "दूसरा उदाहरण मूल्यांकनकर्ता", "उदाहरण अस्पताल"),
		"chinese":    named("示例学员", "示例教育经理", "第一示例评估员", "第二示例评估员", "示例医院"),
		"hostile":    named(hostileName, hostileName, hostileName, hostileName, hostileName),
		"long": named(endless, strings.Repeat("Very Long ", 20)[:199], strings.Repeat("示", certificate.MaxNameLength),
			strings.Repeat("क्षि", certificate.MaxNameLength/4), endless),
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for name, dir := range directories() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWard(t)
			w.done()
			goldens(t, name, w.certificate(dir))
		})
	}
}

// Everything is the same at the second run, on another engine.
func TestSameContentSameBytes(t *testing.T) {
	t.Parallel()
	var once, again bytes.Buffer
	for _, b := range []*bytes.Buffer{&once, &again} {
		w := newWard(t)
		w.done()
		c := w.certificate(latin())
		require.NoError(t, c.WriteText(b))
		require.NoError(t, c.WriteHTML(b))
		require.NoError(t, c.WriteHTML(b))
		b.Write(c.AppendJSON(nil))
	}
	assert.Equal(t, once.String(), again.String())
}
