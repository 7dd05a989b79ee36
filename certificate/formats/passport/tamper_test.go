package passport_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/certificate/formats/internal/multikey"
	"github.com/countersign-go/countersign/certificate/formats/internal/parcel"
	"github.com/countersign-go/countersign/certificate/formats/internal/strict"
	"github.com/countersign-go/countersign/certificate/formats/passport"
	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

func unpacked(t testing.TB, data []byte) []parcel.File {
	t.Helper()
	files, err := parcel.Read(data, parcel.Limits{Files: 100, Bytes: 16 << 20})
	require.NoError(t, err)
	return files
}

func packed(t testing.TB, files []parcel.File) []byte {
	t.Helper()
	data, err := parcel.Append(nil, files)
	require.NoError(t, err)
	return data
}

// has reports whether an answer of a report has a reason of that code: "file:changed-file".
func has(r *passport.Report, want string) bool {
	for _, a := range r.Answers() {
		if code, of := strings.CutPrefix(want, a.Name+":"); of && a.Has(code) {
			return true
		}
	}
	return false
}

// refused holds that a file is refused for a reason, and that nothing can be taken over from it.
func refused(t *testing.T, data []byte, reason string) {
	t.Helper()
	r := checked(data)
	assert.Equal(t, credential.Refused, r.Verdict(), reason)
	assert.True(t, has(r, reason), "want %s: %s", reason, r.AppendText(nil))
	for i := range r.Enrolments {
		_, err := r.Transfer(i, "northern")
		assert.ErrorIs(t, err, passport.ErrNotProven, reason)
		if code, of := strings.CutPrefix(reason, "file:"); of {
			assert.ErrorContains(t, err, "["+code+"]")
		}
	}
}

// Bytes flipped and cut anywhere in the archive: never accepted with other content.
func TestFlippedBytes(t *testing.T) {
	t.Parallel()
	good := travelled().data
	want := unpacked(t, good)
	for i := 0; i < len(good); i += 4 * stride {
		bad := bytes.Clone(good)
		bad[i] ^= 1 << (i % 8)
		if p, err := passport.Open(bad, nil); err == nil {
			assert.Equal(t, want, unpacked(t, bad), "byte %d", i)
			assert.NotNil(t, p)
		}
		_, err := passport.Open(good[:i], nil)
		require.ErrorIs(t, err, passport.ErrNoPassport)
	}
}

// Every file changed by one byte, with the archive put right behind it.
func TestChangedFiles(t *testing.T) {
	t.Parallel()
	for i, f := range unpacked(t, travelled().data) {
		for _, at := range []int{0, len(f.Data) / 3, len(f.Data) / 2, len(f.Data) - 2} {
			files := unpacked(t, travelled().data)
			files[i].Data[at] ^= 1
			r := checked(packed(t, files))
			assert.Equal(t, credential.Refused, r.Verdict(), "%s at %d", f.Name, at)
			for i := range r.Enrolments {
				_, err := r.Transfer(i, "northern")
				assert.ErrorIs(t, err, passport.ErrNotProven, "%s at %d", f.Name, at)
			}
		}
	}
}

