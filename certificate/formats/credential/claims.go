package credential

import (
	"slices"
	"strconv"
	"time"
)

// The types of what is read here.
const (
	typeCredential  = "VerifiableCredential"
	typeBadge       = "OpenBadgeCredential"
	typeAchievement = "AchievementCredential" // another name of the same
	typeStatusList  = "BitstringStatusListCredential"
	typeStatusEntry = "BitstringStatusListEntry"
	typeCLR         = "ClrCredential"
)

// A reading is what a document says, and which of its times cannot be read.
type reading struct {
	claims  Claims
	badTime string
}

// readClaims takes from a document what people and checks want to know. What
// has another form than it should is left out; times are not.
func readClaims(doc map[string]any) reading {
	var r reading
	c := &r.claims
	c.ID, c.Types = textOf(doc["id"]), texts(doc["type"])
	c.Issuer = textOf(doc["issuer"])
	if profile := object(doc["issuer"]); profile != nil {
		c.Issuer, c.IssuerName = textOf(profile["id"]), textOf(profile["name"])
	}
	for name, into := range map[string]*time.Time{"validFrom": &c.ValidFrom, "validUntil": &c.ValidUntil, "awardedDate": &c.Awarded} {
		t, err := optionalTime(doc, name)
		if err != nil && (r.badTime == "" || name < r.badTime) {
			r.badTime = name
		}
		*into = t
	}
	for _, e := range list(doc["evidence"]) {
		if narrative := textOf(object(e)["narrative"]); narrative != "" {
			c.Evidence = append(c.Evidence, narrative)
			c.Heads = append(c.Heads, headIn(object(e))...)
		}
	}
	for _, e := range list(doc["relatedResource"]) {
		c.Resources = append(c.Resources, resourceOf(object(e)))
	}
	if list, err := listOf(doc); err == nil {
		c.Entries, c.Set = list.Entries(), list.places(maxPlaces)
	}
	c.subject(object(doc["credentialSubject"]), textOf(doc["name"]))
	c.entry(object(doc["credentialStatus"]))
	return r
}

// subject takes what is said of whom it is about. Where nothing was achieved it
// is called what the document is.
func (c *Claims) subject(subject map[string]any, name string) {
	c.Subject, c.SubjectName, c.Serial = textOf(subject["id"]), "", textOf(subject["licenseNumber"])
	for _, e := range list(subject["identifier"]) {
		identity := identityOf(object(e))
		c.Identities = append(c.Identities, identity)
		if !identity.Hashed && identity.Type == identityName {
			c.SubjectName = identity.Hash
		}
	}
	achievement := object(subject["achievement"])
	c.Name, c.Code = textOf(achievement["name"]), textOf(achievement["humanCode"])
	if achievement == nil {
		c.Name = name
	}
	c.Results = len(list(subject["result"]))
}

func (c *Claims) entry(entry map[string]any) {
	if entry == nil || !slices.Contains(texts(entry["type"]), typeStatusEntry) {
		return
	}
	index, err := strconv.Atoi(textOf(entry["statusListIndex"]))
	if n, isNumber := entry["statusListIndex"].(float64); isNumber && n == float64(int(n)) {
		index, err = int(n), nil
	}
	if err == nil && index >= 0 {
		c.List, c.Index = textOf(entry["statusListCredential"]), index
	}
}

// object is v if it is an object, or a list of one; nil otherwise.
func object(v any) map[string]any {
	if l, is := v.([]any); is && len(l) == 1 {
		v = l[0]
	}
	m, _ := v.(map[string]any)
	return m
}

// list is v as a list: one value stands for a list of it.
func list(v any) []any {
	if l, is := v.([]any); is || v == nil {
		return l
	}
	return []any{v}
}

func texts(v any) []string {
	var all []string
	for _, e := range list(v) {
		if s, is := e.(string); is {
			all = append(all, s)
		}
	}
	return all
}
