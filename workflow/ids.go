package workflow

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/countersign-go/countersign/proficiency"
	"github.com/countersign-go/countersign/roles"
)

// PersonID is the opaque id by which the host knows a person.
type PersonID = roles.PersonID

// CentreID is the id by which the host knows a centre.
type CentreID = roles.CentreID

// EnrolmentID names one enrolment: one subject on one framework, for life.
// Stores compare it byte by byte. The engine's own are 26 characters of
// base32 in lower case; see [EnrolmentIDFor].
type EnrolmentID string

// RequestID names one request of a client, so that sending it again does
// nothing twice. At most [MaxIDLength] bytes; the engine draws one where it is empty.
type RequestID string

// Seq numbers the records of an enrolment from 1, without gaps.
type Seq uint64

// MaxIDLength is the greatest length, in bytes, of an id that comes from
// outside: people, centres, enrolments and requests.
const MaxIDLength = 256

var lowerBase32 = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// An EnrolmentKey is what makes an enrolment the one it is.
type EnrolmentKey struct {
	// Tenant is [Options.Tenant].
	Tenant string
	// Learner is whose enrolment it is; empty for that of a centre.
	Learner PersonID
	// Centre is the centre whose enrolment it is; empty for that of a learner.
	Centre    CentreID
	Framework proficiency.FrameworkID
	// Trial is the number of a trial from 1; 0 is the real enrolment.
	Trial int
}

// EnrolmentIDFor derives the id of the enrolment of a learner, or of a centre, on a framework:
// base32 of the first 16 bytes of an HMAC-SHA-256 (RFC 2104) under the
// installation's key. It is deterministic, so that two people who enrol the
// same learner at the same instant make one enrolment, and it tells nobody
// without the key who is enrolled on what.
func EnrolmentIDFor(secret []byte, k EnrolmentKey) EnrolmentID {
	mac := hmac.New(sha256.New, secret)
	var length [8]byte
	trial := ""
	if k.Trial != 0 {
		trial = strconv.Itoa(k.Trial)
	}
	kind, subject := proficiency.SubjectPerson, string(k.Learner)
	if k.Centre != "" {
		kind, subject = proficiency.SubjectCentre, string(k.Centre)
	}
	for _, part := range []string{k.Tenant, string(kind), subject, string(k.Framework), trial} {
		binary.BigEndian.PutUint64(length[:], uint64(len(part)))
		mac.Write(length[:])
		mac.Write([]byte(part))
	}
	return EnrolmentID(lowerBase32.EncodeToString(mac.Sum(nil)[:16]))
}

// newRequestID draws 128 random bits.
func newRequestID() RequestID {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand
	var text [26]byte
	lowerBase32.Encode(text[:], b[:])
	return RequestID(text[:])
}

// checkID says what is wrong with an id from outside, or nil.
func checkID(what, id string) error {
	switch {
	case id == "":
		return fmt.Errorf("%s is empty", what)
	case len(id) > MaxIDLength:
		return fmt.Errorf("%s is %d bytes long: at most %d are allowed", what, len(id), MaxIDLength)
	case !utf8.ValidString(id):
		return fmt.Errorf("%s is not valid UTF-8", what)
	case strings.ContainsRune(id, 0):
		return fmt.Errorf("%s contains a NUL character", what)
	}
	return nil
}