// Files that are still what they should be, but not those that were signed.
func TestOtherFiles(t *testing.T) {
	t.Parallel()
	j := travelled()
	with := func(name string, change func([]byte) []byte) []byte {
		files := unpacked(t, j.data)
		i := slices.IndexFunc(files, func(f parcel.File) bool { return f.Name == name })
		files[i].Data = change(files[i].Data)
		return packed(t, files)
	}
	without := func(names ...string) []byte {
		return packed(t, slices.DeleteFunc(unpacked(t, j.data), func(f parcel.File) bool { return slices.Contains(names, f.Name) }))
	}
	const text = "content/bay-skills/1.0.0/bay-skills.yaml"
	refused(t, with(text, func(b []byte) []byte { return append(b, "# one more line\n"...) }), "file:changed-file")
	refused(t, with(text, func(b []byte) []byte { return bytes.Replace(b, []byte("Weigh"), []byte("Lift"), 1) }), "file:changed-file")
	refused(t, with("trust.yaml", func(b []byte) []byte { return append(b, '\n') }), "file:changed-file")
	refused(t, with("status/1.json", func([]byte) []byte { return j.house.statusList(1) }), "file:changed-file")
	refused(t, without("trust.yaml"), "file:missing-file")
	refused(t, without("status/1.json"), "file:missing-file")
	refused(t, without(text), "file:missing-file")
	refused(t, without("clr.json"), "file:malformed")
	refused(t, with("clr.json", func(b []byte) []byte { return append(b, '\n') }), "file:malformed")
	refused(t, with("clr.json", func(b []byte) []byte { return append([]byte(`{"@context" :`), b[len(`{"@context":`):]...) }), "file:malformed")
	refused(t, without("records/1.json"), "file:malformed")
	refused(t, without("records/2.json", text), "file:missing-file")
	shorter := workflow.AppendExport(nil, j.signedOff, j.house.records(j.signedOff)[:11])
	refused(t, with("records/1.json", func([]byte) []byte { return shorter }), "1:signed:other-head")

	files := unpacked(t, j.data)
	files[2].Data, files[3].Data = files[3].Data, files[2].Data
	refused(t, packed(t, files), "1:credential:other-record")
	files = unpacked(t, j.data)
	files[2], files[3] = files[3], files[2]
	refused(t, packed(t, files), "file:malformed")
	files = unpacked(t, j.data)
	files[len(files)-1], files[len(files)-2] = files[len(files)-2], files[len(files)-1]
	refused(t, packed(t, files), "file:malformed") // the trust list stands last
	files = slices.Insert(unpacked(t, j.data), 5, parcel.File{Name: "content/bay-skills/2.0.0/bay-skills.yaml", Data: file(t, "bay-skills/1.0.0/bay-skills.yaml")})
	refused(t, packed(t, files), "file:malformed") // more content than records
	files = append(unpacked(t, j.data), parcel.File{Name: "z"})
	refused(t, packed(t, files), "file:malformed")
	files = slices.Insert(unpacked(t, j.data), 4, parcel.File{Name: "content/bay-skills/2.0.0/bay-skills.yaml", Data: file(t, "bay-skills/2.0.0/bay-skills.yaml")})
	refused(t, packed(t, files), "file:malformed") // not in order
	files = unpacked(t, j.data)
	files[5] = parcel.File{Name: "content/bay-skills/2.0.0/bay-skills.yaml", Data: file(t, "bay-skills/2.0.0/bay-skills.yaml")}
	refused(t, packed(t, files), "file:unsigned-file")
	files = append(unpacked(t, j.data)[:len(files)-1], parcel.File{Name: "status/2.json", Data: j.house.statusList(2)}, files[len(files)-1])
	refused(t, packed(t, files), "file:unsigned-file")
}

// Without a signature over everything, nothing passes that rests on it.
func TestNothingPassesUnproven(t *testing.T) {
	t.Parallel()
	for i, change := range map[int][2]string{1: {"was signed off, with", "was signed off; with"}, 4: {"# Content", "# content"}} {
		files := unpacked(t, travelled().data)
		require.Contains(t, string(files[i].Data), change[0])
		files[i].Data = bytes.Replace(files[i].Data, []byte(change[0]), []byte(change[1]), 1)
		r := checked(packed(t, files))
		require.Len(t, r.Enrolments, 2)
		assert.NotEqual(t, credential.Passed, r.File.Outcome)
		assert.NotEqual(t, credential.Passed, r.Learner.Outcome)
		for _, e := range r.Enrolments {
			for _, a := range e.Answers() {
				assert.NotEqual(t, credential.Passed, a.Outcome, "%s of %s", a.Name, e.ID)
			}
		}
	}
}

// More than there may be of a kind is refused before it is read.
func TestTooMany(t *testing.T) {
	t.Parallel()
	j := travelled()
	files := unpacked(t, j.data)
	for i := range 16 {
		files = slices.Insert(files, len(files)-1, parcel.File{Name: fmt.Sprintf("status/%d.json", i+2), Data: []byte("{}")})
	}
	_, err := passport.Open(packed(t, files), nil)
	assert.ErrorContains(t, err, "17 status lists: at most 16 are allowed")
	files = unpacked(t, j.data)
	for i := range credential.MaxContained {
		files = slices.Insert(files, 4+i, parcel.File{Name: fmt.Sprintf("records/%d.json", i+3), Data: files[2].Data})
	}
	_, err = passport.Open(packed(t, files), nil)
	assert.ErrorContains(t, err, "102 records: at most 100 are allowed")
}

func file(t testing.TB, name string) []byte {
	t.Helper()
	b, err := fs.ReadFile(content, name)
	require.NoError(t, err)
	return b
}

