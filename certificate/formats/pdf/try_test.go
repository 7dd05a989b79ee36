package pdf_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/pdf"
)

func TestTry(t *testing.T) {
	var fonts []*pdf.Font
	for _, n := range []string{"noto/NotoSansArabic-Regular.ttf", "noto/NotoSansDevanagari-Regular.ttf", "noto/NotoSansThai-Regular.ttf", "wqy/wqy-zenhei.ttc"} {
		b, err := os.ReadFile(filepath.Join("/usr/share/fonts/truetype", n))
		require.NoError(t, err)
		f, err := pdf.ReadFont(b)
		require.NoError(t, err)
		fonts = append(fonts, f)
	}
	for name, e := range map[string]enrolment{
		"plain": {}, "summary": {items: 670, records: true}, "trial": {trial: true, records: true}, "linkless": {linkless: true},
		"arabic": {names: called("محمد عبد الله الأَمين")}, "hebrew": {names: called("שָׁלוֹם בן דוד")},
		"devanagari": {names: called("क्षत्रिय श्रीमती हिन्दी")}, "thai": {names: called("น้ำใจ ที่รัก กตัญญู")},
		"chinese": {names: called("汉字 測試")}, "greek": {names: called("Ἀθηνᾶ Ελλάδα")}, "cyrillic": {names: called("Киев Україна ђ")},
		"vietnamese": {names: called("Nguyễn Thị Ẩn Đường")}, "welsh": {options: certificate.Options{Languages: []string{"cy"}}},
	} {
		c := e.certificate(t)
		b, err := pdf.Append(nil, c, &pdf.Options{Fonts: fonts, Attachments: []pdf.Attachment{{Name: "credential.json", Type: "application/json", Data: []byte("{}")}}})
		require.NoError(t, err)
		require.NoError(t, os.WriteFile("/tmp/pdfx/"+name+".pdf", b, 0o644))
	}
}
