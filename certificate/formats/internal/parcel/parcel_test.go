package parcel_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate/formats/internal/parcel"
)

var limits = parcel.Limits{Files: 4, Bytes: 4000}

func files() []parcel.File {
	return []parcel.File{
		{Name: "mimetype", Data: []byte("application/example")},
		{Name: "a/1.0.0/a.yaml", Data: []byte(strings.Repeat("text ", 500))},
		{Name: "empty", Data: []byte{}},
	}
}

func packed(t testing.TB, files []parcel.File) []byte {
	t.Helper()
	b, err := parcel.Append(nil, files)
	require.NoError(t, err)
	return b
}

func TestFilesComeBack(t *testing.T) {
	t.Parallel()
	b := packed(t, files())
	assert.Equal(t, b, packed(t, files()), "the same gives the same bytes")
	assert.Less(t, len(b), 600)
	got, err := parcel.Read(b, limits)
	require.NoError(t, err)
	assert.Equal(t, files(), got)
	behind, err := parcel.Append([]byte("before"), files())
	require.NoError(t, err)
	assert.Equal(t, b, behind[len("before"):])
}

// Others open it, and find the same.
func TestEveryZipReaderOpensIt(t *testing.T) {
	t.Parallel()
	b := packed(t, files())
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	require.NoError(t, err)
	require.Len(t, r.File, 3)
	for i, f := range r.File {
		in, err := f.Open()
		require.NoError(t, err)
		data, err := io.ReadAll(in)
		require.NoError(t, err)
		assert.Equal(t, files()[i], parcel.File{Name: f.Name, Data: data})
	}
	assert.Equal(t, 1980, r.File[1].Modified.Year())
}

// Whatever byte is changed, cut off or added: it is refused, or the files are the
// same. The latter only where the compression leaves bits open.
func TestChangedParcels(t *testing.T) {
	t.Parallel()
	b := packed(t, files())
	open := 0
	for i := range b {
		for bit := range 8 {
			bad := bytes.Clone(b)
			bad[i] ^= 1 << bit
			got, err := parcel.Read(bad, limits)
			if err == nil {
				open++
				assert.Equal(t, files(), got)
			}
		}
		_, err := parcel.Read(b[:i], limits)
		require.ErrorIs(t, err, parcel.ErrNoParcel, "cut at %d", i)
	}
	assert.Less(t, open, 24)
	for _, bad := range [][]byte{append([]byte{0}, b...), append(bytes.Clone(b), 0), append(bytes.Clone(b), b...), nil} {
		_, err := parcel.Read(bad, limits)
		assert.ErrorIs(t, err, parcel.ErrNoParcel)
	}
}

// An archive in any other form is refused: another program could find other files in it.
func TestArchivesOfOthers(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files() {
		to, err := w.Create(f.Name)
		require.NoError(t, err)
		_, err = to.Write(f.Data)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	_, err := parcel.Read(b.Bytes(), limits)
	assert.ErrorIs(t, err, parcel.ErrNoParcel)
}

func TestLimits(t *testing.T) {
	t.Parallel()
	for want, l := range map[string]parcel.Limits{
		"more than the 2 files allowed":    {Files: 2, Bytes: 4000},
		"more than the 2000 bytes allowed": {Files: 4, Bytes: 2000},
	} {
		_, err := parcel.Read(packed(t, files()), l)
		assert.ErrorContains(t, err, want)
	}
	for _, name := range []string{"", "/a", "a/", "../a", "a//b", "A", "a b", ".a", strings.Repeat("a", 256)} {
		_, err := parcel.Append(nil, []parcel.File{{Name: name}})
		assert.Error(t, err, "%q", name)
	}
	_, err := parcel.Append(nil, []parcel.File{{Name: "a"}, {Name: "a"}})
	assert.Error(t, err)
}

func FuzzRead(f *testing.F) {
	f.Add(packed(f, files()))
	f.Add(packed(f, files()[:1]))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := parcel.Read(data, limits)
		if err != nil {
			require.ErrorIs(t, err, parcel.ErrNoParcel)
			return
		}
		again, err := parcel.Read(packed(t, got), limits)
		require.NoError(t, err)
		assert.Equal(t, got, again)
	})
}