// The files of one learner with the signature of another's, of the same house.
func TestRecordsSwappedBetweenLearners(t *testing.T) {
	t.Parallel()
	h, _, underWay := northern(t)
	h.host.Delegate("learner-2", h.centre)
	h.host.Staff(h.educator, h.centre, "learner-2")
	id := h.enrol("learner-2", "hand-care@1.0.0")
	h.confirm(id, "learner-2", "soap")
	mine := h.write(h.options(h.enrolment(underWay, h.learner)))
	its := h.write(h.options(h.enrolment(id, "learner-2")))
	require.Equal(t, credential.Passed, verdictOf(mine, h).Learner.Outcome)

	files, other := unpacked(t, mine), unpacked(t, its)
	files[2] = other[2]
	r := verdictOf(packed(t, files), h)
	assert.Equal(t, credential.Refused, r.Verdict())
	for _, reason := range []string{"file:changed-file", "learner:other-learner", "1:signed:other-head", "1:credential:other-record"} {
		assert.True(t, has(r, reason), reason)
	}
	_, err := h.engine.View(context.Background(), h.learner, underWay)
	require.NoError(t, err)
}

func verdictOf(data []byte, h *house) *passport.Report {
	return passport.Verify(data, h.trust(), &passport.VerifyOptions{At: later})
}

// resigned is the passport with another learner record over its files, by the key
// of the house: what a program that signs without looking would make.
func resigned(t *testing.T, change func(c *credential.CLR, files []parcel.File) []parcel.File) []byte {
	t.Helper()
	j := travelled()
	files := unpacked(t, j.data)
	c := &credential.CLR{Learner: j.house.learner, Now: now, Until: later.AddDate(0, 1, 0), Status: j.options.Status}
	for _, e := range j.options.Enrolments {
		last := e.Records[len(e.Records)-1]
		c.Entries = append(c.Entries, credential.Entry{Name: "x", Head: certificate.Head{Record: last.Seq, Hash: last.Hash}, Badge: e.Badge})
	}
	files = change(c, files)
	for _, f := range files[2:] {
		kind := "application/json"
		if strings.HasSuffix(f.Name, ".yaml") {
			kind = "application/yaml"
		}
		c.Resources = append(c.Resources, credential.NewResource(f.Name, kind, canonical.Sum(f.Data)))
	}
	clr, err := credential.IssueCLR(t.Context(), c, j.house.issuer())
	require.NoError(t, err)
	files[1].Data = clr
	return packed(t, files)
}

func TestSignedWithoutLooking(t *testing.T) {
	t.Parallel()
	j := travelled()
	same := func(_ *credential.CLR, files []parcel.File) []parcel.File { return files }
	require.Equal(t, credential.Accepted, checked(resigned(t, same)).Verdict())
	for reason, change := range map[string]func(c *credential.CLR, files []parcel.File) []parcel.File{
		"learner:other-learner": func(c *credential.CLR, files []parcel.File) []parcel.File { c.Learner = "learner-2"; return files },
		"learner:two-learners": func(c *credential.CLR, files []parcel.File) []parcel.File {
			other := newHouse(t, "Another Example Trust", "4", catalog())
			id := other.enrol(other.learner, "hand-care@1.0.0")
			records := other.records(id)
			files[3].Data = workflow.AppendExport(nil, id, records)
			c.Entries[1].Head = certificate.Head{Record: records[0].Seq, Hash: records[0].Hash}
			return files
		},
		"1:signed:other-head": func(c *credential.CLR, files []parcel.File) []parcel.File {
			c.Entries[0].Head.Record--
			return files
		},
		"2:signed:other-head": func(c *credential.CLR, files []parcel.File) []parcel.File {
			c.Entries[0], c.Entries[1] = c.Entries[1], c.Entries[0]
			return files
		},
		"2:credential:other-record": func(c *credential.CLR, files []parcel.File) []parcel.File {
			c.Entries[1].Badge = c.Entries[0].Badge
			return files
		},
		"1:chain:broken": func(_ *credential.CLR, files []parcel.File) []parcel.File {
			records := j.house.records(j.signedOff)
			records[3].Actor = "assessor-2"
			files[2].Data = workflow.AppendExport(nil, j.signedOff, records)
			return files
		},
		"1:credential:other-framework": func(c *credential.CLR, files []parcel.File) []parcel.File {
			var doc map[string]any
			require.NoError(t, json.Unmarshal(bytes.Replace(c.Entries[0].Badge, []byte("bay-skills@1.0.0"), []byte("bay-skills@2.0.0"), 1), &doc))
			delete(doc, "proof")
			text, err := strict.Append(nil, doc)
			require.NoError(t, err)
			doc["proof"] = []any{signedByBytes(t, j.house, text)}
			c.Entries[0].Badge, err = strict.Append(nil, doc)
			require.NoError(t, err)
			return files
		},
		"1:content:other-content": func(_ *credential.CLR, files []parcel.File) []parcel.File {
			files[4].Data = bytes.Replace(files[4].Data, []byte("Weigh"), []byte("Lift"), 1)
			return files
		},
		"file:malformed-content": func(_ *credential.CLR, files []parcel.File) []parcel.File {
			files[4].Data = file(t, "bay-skills/2.0.0/bay-skills.yaml") // not the version that its name says
			return files
		},
		"1:credential:no-credential": func(c *credential.CLR, files []parcel.File) []parcel.File {
			c.Entries = append(c.Entries, c.Entries[1])
			return files
		},
	} {
		data := resigned(t, change)
		r := checked(data)
		assert.Equal(t, credential.Refused, r.Verdict(), reason)
		assert.True(t, has(r, reason), "want %s: %s", reason, r.AppendText(nil))
	}
}

