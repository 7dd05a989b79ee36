package credential_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/credential"
)

func TestStatusListKeepsPlaces(t *testing.T) {
	t.Parallel()
	l, err := credential.NewStatusList(listURL, credential.MinEntries+1)
	require.NoError(t, err)
	assert.Equal(t, credential.MinEntries+8, l.Entries())
	last := l.Entries() - 1
	for _, i := range []int{0, 7, 8, last} {
		require.NoError(t, l.Set(i, true))
	}
	require.NoError(t, l.Set(7, false))
	b, err := l.Issue(t.Context(), hospitals(t, keyFrom("issuer")), credential.StatusOptions{Now: now})
	require.NoError(t, err)
	back, err := credential.ReadStatusList(b)
	require.NoError(t, err)
	assert.Equal(t, l, back)
	assert.Equal(t, listURL, back.ID())
	for i, want := range map[int]bool{-1: false, 0: true, 1: false, 7: false, 8: true, last: true, last + 1: false} {
		assert.Equal(t, want, back.Revoked(i), i)
	}
	require.ErrorContains(t, l.Set(last+1, true), "has places 0 to")
	require.ErrorContains(t, l.Set(-1, true), "has places 0 to")
}

func TestStatusListsThatCannotBe(t *testing.T) {
	t.Parallel()
	for want, make := range map[string]func() error{
		"is no URL": func() error { _, err := credential.NewStatusList("my list", 0); return err },
		"at most":   func() error { _, err := credential.NewStatusList(listURL, credential.MaxEntries+1); return err },
		"no status list": func() error {
			_, err := credential.ReadStatusList(badge(t, hospitals(t, keyFrom("issuer"))))
			return err
		},
		"this is no credential": func() error { _, err := credential.ReadStatusList(nil); return err },
		"needs Now":             func() error { return issueEmpty(t, credential.StatusOptions{}) },
		"not negative":          func() error { return issueEmpty(t, credential.StatusOptions{Now: now, ValidFor: -1}) },
	} {
		require.ErrorContains(t, make(), want)
	}
	l, err := credential.NewStatusList(listURL, 0)
	require.NoError(t, err)
	_, err = l.Issue(t.Context(), hospitals(t, p256("issuer")), credential.StatusOptions{Now: now})
	require.ErrorContains(t, err, "want one for EdDSA")
}

func issueEmpty(t *testing.T, o credential.StatusOptions) error {
	l, err := credential.NewStatusList(listURL, 0)
	require.NoError(t, err)
	_, err = l.Issue(t.Context(), hospitals(t, keyFrom("issuer")), o)
	return err
}

// What a certificate's status means for the list.
func TestRevokes(t *testing.T) {
	t.Parallel()
	for status, want := range map[certificate.Status]bool{
		certificate.StatusValid: false, certificate.StatusExpired: false, "": false,
		certificate.StatusRevoked: true, certificate.StatusSuspended: true, certificate.StatusSuperseded: true,
	} {
		assert.Equal(t, want, credential.Revokes(status), status)
	}
}

// Which list is taken, and why one is not.
func TestStatus(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.options.Holder = ""
	issuer := hospitals(t, keyFrom("issuer"))
	b := badge(t, issuer)
	list := func(at time.Time, id string, set ...int) []byte {
		l, err := credential.NewStatusList(id, 0)
		require.NoError(t, err)
		for _, i := range set {
			require.NoError(t, l.Set(i, true))
		}
		text, err := l.Issue(t.Context(), issuer, credential.StatusOptions{Now: at, ValidFor: 48 * time.Hour})
		require.NoError(t, err)
		return text
	}
	older, newer := list(now, listURL), list(now.Add(time.Hour), listURL, 4242)
	for name, c := range map[string]struct {
		lists   [][]byte
		outcome credential.Outcome
		code    string
	}{
		"none":                   {nil, credential.NotChecked, "no-list"},
		"another":                {[][]byte{list(now, listURL+"2")}, credential.NotChecked, "no-list"},
		"the list":               {[][]byte{older}, credential.Passed, "not-revoked"},
		"the newer of two":       {[][]byte{newer, older}, credential.Failed, "revoked"},
		"in any order":           {[][]byte{older, newer}, credential.Failed, "revoked"},
		"two of one instant":     {[][]byte{list(now, listURL, 4242), older}, credential.Failed, "revoked"},
		"one that has ended":     {[][]byte{list(now.Add(-72*time.Hour), listURL)}, credential.NotChecked, "list-out-of-date"},
		"one of tomorrow":        {[][]byte{list(later.Add(time.Hour), listURL)}, credential.NotChecked, "list-out-of-date"},
		"ended, and a good one":  {[][]byte{list(now.Add(-72*time.Hour), listURL), older}, credential.Passed, "not-revoked"},
		"changed":                {[][]byte{bytes.Replace(older, []byte("2026-11-22T"), []byte("2026-12-22T"), 1)}, credential.NotChecked, "bad-list"},
		"no list at all":         {[][]byte{[]byte("x"), b, nil}, credential.NotChecked, "no-list"},
		"a credential of its id": {[][]byte{renamed(t, b)}, credential.NotChecked, "bad-list"},
	} {
		d.options.StatusLists = c.lists
		r := d.verify(b)
		assert.Equal(t, c.outcome, r.Status.Outcome, "%s: %v", name, r.Status)
		assert.True(t, r.Status.Has(c.code), "%s: %v", name, r.Status)
	}
	d.options.At = time.Time{}
	r := d.verify(b)
	assert.True(t, r.Status.Has("no-date"))
	assert.True(t, r.Validity.Has("no-date"))
	assert.Equal(t, credential.Incomplete, r.Verdict())
}

