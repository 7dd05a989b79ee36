package credential_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/frameworks"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/workflow"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// golden compares got with the file of that name, or writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name)
	if *update {
		require.NoError(t, os.WriteFile(file, got, 0o644))
		return
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got), "%s; -update writes it anew", file)
}

func indented(t *testing.T, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, json.Indent(&b, text, "", "  "))
	return append(b.Bytes(), '\n')
}

func TestGolden(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	b := badge(t, hospitals(t, keyFrom("issuer")))
	golden(t, "badge.json", indented(t, b))
	golden(t, "badge.txt", d.verify(b).AppendText(nil))

	least := issued()
	least.options = credential.Options{Now: now}
	small, err := credential.Issue(t.Context(), least.cert, hospitals(t, keyFrom("issuer")), least.options)
	require.NoError(t, err)
	golden(t, "least.json", indented(t, small))
	golden(t, "least.txt", d.verify(small).AppendText(nil))

	list := statusList(t, hospitals(t, keyFrom("issuer")), 4242, 99)
	golden(t, "list.json", indented(t, list))
	d.options.StatusLists = [][]byte{list}
	golden(t, "revoked.txt", d.verify(b).AppendText(nil))
	golden(t, "changed.txt", d.verify(bytes.Replace(b, []byte("Example Educator"), []byte("Another Educator"), 1)).AppendText(nil))
	d.options.Holder = ""
	golden(t, "list.txt", d.verify(list).AppendText(nil))
	golden(t, "nothing.txt", d.verify([]byte("%PDF-1.7")).AppendText(nil))
	golden(t, "did.json", indented(t, didDocument(t)))

	// What the tests of the command check.
	golden(t, "badge.jwt", token(t, hospitals(t, p256("issuer"))))
	for name, picture := range map[string][]byte{"badge.png": aPNG(t), "badge.svg": []byte(anSVG)} {
		baked, err := credential.Bake(picture, small)
		require.NoError(t, err)
		golden(t, name, baked)
	}
	trust, err := trusting(
		credential.TrustedKey{Public: keyFrom("issuer").Public(), From: now.Add(-time.Hour)}, credential.TrustedKey{Public: p256("issuer").Public()},
	).AppendTrust(nil)
	require.NoError(t, err)
	golden(t, "trust.yaml", trust)
	good := statusList(t, hospitals(t, keyFrom("issuer")))
	golden(t, "clean.json", indented(t, good))
}

func didDocument(t *testing.T) []byte {
	t.Helper()
	b, err := credential.DIDDocument("did:web:hospitals.example", keyFrom("issuer").Public(), p256("issuer").Public())
	require.NoError(t, err)
	return b
}

// The same certificate gives the same bytes, by another engine too, and in every form.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	w := signedOff(t)
	v := w.view()
	options := issued().options
	options.Framework, options.State = v.Framework, &v.State
	b, err := credential.Issue(t.Context(), w.certificate(), hospitals(t, keyFrom("issuer")), options)
	require.NoError(t, err)
	assert.Equal(t, string(badge(t, hospitals(t, keyFrom("issuer")))), string(b))
	assert.Equal(t, string(token(t, hospitals(t, p256("issuer")))), string(token(t, hospitals(t, p256("issuer")))))
	assert.Equal(t, string(token(t, webIssuer(t))), string(token(t, webIssuer(t))))
}

func webIssuer(t tester) credential.Issuer {
	issuer := hospitals(t, rsaKey())
	issuer.ID = "did:web:hospitals.example"
	return issuer
}

// What the JWT says is what the credential with embedded proofs says, but for
// the issuer, which a did:key makes the key itself.
func TestFormsSayTheSame(t *testing.T) {
	t.Parallel()
	embedded := hospitals(t, keyFrom("issuer"))
	embedded.ID = "did:web:hospitals.example"
	doc := parsed(t, badge(t, embedded))
	delete(doc, "proof")
	_, payload, _ := parts(t, token(t, webIssuer(t)))
	for _, claim := range []string{"iss", "sub", "jti", "nbf", "iat", "exp"} {
		assert.Contains(t, payload, claim)
		delete(payload, claim)
	}
	assert.Equal(t, doc, payload)
}

