package pdf

import (
	"errors"
	"fmt"
	"mime"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What goes along, at most.
const (
	MaxAttachments     = 16
	MaxAttached        = 8 << 20 // bytes, of all together
	MaxAttachmentWords = 200     // bytes of a name, a type and a description each
)

// An Attachment is a file that goes along in a PDF, such as the signed credential of the same certificate.
type Attachment struct {
	// Name is that of the file, such as credential.json, without folders.
	Name string
	// Type is its media type, such as application/json.
	Type string
	// Description says to people what it is; it may be empty.
	Description string
	Data        []byte
}

func checkAttachments(all []Attachment) error {
	var faults []error
	if len(all) > MaxAttachments {
		faults = append(faults, fmt.Errorf("%d attachments: at most %d are allowed", len(all), MaxAttachments))
	}
	size, names := 0, map[string]bool{}
	for i, a := range all {
		size += len(a.Data)
		for _, fault := range a.faults() {
			faults = append(faults, fmt.Errorf("attachment %d, %q: %w", i, a.Name, fault))
		}
		if names[a.Name] {
			faults = append(faults, fmt.Errorf("attachment %d, %q: another one has this name", i, a.Name))
		}
		names[a.Name] = true
	}
	if size > MaxAttached {
		faults = append(faults, fmt.Errorf("attachments of %d bytes: at most %d are allowed", size, MaxAttached))
	}
	if err := errors.Join(faults...); err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	return nil
}

func (a *Attachment) faults() (faults []error) {
	for _, said := range []struct{ what, s string }{{"name", a.Name}, {"type", a.Type}, {"description", a.Description}} {
		if s := said.s; len(s) > MaxAttachmentWords || !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) {
			faults = append(faults, fmt.Errorf("the %s must be one line of at most %d bytes", said.what, MaxAttachmentWords))
		}
	}
	if a.Name == "" || a.Name == "." || a.Name == ".." || strings.ContainsAny(a.Name, `/\:`) {
		faults = append(faults, errors.New("the name must be that of a file, without folders"))
	}
	if _, _, err := mime.ParseMediaType(a.Type); err != nil {
		faults = append(faults, errors.New("the type must be a media type, such as application/json"))
	}
	return faults
}
