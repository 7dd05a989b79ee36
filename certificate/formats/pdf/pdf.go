package pdf

import (
	"fmt"
	"io"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/internal/tagged"
	"github.com/countersign-go/countersign/certificate/formats/internal/typeset"
)

// Options are the choices for making a PDF. Nil means the defaults.
type Options struct {
	// Fonts are tried in their order for what the built-in ones lack, which have
	// Latin, Greek, Cyrillic and Hebrew. Nil gives none.
	Fonts []*Font
	// Attachments go along in the file. Nil gives none.
	Attachments []Attachment
}

// Append appends the certificate as a PDF to dst. If there are characters that no
// font has, the error is a [*MissingError]; what is wrong with attachments is
// said all at once.
func Append(dst []byte, c *certificate.Certificate, o *Options) ([]byte, error) {
	if o == nil {
		o = &Options{}
	}
	if err := checkAttachments(o.Attachments); err != nil {
		return dst, err
	}
	sheet := c.Sheet()
	d := tagged.New(tagged.Info{
		Title: sheet.Name, Language: sheet.Language, RightToLeft: sheet.Direction == "rtl", Date: c.Content().On.String(),
	})
	w := &writer{
		d: d, sheet: sheet, rightToLeft: sheet.Direction == "rtl", styles: stylesOf(facesOf(o.Fonts)),
		fonts: map[*typeset.Font]*tagged.Font{},
	}
	w.newPage()
	w.head()
	w.parts()
	w.footers()
	switch {
	case w.failed != nil:
		return dst, fmt.Errorf("pdf: %w", w.failed)
	case len(w.missing) > 0:
		return dst, &MissingError{w.missing}
	}
	for _, a := range o.Attachments {
		d.Attach(tagged.File(a))
	}
	return append(dst, d.Bytes()...), nil
}

// Write writes what Append gives, in one go; nothing if there is an error.
func Write(out io.Writer, c *certificate.Certificate, o *Options) error {
	b, err := Append(nil, c, o)
	if err != nil {
		return err
	}
	_, err = out.Write(b)
	return err
}
