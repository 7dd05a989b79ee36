package pdfread

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// The greatest size of a PDF in bytes, and how many files are read of one.
const (
	MaxPDF   = 32 << 20
	MaxFiles = 100
)

// A File is one that is embedded.
type File struct {
	// Name, Type and Description are as the document has them, in one line each; empty where it has none.
	Name, Type, Description string
	Data                    []byte
}

// Files are those embedded in a document, in its order; none if it has none.
func Files(data []byte) ([]File, error) {
	if len(data) > MaxPDF {
		return nil, fmt.Errorf("the PDF has %d bytes: at most %d are allowed", len(data), MaxPDF)
	}
	d, err := Read(data)
	if err != nil {
		return nil, err
	}
	root, err := d.dict(d.Trailer["Root"])
	if err != nil {
		return nil, err
	}
	if root == nil {
		return nil, errors.New("the PDF is damaged: it has no catalogue")
	}
	names, err := d.dict(root["Names"])
	if err != nil {
		return nil, err
	}
	var files []File
	err = d.walk(names["EmbeddedFiles"], 0, func(spec any) error {
		if len(files) == MaxFiles {
			return fmt.Errorf("the PDF has more than %d embedded files", MaxFiles)
		}
		f, err := d.file(spec)
		if f != nil {
			files = append(files, *f)
		}
		return err
	})
	return files, err
}

// dict is a dictionary or nil.
func (d *Document) dict(v any) (Dict, error) {
	v, err := d.Resolve(v)
	if err != nil {
		return nil, err
	}
	of, _ := v.(Dict)
	return of, nil
}

// walk calls for each value of a name tree (§7.9.6).
func (d *Document) walk(node any, depth int, each func(any) error) error {
	if d.nodes++; depth > mostDepth || d.nodes > mostNodes {
		return fmt.Errorf("the PDF is damaged: its files are in a tree deeper than %d or of more than %d nodes", mostDepth, mostNodes)
	}
	of, err := d.dict(node)
	if err != nil {
		return err
	}
	v, err := d.Resolve(of["Names"])
	if err != nil {
		return err
	}
	pairs, _ := v.(Array)
	for i := 1; i < len(pairs); i += 2 {
		if err := d.spend(1); err != nil { // objects of streams are read once, but can be in the tree a thousand times
			return err
		}
		if err := each(pairs[i]); err != nil {
			return err
		}
	}
	v, err = d.Resolve(of["Kids"])
	if err != nil {
		return err
	}
	kids, _ := v.(Array)
	for _, kid := range kids {
		if err := d.walk(kid, depth+1, each); err != nil {
			return err
		}
	}
	return nil
}

// file reads a file of its specification (§7.11.3); nil if none is embedded there.
func (d *Document) file(spec any) (*File, error) {
	of, err := d.dict(spec)
	if err != nil {
		return nil, err
	}
	in, err := d.dict(of["EF"])
	if err != nil {
		return nil, err
	}
	from := in["UF"]
	if from == nil {
		from = in["F"]
	}
	v, err := d.Resolve(from)
	if err != nil {
		return nil, err
	}
	s, ok := v.(*Stream)
	if !ok {
		return nil, nil
	}
	f := &File{Name: d.text(of["UF"]), Description: d.text(of["Desc"])}
	if f.Name == "" {
		f.Name = d.text(of["F"])
	}
	if kind, ok := s.Dict["Subtype"].(Name); ok {
		f.Type = line(string(kind))
	}
	f.Data, err = d.Data(s)
	return f, err
}

// text is a text string in one line; empty for what is none.
func (d *Document) text(v any) string {
	v, err := d.Resolve(v)
	b, ok := v.([]byte)
	if err != nil || !ok {
		return ""
	}
	if len(b) < 2 || b[0] != 0xFE || b[1] != 0xFF {
		return line(string(b))
	}
	b = b[:min(len(b), 2+mostBytes)]
	units := make([]uint16, 0, len(b)/2)
	for i := 2; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return line(string(utf16.Decode(units)))
}

// mostNodes is how many nodes the tree of files has at most.
const mostNodes = 1000

// mostText is how much is kept of a name or a description, in characters.
const mostText = 200

// mostBytes is how many bytes a text of mostText characters has at most, in UTF-8 and in UTF-16.
const mostBytes = 4 * mostText

// line makes of any text what can be shown to people in one line.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s[:min(len(s), mostBytes)])
	if runes := []rune(s); len(runes) > mostText {
		return string(runes[:mostText])
	}
	return s
}
