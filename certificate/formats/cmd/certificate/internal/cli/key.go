package cli

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"strings"

	"github.com/countersign-go/countersign/certificate/formats/credential"
	"github.com/countersign-go/countersign/proficiency/source"
)

func keyCommands() []subcommand {
	return []subcommand{
		{name: "new", summary: "draw a private key, and write it to a file that only you can read",
			args: "--out FILE [--kind ed25519|p256]", details: keyNewDetails, prepare: keyNew},
		{name: "trust", summary: "write a list with keys for those who check",
			args: "KEY… --organisation NAME [--did DID] [--from TIME] [--until TIME]", details: keyTrustDetails, prepare: keyTrust},
		{name: "did", summary: "write the document that a did:web publishes, with its keys",
			args: "KEY… --id DID", details: keyDIDDetails, prepare: keyDID},
	}
}

const keyNewDetails = `An Ed25519 key signs credentials with embedded proofs and status lists, a P-256 key VC-JWTs. The file is PKCS #8 in
PEM, not encrypted, as "openssl genpkey" writes it. Better is a key that never leaves a hardware module or a cloud's
key management: programs sign with one by the package credential. Keys are written by this subcommand and by no other.`

func keyNew(flags *flag.FlagSet) action {
	var out string
	kind := "ed25519"
	flags.StringVar(&out, "out", "", "`FILE` to write, which must not be there")
	flags.StringVar(&kind, "kind", kind, "`KIND` is ed25519 or p256")
	return func(s *session, args []string) (bool, error) {
		if out == "" || len(args) > 0 {
			return false, wrong("--out names the file to write the private key to, and there is nothing else to name")
		}
		private, err := draw(kind)
		if err != nil {
			return false, err
		}
		der, err := x509.MarshalPKCS8PrivateKey(private)
		if err != nil {
			return false, err
		}
		if err := s.write(out, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
			return false, err
		}
		did, err := credential.DIDKey(private.Public())
		s.printf("%s: a private key; keep it to yourself\npublic: %s\n", shown(out), did)
		return true, err
	}
}

func draw(kind string) (crypto.Signer, error) {
	switch kind {
	case "ed25519":
		_, private, err := ed25519.GenerateKey(rand.Reader)
		return private, err
	case "p256":
		return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	}
	return nil, wrong("--kind is ed25519 or p256, not %s%s", source.Quote(kind), source.DidYouMean(kind, []string{"ed25519", "p256"}))
}

const keyTrustDetails = `KEY is a file with a private or a public key in PEM, a multikey or a did:key. The list is for verify --trust, and for
those who check with the package credential. When a key is replaced, the old one gets its end in the list, and stays.`

func keyTrust(flags *flag.FlagSet) action {
	var organisation, did string
	var from, until instant
	flags.StringVar(&organisation, "organisation", "", "`NAME` of whose keys they are")
	flags.StringVar(&did, "did", "", "`DID` that credentials name as their issuer; without it, the did:key of each key")
	flags.Var(&from, "from", "`TIME` from which on the keys are in use")
	flags.Var(&until, "until", "`TIME` until which the keys are in use")
	return func(s *session, args []string) (bool, error) {
		if organisation == "" || len(args) == 0 {
			return false, wrong("name the keys, and by --organisation whose they are")
		}
		keys, err := s.publicKeys(args)
		if err != nil {
			return false, err
		}
		o := credential.Organisation{Name: organisation}
		for _, key := range keys {
			o.Keys = append(o.Keys, credential.TrustedKey{Issuer: did, Public: key, From: from.Time, Until: until.Time})
		}
		text, err := (&credential.Trust{Organisations: []credential.Organisation{o}}).AppendTrust(nil)
		if err != nil {
			return false, err
		}
		if _, findings := credential.ParseTrust("the list", text); findings.HasErrors() {
			return false, wrong("%s", findings[0].Message)
		}
		return true, s.write("", text, 0)
	}
}

const keyDIDDetails = `KEY is as in key trust. The document belongs at the address that the did:web stands for:
did:web:hospitals.example at https://hospitals.example/.well-known/did.json. Name all keys of which credentials are still
to be believed, also those that sign no more.`

func keyDID(flags *flag.FlagSet) action {
	var id string
	flags.StringVar(&id, "id", "", "`DID` that publishes the keys, a did:web")
	return func(s *session, args []string) (bool, error) {
		if id == "" || len(args) == 0 {
			return false, wrong("name the keys, and by --id the did:web that publishes them")
		}
		keys, err := s.publicKeys(args)
		if err != nil {
			return false, err
		}
		text, err := credential.DIDDocument(id, keys...)
		if err != nil {
			return false, wrong("%s", strings.TrimPrefix(err.Error(), "credential: "))
		}
		return true, s.write("", append(text, '\n'), 0)
	}
}

// publicKeys are the public keys that arguments name or are.
func (s *session) publicKeys(args []string) ([]crypto.PublicKey, error) {
	var keys []crypto.PublicKey
	var failed error
	for _, arg := range args {
		key, err := s.publicKey(arg)
		if err != nil {
			failed = errors.Join(failed, err)
		}
		keys = append(keys, key)
	}
	return keys, failed
}

func (s *session) publicKey(arg string) (crypto.PublicKey, error) {
	if key, err := credential.ReadPublicKey(arg); err == nil {
		return key, nil
	}
	text, err := s.read(arg)
	if err != nil {
		return nil, err
	}
	if key, err := credential.ReadPublicKey(string(text)); err == nil {
		return key, nil
	}
	private, err := credential.ReadKey(text)
	if err != nil {
		return nil, fmt.Errorf("%s holds no key that is known: want a private or a public key in PEM, a multikey or a did:key", shown(arg))
	}
	return private.Public(), nil
}
