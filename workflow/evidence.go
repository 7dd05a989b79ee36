package workflow

import (
	"slices"
	"strings"

	"github.com/countersign-go/countersign/proficiency"
)

func sameEvidence(old []Evidence, given []EvidenceRef) bool {
	return slices.EqualFunc(old, given, samePiece)
}

func samePiece(e Evidence, r EvidenceRef) bool {
	return e.Title.String() == r.Title && e.Location.String() == r.Location &&
		e.Digest == r.Digest && e.MediaType == r.MediaType && e.On == r.On
}

// evidenceRemoved reports whether a piece that was there is not among those
// given. One that lost its words to a redaction cannot be given again: leaving
// it out removes nothing.
func evidenceRemoved(old []Evidence, given []EvidenceRef) bool {
	return slices.ContainsFunc(old, func(e Evidence) bool {
		return !e.redacted() && !slices.ContainsFunc(given, func(r EvidenceRef) bool { return samePiece(e, r) })
	})
}

func (e *Evidence) redacted() bool {
	return e.Title != nil && e.Title.blank() || e.Location != nil && e.Location.blank()
}

func (d *decider) evidence(it *proficiency.Item, refs []EvidenceRef, today proficiency.Date) []Evidence {
	var out []Evidence
	for _, r := range refs {
		if isBlank(r.Title) && isBlank(r.Location) {
			d.refuseItem(it, InvalidText, "has evidence without title and location", "say what it is or where it is kept")
		}
		if !validMediaType(r.MediaType) {
			d.refuseText(it, "the media type of the evidence", quoteID(r.MediaType)+" is not a media type, such as application/pdf")
		}
		d.notInFuture(it, "has evidence", r.On, today)
		out = append(out, Evidence{
			Title:    d.textOn(it, "the title of the evidence", r.Title),
			Location: d.textOn(it, "the location of the evidence", r.Location),
			Digest:   r.Digest, MediaType: r.MediaType, On: r.On,
		})
	}
	return out
}

// validMediaType reports whether t is empty or a type and subtype as RFC 6838
// §4.2 names them, without parameters: nothing that could carry words.
func validMediaType(t string) bool {
	if t == "" {
		return true
	}
	major, minor, ok := strings.Cut(t, "/")
	return ok && restrictedName(major) && restrictedName(minor)
}

func restrictedName(s string) bool {
	if s == "" || len(s) > 127 {
		return false
	}
	for i, c := range []byte(s) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && (i == 0 || !strings.ContainsRune("!#$&-^_.+", rune(c))) {
			return false
		}
	}
	return true
}
