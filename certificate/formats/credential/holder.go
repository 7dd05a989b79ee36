package credential

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/countersign-go/countersign/workflow"
)

// identityName is the kind of identity that is a name.
const identityName = "name"

// An Identity says whom a credential is about (Open Badges 3.0, IdentityObject).
type Identity struct {
	// Type is what kind of identity it is: "name", "emailAddress", "systemId"…
	Type string
	// Hash is the identity itself or, where it is Hashed, the SHA-256 of it with the Salt
	// behind it, in the form that IdentityHash has.
	Hash, Salt string
	Hashed     bool
	odd        bool // it says neither that it is hashed nor that it is not
}

// identityFor keeps an identity that is not named.
func identityFor(identity, kind, salt string) Identity {
	return Identity{Type: kind, Hash: hashed(identity, salt), Salt: salt, Hashed: true}
}

// identityOf reads one.
func identityOf(m map[string]any) Identity {
	hashed, is := m["hashed"].(bool)
	return Identity{textOf(m["identityType"]), textOf(m["identityHash"]), textOf(m["salt"]), hashed, !is}
}

// object is the identity as a credential writes it.
func (i Identity) object() map[string]any {
	m := map[string]any{"type": "IdentityObject", "hashed": i.Hashed, "identityHash": i.Hash, "identityType": i.Type}
	if i.Hashed {
		m["salt"] = i.Salt
	}
	return m
}

// known reports whether it can be told here whose identity it is.
func (i Identity) known() bool { return !i.odd && (!i.Hashed || strings.HasPrefix(i.Hash, hashPrefix)) }

// Is reports whether it is that identity.
func (i Identity) Is(identity string) bool {
	if i.Hashed {
		identity = hashed(identity, i.Salt)
	}
	return i.known() && i.Hash == identity
}

// IsLearner reports whether it is that person, as records know them.
func (i Identity) IsLearner(id workflow.PersonID) bool {
	return i.Type == identityLearner && i.Hashed && id != "" && i.Is(string(id))
}

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
	for _, identity := range r.Says.Identities {
		if !identity.known() {
			unknown++
		} else if identity.Is(given) {
			return answer(Passed, "same-person", fmt.Sprintf("what was given is the %s in the credential", spaced(identity.Type)))
		}
	}
	if r.Says.Subject != "" && given == r.Says.Subject {
		return answer(Passed, "same-person", "what was given is the id in the credential")
	}
	switch identities := r.Says.Identities; {
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
