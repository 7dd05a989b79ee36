package certificate

import (
	"strings"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

// contentFormat names the canonical form of a certificate's content.
const contentFormat = "countersign-certificate/1"

// canonicalJSON is the content in canonical form. What is empty is left out.
func (c *Content) canonicalJSON() ([]byte, error) {
	optional := make([]any, len(c.Optional))
	for i, o := range c.Optional {
		optional[i] = map[string]any{"section": o.Section, "items": o.Items}
	}
	m := map[string]any{
		"format": contentFormat,
		"framework": map[string]any{
			"title": c.Framework.Title, "id": string(c.Framework.ID), "version": c.Framework.Version.String(),
			"digest": c.Framework.Digest.String(), "language": c.Framework.Language, "items": c.Framework.Items,
		},
		"on":        c.On.String(),
		"mandatory": c.Mandatory,
		"optional":  optional,
		"serial":    c.Serial,
		"head":      map[string]any{"record": uint64(c.Head.Record), "hash": c.Head.Hash.String()},
	}
	c.fillSubject(m)
	c.fillSource(m)
	c.fillRest(m)
	return canonical.Append(nil, m)
}

// fillSubject adds whose certificate it is.
func (c *Content) fillSubject(m map[string]any) {
	if !c.ofCentre() {
		m["learner"] = c.Learner.fill(map[string]any{})
		return
	}
	subject := map[string]any{"accountable": c.Accountable.fill(map[string]any{})}
	if c.Subject != "" {
		subject["centre"] = c.Subject
	}
	m["subject"] = subject
}

// fillSource adds whose word it is: who signed off and confirmed, or which
// round was submitted.
func (c *Content) fillSource(m map[string]any) {
	if c.completion() {
		m["round"] = c.Round
		return
	}
	confirmers := make([]any, len(c.Confirmers))
	for i, p := range c.Confirmers {
		confirmers[i] = p.Person.fill(map[string]any{"items": p.Items})
	}
	m["confirmers"] = confirmers
	m["signatory"] = c.Signatory.fill(map[string]any{"role": c.Signatory.Role, "centre": c.Signatory.Centre})
}

// fillRest adds what most certificates do not have.
func (c *Content) fillRest(m map[string]any) {
	if !c.ValidTo.IsZero() {
		m["valid_to"] = c.ValidTo.String()
	}
	if c.Waived > 0 {
		m["waived"] = c.Waived
	}
	if c.Paper > 0 {
		m["paper"] = c.Paper
	}
	transferred := make([]any, len(c.Transferred))
	for i, t := range c.Transferred {
		transferred[i] = map[string]any{"by": string(t.By), "paper": t.Paper, "items": t.Items}
	}
	if len(transferred) > 0 {
		m["transferred"] = transferred
	}
	if c.Example {
		m["example"] = true
	}
	groups := make([]any, len(c.Groups))
	for i, g := range c.Groups {
		groups[i] = map[string]any{
			"section": g.Section, "needed": g.Needed, "reached": g.Reached, "points": g.Points, "items": g.Items,
		}
	}
	if len(groups) > 0 {
		m["groups"] = groups
	}
	overridden := make([]any, len(c.Overridden))
	for i, o := range c.Overridden {
		let := o.By.fill(map[string]any{"framework": string(o.Framework)})
		if o.Lowest != (proficiency.Version{}) {
			let["lowest"] = o.Lowest.String()
		}
		overridden[i] = let
	}
	if len(overridden) > 0 {
		m["overridden"] = overridden
	}
	activity := make([]any, len(c.Activity))
	for i := range c.Activity {
		activity[i] = c.Activity[i].canonical()
	}
	if len(activity) > 0 {
		m["activity"] = activity
	}
}

func (a *Activity) canonical() map[string]any {
	m := map[string]any{"item": string(a.Item), "section": a.Section, "statement": a.Statement}
	switch {
	case a.Waived:
		m["waived"] = true
	case !a.Elsewhere.IsZero():
		m["elsewhere"] = map[string]any{"by": string(a.Elsewhere.By), "paper": a.Elsewhere.Paper}
	case a.Confirmer == withoutConfirmer:
		m["paper"] = a.Paper.String()
	default:
		m["confirmer"] = a.Confirmer
	}
	return m
}

func (p Person) fill(m map[string]any) map[string]any {
	m["name"] = p.Name
	if p.Registration != "" {
		m["registration"] = p.Registration
	}
	return m
}

// codeAlphabet is that of serials, Crockford's base32: nothing in it is
// mistaken for something else in it, on paper or on the telephone.
const codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// The code has one group more than a serial, so that nobody takes one for the
// other, and 100 bits, too many for finding other content with the same code.
const (
	codeSymbols = 20
	codeGroup   = 4
)

// codeOf is the verification code of content in canonical form.
func codeOf(content []byte) string {
	sum := canonical.Sum(content)
	var symbols [codeSymbols]byte
	for i := range symbols {
		bit := 5 * i
		pair := uint(sum[bit/8])<<8 | uint(sum[bit/8+1])
		symbols[i] = codeAlphabet[pair>>(11-bit%8)&31]
	}
	return grouped(symbols[:])
}

func grouped(symbols []byte) string {
	var b strings.Builder
	for i, s := range symbols {
		if i > 0 && i%codeGroup == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(s)
	}
	return b.String()
}

// ParseCode brings a verification code as people type it into the form of
// [Certificate.Code]: it takes lower case, spaces for hyphens, O for 0, and I
// and L for 1. ok is false if it is no code.
func ParseCode(typed string) (code string, ok bool) {
	var symbols []byte
	for _, c := range []byte(typed) {
		switch c {
		case '-', ' ':
			continue
		case 'O', 'o':
			c = '0'
		case 'I', 'i', 'L', 'l':
			c = '1'
		}
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		if len(symbols) == codeSymbols || strings.IndexByte(codeAlphabet, c) < 0 {
			return "", false
		}
		symbols = append(symbols, c)
	}
	return grouped(symbols), len(symbols) == codeSymbols
}
