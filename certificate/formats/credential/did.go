package credential

import (
	"crypto"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/countersign-go/countersign/certificate/formats/internal/multikey"
	"github.com/countersign-go/countersign/certificate/formats/internal/strict"
	"github.com/countersign-go/countersign/proficiency/canonical"
)

const didWeb = "did:web:"

// DIDKey is the did:key of an Ed25519 or a P-256 key: an issuer that anybody
// can check without asking anybody, for as long as that one key is used.
func DIDKey(public crypto.PublicKey) (string, error) {
	did, _, err := multikey.DID(public)
	if err != nil {
		return "", fmt.Errorf("credential: %w", err)
	}
	return did, nil
}

// method is the verification method of a key of an issuer: the issuer, and the
// multikey as fragment, so that the key itself is at hand without a network.
func method(issuer string, public crypto.PublicKey) (string, error) {
	key, err := multikey.Encode(public)
	if err != nil {
		return "", err
	}
	return issuer + "#" + key, nil
}

var webDomain = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(%3A[0-9]{1,5})?(:[A-Za-z0-9._-]{1,100})*$`)

// checkDIDWeb holds an id to did:web: a host, its port behind %3A, and a path
// with colons for slashes.
func checkDIDWeb(id string) error {
	rest, is := strings.CutPrefix(id, didWeb)
	if !is || len(id) > maxURL || !webDomain.MatchString(rest) {
		return fmt.Errorf("%q is no did:web: want did:web: and a host in lower case, such as did:web:hospitals.example", id)
	}
	return nil
}

// DIDWebURL is where the document of a did:web is published:
// https://hospitals.example/.well-known/did.json.
func DIDWebURL(id string) (string, error) {
	if err := checkDIDWeb(id); err != nil {
		return "", fmt.Errorf("credential: %w", err)
	}
	host, path, has := strings.Cut(strings.TrimPrefix(id, didWeb), ":")
	host = strings.Replace(host, "%3A", ":", 1)
	if !has {
		path = ".well-known"
	}
	return "https://" + host + "/" + strings.ReplaceAll(path, ":", "/") + "/did.json", nil
}

// DIDDocument is the document of a did:web with the keys that sign for it: those
// in use, and those that were and are still believed. Whoever checks with a
// network reads it at [DIDWebURL]; whoever checks without has a [Trust].
func DIDDocument(id string, keys ...crypto.PublicKey) ([]byte, error) {
	if err := checkDIDWeb(id); err != nil {
		return nil, fmt.Errorf("credential: %w", err)
	}
	if len(keys) == 0 {
		return nil, errors.New("credential: a DID document needs a key")
	}
	var methods, names []any
	for _, key := range keys {
		m, err := verificationMethod(id, key)
		if err != nil {
			return nil, fmt.Errorf("credential: %w", err)
		}
		methods, names = append(methods, m), append(names, m["id"])
	}
	return strict.Append(nil, map[string]any{
		"@context": []any{"https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1", "https://w3id.org/security/jwk/v1"},
		"id":       id, "verificationMethod": methods, "assertionMethod": names,
	})
}

func verificationMethod(id string, public crypto.PublicKey) (map[string]any, error) {
	if _, err := algorithmOf(public); err != nil {
		return nil, err
	}
	if key, err := multikey.Encode(public); err == nil {
		return map[string]any{"id": id + "#" + key, "type": "Multikey", "controller": id, "publicKeyMultibase": key}, nil
	}
	jwk, err := jwkOf(public)
	return map[string]any{"id": id + "#" + thumbprint(public), "type": "JsonWebKey", "controller": id, "publicKeyJwk": jwk}, err
}

// maxURL is the greatest length of a URL, in bytes.
const maxURL = 2000

// isURL reports whether s is an absolute URL or URN of visible ASCII.
func isURL(s string) bool {
	if s == "" || len(s) > maxURL || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune("<>\"{}|\\^`", r) }) {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && u.Scheme != "" && (u.Opaque != "" || u.Host != "" || u.Path != "")
}

func jsonString(s string) []byte { return canonical.AppendString(nil, s) }
