package credential

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

const hashPrefix = "sha256$"

// hashed is how a credential keeps an identity that it does not name (Open
// Badges 3.0, IdentityHash): the SHA-256 of the identity with the salt behind it.
func hashed(identity, salt string) string {
	sum := sha256.Sum256([]byte(identity + salt))
	return hashPrefix + hex.EncodeToString(sum[:])
}

// holder is whether the credential is about the person who shows it.
func (v *verifier) holder(r *Report) Answer {
	given := strings.Join(strings.Fields(v.options.Holder), " ")
	unknown := 0
	for _, e := range list(object(v.doc["credentialSubject"])["identifier"]) {
		identity := object(e)
		kind, want, salt := textOf(identity["identityType"]), textOf(identity["identityHash"]), textOf(identity["salt"])
		got := given
		switch {
		case identity["hashed"] == true && strings.HasPrefix(want, hashPrefix):
			got = hashed(given, salt)
		case identity["hashed"] != false:
			unknown++
			continue
		}
		if got == want {
			return answer(Passed, "same-person", fmt.Sprintf("what was given is the %s in the credential", spaced(kind)))
		}
	}
	if r.Says.Subject != "" && given == r.Says.Subject {
		return answer(Passed, "same-person", "what was given is the id in the credential")
	}
	switch identities := list(object(v.doc["credentialSubject"])["identifier"]); {
	case len(identities) == 0:
		return answer(NotChecked, "nobody-named", "the credential does not say whom it is about, but by an id")
	case unknown == len(identities):
		return answer(NotChecked, "unknown-hash", "the credential says whom it is about in a way that is not known here")
	}
	return answer(Failed, "other-person", "what was given is not what the credential says of its holder")
}

// spaced puts a space before each capital: "emailAddress" is read "email address".
func spaced(word string) string {
	var b strings.Builder
	for _, r := range word {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte(' ')
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}
