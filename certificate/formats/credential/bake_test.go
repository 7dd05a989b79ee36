package credential_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/credential"
)

// aPNG is a small picture.
func aPNG(t testing.TB) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 3, 2))
	img.Set(1, 1, color.RGBA{200, 30, 30, 255})
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, img))
	return b.Bytes()
}

const anSVG = "\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"svg11.dtd\">\n" +
	"<!-- a badge --><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\"\n  width='5'><title>A &amp; b</title><circle r=\"5\"/></svg>\n"

// What is baked comes out byte for byte, is accepted from the picture, and the
// picture is still the picture.
func TestBaking(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for form, c := range map[string][]byte{
		"embedded": badge(t, hospitals(t, keyFrom("issuer"))), "jwt": token(t, hospitals(t, p256("issuer"))),
	} {
		for name, picture := range map[string][]byte{"png": aPNG(t), "svg": []byte(anSVG)} {
			baked, err := credential.Bake(picture, c)
			require.NoError(t, err)
			out, err := credential.Unbake(baked)
			require.NoError(t, err)
			assert.Equal(t, string(c), string(out), "%s in %s", form, name)
			r := d.verify(baked)
			assert.Equal(t, credential.Accepted, r.Verdict(), "%s in %s: %s", form, name, r.AppendText(nil))
		}
	}
	baked, err := credential.BakePNG(aPNG(t), []byte("{}"))
	require.NoError(t, err)
	before, err := png.Decode(bytes.NewReader(aPNG(t)))
	require.NoError(t, err)
	after, err := png.Decode(bytes.NewReader(baked))
	require.NoError(t, err)
	assert.Equal(t, before, after)
	again, err := credential.BakePNG(baked, []byte(`{"another":1}`))
	require.NoError(t, err)
	out, err := credential.UnbakePNG(again)
	require.NoError(t, err)
	assert.Equal(t, `{"another":1}`, string(out), "in the place of the one before")

	svg, err := credential.BakeSVG([]byte(anSVG), []byte(`{"a":"]]>"}`))
	require.NoError(t, err)
	before1, after1, _ := strings.Cut(anSVG, "<title>")
	assert.True(t, strings.HasPrefix(string(svg), before1))
	assert.True(t, strings.HasSuffix(string(svg), "<title>"+after1))
	out, err = credential.UnbakeSVG(svg)
	require.NoError(t, err)
	assert.Equal(t, `{"a":"]]>"}`, string(out))
}

// part is a part of a PNG, with its checksum.
func part(kind, data string) string {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(b, kind+data...)
	return string(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:])))
}

func TestPicturesThatAreRefused(t *testing.T) {
	t.Parallel()
	const head = "\x89PNG\r\n\x1a\n"
	const key = "openbadgecredential\x00"
	end := part("IEND", "")
	one := part("iTXt", key+"\x00\x00\x00\x00{}")
	for want, data := range map[string]string{
		"has no credential in it":       head + end,
		"two credentials":               head + one + one + end,
		"compressed":                    head + part("iTXt", key+"\x01\x00\x00\x00{}") + end,
		"has no text":                   head + part("iTXt", key+"\x00\x00\x00\x00") + end,
		"its credential has no text":    head + part("iTXt", key+"\x00\x00en") + end,
		"is compressed":                 head + part("iTXt", key) + end,
		"ends without its last part":    head + one,
		"longer than the file":          head + "\xff\xff\xff\xffiTXt" + strings.Repeat("x", 20),
		"checksum":                      head + strings.Replace(one, "{}", "[]", 1) + end,
		"no XML":                        "<svg><title></svg>",
		"is no SVG: it begins with <p>": "<p/>",
		"no XML: XML syntax error":      "<svg>&unknown;</svg>",
		"holds no text":                 `<svg><c:credential xmlns:c="https://purl.imsglobal.org/ob/v3p0"> </c:credential></svg>`,
		"the SVG holds no text":         `<svg><c:credential xmlns:c="https://purl.imsglobal.org/ob/v3p0">{<b/>}</c:credential></svg>`,
		"two credentials in it":         `<svg xmlns:c="https://purl.imsglobal.org/ob/v3p0"><c:credential>{}</c:credential><g><c:credential>{}</c:credential></g></svg>`,
		"a JWT and JSON in it":          `<svg><c:credential xmlns:c="https://purl.imsglobal.org/ob/v3p0" verify="a.b.c">{}</c:credential></svg>`,
		"the picture has no credential": `<svg><credential>{}</credential><!-- <c:credential> --></svg>`,
		"at most 16777216 bytes":        "<svg>" + strings.Repeat(" ", credential.MaxImage) + "</svg>",
		"want a PNG of at most":         head + strings.Repeat(" ", credential.MaxImage),
	} {
		_, err := credential.Unbake([]byte(data))
		require.ErrorContains(t, err, want, "%.80q", data)
	}
	for want, bake := range map[string]func() ([]byte, error){
		"neither PNG nor SVG":   func() ([]byte, error) { return credential.Bake([]byte("GIF89a"), []byte("{}")) },
		"is no PNG":             func() ([]byte, error) { return credential.BakePNG([]byte(anSVG), []byte("{}")) },
		"credential of 0 bytes": func() ([]byte, error) { return credential.BakePNG(aPNG(t), nil) },
		"credential of 4194305": func() ([]byte, error) {
			return credential.BakeSVG([]byte(anSVG), make([]byte, credential.MaxCredential+1))
		},
		"picture of 16777217": func() ([]byte, error) { return credential.BakePNG(make([]byte, credential.MaxImage+1), []byte("{}")) },
		"damaged":             func() ([]byte, error) { return credential.BakePNG(aPNG(t)[:40], []byte("{}")) },
		"it has no header":    func() ([]byte, error) { return credential.BakePNG([]byte(head+end), []byte("{}")) },
		"no place for":        func() ([]byte, error) { return credential.BakeSVG([]byte("<svg/>"), []byte("{}")) },
		"in it already": func() ([]byte, error) {
			return credential.BakeSVG([]byte(`<svg><c:credential xmlns:c="https://purl.imsglobal.org/ob/v3p0">{}</c:credential></svg>`), []byte("{}"))
		},
		"is no XML": func() ([]byte, error) { return credential.BakeSVG([]byte(`<svg`), []byte("{}")) },
	} {
		_, err := bake()
		require.ErrorContains(t, err, want)
	}
}

// Pictures nested very deep, or with very many parts, are read in little time and memory, or refused.
func TestLargePictures(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("<g>", 100_000)
	_, err := credential.UnbakeSVG([]byte("<svg>" + deep + strings.ReplaceAll(deep, "<g>", "</g>") + "</svg>"))
	require.ErrorIs(t, err, credential.ErrNotBaked)
	_, err = credential.UnbakePNG([]byte("\x89PNG\r\n\x1a\n" + strings.Repeat(part("tEXt", ""), 300_000) + part("IEND", "")))
	require.ErrorIs(t, err, credential.ErrNotBaked)
}