// renamed is a credential, badly signed, that says that it has the id of a list.
func renamed(t *testing.T, b []byte) []byte {
	doc := parsed(t, b)
	doc["id"] = listURL
	return written(t, doc)
}

// Entries of other kinds are not taken for what they are not.
func TestStatusOfOtherKinds(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for code, change := range map[string]func(entry map[string]any){
		"unknown-status":  func(e map[string]any) { e["type"] = "SomeOtherEntry" },
		"unknown-purpose": func(e map[string]any) { e["statusPurpose"] = "message" },
		"bad-list":        func(e map[string]any) { e["statusListIndex"] = "99999999" },
		"list-of-others":  func(e map[string]any) { e["statusPurpose"] = "suspension" },
	} {
		r := d.verify(resigned(t, func(doc map[string]any) { change(doc["credentialStatus"].(map[string]any)) }))
		assert.Equal(t, credential.NotChecked, r.Status.Outcome, code)
		assert.True(t, r.Status.Has(code), "%s: %v", code, r.Status)
	}
	for name, c := range map[string]struct {
		code   string
		change func(entry map[string]any)
	}{
		"the place behind the last":  {"bad-list", func(e map[string]any) { e["statusListIndex"] = fmt.Sprint(credential.MinEntries) }},
		"more than one bit":          {"unknown-status", func(e map[string]any) { e["statusSize"] = 2.0 }},
		"more than one bit, by text": {"unknown-status", func(e map[string]any) { e["statusSize"] = "2" }},
	} {
		r := d.verify(resigned(t, func(doc map[string]any) { c.change(doc["credentialStatus"].(map[string]any)) }))
		assert.True(t, r.Status.Has(c.code), "%s: %v", name, r.Status)
	}
	for _, index := range []any{"x", "-1", "1.5", 1.5, true, nil} {
		r := d.verify(resigned(t, func(doc map[string]any) { doc["credentialStatus"].(map[string]any)["statusListIndex"] = index }))
		assert.NotEqual(t, credential.Passed, r.Status.Outcome, index)
	}
	r := d.verify(resigned(t, func(doc map[string]any) { doc["credentialStatus"].(map[string]any)["statusListIndex"] = 1.0 }))
	assert.True(t, r.Status.Has("revoked"), "a number is an index, too: %v", r.Status)
}

// resigned is a badge that the issuer itself made otherwise.
func resigned(t *testing.T, change func(doc map[string]any)) []byte {
	t.Helper()
	doc := parsed(t, badge(t, hospitals(t, keyFrom("issuer"))))
	delete(doc, "proof")
	change(doc)
	b, err := credential.SignDocument(t.Context(), hospitals(t, keyFrom("issuer")), doc, now)
	if err != nil { // what cannot be signed by statements is signed by bytes alone
		b, err = credential.SignByBytes(t.Context(), hospitals(t, keyFrom("issuer")), doc, now)
	}
	require.NoError(t, err)
	return b
}

// Lists from outside are bounded when they are unpacked, and refused when they are damaged.
func TestHostileLists(t *testing.T) {
	t.Parallel()
	pack := func(bits []byte) string {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, err := w.Write(bits)
		require.NoError(t, err)
		require.NoError(t, w.Close())
		return "u" + base64.RawURLEncoding.EncodeToString(b.Bytes())
	}
	good := pack(make([]byte, credential.MinEntries/8))
	for name, encoded := range map[string]any{
		"a bomb":    pack(make([]byte, credential.MaxEntries/8+1)),
		"too short": pack(make([]byte, credential.MinEntries/8-1)),
		"cut":       good[:len(good)-8],
		"damaged":   strings.Replace(good, good[30:34], "AAAA", 1),
		"not gzip":  "u" + base64.RawURLEncoding.EncodeToString([]byte("bits")),
		"no u":      good[1:],
		"base64":    "u!!!",
		"no text":   5.0,
	} {
		doc := parsed(t, statusList(t, hospitals(t, keyFrom("issuer"))))
		delete(doc, "proof")
		doc["credentialSubject"].(map[string]any)["encodedList"] = encoded
		list, err := credential.SignDocument(t.Context(), hospitals(t, keyFrom("issuer")), doc, now)
		require.NoError(t, err)
		_, err = credential.ReadStatusList(list)
		require.Error(t, err, name)
		d := newDesk(t)
		d.options.StatusLists = [][]byte{list}
		r := d.verify(badge(t, hospitals(t, keyFrom("issuer"))))
		assert.True(t, r.Status.Has("bad-list"), "%s: %v", name, r.Status)
	}
}
