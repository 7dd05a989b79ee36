// Package parcel puts files into one, a ZIP archive that every computer opens, in
// the one form that this package writes: the same files give the same bytes, and
// whatever else could stand in an archive is refused, so that no two programs find
// other files in it.
package parcel

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"regexp"
)

// A File is one of the files in a parcel.
type File struct {
	// Name is a path with slashes, of lower-case letters, digits, dots and hyphens.
	Name string
	Data []byte
}

// Limits bound what is read.
type Limits struct {
	// Files is how many there may be, and Bytes how many they may have together.
	Files, Bytes int
}

const (
	localMark, centralMark, endMark = 0x04034b50, 0x02014b50, 0x06054b50
	localSize, endSize              = 30, 22
	stored, deflated                = 0, 8
	firstDay                        = 0x21 // 1 January 1980, the earliest there is
	needed                          = 20   // the version of the format that is needed
	maxName                         = 255
)

var (
	name = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*)*$`)
	// ErrNoParcel means that what was read is nothing that this package wrote.
	ErrNoParcel = errors.New("this is no archive as it is written here")
)

// An entry is what an archive says of a file.
type entry struct {
	name           string
	method         uint16
	sum            uint32
	packed, size   int
	at             int // where its header begins
	begins, behind int // where its bytes are
}

// IsName reports whether a file may be called that.
func IsName(s string) bool { return len(s) <= maxName && name.MatchString(s) }

// Append appends the files as one. The first is not compressed, so that programs
// can tell by it what is in the parcel. Errors say what is wrong with the files.
func Append(dst []byte, files []File) ([]byte, error) {
	begin, seen := len(dst), map[string]bool{}
	var entries []entry
	for i, f := range files {
		if !IsName(f.Name) || seen[f.Name] {
			return nil, fmt.Errorf("a file may not be called %.100q, or not twice", f.Name)
		}
		seen[f.Name] = true
		e := entry{name: f.Name, sum: crc32.ChecksumIEEE(f.Data), size: len(f.Data), at: len(dst) - begin}
		packed := f.Data
		if i > 0 {
			var err error
			if packed, err = deflate(f.Data); err != nil {
				return nil, err
			}
			e.method = deflated
		}
		e.packed = len(packed)
		dst = append(e.appendLocal(dst), packed...)
		entries = append(entries, e)
	}
	return appendDirectory(dst, entries, len(dst)-begin), nil
}

func deflate(data []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	err = w.Close()
	return b.Bytes(), err
}

// appendCommon appends what both headers of a file have.
func (e *entry) appendCommon(dst []byte) []byte {
	le := binary.LittleEndian
	dst = le.AppendUint16(dst, needed)
	dst = le.AppendUint16(dst, 0) // flags
	dst = le.AppendUint16(dst, e.method)
	dst = le.AppendUint32(dst, firstDay<<16)
	dst = le.AppendUint32(dst, e.sum)
	dst = le.AppendUint32(dst, uint32(e.packed))
	dst = le.AppendUint32(dst, uint32(e.size))
	dst = le.AppendUint16(dst, uint16(len(e.name)))
	return le.AppendUint16(dst, 0) // no extra field
}

func (e *entry) appendLocal(dst []byte) []byte {
	dst = binary.LittleEndian.AppendUint32(dst, localMark)
	return append(e.appendCommon(dst), e.name...)
}

// appendDirectory appends the central directory, which begins at a place, and the end.
func appendDirectory(dst []byte, entries []entry, at int) []byte {
	le, begin := binary.LittleEndian, len(dst)
	for i := range entries {
		dst = le.AppendUint32(dst, centralMark)
		dst = le.AppendUint16(dst, needed)
		dst = entries[i].appendCommon(dst)
		dst = append(dst, make([]byte, 10)...) // no comment, first disk, no attributes
		dst = le.AppendUint32(dst, uint32(entries[i].at))
		dst = append(dst, entries[i].name...)
	}
	size := len(dst) - begin
	dst = le.AppendUint32(dst, endMark)
	dst = le.AppendUint32(dst, 0) // one disk
	dst = le.AppendUint16(dst, uint16(len(entries)))
	dst = le.AppendUint16(dst, uint16(len(entries)))
	dst = le.AppendUint32(dst, uint32(size))
	dst = le.AppendUint32(dst, uint32(at))
	return le.AppendUint16(dst, 0)
}

// Read gives the files of a parcel in their order. What is not as [Append] writes
// it wraps [ErrNoParcel]; how the bytes of a file are compressed is open.
func Read(data []byte, limits Limits) ([]File, error) {
	entries, at, err := locals(data, limits)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(data[at:], appendDirectory(nil, entries, at)) {
		return nil, fmt.Errorf("%w: its list of files is not that of the files in it", ErrNoParcel)
	}
	files := make([]File, len(entries))
	for i := range entries {
		unpacked, err := entries[i].unpack(data)
		if err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrNoParcel, entries[i].name, err)
		}
		files[i] = File{entries[i].name, unpacked}
	}
	return files, nil
}

// locals reads the headers before the files, and where the directory begins.
func locals(data []byte, limits Limits) (entries []entry, at int, err error) {
	seen := map[string]bool{}
	left := limits.Bytes
	for len(data)-at >= localSize && binary.LittleEndian.Uint32(data[at:]) == localMark {
		if len(entries) == limits.Files {
			return nil, 0, fmt.Errorf("%w: more than the %d files allowed", ErrNoParcel, limits.Files)
		}
		e, err := local(data, at, len(entries) == 0)
		if err != nil {
			return nil, 0, err
		}
		if left -= e.size; left < 0 {
			return nil, 0, fmt.Errorf("%w: more than the %d bytes allowed", ErrNoParcel, limits.Bytes)
		}
		if seen[e.name] {
			return nil, 0, fmt.Errorf("%w: two files are called %s", ErrNoParcel, e.name)
		}
		seen[e.name] = true
		entries, at = append(entries, e), e.behind
	}
	if len(entries) == 0 {
		return nil, 0, ErrNoParcel
	}
	return entries, at, nil
}

// local reads the header at a place: it must be the one that would be written.
func local(data []byte, at int, first bool) (entry, error) {
	le, head := binary.LittleEndian, data[at:]
	e := entry{method: deflated, sum: le.Uint32(head[14:]), at: at}
	if first {
		e.method = stored
	}
	packed, size, length := int64(le.Uint32(head[18:])), int64(le.Uint32(head[22:])), int(le.Uint16(head[26:]))
	e.begins = at + localSize + length
	if int64(e.begins)+packed > int64(len(data)) {
		return e, fmt.Errorf("%w: it ends too early", ErrNoParcel)
	}
	e.name, e.packed, e.size = string(head[localSize:localSize+length]), int(packed), int(size)
	e.behind = e.begins + e.packed
	if !IsName(e.name) || !bytes.Equal(head[:localSize+length], e.appendLocal(nil)) || first && packed != size {
		return e, fmt.Errorf("%w: what it says of file %.100q is not", ErrNoParcel, e.name)
	}
	return e, nil
}

// unpack gives the bytes of a file, exactly as many as the header says.
func (e *entry) unpack(data []byte) ([]byte, error) {
	unpacked := data[e.begins:e.behind]
	if e.method == deflated {
		from := bytes.NewReader(unpacked)
		r := flate.NewReader(from)
		var err error
		if unpacked, err = io.ReadAll(io.LimitReader(r, int64(e.size)+1)); err != nil {
			return nil, errors.New("it is damaged")
		}
		if from.Len() > 0 {
			return nil, errors.New("something stands behind it")
		}
	}
	if len(unpacked) != e.size || crc32.ChecksumIEEE(unpacked) != e.sum {
		return nil, errors.New("it is not what was put in")
	}
	return bytes.Clone(unpacked), nil
}
