package pdf

import (
	"fmt"
	"sync"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/go-fonts/liberation/liberationserifregular"

	"github.com/countersign-go/countersign/certificate/formats/internal/typeset"
)

// MaxFont is the greatest size of the file of a font, in bytes.
const MaxFont = typeset.MaxFont

// A Font is a typeface that a host gives for what the built-in ones lack. It is
// immutable and safe for concurrent use; large ones take seconds to read, so
// read each once.
type Font struct{ font *typeset.Font }

// ReadFont reads the file of a font: TrueType or OpenType with outlines, of a
// collection the first. It does not keep data. A file of more than [MaxFont]
// bytes, one that is no font, and one whose maker does not allow that it is
// embedded (OS/2 fsType) are refused.
func ReadFont(data []byte) (*Font, error) {
	f, err := typeset.ReadFont(data)
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	return &Font{f}, nil
}

// builtIn are the fonts that come with the package: Liberation, under the SIL Open Font
// License 1.1, which have Latin with Vietnamese, Greek, Cyrillic and Hebrew.
type builtIn struct{ sans, bold, serif *typeset.Font }

var builtInFonts = sync.OnceValue(func() *builtIn {
	read := func(data []byte) *typeset.Font {
		f, err := typeset.ReadFont(data)
		if err != nil {
			panic(err) // not reached: a test reads them
		}
		return f
	}
	return &builtIn{read(liberationsansregular.TTF), read(liberationsansbold.TTF), read(liberationserifregular.TTF)}
})

// faces are the fonts for each of the three ways to write, the built-in first.
type faces struct{ sans, bold, serif []*typeset.Font }

func facesOf(given []*Font) faces {
	own := builtInFonts()
	with := func(first *typeset.Font, others ...*typeset.Font) []*typeset.Font {
		all := append([]*typeset.Font{first}, others...)
		for _, f := range given {
			if f != nil {
				all = append(all, f.font)
			}
		}
		return all
	}
	// Serif has less than sans, which then is better than nothing.
	return faces{with(own.sans), with(own.bold, own.sans), with(own.serif, own.sans)}
}