// A signature over statements alone leaves open where two that are the same stand,
// and one over bytes by anybody else does not help.
func TestEveryByteIsCovered(t *testing.T) {
	t.Parallel()
	j := travelled()
	proofs := func(change func(proofs []any) []any) []byte {
		files := unpacked(t, j.data)
		var doc map[string]any
		require.NoError(t, json.Unmarshal(files[1].Data, &doc))
		doc["proof"] = change(doc["proof"].([]any))
		text, err := strict.Append(nil, doc)
		require.NoError(t, err)
		files[1].Data = text
		return packed(t, files)
	}
	refused(t, proofs(func(all []any) []any { return all[:1] }), "file:not-every-byte")
	require.Equal(t, credential.Accepted, checked(proofs(func(all []any) []any { return all })).Verdict())
	stranger := newHouse(t, "Strangers", "3", catalog())
	refused(t, proofs(func(all []any) []any {
		return []any{all[0], signedByBytes(t, stranger, unpacked(t, j.data)[1].Data)}
	}), "file:not-every-byte")
}

// signedByBytes is the signature over the bytes of a document by a house.
func signedByBytes(t *testing.T, by *house, text []byte) any {
	t.Helper()
	var doc map[string]any
	require.NoError(t, json.Unmarshal(text, &doc))
	did, err := credential.DIDKey(by.key.Public())
	require.NoError(t, err)
	proof := map[string]any{
		"@context": doc["@context"], "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "proofPurpose": "assertionMethod",
		"created": "2026-11-20T10:00:00Z", "verificationMethod": did + "#" + strings.TrimPrefix(did, "did:key:"),
	}
	delete(doc, "proof")
	message := append(jcsHash(t, proof), jcsHash(t, doc)...)
	proof["proofValue"] = "z" + multikey.Base58(ed25519.Sign(by.key, message))
	return proof
}

func jcsHash(t *testing.T, part map[string]any) []byte {
	t.Helper()
	text, err := strict.Append(nil, part)
	require.NoError(t, err)
	sum := canonical.Sum(text)
	return sum[:]
}