// No private key, nor the learner's name or number, is in anything that is written.
func TestNothingSecretIsWritten(t *testing.T) {
	t.Parallel()
	private := keyFrom("issuer")
	issuer := hospitals(t, private)
	list := statusList(t, issuer, 3)
	all := bytes.Join([][]byte{
		badge(t, issuer), list, token(t, hospitals(t, p256("issuer"))), didDocument(t),
		[]byte(fmt.Sprintf("%v %+v %#v %s %q %x %d", issuer.Key, issuer.Key, issuer.Key, issuer.Key, issuer.Key, issuer.Key, issuer.Key)),
		[]byte(fmt.Sprintf("%v %+v %#v", issuer, issuer, &issuer)),
	}, nil)
	marshalled, err := json.Marshal(issuer)
	require.NoError(t, err)
	all = append(all, marshalled...)
	for name, secret := range map[string]string{
		"seed": string(private.Seed()), "seed in numbers": strings.Trim(fmt.Sprint(private.Seed()), "[]"),
		"seed in hex": fmt.Sprintf("%x", private.Seed()), "seed in base64": strings.TrimRight(base64Of(private.Seed()), "="),
		"name": "Example Learner", "registration": "00X0000L", "person": "learner-1",
	} {
		assert.NotContains(t, string(all), secret, name)
	}
	assert.Contains(t, fmt.Sprintf("%#v", issuer.Key), "EdDSA key z6Mk")
}

func TestSubject(t *testing.T) {
	t.Parallel()
	i := issued()
	d := newDesk(t)
	issue := func(s credential.Subject) *credential.Report {
		i.options.Subject = s
		b, err := credential.Issue(t.Context(), i.cert, hospitals(t, keyFrom("issuer")), i.options)
		require.NoError(t, err)
		return d.verify(b)
	}
	holder := func(r *credential.Report) string { return r.Holder.Reasons[0].Code }

	assert.Equal(t, "same-person", holder(issue(credential.Subject{})), "by the registration number")
	d.options.Holder = "  NMC\t00X0000L "
	assert.Equal(t, "same-person", holder(issue(credential.Subject{})), "however it is spaced")
	d.options.Holder = "Example Learner"
	r := issue(credential.Subject{})
	assert.Equal(t, "other-person", holder(r))
	assert.Equal(t, credential.Refused, r.Verdict())
	assert.Empty(t, r.Says.SubjectName)
	r = issue(credential.Subject{Named: true})
	assert.Equal(t, "same-person", holder(r), "by the name, which stands there")
	assert.Equal(t, "Example Learner", r.Says.SubjectName)

	mail := credential.Subject{ID: "did:example:learner", Identity: "learner@hospitals.example", IdentityType: "emailAddress"}
	d.options.Holder = "learner@hospitals.example"
	assert.Equal(t, "what was given is the email address in the credential", issue(mail).Holder.Reasons[0].Message)
	d.options.Holder = "did:example:learner"
	assert.Equal(t, "same-person", holder(issue(mail)))
	d.options.Holder = "NMC 00X0000L"
	assert.Equal(t, "other-person", holder(issue(mail)))

	unknown := d.verify(resigned(t, func(doc map[string]any) {
		identity := doc["credentialSubject"].(map[string]any)["identifier"].([]any)[0].(map[string]any)
		identity["identityHash"] = "md5$" + strings.Repeat("0", 32)
	}))
	assert.Equal(t, "unknown-hash", holder(unknown), "what cannot be compared is no reason to send a person away")
}

