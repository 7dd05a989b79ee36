package credential

import (
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/internal/multikey"
	"github.com/countersign-go/countersign/proficiency/source"
)

// A Trust says whose signatures are believed: organisations, with the keys that
// are theirs. Whoever checks credentials keeps it, and has it from somewhere
// that can be relied on. It must not be changed while it is used.
//
// A key alone proves that the same key signed, and not whose it is: only the
// list says that. The zero Trust believes nobody.
type Trust struct{ Organisations []Organisation }

// An Organisation has keys, one after another or several at a time.
type Organisation struct {
	// Name is what people call it; it is what reports show, whatever a credential says.
	Name string
	Keys []TrustedKey
}

// A TrustedKey is a key by which an organisation signs.
type TrustedKey struct {
	// Issuer is the issuer that uses it, a DID or another URL, as credentials
	// name it; empty stands for the did:key that the key itself is.
	Issuer string
	// ID is the verification method, where that is not the issuer and the key
	// itself behind a "#": "https://hospitals.example/keys#1". It may be empty.
	ID     string
	Public crypto.PublicKey
	// From and Until bound when it signed: from From on, and before Until; the
	// zero Time is no bound. What was signed before Until stays good, which is
	// how a key is replaced.
	From, Until time.Time
	// Withdrawn says that nothing it signed is believed any more, whenever it
	// says that it was: the private key was lost to somebody else.
	Withdrawn bool
}

// issuer is what credentials signed with the key name as their issuer.
func (k *TrustedKey) issuer() string {
	if k.Issuer != "" {
		return k.Issuer
	}
	did, _, err := multikey.DID(k.Public)
	if err != nil {
		return ""
	}
	return did
}

// byKey finds a key of an issuer.
func (t *Trust) byKey(issuer string, public crypto.PublicKey) (*Organisation, *TrustedKey) {
	return t.find(func(k *TrustedKey) bool { return issuer != "" && k.issuer() == issuer && equal(public, k.Public) })
}

// byID finds a key of an issuer by its verification method.
func (t *Trust) byID(issuer, id string) (*Organisation, *TrustedKey) {
	return t.find(func(k *TrustedKey) bool { return k.ID != "" && k.ID == id && k.issuer() == issuer })
}

func (t *Trust) find(is func(*TrustedKey) bool) (*Organisation, *TrustedKey) {
	if t == nil {
		return nil, nil
	}
	for i := range t.Organisations {
		for j := range t.Organisations[i].Keys {
			if k := &t.Organisations[i].Keys[j]; is(k) {
				return &t.Organisations[i], k
			}
		}
	}
	return nil, nil
}

// knows reports whether any key of that issuer is listed.
func (t *Trust) knows(issuer string) *Organisation {
	organisation, _ := t.find(func(k *TrustedKey) bool { return k.issuer() == issuer })
	return organisation
}

// TrustFormat is the first value of every file with a trust list, its key being "format".
const TrustFormat = "countersign-trust/v1"

// maxTrusted is the greatest number of organisations in a list, and of keys of one.
const maxTrusted = 10_000

var trustLimits = source.Limits{Bytes: 8 << 20, Depth: 8, Nodes: 500_000, ScalarBytes: 8 << 10, Findings: 1000}

var (
	trustShape        = source.Shape{What: "a trust list", Required: []string{"format", "organisations"}}
	organisationShape = source.Shape{What: "an organisation", Required: []string{"name", "keys"}}
	trustedKeyShape   = source.Shape{What: "a key", Required: []string{"key"}, Optional: []string{"issuer", "id", "from", "until", "withdrawn"}}
)

// The codes of findings about a trust list, beside those of every file.
const (
	codeTrustFormat = "format"
	codeTrustKey    = "invalid-key"
	codeTrustTime   = "invalid-time"
	codeTrustIssuer = "invalid-issuer"
	codeTrustTwice  = "duplicate-key"
	codeTrustMany   = "too-many"
	codeTrustNobody = "key-without-issuer"
)

// ParseTrust reads a trust list, in YAML, of the format [TrustFormat]. Name is
// the file's name in positions. The list is nil if there is an error among the
// findings. Nothing in src makes it panic.
//
//	format: countersign-trust/v1
//	organisations:
//	  - name: Example Hospitals Trust
//	    keys:
//	      - key: z6Mkk7yqnGF3YwTrLpqrW6PGsKci7dNqh1CjnvMbzrMerSeL
//	        from: 2026-01-01T00:00:00Z
//	        until: 2028-01-01T00:00:00Z
//
// A key is a multikey, a did:key, or a public key in PEM as "openssl pkey
// -pubout" writes it. Beside it may stand its issuer, where that is no did:key,
// its id, and "withdrawn: true".
func ParseTrust(name string, src []byte) (*Trust, source.Diagnostics) {
	doc := source.Read(name, src, &trustLimits)
	m := doc.Root().Mapping(&trustShape)
	if format := m.Get("format"); format.Present() && format.Text().Value != TrustFormat {
		format.Report(codeTrustFormat, "the format must be %s, not %s", TrustFormat, source.Quote(format.Text().Value))
	}
	trust := &Trust{}
	seen := map[string]bool{}
	for i, n := range m.Get("organisations").List(0) {
		if i == maxTrusted {
			n.Report(codeTrustMany, "a trust list has at most %d organisations", maxTrusted)
			break
		}
		trust.Organisations = append(trust.Organisations, readOrganisation(n, seen))
	}
	findings := doc.Findings()
	if findings.HasErrors() {
		return nil, findings
	}
	return trust, findings
}

