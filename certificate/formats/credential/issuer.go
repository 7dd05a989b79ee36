package credential

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/countersign-go/countersign/certificate/formats/internal/multikey"
	"github.com/countersign-go/countersign/certificate/formats/internal/strict"
)

// An Issuer is an organisation that issues credentials, with the key that it
// signs with now. To replace a key, issue with another one: what the old one
// signed stays good by the trust list, in which the old key has its end.
type Issuer struct {
	// ID is a did:web, "did:web:hospitals.example", of which the key is one.
	// Empty stands for the did:key of the key: every key is an issuer then, and
	// the trust list says that they are of one organisation.
	ID string
	// Name is the organisation's; it must be there.
	Name string
	// URL and Email are the organisation's; they may be empty.
	URL, Email string
	Key        *Key
}

// identify gives the issuer's id, and the verification method of its key.
func (i *Issuer) identify() (id, vm string, err error) {
	if i.ID == "" {
		id, vm, err = multikey.DID(i.Key.public)
	} else if err = checkDIDWeb(i.ID); err == nil && i.Key.algorithm == EdDSA {
		id = i.ID
		vm, err = method(id, i.Key.public)
	} else {
		id = i.ID
	}
	if err != nil {
		err = fmt.Errorf("credential: the issuer: %w", err)
	}
	return id, vm, err
}

// check holds the issuer to being whole, and to having a key of one of these kinds.
func (i *Issuer) check(algorithms ...Algorithm) error {
	var faults []error
	if strings.TrimSpace(i.Name) == "" {
		faults = append(faults, errors.New("credential: the issuer has no name"))
	}
	if i.URL != "" && !isURL(i.URL) {
		faults = append(faults, fmt.Errorf("credential: the issuer's URL %q is none", clip(i.URL)))
	}
	if i.Key == nil {
		faults = append(faults, errors.New("credential: the issuer has no key"))
	} else if !slices.Contains(algorithms, i.Key.algorithm) {
		faults = append(faults, fmt.Errorf("credential: the issuer's key is for %s: want one for %s", i.Key.algorithm, wanted(algorithms)))
	}
	return errors.Join(faults...)
}

func wanted(algorithms []Algorithm) string {
	words := make([]string, len(algorithms))
	for i, a := range algorithms {
		words[i] = string(a)
	}
	return strings.Join(words, " or ")
}

// profile is the issuer as a credential names it.
func (i *Issuer) profile(id string) map[string]any {
	profile := map[string]any{"id": id, "type": []any{"Profile"}, "name": i.Name}
	if i.URL != "" {
		profile["url"] = i.URL
	}
	if i.Email != "" {
		profile["email"] = i.Email
	}
	return profile
}

// sign gives the document with a proof of each suite, in canonical form.
func (i *Issuer) sign(ctx context.Context, doc map[string]any, at time.Time) ([]byte, error) {
	_, vm, err := i.identify()
	if err != nil {
		return nil, err
	}
	var proofs []any
	for _, suite := range []string{suiteRDFC, suiteJCS} {
		proof, err := i.Key.prove(ctx, doc, suite, vm, at)
		if err != nil {
			return nil, err
		}
		proofs = append(proofs, proof)
	}
	doc["proof"] = proofs
	signed, err := strict.Append(nil, doc)
	if err != nil {
		return nil, fmt.Errorf("credential: %w", err)
	}
	if len(signed) > MaxCredential {
		return nil, fmt.Errorf("credential: %d bytes: at most %d are allowed", len(signed), MaxCredential)
	}
	return signed, nil
}
