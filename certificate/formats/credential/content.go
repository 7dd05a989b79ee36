package credential

import (
	"crypto/sha1"
	"crypto/sha256"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/internal/words"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

// A builder makes the parts of a credential.
type builder struct {
	content *certificate.Content
	o       *Options
	urn     func(part string) string
}

// urnsOf gives URNs of the parts of what cannot be guessed, such as a serial: UUIDs
// of version 8 (RFC 9562 §5.8) from a SHA-256.
func urnsOf(of ...string) func(part string) string {
	return func(part string) string {
		h := sha256.New()
		for _, s := range append([]string{"countersign credential", part}, of...) {
			fmt.Fprintf(h, "%d:%s", len(s), s)
		}
		return uuidURN(h.Sum(nil), 8)
	}
}

// until is when the credential ends; zero for no end.
func (b *builder) until() time.Time {
	switch s := b.o.State; {
	case s != nil && b.completion():
		return s.LastSubmission().Until
	case s != nil:
		return s.LastSignOffUntil()
	}
	if b.content.ValidTo.IsZero() {
		return time.Time{}
	}
	zone := b.o.Zone
	if zone == nil {
		zone = time.UTC
	}
	return b.content.ValidTo.EndIn(zone)
}

// completion reports whether the certificate is of a round that was submitted,
// and centre whether it is a centre's.
func (b *builder) completion() bool { return b.content.Round > 0 }
func (b *builder) centre() bool     { return b.content.Accountable != certificate.Person{} }

// holder is the name of whoever the certificate is for.
func (b *builder) holder() string {
	if b.centre() {
		return b.content.Subject
	}
	return b.content.Learner.Name
}

func (b *builder) subject() map[string]any {
	subject := map[string]any{
		"id": b.o.Subject.ID, "type": []any{"AchievementSubject"}, "licenseNumber": b.content.Serial,
		"identifier": b.identities(), "achievement": b.achievement(),
	}
	if b.o.Subject.ID == "" {
		subject["id"] = b.urn("subject")
	}
	if results := b.results(); len(results) > 0 {
		subject["result"] = results
	}
	return subject
}

// identities say who the learner, or which the centre, is to those who know already.
func (b *builder) identities() []any {
	identity, kind := b.o.Subject.Identity, b.o.Subject.IdentityType
	if identity == "" {
		identity, kind = b.content.Learner.Registration, "identifier"
	}
	if identity == "" {
		identity, kind = b.holder(), identityName
	}
	// The serial is as hard to guess as a salt that is drawn, and needs no drawing.
	salt := strings.TrimPrefix(b.urn("salt"), "urn:uuid:")
	identities := []any{identityFor(identity, kind, salt).object()}
	if b.o.Subject.Named {
		identities = append(identities, Identity{Type: identityName, Hash: b.holder()}.object())
	}
	return identities
}

// achievement is what was signed off or submitted: the same for all who have it from this version.
func (b *builder) achievement() map[string]any {
	f := &b.content.Framework
	achievement := map[string]any{
		"id": urnsOf(f.Digest.String())("achievement"), "type": []any{"Achievement"}, "name": f.Title,
		"description": f.Title + ", version " + f.Version.String(), "achievementType": "Certificate",
		"humanCode": string(f.ID) + "@" + f.Version.String(), "version": f.Version.String(),
		"criteria": map[string]any{"narrative": b.criteria()},
		"otherIdentifier": []any{map[string]any{
			"type": "IdentifierEntry", "identifier": f.Digest.String(), "identifierType": "ext:frameworkDigest",
		}},
	}
	if language.MatchString(f.Language) {
		achievement["inLanguage"] = f.Language
	}
	if b.o.Framework == nil {
		return achievement
	}
	if d := oneLine(b.o.Framework.Description()); d != "" {
		achievement["description"] = d
	}
	var alignments, descriptions []any
	for it := range b.o.Framework.Items().Values() {
		alignments = append(alignments, b.alignment(it))
		descriptions = append(descriptions, map[string]any{
			"id": b.describing(it), "type": []any{"ResultDescription"}, "name": oneLine(it.Label()), "resultType": "Result",
		})
	}
	achievement["alignment"], achievement["resultDescription"] = alignments, descriptions
	return achievement
}

// criteria is what whoever has the achievement did for it.
func (b *builder) criteria() string {
	every := "Every one of the " + b.content.Framework.Items + " that count "
	switch {
	case !b.completion():
		return every + "was confirmed by an assessor, or waived as not applicable, and the whole was signed off."
	case b.centre():
		return every + "was answered by the centre itself. Nobody confirmed the answers."
	}
	return every + "was answered by the learner. Nobody confirmed the answers."
}

// The values of results.
const (
	resultAnswered  = "answered by self-assessment"
	resultConfirmed = "confirmed"
	resultPaper     = "confirmed on paper"
	resultElsewhere = "confirmed elsewhere"
	resultWaived    = "waived as not applicable"
)

func (b *builder) alignment(it *proficiency.Item) map[string]any {
	return map[string]any{
		"type": []any{"Alignment"}, "targetType": "CFItem", "targetCode": oneLine(it.Label()),
		"targetName": oneLine(it.Statement()), "targetFramework": b.content.Framework.Title, "targetUrl": b.itemURL(it),
	}
}

// urlNamespace is that of UUIDs made of URLs (RFC 9562 §6.6).
var urlNamespace = []byte("\x6b\xa7\xb8\x11\x9d\xad\x11\xd1\x80\xb4\x00\xc0\x4f\xd4\x30\xc8")

// itemURN names an item in all its versions: by a UUID of version 5 (RFC 9562
// §5.5), which registries of competencies ask for, of "countersign:framework/item".
func itemURN(framework proficiency.FrameworkID, item proficiency.ItemID) string {
	h := sha1.New()
	h.Write(urlNamespace)
	fmt.Fprintf(h, "countersign:%s/%s", framework, item)
	return uuidURN(h.Sum(nil), 5)
}

// uuidURN is a UUID of the beginning of a hash.
func uuidURN(hash []byte, version byte) string {
	u := hash[:16]
	u[6], u[8] = u[6]&0x0f|version<<4, u[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

// itemURL is the address of an item. Items keep their ids through all versions.
func (b *builder) itemURL(it *proficiency.Item) string {
	f := &b.content.Framework
	if b.o.ItemURL == "" {
		return itemURN(f.ID, it.ID())
	}
	return strings.NewReplacer(
		"{framework}", url.PathEscape(string(f.ID)), "{version}", f.Version.String(), "{item}", url.PathEscape(string(it.ID())),
	).Replace(b.o.ItemURL)
}

// describing is the id of the description of an item's result.
func (b *builder) describing(it *proficiency.Item) string {
	return urnsOf(b.content.Framework.Digest.String(), string(it.ID()))("result")
}

// results are those of the items that were confirmed or waived, or answered
// where nobody confirms.
func (b *builder) results() []any {
	if b.o.Framework == nil || b.o.State == nil {
		return nil
	}
	var results []any
	for it := range b.o.Framework.Items().Values() {
		if value := b.result(it); value != "" {
			results = append(results, map[string]any{"type": []any{"Result"}, "resultDescription": b.describing(it), "value": value})
		}
	}
	return results
}

// result is what became of an item; empty for nothing.
func (b *builder) result(it *proficiency.Item) string {
	if b.completion() {
		if r, ok := b.o.State.Round(b.content.Round); ok && r.Answer(it.ID()) != nil {
			return resultAnswered
		}
		return ""
	}
	switch workflow.ItemStatusOf(b.o.Framework, b.o.State, it, b.o.Now) {
	case workflow.ItemStatusWaived:
		return resultWaived
	case workflow.ItemStatusConfirmed:
		if d := b.o.State.Item(it.ID()).Decision; d != nil && d.Paper != nil {
			return resultPaper
		} else if d != nil && d.Original != nil {
			return resultElsewhere
		}
		return resultConfirmed
	}
	return ""
}

// evidence is who countersigned or submitted, and what ties the credential to the record.
func (b *builder) evidence(c *certificate.Certificate) []any {
	confirmers := make([]string, len(b.content.Confirmers))
	for i, p := range b.content.Confirmers {
		confirmers[i] = fmt.Sprintf("%s (%d)", person(p.Person), p.Items)
	}
	all := []any{
		b.proof(),
		b.piece("Record", genreRecord, fmt.Sprintf("Certificate %s, verification code %s; %s",
			b.content.Serial, c.Code(), headText(b.content.Head))),
	}
	if len(confirmers) > 0 {
		all = append(all, b.piece("Confirmations", "confirmation",
			fmt.Sprintf("Confirmed by %s.", strings.Join(confirmers, "; "))))
	}
	if b.centre() {
		all = append(all, b.piece("Accountable person", "accountable", fmt.Sprintf("Accountable for the record was %s.", person(b.content.Accountable))))
	}
	if len(b.content.Overridden) > 0 {
		all = append(all, b.piece("Requirements let go", "overridden", b.overridden()))
	}
	if counts := b.counts(); counts != "" {
		all = append(all, b.piece("Counts", "count", counts))
	}
	return all
}

// proof is the sign-off, or the round that was submitted.
func (b *builder) proof() map[string]any {
	if b.completion() {
		return b.piece("Submission", "submission", fmt.Sprintf("Round %d was submitted on %s. Nobody confirmed the answers.", b.content.Round, b.content.On))
	}
	s := &b.content.Signatory
	by := person(s.Person) + ", " + s.Role
	if s.Centre != "" {
		by += ", " + s.Centre
	}
	return b.piece("Sign-off", "sign-off", fmt.Sprintf("Signed off on %s by %s.", b.content.On, by))
}

// overridden says which requirements were let go, and who let them go.
func (b *builder) overridden() string {
	all := make([]string, len(b.content.Overridden))
	for i, o := range b.content.Overridden {
		all[i] = string(o.Framework)
		if o.Lowest != (proficiency.Version{}) {
			all[i] += ", version " + o.Lowest.String() + " or later"
		}
		all[i] += ", by " + person(o.By)
	}
	return "Not held, and let go: " + strings.Join(all, "; ") + "."
}

func (b *builder) piece(name, genre, narrative string) map[string]any {
	return piece(b.urn(genre), name, genre, narrative)
}

func piece(id, name, genre, narrative string) map[string]any {
	return map[string]any{"id": id, "type": []any{"Evidence"}, "name": name, "genre": genre, "narrative": narrative}
}

// counts says in words how much was reached.
func (b *builder) counts() string {
	c := b.content
	text := fmt.Sprintf("%d %s in all, %d of them mandatory", c.Total(), c.Framework.Items, c.Mandatory)
	for _, o := range c.Optional {
		text += fmt.Sprintf("; %d optional: %s", o.Items, o.Section)
	}
	for _, g := range c.Groups {
		text += fmt.Sprintf("; %d of a group in which %d were reached and %d needed: %s", g.Items, g.Reached, g.Needed, g.Section)
	}
	if c.Waived > 0 {
		text += fmt.Sprintf("; %d waived as not applicable", c.Waived)
	}
	if c.Paper > 0 {
		text += fmt.Sprintf("; %d confirmed on paper and recorded", c.Paper)
	}
	for _, t := range c.Transferred {
		if t.Paper {
			text += fmt.Sprintf("; %d confirmed on paper and recorded at %s", t.Items, t.By.Origin())
		} else {
			text += fmt.Sprintf("; %d confirmed at %s by %s", t.Items, t.By.Origin(), oneLine(string(t.By.Person())))
		}
	}
	return text + "."
}

func person(p certificate.Person) string {
	if p.Registration == "" {
		return p.Name
	}
	return p.Name + ", " + p.Registration
}

// oneLine makes one line of a text, without what may not be signed.
func oneLine(s string) string { return strings.Join(strings.Fields(words.Plain(s)), " ") }