// Two credentials of one learner cannot be told to be theirs without asking.
func TestCredentialsOfOneLearnerShareNothing(t *testing.T) {
	t.Parallel()
	identity := func(w *ward) (string, string) {
		b, err := credential.Issue(t.Context(), w.certificate(), hospitals(t, keyFrom("issuer")), credential.Options{Now: w.now})
		require.NoError(t, err)
		subject := parsed(t, b)["credentialSubject"].(map[string]any)
		return subject["id"].(string), subject["identifier"].([]any)[0].(map[string]any)["identityHash"].(string)
	}
	w := signedOff(t)
	id, hash := identity(w)
	w.do(learner, &workflow.ChooseOptional{Items: []proficiency.ItemID{"phone"}, Drop: true, Overwrite: true})
	w.do(learner, &workflow.RequestSignOff{To: educator, Accept: true})
	w.do(educator, &workflow.SignOff{Accept: true})
	id2, hash2 := identity(w)
	assert.NotEqual(t, id, id2)
	assert.NotEqual(t, hash, hash2)
}

func TestResults(t *testing.T) {
	t.Parallel()
	doc := parsed(t, badge(t, hospitals(t, keyFrom("issuer"))))
	subject := doc["credentialSubject"].(map[string]any)
	names := map[string]string{}
	for _, d := range achievementIn(doc)["resultDescription"].([]any) {
		names[d.(map[string]any)["id"].(string)] = d.(map[string]any)["name"].(string)
	}
	got := map[string]string{}
	for _, r := range subject["result"].([]any) {
		got[names[r.(map[string]any)["resultDescription"].(string)]] = r.(map[string]any)["value"].(string)
	}
	assert.Equal(t, map[string]string{
		"1.1": "confirmed on paper", "1.2": "confirmed", "1.3": "waived as not applicable", "2.1": "confirmed", "phone": "confirmed",
	}, got)
	assert.Len(t, achievementIn(doc)["alignment"], 6, "what it is about, reached or not")

	i := issued()
	i.options.ItemURL = "https://learning.example/{framework}/{version}#{item}"
	b, err := credential.Issue(t.Context(), i.cert, hospitals(t, keyFrom("issuer")), i.options)
	require.NoError(t, err)
	assert.Contains(t, string(b), `"targetUrl":"https://learning.example/ward-skills/1.0.0#fluids"`)
}

// The end is that of the sign-off, by the record or by the certificate's last day.
func TestEnd(t *testing.T) {
	t.Parallel()
	i := issued()
	end := func(o credential.Options) any {
		b, err := credential.Issue(t.Context(), i.cert, hospitals(t, keyFrom("issuer")), o)
		require.NoError(t, err)
		return parsed(t, b)["validUntil"]
	}
	assert.Equal(t, "2027-06-30T23:00:00Z", end(i.options))
	assert.Equal(t, "2027-06-30T23:00:00Z", end(credential.Options{Now: now, Zone: time.FixedZone("east", 3600)}))
	assert.Equal(t, "2027-07-01T00:00:00Z", end(credential.Options{Now: now}))
}

func TestTrialsHaveNoCredential(t *testing.T) {
	t.Parallel()
	w := newWard(t)
	w.id = w.do(learner, &workflow.EnrolTrial{Framework: proficiency.Ref{ID: "ward-skills"}, Trial: 1}).Enrolment
	for _, it := range []proficiency.ItemID{"weight", "fluids", "chart", "round"} {
		w.do(learner, workflow.Answer(it, "safe"))
		w.do(learner, &workflow.RequestConfirmation{Items: []proficiency.ItemID{it}, To: learner})
		v := w.view()
		w.do(learner, &workflow.Confirm{Items: []workflow.Seen{{Item: it, Basis: v.State.Item(it).Basis()}}})
	}
	w.do(learner, &workflow.RequestSignOff{To: learner, Accept: true})
	w.do(learner, &workflow.SignOff{Accept: true})
	c := w.certificate()
	require.True(t, c.Content().Example)
	_, err := credential.Issue(t.Context(), c, hospitals(t, keyFrom("issuer")), credential.Options{Now: now})
	require.ErrorIs(t, err, credential.ErrExample)
	_, err = credential.IssueJWT(t.Context(), c, hospitals(t, p256("issuer")), credential.Options{Now: now})
	require.ErrorIs(t, err, credential.ErrExample)
}