// What holds by itself, and is not to be believed today or by everybody.
func TestNotToBeBelieved(t *testing.T) {
	t.Parallel()
	j := travelled()
	verify := func(trust *credential.Trust, o passport.VerifyOptions) *passport.Report {
		return passport.Verify(j.data, trust, &o)
	}
	untaken := func(r *passport.Report) {
		t.Helper()
		_, err := r.Transfer(0, "northern")
		assert.ErrorIs(t, err, passport.ErrNotProven)
	}
	r := verify(nil, passport.VerifyOptions{At: later})
	assert.Equal(t, credential.Incomplete, r.Verdict())
	untaken(r)
	r = verify(j.house.trust(), passport.VerifyOptions{})
	assert.Equal(t, credential.Incomplete, r.Verdict())
	untaken(r)
	r = verify(j.house.trust(), passport.VerifyOptions{At: now.Add(91 * 24 * time.Hour)})
	assert.True(t, has(r, "clr:validity:expired"))
	untaken(r)
	r = verify(j.house.trust(), passport.VerifyOptions{At: later, StatusLists: [][]byte{j.house.statusList(8)}})
	assert.True(t, has(r, "clr:status:revoked"))
	untaken(r)
	r = verify(j.house.trust(), passport.VerifyOptions{At: later, Holder: "somebody else"})
	assert.True(t, has(r, "clr:holder:other-person"))
	untaken(r)

	// The badge was taken back, and the sign-off in the record with it; what is
	// beside it stands, and all of it can be looked at.
	r = verify(j.house.trust(), passport.VerifyOptions{At: later, StatusLists: [][]byte{j.house.statusList(7)}})
	assert.Equal(t, credential.Refused, r.Verdict())
	assert.True(t, has(r, "clr:within:status:revoked"))
	assert.Equal(t, workflow.StatusSignedOff, r.Enrolments[0].Standing.Status)
	untaken(r)
	_, err := r.Transfer(0, "northern")
	assert.ErrorContains(t, err, "credential: the issuer has taken it back (revoked)")
	_, err = r.Transfer(1, "northern")
	assert.NoError(t, err)
	_, err = r.Transfer(2, "northern")
	assert.ErrorContains(t, err, "there is no enrolment 3")
}

// Nothing of what anybody could have put together is read or replayed: content
// only under a signature over every file, records only under that of somebody trusted.
func TestNothingIsDoneForStrangers(t *testing.T) {
	t.Parallel()
	j := travelled()
	r := passport.Verify(j.data, nil, &passport.VerifyOptions{At: later, Catalog: catalog()})
	for _, e := range r.Enrolments {
		assert.Equal(t, credential.Passed, e.Content.Outcome)
		assert.Zero(t, e.Standing)
		assert.NotContains(t, string(r.AppendText(nil)), "Status")
	}
	files := unpacked(t, j.data)
	files[4].Data = []byte("no content at all")
	r = verdictOf(packed(t, files), j.house)
	assert.True(t, has(r, "file:changed-file"))
	for i, e := range r.Enrolments {
		assert.True(t, has(r, fmt.Sprint(i+1, ":content:unread-content")))
		assert.Zero(t, e.Standing)
	}
	p, err := passport.Open(packed(t, files), nil)
	require.NoError(t, err)
	_, err = p.Content(j.options.Enrolments[0].Framework.Ref())
	assert.ErrorContains(t, err, "bay-skills.yaml")
	here, err := p.Content(j.options.Enrolments[1].Framework.Ref())
	require.NoError(t, err)
	assert.Equal(t, j.options.Enrolments[1].Framework.Digest(), here.Digest())

	files = append(files[:3], files[4:]...) // content for two records, of which there is one
	_, err = passport.Open(packed(t, files), nil)
	assert.ErrorContains(t, err, "2 versions of content for 1 records")
	files[2].Data, files = []byte("{"), slices.Delete(files, 3, 4)
	_, err = passport.Open(packed(t, files), nil)
	assert.ErrorContains(t, err, "records/1.json")
}

// Content is that of the record, whoever has it.
func TestContent(t *testing.T) {
	t.Parallel()
	j := travelled()
	bare := j.options
	bare.Content = nil
	others := catalogOf(fstest.MapFS{"bay-skills/1.0.0/bay-skills.yaml": {
		Data: bytes.Replace(file(t, "bay-skills/1.0.0/bay-skills.yaml"), []byte("Weigh"), []byte("Lift"), 1),
	}})
	for _, c := range []struct {
		o    passport.Options
		here *proficiency.Catalog
		want string
	}{
		{j.options, catalog(), "1:content:known-here"},
		{j.options, nil, "1:content:brought"},
		{j.options, others, "1:content:brought-other"},
		{bare, catalog(), "1:content:known-here"},
		{bare, nil, "1:content:unknown-content"},
		{bare, others, "1:content:other-content-here"},
	} {
		r := passport.Verify(j.house.write(c.o), j.house.trust(), &passport.VerifyOptions{At: later, Catalog: c.here})
		assert.True(t, has(r, c.want), "want %s: %s", c.want, r.AppendText(nil))
		_, err := r.Transfer(0, "northern")
		assert.Equal(t, r.Enrolments[0].Content.Outcome == credential.Passed, err == nil, "%s: %v", c.want, err)
	}
}
