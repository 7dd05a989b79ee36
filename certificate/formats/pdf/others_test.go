package pdf_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/pdf"
)

// variable names the folder that .ci/pdf prints: bin has programs of others that
// read PDFs, and share/fonts/truetype fonts.
const variable = "COUNTERSIGN_PDF"

// others skips the test where there are none, but not where CI is to prove that
// PDFs can be read.
func others(t *testing.T) string {
	t.Helper()
	folder := os.Getenv(variable)
	if folder == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("CI sets " + variable)
		}
		t.Skip("no readers of PDFs: set " + variable + " to what .ci/pdf CACHE prints")
	}
	return folder
}

// run gives what a program prints; it fails unless that ends well.
func run(t *testing.T, program string, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	c := exec.CommandContext(t.Context(), filepath.Join(others(t), "bin", program), args...)
	c.Stdout, c.Stderr = &out, &errs
	require.NoError(t, c.Run(), "%s: %s%s", program, &out, &errs)
	return out.String()
}

// given are the fonts of scripts that the built-in ones lack.
var given = sync.OnceValues(func() (fonts []*pdf.Font, err error) {
	for _, file := range []string{
		"noto/NotoSansArabic-Regular.ttf", "noto/NotoSansDevanagari-Regular.ttf", "noto/NotoSansThai-Regular.ttf", "wqy/wqy-microhei.ttc",
	} {
		data, err := os.ReadFile(filepath.Join(os.Getenv(variable), "share/fonts/truetype", file))
		if err != nil {
			return nil, err
		}
		font, err := pdf.ReadFont(data)
		if err != nil {
			return nil, err
		}
		fonts = append(fonts, font)
	}
	return fonts, nil
})

// written is the file of a certificate.
func written(t *testing.T, e enrolment, o *pdf.Options) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "certificate.pdf")
	require.NoError(t, os.WriteFile(file, made(t, e.certificate(t), o), 0o600))
	return file
}

// scripts are names, and what of them programs copy: all of it, but that those
// used here turn round what is written from right to left by rules of their own,
// which hold for letters alone.
var scripts = map[string]string{
	"latin": "Zoë Ŵyn-Łukasz fi ffi", "vietnamese": "Nguyễn Thị Ẩn Đường", "greek": "Ἀθηνᾶ Ελλάδα", "cyrillic": "Київ Ђура",
	"hebrew": "שלום בן דוד", "arabic": "محمد عبد الله", "devanagari": "क्षत्रिय श्रीमती हिन्दी", "thai": "น้ำใจ ที่รัก", "chinese": "汉字 測試",
	"decomposed": "e\u0301 q\u0302",
}

// Names in every script come out of the file as they went in, on pages that
// others find no fault with, in fonts that are all embedded.
func TestScripts(t *testing.T) {
	t.Parallel()
	others(t)
	fonts, err := given()
	require.NoError(t, err)
	for name, text := range scripts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := enrolment{names: called(text)}
			file := written(t, e, &pdf.Options{Fonts: fonts})
			assert.Contains(t, run(t, "qpdf", "--check", file), "No syntax or stream encoding errors found")
			copied := marks.Replace(run(t, "pdftotext", "-layout", file, "-"))
			assert.Contains(t, copied, text)
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Equal(t, saidByPage(t, e.certificate(t)), spaceless(treeOf(t, data).said.String()))
			embedded := strings.Split(strings.TrimSpace(run(t, "pdffonts", file)), "\n")[2:]
			assert.NotEmpty(t, embedded)
			for _, font := range embedded {
				assert.Regexp(t, `^[A-Z]{6}\+\S+ +CID TrueType +Identity-H +yes yes yes`, font)
			}
		})
	}
}

// marks are those that programs put around what is written from right to left.
var marks = strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "")

// The link can be taken off the page with a camera.
func TestCode(t *testing.T) {
	t.Parallel()
	file := written(t, enrolment{}, nil)
	picture := strings.TrimSuffix(file, ".pdf")
	run(t, "pdftoppm", "-r", "100", "-png", "-singlefile", file, picture)
	scanned := run(t, "zbarimg", "--quiet", "--raw", picture+".png")
	assert.Equal(t, enrolment{}.certificate(t).Link(), strings.Split(scanned, "\n")[0])
}

// What others say of the document as a whole.
func TestInfo(t *testing.T) {
	t.Parallel()
	file := written(t, enrolment{items: 120, records: true}, nil)
	info := run(t, "pdfinfo", file)
	for _, line := range []string{`Tagged: +yes`, `Pages: +5`, `Page size: +595.276 x 841.89 pts \(A4\)`, `JavaScript: +no`, `Encrypted: +no`} {
		assert.Regexp(t, regexp.MustCompile(`(?m)^`+line), info)
	}
	pages := strings.Split(run(t, "pdftotext", "-layout", file, "-"), "\f")
	for i, page := range pages[:5] {
		assert.Regexp(t, `Certificate \S+: Skills on the ward +`+string(rune('1'+i))+` ?/ ?5\n`, page)
	}
	assert.Contains(t, pages[2], "Part of the work", "the heading of a section that goes on")
}

// What others rewrite keeps its attachments.
func TestRewritten(t *testing.T) {
	t.Parallel()
	want := []pdf.Attachment{{Name: "credential.json", Type: "application/json", Description: "Signed", Data: []byte("{}")}}
	file := written(t, enrolment{}, &pdf.Options{Attachments: want})
	assert.Contains(t, run(t, "qpdf", "--list-attachments", file), "credential.json -> ")
	for _, how := range []string{
		"--object-streams=disable", "--object-streams=generate", "--linearize", "--stream-data=uncompress", "--recompress-flate", "--qdf",
	} {
		changed := strings.TrimSuffix(file, ".pdf") + how + ".pdf"
		run(t, "qpdf", how, file, changed)
		data, err := os.ReadFile(changed)
		require.NoError(t, err)
		got, err := pdf.Attached(data)
		require.NoError(t, err, how)
		assert.Equal(t, want, got, how)
	}
	locked := file + ".locked"
	run(t, "qpdf", "--encrypt", "", "owner", "256", "--", file, locked)
	data, err := os.ReadFile(locked)
	require.NoError(t, err)
	_, err = pdf.Attached(data)
	assert.EqualError(t, err, "pdf: the PDF is encrypted: give one that is not")
}
