package parcel

import (
	"hash/crc32"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// crafted is an archive in the right form, of files that Append would not put so:
// the name of each, what it unpacks to, and what stands behind its compressed bytes.
func crafted(t *testing.T, files ...[3]string) []byte {
	t.Helper()
	var data []byte
	var entries []entry
	for i, f := range files {
		packed := []byte(f[1])
		e := entry{name: f[0], sum: crc32.ChecksumIEEE(packed), size: len(packed), at: len(data)}
		if i > 0 {
			e.method = deflated
			var err error
			packed, err = deflate(packed)
			require.NoError(t, err)
		}
		packed = append(packed, f[2]...)
		e.packed = len(packed)
		data = append(e.appendLocal(data), packed...)
		entries = append(entries, e)
	}
	return appendDirectory(data, entries, len(data))
}

// Nothing hides in an archive: neither behind what is compressed, nor under a name
// that another file has, nor under one that leads out of a folder.
func TestNothingHides(t *testing.T) {
	t.Parallel()
	limits := Limits{Files: 4, Bytes: 100}
	_, err := Read(crafted(t, [3]string{"a", "text", ""}, [3]string{"b", "text", ""}), limits)
	require.NoError(t, err)
	for want, files := range map[string][][3]string{
		"something stands behind it":               {{"a", "text", ""}, {"b", "text", "more"}},
		"two files are called b":                   {{"a", "text", ""}, {"b", "text", ""}, {"b", "other", ""}},
		`what it says of file "../b" is not`:       {{"a", "text", ""}, {"../b", "text", ""}},
		"more than the 4 files allowed":            {{"a", "", ""}, {"b", "", ""}, {"c", "", ""}, {"d", "", ""}, {"e", "", ""}},
		"more than the 100 bytes allowed":          {{"a", string(make([]byte, 60)), ""}, {"b", string(make([]byte, 60)), ""}},
		"this is no archive as it is written here": nil,
	} {
		_, err := Read(crafted(t, files...), limits)
		assert.ErrorIs(t, err, ErrNoParcel)
		assert.ErrorContains(t, err, want)
	}
}
