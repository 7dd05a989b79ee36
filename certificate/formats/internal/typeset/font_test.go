package typeset

import (
	"bytes"
	"encoding/binary"
	"sync"
	"testing"

	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// withTable is the font with the bytes of a table changed.
func withTable(t *testing.T, tag string, change func(table []byte)) []byte {
	t.Helper()
	data := bytes.Clone(liberationsansregular.TTF)
	tables := int(binary.BigEndian.Uint16(data[4:]))
	for i := range tables {
		entry := data[12+16*i:]
		if string(entry[:4]) == tag {
			offset, length := binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])
			change(data[offset : offset+length])
			return data
		}
	}
	require.Fail(t, "no such table", tag)
	return nil
}

func TestFontsThatAreRefused(t *testing.T) {
	t.Parallel()
	restricted := withTable(t, "OS/2", func(b []byte) { b[9] = 2 })
	dots := withTable(t, "OS/2", func(b []byte) { b[8] = 2 })
	for _, c := range []struct {
		data []byte
		want string
	}{
		{nil, "not a font in TrueType or OpenType"},
		{[]byte("no font at all, but some words"), "not a font in TrueType or OpenType"},
		{restricted, "does not allow to embed it (OS/2 fsType)"},
		{dots, "does not allow to embed it (OS/2 fsType)"},
		{make([]byte, MaxFont+1), "at most 67108864 are allowed"},
	} {
		_, err := ReadFont(c.data)
		assert.ErrorContains(t, err, c.want)
	}
}

// A file that is cut off anywhere is an error or a font, and no end of the program.
func TestFontsThatAreCutOff(t *testing.T) {
	t.Parallel()
	for n := 0; n < 5000; n += 97 {
		_, err := ReadFont(liberationsansregular.TTF[:n])
		assert.Error(t, err)
	}
}

func TestFont(t *testing.T) {
	t.Parallel()
	f := sans()
	assert.Equal(t, "LiberationSans", f.Name())
	assert.Equal(t, 2048, f.Em())
	assert.Positive(t, f.Ascent())
	assert.Negative(t, f.Descent())
	assert.Empty(t, f.Outline(3), "the space")
	assert.NotEmpty(t, f.Outline(36))
}

// Fonts are shared by goroutines.
func TestConcurrently(t *testing.T) {
	t.Parallel()
	want := linesOf(50, "One word and another")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			assert.Equal(t, want[0].Runs[0].Clusters, linesOf(50, "One word and another")[0].Runs[0].Clusters)
		})
	}
	all.Wait()
}
