package credential

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"strconv"

	"github.com/countersign-go/countersign/certificate"
	"github.com/countersign-go/countersign/proficiency/canonical"
	"github.com/countersign-go/countersign/workflow"
)

// genreRecord is the genre of the evidence that ties a credential to a record.
const genreRecord = "record"

// headText names the head of a record's chain, and heads reads it again.
func headText(h certificate.Head) string {
	return fmt.Sprintf("record %d of the enrolment, %s.", h.Record, h.Hash)
}

var heads = regexp.MustCompile(`record ([1-9][0-9]{0,17}) of the enrolment, (sha256:[0-9a-f]{64})\.$`)

// headIn is the head that a piece of evidence names, if it does.
func headIn(evidence map[string]any) []certificate.Head {
	found := heads.FindStringSubmatch(textOf(evidence["narrative"]))
	if found == nil || textOf(evidence["genre"]) != genreRecord {
		return nil
	}
	seq, err := strconv.ParseUint(found[1], 10, 64)
	hash, errHash := canonical.ParseDigest(found[2])
	if err != nil || errHash != nil {
		return nil
	}
	return []certificate.Head{{Record: workflow.Seq(seq), Hash: hash}}
}

// A Resource is a file beside a credential, which the credential holds to its
// digest (Verifiable Credentials Data Model 2.0 §5.3).
type Resource struct {
	// ID is a URL or a URN of the file, and Name what it is called, such as its path.
	ID, Name  string
	MediaType string
	// Digest is the SHA-256 of its bytes; zero where the credential gives another one.
	Digest canonical.Digest
}

// NewResource is a file of that digest. It is named by it (Naming Things with
// Hashes, RFC 6920 §3).
func NewResource(name, mediaType string, digest canonical.Digest) Resource {
	return Resource{"ni:///sha-256;" + base64url.EncodeToString(digest[:]), name, mediaType, digest}
}

const sriPrefix = "sha256-"

// object is the resource as a credential writes it.
func (r Resource) object() map[string]any {
	return map[string]any{
		"id": r.ID, "name": r.Name, "mediaType": r.MediaType, "digestSRI": sriPrefix + base64.StdEncoding.EncodeToString(r.Digest[:]),
	}
}

// resourceOf reads one.
func resourceOf(m map[string]any) Resource {
	r := Resource{ID: textOf(m["id"]), Name: textOf(m["name"]), MediaType: textOf(m["mediaType"])}
	sri := textOf(m["digestSRI"])
	if len(sri) > len(sriPrefix) && sri[:len(sriPrefix)] == sriPrefix {
		if sum, err := base64.StdEncoding.Strict().DecodeString(sri[len(sriPrefix):]); err == nil && len(sum) == len(r.Digest) {
			copy(r.Digest[:], sum)
		}
	}
	return r
}