func TestWrongOptions(t *testing.T) {
	t.Parallel()
	other, err := frameworks.Catalog().Framework(proficiency.Ref{ID: "hand-hygiene", Version: proficiency.Version{Major: 1}})
	require.NoError(t, err)
	empty := workflow.State{}
	for want, change := range map[string]func(*credential.Issuer, *credential.Options){
		"Options.Now is missing":                func(_ *credential.Issuer, o *credential.Options) { o.Now = time.Time{} },
		"Options.Framework is hand-hygiene":     func(_ *credential.Issuer, o *credential.Options) { o.Framework = other },
		"Options.State is not of the enrolment": func(_ *credential.Issuer, o *credential.Options) { o.State = &empty },
		"Options.Status: want the URL":          func(_ *credential.Issuer, o *credential.Options) { o.Status.List = "list 1" },
		"without a #":                           func(_ *credential.Issuer, o *credential.Options) { o.Status.List += "#x" },
		"a place from 0":                        func(_ *credential.Issuer, o *credential.Options) { o.Status.Index = -1 },
		`Subject.ID "nobody" is no URL`:         func(_ *credential.Issuer, o *credential.Options) { o.Subject.ID = "nobody" },
		"go together":                           func(_ *credential.Issuer, o *credential.Options) { o.Subject.Identity = "x" },
		"the type being one of name": func(_ *credential.Issuer, o *credential.Options) {
			o.Subject.Identity, o.Subject.IdentityType = "x", "shoe size"
		},
		"want an address with {item} in it": func(_ *credential.Issuer, o *credential.Options) { o.ItemURL = "https://learning.example/" },
		"the issuer has no name":            func(i *credential.Issuer, _ *credential.Options) { i.Name = " " },
		"the issuer has no key":             func(i *credential.Issuer, _ *credential.Options) { i.Key = nil },
		"the issuer's URL":                  func(i *credential.Issuer, _ *credential.Options) { i.URL = "home" },
		"want one for EdDSA":                func(i *credential.Issuer, _ *credential.Options) { i.Key = key(t, p256("issuer")) },
		`"https://x.example" is no did:web`: func(i *credential.Issuer, _ *credential.Options) { i.ID = "https://x.example" },
	} {
		i, issuer := issued(), hospitals(t, keyFrom("issuer"))
		change(&issuer, &i.options)
		_, err := credential.Issue(t.Context(), i.cert, issuer, i.options)
		require.ErrorContains(t, err, want)
	}
	_, err = credential.Issue(t.Context(), nil, hospitals(t, keyFrom("issuer")), credential.Options{})
	require.ErrorContains(t, err, "there is no certificate")
	_, err = credential.Issue(t.Context(), new(certificate.Certificate), credential.Issuer{}, credential.Options{})
	for _, want := range []string{"no name", "no key", "Options.Now"} {
		require.ErrorContains(t, err, want, "all at once")
	}
	i := issued()
	_, err = credential.IssueJWT(t.Context(), i.cert, hospitals(t, keyFrom("issuer")), i.options)
	require.ErrorContains(t, err, "want one for ES256 or RS256")
	_, err = credential.IssueJWT(t.Context(), i.cert, hospitals(t, rsaKey()), i.options)
	require.ErrorContains(t, err, "an RSA key has no multikey")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = credential.Issue(cancelled, i.cert, hospitals(t, keyFrom("issuer")), i.options)
	require.ErrorIs(t, err, context.Canceled)
}
