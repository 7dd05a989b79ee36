package certificate_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/countersign-go/countersign/certificate"
)

// However many confirmed, text and page name MaxListed and count the others.
func TestManyConfirmersAreFolded(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.done()
	content := w.certificate(directories()["latin"]).Content()
	content.Confirmers = nil
	for i := range certificate.MaxListed + 3 {
		content.Confirmers = append(content.Confirmers, certificate.Confirmer{
			Person: certificate.Person{Name: "Assessor of many"}, Items: 1000 - i,
		})
	}
	c := made(t, content)
	for _, form := range []string{string(c.AppendText(nil)), htmlOf(t, c)} {
		assert.Equal(t, certificate.MaxListed, strings.Count(form, "Assessor of many"))
		assert.Contains(t, form, "3 others")
		assert.Contains(t, form, "2877") // 960 + 959 + 958
	}
	assert.Len(t, c.Content().Confirmers, certificate.MaxListed+3, "the content itself has them all")
}
