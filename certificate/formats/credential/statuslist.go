package credential

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/countersign-go/countersign/certificate"
)

// MinEntries is the least number of places in a status list (Bitstring Status
// List 1.0 §6.1), so that asking for one tells nobody which certificate is meant.
// MaxEntries is the greatest that is read here.
const (
	MinEntries = 131_072
	MaxEntries = 1 << 26
)

// A StatusList says which credentials their issuer has taken back: one place
// for each, by a number that the host gives out and keeps with the
// certificate. It is for one goroutine. Signed by [StatusList.Issue], it
// travels as a file, from which anybody can tell what held on its date.
type StatusList struct {
	id   string
	bits []byte
}

// NewStatusList is a list in which nothing is set, with room for at least that
// many credentials. The id is the URL or URN that credentials name the list by.
func NewStatusList(id string, entries int) (*StatusList, error) {
	if !isURL(id) {
		return nil, fmt.Errorf("credential: %q is no URL for a status list", clip(id))
	}
	if entries < 0 || entries > MaxEntries {
		return nil, fmt.Errorf("credential: a status list of %d places: at most %d are allowed", entries, MaxEntries)
	}
	return &StatusList{id, make([]byte, (max(entries, MinEntries)+7)/8)}, nil
}

// ReadStatusList takes up a list that was issued before, so that it can be
// changed and issued again. It checks no signature: that is for [Verify].
func ReadStatusList(data []byte) (*StatusList, error) {
	file, err := open(data)
	if err != nil {
		return nil, fmt.Errorf("credential: %w", err)
	}
	list, err := listOf(file.doc)
	if err != nil {
		return nil, fmt.Errorf("credential: %w", err)
	}
	return &StatusList{list.id, list.bits}, nil
}

// ID is what credentials name the list by.
func (l *StatusList) ID() string { return l.id }

// Entries is the number of places.
func (l *StatusList) Entries() int { return 8 * len(l.bits) }

// Set takes the credential at a place back, or, with false, does not any more.
func (l *StatusList) Set(index int, revoked bool) error {
	if index < 0 || index >= l.Entries() {
		return fmt.Errorf("credential: the status list has places 0 to %d, and not %d", l.Entries()-1, index)
	}
	mask := byte(0x80) >> (index % 8)
	if l.bits[index/8] |= mask; !revoked {
		l.bits[index/8] &^= mask
	}
	return nil
}

// Revoked reports whether the credential at a place was taken back.
func (l *StatusList) Revoked(index int) bool {
	return index >= 0 && index < l.Entries() && l.bits[index/8]&(0x80>>(index%8)) != 0
}

// maxPlaces is how many set places a report names.
const maxPlaces = 1000

// places are those that are set, at most that many, in order.
func (l *StatusList) places(most int) []int {
	var set []int
	for i, b := range l.bits {
		for j := range 8 {
			if b&(0x80>>j) != 0 && len(set) < most {
				set = append(set, 8*i+j)
			}
		}
	}
	return set
}

// Revokes reports whether a certificate of that status is to be set in a status
// list: one that was revoked, suspended, or superseded by a later one. None of
// these becomes valid again. An expired one says itself that it is.
func Revokes(status certificate.Status) bool {
	return slices.Contains([]certificate.Status{certificate.StatusRevoked, certificate.StatusSuspended, certificate.StatusSuperseded}, status)
}

// StatusOptions say for how long a status list is to be relied on.
type StatusOptions struct {
	// Now is when the list is issued: it tells how things stand then.
	Now time.Time
	// ValidFor is how long it may be used; 0 stands for 7 days.
	ValidFor time.Duration
}

// Issue signs the list as it stands, with the issuer's Ed25519 key.
func (l *StatusList) Issue(ctx context.Context, issuer Issuer, o StatusOptions) ([]byte, error) {
	if o.Now.IsZero() || o.ValidFor < 0 {
		return nil, errors.New("credential: StatusOptions needs Now, and a ValidFor that is not negative")
	}
	if o.ValidFor == 0 {
		o.ValidFor = 7 * 24 * time.Hour
	}
	if err := issuer.check(EdDSA); err != nil {
		return nil, err
	}
	id, _, err := issuer.identify()
	if err != nil {
		return nil, err
	}
	encoded, err := l.encode()
	if err != nil {
		return nil, err
	}
	return issuer.sign(ctx, map[string]any{
		"@context": []any{contextV2}, "id": l.id, "type": []any{typeCredential, typeStatusList},
		"issuer": id, "validFrom": instant(o.Now), "validUntil": instant(o.Now.Add(o.ValidFor)),
		"credentialSubject": map[string]any{
			"id": l.id + "#list", "type": "BitstringStatusList", "statusPurpose": purposeRevocation, "encodedList": encoded,
		},
	}, o.Now)
}

func (l *StatusList) encode() (string, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(l.bits); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	return "u" + base64url.EncodeToString(b.Bytes()), nil
}

// The purposes of lists that are judged here.
const (
	purposeRevocation = "revocation"
	purposeSuspension = "suspension"
)

// A statusList is what is in the file of one.
type statusList struct {
	StatusList
	purposes []string
}

// listOf reads the list in a document.
func listOf(doc map[string]any) (*statusList, error) {
	if !slices.Contains(texts(doc["type"]), typeStatusList) {
		return nil, errors.New("the file is no status list")
	}
	subject := object(doc["credentialSubject"])
	encoded, ok := strings.CutPrefix(textOf(subject["encodedList"]), "u")
	packed, err := base64url.DecodeString(encoded)
	if !ok || err != nil {
		return nil, errors.New("the status list's encodedList is no base64url behind a u")
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, errors.New("the status list's encodedList is not compressed by gzip")
	}
	bits, err := io.ReadAll(io.LimitReader(r, MaxEntries/8+1))
	switch {
	case err != nil:
		return nil, errors.New("the status list's encodedList is damaged")
	case len(bits) > MaxEntries/8 || len(bits) < MinEntries/8:
		return nil, fmt.Errorf("the status list has not from %d to %d places", MinEntries, MaxEntries)
	}
	return &statusList{StatusList{textOf(doc["id"]), bits}, texts(subject["statusPurpose"])}, nil
}
