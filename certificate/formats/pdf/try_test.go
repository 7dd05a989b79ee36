package pdf_test

import (
	"os"
	"path/filepath"
	"strings"
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
		"plain": {}, "hebrewpage": {items: 30, records: true, names: called("דוד")}, "long": {names: called(strings.Repeat("Långt namn med många ord ", 8)[:198])}, "longest": {names: called(strings.Repeat("W", 198))}, "summary": {items: 670, records: true}, "trial": {trial: true, records: true}, "linkless": {linkless: true},
		"arabic": {names: called("محمد عبد الله الأَمين")}, "hebrew": {names: called("שָׁלוֹם בן דוד")},
		"devanagari": {names: called("क्षत्रिय श्रीमती हिन्दी")}, "thai": {names: called("น้ำใจ ที่รัก กตัญญู")},
		"chinese": {names: called("汉字 測試")}, "greek": {names: called("Ἀθηνᾶ Ελλάδα")}, "cyrillic": {names: called("Киев Україна ђ")},
		"vietnamese": {names: called("Nguyễn Thị Ẩn Đường")}, "welsh": {options: certificate.Options{Languages: []string{"cy"}}},
	} {
		if name == "hebrewpage" {
			w := certificate.English()
			w.Language, w.Certificate, w.Certifies, w.Attained, w.SignedOff, w.By, w.Role = "he", "תעודה", "מאשרים בזה כי", "סיים מסגרת זו (כולה).", "אישור", "על ידי", "תפקיד"
			w.Registration, w.Centre, w.Date, w.Confirmed, w.Part, w.Number, w.Mandatory, w.InAll = "רישום {number}", "מרכז", "תאריך", "אושרו {items}", "חלק", "מספר", "חובה", "סך הכול"
			w.ToCheck, w.CheckingNote, w.Serial, w.Code, w.Framework, w.VersionOf = "לבדיקת התעודה", "לפי המספר הסידורי 12 (3) יכול המנפיק לומר אם היא בתוקף.", "מספר סידורי", "קוד", "מסגרת", "{framework}, גרסה {version}"
			w.Activity = "סיכום"
			e.options = certificate.Options{Languages: []string{"he"}, Words: []certificate.Words{w}}
		}
		c := e.certificate(t)
		b, err := pdf.Append(nil, c, &pdf.Options{Fonts: fonts, Attachments: []pdf.Attachment{{Name: "credential.json", Type: "application/json", Data: []byte("{}")}}})
		require.NoError(t, err)
		require.NoError(t, os.WriteFile("/tmp/pdfx/"+name+".pdf", b, 0o644))
	}
}
