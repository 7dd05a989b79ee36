package credential

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"iter"
)

const (
	pngSignature = "\x89PNG\r\n\x1a\n"
	// pngKeyword is what the text with a credential is called (Open Badges 3.0 §5.3.1).
	pngKeyword = "openbadgecredential"
)

// A chunk is a part of a PNG (PNG Specification, 3rd edition §5.3).
type chunk struct {
	kind string
	data []byte
	raw  []byte // with length and checksum
}

var errPNG = errors.New("credential: the PNG is damaged")

// chunks are the parts of a PNG up to its end; the last pair has an error if it is damaged.
func chunks(image []byte) iter.Seq2[chunk, error] {
	return func(yield func(chunk, error) bool) {
		rest := image[len(pngSignature):]
		for {
			if len(rest) < 12 {
				yield(chunk{}, fmt.Errorf("%w: it ends without its last part", errPNG))
				return
			}
			n := binary.BigEndian.Uint32(rest)
			if uint64(n) > uint64(len(rest)-12) {
				yield(chunk{}, fmt.Errorf("%w: a part is longer than the file", errPNG))
				return
			}
			c := chunk{kind: string(rest[4:8]), data: rest[8 : 8+n], raw: rest[:12+n]}
			if crc32.ChecksumIEEE(rest[4:8+n]) != binary.BigEndian.Uint32(rest[8+n:]) {
				yield(chunk{}, fmt.Errorf("%w: the checksum of a part is wrong", errPNG))
				return
			}
			if rest = rest[12+n:]; !yield(c, nil) || c.kind == "IEND" {
				return
			}
		}
	}
}

// isBadge reports whether a part is the text with a credential.
func (c *chunk) isBadge() bool {
	return c.kind == "iTXt" && bytes.HasPrefix(c.data, []byte(pngKeyword+"\x00"))
}

// BakePNG puts a credential into a PNG, in the place of one that is there. The
// rest of the picture stays byte for byte as it is.
func BakePNG(image, credential []byte) ([]byte, error) {
	if err := checkBaking(image, credential); err != nil {
		return nil, err
	}
	if !isPNG(image) {
		return nil, errors.New("credential: the picture is no PNG")
	}
	out := append(make([]byte, 0, len(image)+len(credential)+64), pngSignature...)
	baked := false
	for c, err := range chunks(image) {
		switch {
		case err != nil:
			return nil, err
		case c.isBadge():
			continue
		}
		out = append(out, c.raw...)
		if c.kind == "IHDR" && !baked {
			baked = true
			// Uncompressed, without a language and without another keyword.
			out = appendChunk(out, "iTXt", append([]byte(pngKeyword+"\x00\x00\x00\x00\x00"), credential...))
		}
	}
	if !baked {
		return nil, fmt.Errorf("%w: it has no header", errPNG)
	}
	return out, nil
}

func appendChunk(dst []byte, kind string, data []byte) []byte {
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(data)))
	from := len(dst)
	dst = append(append(dst, kind...), data...)
	return binary.BigEndian.AppendUint32(dst, crc32.ChecksumIEEE(dst[from:]))
}

// UnbakePNG gives the credential in a PNG, or [ErrNotBaked].
func UnbakePNG(image []byte) ([]byte, error) {
	if !isPNG(image) || len(image) > MaxImage {
		return nil, fmt.Errorf("credential: want a PNG of at most %d bytes", MaxImage)
	}
	var found []byte
	for c, err := range chunks(image) {
		if err != nil {
			return nil, err
		}
		if !c.isBadge() {
			continue
		}
		if found != nil {
			return nil, errors.New("credential: the PNG has two credentials in it: one is allowed")
		}
		if found, err = badgeText(c.data[len(pngKeyword)+1:]); err != nil {
			return nil, err
		}
	}
	if found == nil {
		return nil, ErrNotBaked
	}
	return found, nil
}

// badgeText is the text of an iTXt part behind its keyword: two bytes on
// compression, a language and a translated keyword, each ended by a zero byte.
func badgeText(data []byte) ([]byte, error) {
	if len(data) < 2 || data[0] != 0 {
		return nil, errors.New("credential: the credential in the PNG is compressed, which is not allowed")
	}
	_, rest, hasLanguage := bytes.Cut(data[2:], []byte{0})
	_, text, hasKeyword := bytes.Cut(rest, []byte{0})
	if !hasLanguage || !hasKeyword || len(text) == 0 {
		return nil, fmt.Errorf("%w: its credential has no text", errPNG)
	}
	return text, nil
}