// LoadTrust reads a trust list from a file, as [ParseTrust] does. The error
// says that the file could not be read.
func LoadTrust(fsys fs.FS, name string) (*Trust, source.Diagnostics, error) {
	src, err := source.ReadFile(fsys, name, &trustLimits)
	if err != nil {
		return nil, nil, err
	}
	trust, findings := ParseTrust(name, src)
	return trust, findings, nil
}

func readOrganisation(n source.Node, seen map[string]bool) Organisation {
	m := n.Mapping(&organisationShape)
	name := m.Get("name")
	if text := name.Text(); text.Given() && strings.TrimSpace(text.Value) == "" {
		name.Report(source.CodeEmpty, "the name is empty: reports show it in the issuer's place")
	}
	o := Organisation{Name: name.Text().Value}
	for i, n := range m.Get("keys").List(1) {
		if i == maxTrusted {
			n.Report(codeTrustMany, "an organisation has at most %d keys", maxTrusted)
			break
		}
		if k, ok := readTrustedKey(n, seen); ok {
			o.Keys = append(o.Keys, k)
		}
	}
	return o
}

func readTrustedKey(n source.Node, seen map[string]bool) (TrustedKey, bool) {
	m := n.Mapping(&trustedKeyShape)
	k := TrustedKey{
		Issuer: trustURL(m.Get("issuer")), ID: trustURL(m.Get("id")), From: trustTime(m.Get("from")), Until: trustTime(m.Get("until")),
		Withdrawn: m.Get("withdrawn").Bool(false),
	}
	text := m.Get("key").Text()
	if !text.Given() {
		return k, false
	}
	var err error
	if k.Public, err = ReadPublicKey(text.Value); err != nil {
		m.Get("key").Report(codeTrustKey, "%s is no key: %v", source.Quote(text.Value), err)
		return k, false
	}
	if _, isRSA := k.Public.(*rsa.PublicKey); isRSA && k.Issuer == "" {
		m.Get("key").Report(codeTrustNobody, "an RSA key is no did:key: name the issuer that uses it")
	}
	if !k.From.IsZero() && !k.Until.IsZero() && !k.From.Before(k.Until) {
		m.Get("until").Report(codeTrustTime, "until must be after from")
	}
	id := k.issuer() + " " + thumbprint(k.Public)
	if seen[id] {
		m.Get("key").Report(codeTrustTwice, "the key is listed twice for the same issuer")
	}
	seen[id] = true
	return k, true
}

func trustURL(n source.Node) string {
	text := n.Text()
	if text.Given() && !isURL(text.Value) {
		n.Report(codeTrustIssuer, "%s is no URL: write it as credentials name it, such as did:web:hospitals.example", source.Quote(text.Value))
	}
	return text.Value
}

func trustTime(n source.Node) time.Time {
	text := n.Text()
	if !text.Given() {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, text.Value)
	if err != nil {
		n.Report(codeTrustTime, "%s is no instant: write it with its zone, such as 2026-01-31T00:00:00Z", source.Quote(text.Value))
	}
	return t
}

// ReadPublicKey reads a public key: a multikey (z6Mk…, zDn…), a did:key, or a
// block PUBLIC KEY in PEM (SubjectPublicKeyInfo).
func ReadPublicKey(text string) (crypto.PublicKey, error) {
	text = strings.TrimSpace(text)
	if key, is, err := multikey.FromDID(text); is {
		return key, err
	}
	if strings.HasPrefix(text, "z") {
		return multikey.Decode(text)
	}
	block, _ := pem.Decode([]byte(text))
	if block == nil || block.Type != "PUBLIC KEY" {
		return nil, errors.New("want a multikey (z6Mk…, zDn…), a did:key, or a block PUBLIC KEY in PEM")
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil, errors.New("the block PUBLIC KEY holds no key that can be read")
	}
	if _, err := algorithmOf(key); err != nil {
		return nil, err
	}
	return key, nil
}

// AppendTrust appends the list in the form that [ParseTrust] reads.
func (t *Trust) AppendTrust(dst []byte) ([]byte, error) {
	dst = append(dst, "format: "+TrustFormat+"\norganisations:"...)
	if len(t.Organisations) == 0 {
		return append(dst, " []\n"...), nil
	}
	dst = append(dst, '\n')
	for _, o := range t.Organisations {
		dst = fmt.Appendf(dst, "  - name: %s\n    keys:\n", quoted(o.Name))
		for _, k := range o.Keys {
			var err error
			if dst, err = k.append(dst); err != nil {
				return nil, err
			}
		}
	}
	return dst, nil
}

func (k *TrustedKey) append(dst []byte) ([]byte, error) {
	key, err := publicText(k.Public)
	if err != nil {
		return nil, err
	}
	dst = fmt.Appendf(dst, "      - key: %s\n", key)
	for _, f := range []struct{ name, value string }{{"issuer", k.Issuer}, {"id", k.ID}, {"from", instant(k.From)}, {"until", instant(k.Until)}} {
		if f.value != "" {
			dst = fmt.Appendf(dst, "        %s: %s\n", f.name, quoted(f.value))
		}
	}
	if k.Withdrawn {
		dst = append(dst, "        withdrawn: true\n"...)
	}
	return dst, nil
}

// publicText is the key as it stands in a trust list: a multikey, or quoted PEM.
func publicText(public crypto.PublicKey) (string, error) {
	if _, isRSA := public.(*rsa.PublicKey); !isRSA {
		return multikey.Encode(public)
	}
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return "", err
	}
	block := strings.TrimSpace(string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})))
	return "|\n          " + strings.ReplaceAll(block, "\n", "\n          "), nil
}

// quoted is a text as a double-quoted scalar of YAML, which JSON's strings are.
func quoted(s string) string { return string(jsonString(s)) }
