package credential

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/countersign-go/countersign/certificate/formats/internal/strict"
)

// An opened file is what is in one, before anything of it is believed.
type opened struct {
	doc    map[string]any // without its proofs
	proofs any            // of a credential with embedded proofs
	// header, signed and signature are a JWT's; header is nil for all others.
	header            map[string]any
	signed, signature []byte
}

// open reads a credential, from a picture too.
func open(data []byte) (*opened, error) {
	inner, err := Unbake(data)
	if err != nil {
		return nil, err
	}
	text := bytes.TrimSpace(inner)
	if looksLikeJWT(text) {
		return openJWT(text)
	}
	if !bytes.HasPrefix(text, []byte("{")) {
		return nil, errors.New("this is no credential: want JSON, a JWT, or a PNG or SVG with one in it")
	}
	doc, err := strict.ParseObject(text, MaxCredential)
	if err != nil {
		return nil, err
	}
	file := &opened{doc: doc, proofs: doc["proof"]}
	delete(doc, "proof")
	return file, nil
}

func looksLikeJWT(text []byte) bool {
	return bytes.Count(text, []byte(".")) == 2 && !bytes.ContainsFunc(text, func(r rune) bool {
		return !strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=", r)
	})
}

func openJWT(token []byte) (*opened, error) {
	if len(token) > 2*MaxCredential {
		return nil, fmt.Errorf("longer than the %d bytes allowed", 2*MaxCredential)
	}
	parts := bytes.Split(token, []byte("."))
	header, err := decoded(parts[0], maxHeader)
	if err != nil {
		return nil, fmt.Errorf("the header of the JWT: %w", err)
	}
	payload, err := decoded(parts[1], MaxCredential)
	if err != nil {
		return nil, fmt.Errorf("the payload of the JWT: %w", err)
	}
	return &opened{doc: payload, header: header, signed: token[:len(parts[0])+1+len(parts[1])], signature: parts[2]}, nil
}

// maxHeader is the greatest size of the header of a JWT, in bytes.
const maxHeader = 64 << 10

func decoded(part []byte, most int) (map[string]any, error) {
	text, err := base64url.DecodeString(string(part))
	if err != nil {
		return nil, errors.New("this is no base64url")
	}
	return strict.ParseObject(text, most)
}

func (f *opened) kind() Kind {
	switch {
	case slices.Contains(texts(f.doc["type"]), typeStatusList):
		return KindStatusList
	case f.header == nil && slices.Contains(texts(f.doc["type"]), typeCLR):
		return KindCLR
	case f.header != nil:
		return KindJWT
	}
	return KindCredential
}

// An Inspection is what a file says, of which nothing was checked.
type Inspection struct {
	Kind Kind
	Says Claims
	// Proofs are the signatures by their kinds, with the keys that they name.
	Proofs []ProofReport
	// Document is the credential in canonical JSON, without its signatures.
	Document []byte
}

// Inspect reads a credential of any form that [Verify] takes, and checks nothing.
func Inspect(data []byte) (*Inspection, error) {
	file, err := open(data)
	if err != nil {
		return nil, fmt.Errorf("credential: %w", err)
	}
	text, err := strict.Append(nil, file.doc)
	if err != nil {
		return nil, fmt.Errorf("credential: %w", err)
	}
	i := &Inspection{Kind: file.kind(), Says: readClaims(file.doc).claims, Document: text}
	if file.header != nil {
		i.Proofs = []ProofReport{{Suite: textOf(file.header["alg"]), Method: textOf(file.header["kid"])}}
	}
	for _, p := range list(file.proofs) {
		proof := object(p)
		signed, _ := optionalTime(proof, "created")
		i.Proofs = append(i.Proofs, ProofReport{Suite: textOf(proof["cryptosuite"]), Method: textOf(proof["verificationMethod"]), Signed: signed})
	}
	unchecked := answer(NotChecked, "inspected", "nothing was checked")
	for n := range i.Proofs {
		i.Proofs[n].Answer = unchecked
	}
	return i, nil
}
